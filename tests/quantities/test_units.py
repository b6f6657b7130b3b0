"""Units: what converts, what does not, and what people may write."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.quantities.rounding import round_half_away
from crossfoot.quantities.shipped import shipped_rows
from crossfoot.quantities.unit_expressions import parse_unit
from crossfoot.quantities.unit_vocabulary import vocabulary
from crossfoot.quantities.units import (
    canonical_unit,
    check_unit,
    conversion_factor,
    convert,
    dimensionality,
    divide_units,
    is_known_unit,
    multiply_units,
    same_dimension,
)

SYMBOLS = sorted(vocabulary().symbols)


@pytest.fixture(scope="module")
def other_registry() -> pint.UnitRegistry:
    """The definitions that ship with pint: written by others, read independently of ours."""
    return pint.UnitRegistry()


# ours, pint's own name for it, a unit to compare in, and the tolerance: pint rounds some of its
# definitions to fewer digits than the standards that ours cite
SAME_ELSEWHERE = [
    ("kWh", "kWh", "MJ", "MJ", 1e-15),
    ("TJ", "TJ", "GWh", "GWh", 1e-15),
    ("toe", "toe", "GJ", "GJ", 1e-15),
    ("Btu", "Btu_it", "J", "J", 1e-6),
    ("therm", "EC_therm", "MJ", "MJ", 1e-6),
    ("MMBtu", "megaBtu_it", "GJ", "GJ", 1e-6),
    ("cal_th", "cal", "J", "J", 1e-15),
    ("short_ton", "short_ton", "kg", "kg", 1e-15),
    ("long_ton", "long_ton", "kg", "kg", 1e-15),
    ("lb", "lb", "g", "g", 1e-15),
    ("oz", "oz", "g", "g", 1e-15),
    ("gallon", "US_liquid_gallon", "L", "L", 1e-15),
    ("imperial_gallon", "imperial_gallon", "L", "L", 1e-15),
    ("barrel", "oil_barrel", "L", "L", 1e-15),
    ("m^3", "m^3", "L", "L", 1e-15),
    ("mile", "mile", "m", "m", 1e-15),
    ("nautical_mile", "nautical_mile", "m", "m", 1e-15),
    ("ft", "ft", "m", "m", 1e-15),
    ("inch", "inch", "cm", "cm", 1e-15),
    ("ha", "hectare", "m^2", "m^2", 1e-15),
    ("acre", "acre", "m^2", "m^2", 1e-5),  # pint means the survey acre, 4 parts in a million off
    ("week", "week", "h", "h", 1e-15),
    ("Ah", "ampere*hour", "mAh", "milliampere*hour", 1e-15),
    ("bar", "bar", "kPa", "kPa", 1e-15),
    ("t*km", "tonne*km", "lb*mile", "lb*mile", 1e-14),
    ("g/kWh", "g/kWh", "kg/GJ", "kg/GJ", 1e-14),
]


@pytest.mark.parametrize(("ours", "theirs", "to", "to_theirs", "tolerance"), SAME_ELSEWHERE)
def test_definitions_agree_with_those_that_ship_with_pint(
    other_registry, ours, theirs, to, to_theirs, tolerance
):
    expected = other_registry.Quantity(1, theirs).to(to_theirs).magnitude
    assert float(conversion_factor(ours, to)) == pytest.approx(expected, rel=tolerance)


def test_every_definition_has_an_exact_factor_to_its_base_unit():
    for symbol in SYMBOLS:
        assert conversion_factor(symbol, symbol) == 1
        assert same_dimension(symbol, f"1e3 {symbol}")
        assert dimensionality(symbol)


# --- cases of others ----------------------------------------------------------------------------


@pytest.mark.shared
def test_ghgtool_conversion_vectors(shared: Path):
    """Source: adgo07/GHGTOOL conformance vectors N01-C."""
    cases = json.loads((shared / "reference/cases/ghgtool_unit_vectors.json").read_text())
    assert cases["unit_conversions"]
    for case in cases["unit_conversions"]:
        result = convert(Decimal(case["value"]), case["from"], case["to"])
        assert result == Decimal(case["expected"]), case
    display = cases["display_separation"]
    value, limit = Decimal(display["calculation_value"]), Decimal(display["comparison_limit"])
    assert str(round_half_away(value, display["display_places"])) == display["display_value"]
    assert (value <= limit) is display["expected_lte"]
    with pytest.raises(CrossfootError, match="does not convert"):
        convert(Decimal(1), "MWh", "kg CO2")


@pytest.mark.shared
def test_decimal_division_vectors(shared: Path):
    """Source: adgo07/GHGTOOL conformance vectors, 44/12 with halves up at 28 to 60 digits."""
    with (shared / "reference/cases/decimal_44_12_vectors.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        context = Context(prec=int(row["precision"]), rounding=ROUND_HALF_UP)
        assert context.divide(Decimal(44), Decimal(12)) == Decimal(row["expected"])
    forty = next(row["expected"] for row in rows if row["precision"] == "40")
    assert conversion_factor("44 kg", "12 kg") == Decimal(forty)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("identity", "product", "asked"),
    [
        (
            "motor gasoline per litre",
            [("44.3", "TJ/kt"), ("69300", "kgCO2/TJ"), ("0.745342576", "kg/L")],
            "kgCO2/L",
        ),
        (
            "natural gas per m3",
            [("48", "TJ/kt"), ("56100", "kgCO2/TJ"), ("0.7", "kg/m3")],
            "kgCO2/m3",
        ),
        ("IPCC anthracite per tonne", [("26.7", "GJ/t"), ("98300", "kgCO2/TJ")], "kgCO2/t"),
        ("E85 blend, US fossil", [("15", "percent"), ("8.78", "kgCO2/gal")], "kgCO2/gal"),
    ],
)
def test_products_of_units_give_the_printed_factor(shared: Path, identity, product, asked):
    """Source: GHG Protocol cross-sector factors v2.0 and EPA hub 2021, arithmetic identities."""
    with (shared / "reference/cases/ghgp_epa_arithmetic_identities.csv").open() as file:
        printed = {row["identity"]: row for row in csv.DictReader(file)}[identity]
    value, unit = Decimal(1), "dimensionless"
    for factor, factor_unit in product:
        value, unit = value * Decimal(factor), multiply_units(unit, factor_unit)
    assert same_dimension(unit, printed["unit"])
    result = convert(value, unit, asked)
    assert result == pytest.approx(Decimal(printed["printed"]), rel=Decimal("1e-12"))


@pytest.mark.shared
def test_every_unit_of_the_metric_specification_is_known(shared: Path):
    with (shared / "spec/metrics.csv").open(encoding="utf-8") as file:
        units = {row["unit"] for row in csv.DictReader(file)} - {""}
    assert len(units) > 40
    assert {unit: check_unit(unit) for unit in units if check_unit(unit)} == {}


REFERENCE_UNITS = [
    ("factors/gbt2589_tce_coefficients.csv", "unit"),
    ("factors/china_mee_fuel_defaults.csv", "unit"),
    ("factors/epa_hub_2021_t1_stationary.csv", "per_unit"),
    ("factors/epa_hub_2021_t2_mobile_co2.csv", "unit"),
    ("factors/epa_hub_2021_t10_travel.csv", "unit"),
    ("factors/uk_desnz_2023_flat.csv", "uom"),
]


@pytest.mark.shared
@pytest.mark.parametrize(("file", "column"), REFERENCE_UNITS)
def test_units_of_published_factor_tables_are_known(shared: Path, file, column):
    with (shared / "reference/data" / file).open(encoding="utf-8") as table:
        units = {row[column] for row in csv.DictReader(table)} - {"", "-"}
    assert {unit: check_unit(unit) for unit in units if check_unit(unit)} == {}


# --- what people write --------------------------------------------------------------------------

SPELLINGS = {
    "kWh": ["kwh", "KWh", "KWH", "千瓦时", "度", "kW·h", "kilowatt hours", "ｋＷｈ", " kWh "],
    "1e4*kWh": ["万千瓦时", "10^4 kWh", "10,000 kWh", "10⁴ kWh", "万kWh", "万度", "1e4 kWh"],
    "1e8*kWh": ["亿千瓦时", "100 million kWh", "10^8 kWh"],
    "MWh": ["MWH", "Mwh", "兆瓦时", "MW·h"],
    "kt": ["Gg", "kilotonnes", "千吨"],
    "t": ["吨", "tonnes", "Tonnes", "metric ton", "T", "公吨"],
    "1e4*t": ["万吨", "10^4 t"],
    "m^3": ["m3", "m³", "㎥", "立方米", "cubic metres", "m**3"],
    "m^2": ["m2", "m²", "㎡", "平方米"],
    "Nm3": ["Nm³", "Nm^3", "标立方米", "标准立方米"],
    "1e4*Nm3": ["10^4Nm3", "10⁴Nm³", "万Nm3", "万标立方米"],
    "Sm3_20": ["m3 (20 °C)", "m³（20℃）", "Sm3 (20°C)"],
    "CNY": ["RMB", "元", "人民币", "yuan", "CN¥"],
    "1e4*CNY": ["万元", "RMB 10,000", "RMB10,000", "10,000 RMB", "人民币万元", "万元人民币"],
    "1e6*CNY": ["百万元", "RMB million", "RMB 1,000,000", "人民币百万元", "RMB100,0000"],
    "1e8*CNY": ["亿元", "RMB 100 million"],
    "1e3*CNY": ["千元", "RMB'000", "RMB thousand"],
    "1e6*HKD": ["HK$ million", "百万港元"],
    "person": ["人", "persons", "名", "Employees"],
    "person_time": ["人次", "person-times", "participations"],
    "count": ["件", "pcs", "个", "台", "次"],
    "case": ["起", "cases", "宗", "incidents"],
    "t*CO2e": ["tCO2e", "t CO2e", "tCO₂e", "吨二氧化碳当量", "tonnes CO2 equivalent", "tCO2-eq"],
    "Mt*CO2e": ["MtCO2e", "Mt CO2e"],
    "kg*CO2e/kWh": ["kgCO2e/kWh", "kg CO2e per kWh", "千克二氧化碳当量/千瓦时"],
    "t*CO2e/(1e4*CNY)": [
        "t CO2e/(1e4 CNY)",
        "tCO2e/RMB 10,000",
        "吨二氧化碳当量/万元",
        "tCO2e/万元",
        "tCO2e per RMB 10,000",
    ],
    "tce": ["吨标准煤", "吨标煤", "TCE", "tonnes of coal equivalent"],
    "tce/(1e4*CNY)": ["吨标准煤/万元", "tce/万元"],
    "1e4*tce": ["万吨标准煤", "10^4 tce"],
    "kgce": ["千克标准煤", "kg标准煤"],
    "case/(1e6*person*h)": ["起/百万工时", "cases per million man-hours", "case/(1e6 person h)"],
    "1/(1e6*person*h)": ["per million man-hours", "每百万工时"],
    "percent": ["%", "％", "per cent", "百分比"],
    "dimensionless": ["ratio", "倍", "score", "1"],
    "kWh*net_CV": ["kWh (Net CV)"],
    "t*km": ["tonne.km", "t·km", "tkm", "吨公里"],
    "passenger*mile": ["passenger-mile"],
    "vehicle*mile": ["vehicle-mile"],
    "kWh/year": ["kWh·a⁻¹", "kWh/year", "kWh per annum", "千瓦时/年"],
    "g/kWh": ["g/kWh", "克/千瓦时", "g kWh^-1"],
}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [(written, unit) for unit, spellings in SPELLINGS.items() for written in spellings],
)
def test_spellings_that_people_use(written, canonical):
    assert canonical_unit(written) == canonical
    assert canonical_unit(canonical) == canonical


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("ton", ["t", "short_ton", "long_ton"]),
        ("Tons", ["t", "short_ton", "long_ton"]),
        ("tons/year", ["short_ton"]),
        ("MT", ["Mt"]),
        ("MTCO2e", ["t CO2e", "Mt CO2e"]),
        ("$", ["USD", "HKD"]),
        ("¥", ["CNY", "JPY"]),
        ("pounds", ["lb", "GBP"]),
        ("mWh", ["MWh"]),
    ],
)
def test_spellings_with_several_readings_are_refused_with_the_readings(written, readings):
    problem = check_unit(written, place="energy.csv, row 7")
    assert problem is not None
    assert problem.where == "energy.csv, row 7"
    assert "does not say which unit is meant" in problem.what
    assert all(reading in problem.remedy for reading in readings)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("kWhh", "kWh"),
        ("kwhs", "kWh"),
        ("tonn", "t"),
        ("litter", "L"),
        ("tCO2ee", "CO2e"),
        ("kg/t*km", "kg/(t*km)"),
        ("", "write one"),
        ("   ", "write one"),
        ("t/", "write it as"),
        ("(t", "write it as"),
        ("t)", "write it as"),
        ("t^100", "write it as"),
        ("((1e9)^9)^9 t", "write it as"),
        ("kg/0", "write it as"),
        ("1e999 t", "write it as"),
        ("t;DROP", "write it as"),
        ("千瓦时宝", "write it as"),
    ],
)
def test_what_is_no_unit_is_refused_with_a_remedy(written, hint):
    problem = check_unit(written)
    assert problem is not None
    assert not is_known_unit(written)
    assert hint in problem.remedy


def test_no_prefix_or_plural_makes_a_unit_that_is_not_defined():
    for text in ("mcount", "kperson", "cCNY", "ts", "kmole", "hkWh"):
        assert not is_known_unit(text), text


def test_very_long_text_is_refused_quickly():
    assert not is_known_unit("kWh/" * 1000)
    assert not is_known_unit("(" * 150)


# --- what does not convert by itself -------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "remedy"),
    [
        ("tce", "GJ", "coefficient"),
        ("kWh", "kgce", "coefficient"),
        ("CNY", "USD", "rate"),
        ("万元", "HK$ million", "rate"),
        ("Nm3", "Sm3", "restate_volume"),
        ("Sm3", "Sm3_20", "restate_volume"),
        ("scf", "Nm3", "restate_volume"),
        ("m3", "Nm3", "temperature and pressure"),
        ("ft^3", "scf", "temperature and pressure"),
        ("t CO2", "t CO2e", "warming potential"),
        ("kg CH4", "kg CO2e", "warming potential"),
        ("t", "t CO2e", "warming potential"),
        ("kg CH4", "kg CH4-fossil", ""),
        ("t CFC11e", "t CO2e", ""),
        ("kWh (Net CV)", "kWh (Gross CV)", "calorific"),
        ("year", "day", "count the days"),
        ("t", "L", ""),
        ("person", "person_time", ""),
        ("case", "count", ""),
        ("count", "dimensionless", ""),
        ("person", "FTE", ""),
    ],
)
def test_nothing_converts_that_needs_a_further_fact(one, other, remedy):
    for first, second in ((one, other), (other, one)):
        assert not same_dimension(first, second)
        with pytest.raises(CrossfootError) as caught:
            conversion_factor(first, second)
        problem = caught.value.problems[0]
        assert repr(first) in problem.what
        assert repr(second) in problem.what
        assert remedy in problem.remedy


# --- algebra ------------------------------------------------------------------------------------


def test_units_of_formulas_follow_from_those_of_their_inputs():
    assert same_dimension(divide_units("t CO2e", "1e4 CNY"), "t CO2e/(1e4 CNY)")
    assert multiply_units("kWh", "kgce/kWh") == "kgce"
    assert dimensionality(divide_units("person", "person")) == "dimensionless"
    assert conversion_factor("case/(person*h)", "case/(1e6*person*h)") == 1_000_000
    assert conversion_factor("case/(1e6*person*h)", "case/(2e5*person*h)") == Decimal("0.2")
    assert convert(Decimal("0.25"), "dimensionless", "percent") == 25
    assert conversion_factor("MWh/GWh", "percent") == Decimal("0.1")


quantities = st.decimals(
    min_value=-(10**12), max_value=10**12, places=6, allow_nan=False, allow_infinity=False
)
FAMILIES = {
    name: [s for s in SYMBOLS if dimensionality(s) == name] for name in ("[mass]", "[energy]")
}
pairs = st.sampled_from(sorted(FAMILIES)).flatmap(
    lambda name: st.tuples(st.sampled_from(FAMILIES[name]), st.sampled_from(FAMILIES[name]))
)
expressions = st.lists(
    st.tuples(st.sampled_from(SYMBOLS), st.integers(-3, 3).filter(bool)), max_size=4
).map(lambda parts: "*".join(f"{symbol}^{power}" for symbol, power in parts) or "dimensionless")


@given(quantities, pairs)
def test_conversion_there_and_back_gives_the_same_quantity(value, units):
    one, other = units
    back = convert(convert(value, one, other), other, one)
    assert abs(back - value) <= abs(value) * Decimal("1e-36")


@given(pairs)
def test_factors_of_both_directions_are_reciprocal(units):
    one, other = units
    product = conversion_factor(one, other) * conversion_factor(other, one)
    assert abs(product - 1) < Decimal("1e-25")


@given(expressions, st.integers(1, 10**9))
def test_the_printed_form_of_a_unit_is_read_back(text, number):
    unit = parse_unit(f"{number} ({text})")
    assert parse_unit(str(unit)) == unit
    inverse = parse_unit("1").times(unit, -1)
    assert parse_unit(str(inverse)) == inverse


@given(expressions, expressions)
def test_dividing_undoes_multiplying(one, other):
    assert same_dimension(divide_units(multiply_units(one, other), other), one)


@given(st.text(max_size=30))
def test_any_text_is_either_read_or_refused_with_a_problem(text):
    problem = check_unit(text)
    assert problem is None or problem.what


def test_importing_units_does_not_import_pint():
    code = (
        "import sys; import crossfoot.quantities.units as units;"
        "units.check_unit('t CO2e/(1e4 CNY)'); units.conversion_factor('万千瓦时', 'kWh');"
        "assert 'pint' not in sys.modules; units.conversion_factor('kWh', 'GJ');"
        "assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_alias_means_a_unit_or_names_its_readings():
    rows = shipped_rows("unit_aliases.csv")
    written = [row["written"] for row in rows]
    assert len(written) == len(set(written))
    assert not set(written) & (vocabulary().symbols | vocabulary().gases)
    for row in rows:
        readings = [row["means"]] if row["means"] else row["could_be"].split(";")
        assert all(is_known_unit(reading) for reading in readings), row
        problem = check_unit(row["written"])
        if row["means"]:
            assert problem is None, row
            assert canonical_unit(row["written"]) == canonical_unit(row["means"]), row
        else:
            assert problem is not None, row
