"""Scope 1 quantities that follow from charges, stocks, people and distances."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.calculation.worksheet import method, methods, to_activity
from crossfoot.errors import CrossfootError
from crossfoot.factors.library import FactorLibrary
from crossfoot.quantities.rounding import round_half_away
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.schemas import ACTIVITY


def computed(folder: Path, *rows: dict[str, str]) -> Inventory:
    """The rows as a worksheet, imported and calculated with what is released as such."""
    lines = [
        {"site": "a", "unit": "kg", "start": "2023-01-01", "end": "2023-12-31", **row}
        for row in rows
    ]
    sheet, table = folder / "sheet.csv", folder / "rows.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sorted({name for line in lines for name in line}))
        writer.writeheader()
        writer.writerows(lines)
    to_activity(sheet, table)
    import_to_parquet(table, ACTIVITY, folder / "rows.parquet")
    return inventory(folder / "rows.parquet", FactorLibrary([]), gwp_sets=("AR5",))


def test_mass_balance_of_refrigerant(tmp_path: Path) -> None:
    """60 kg less in store, 100 bought, 20 sold, 30 more in new equipment: 110 kg are gone."""
    result = computed(
        tmp_path,
        {
            "activity": "refrigerant.HFC-134a.leak",
            "method": "mass_balance",
            **{"stock_start": "100", "stock_end": "40", "bought": "100", "sold": "20"},
            **{"capacity_start": "500", "capacity_end": "530"},
        },
    )
    assert result.by_gas() == {"HFC-134a": Decimal("0.110")}
    assert result.totals()["scope1"] == Decimal("0.110") * 1300  # AR5


def test_leaks_by_charge_and_rate(tmp_path: Path) -> None:
    """Chillers by table 2 of the EPA's guidance: 1 % at filling, 15 % a year, 5 % of the rest."""
    common = {"activity": "refrigerant.HFC-134a.leak", "equipment": "chillers"}
    result = computed(
        tmp_path,
        {**common, "method": "installation_loss", "charge": "200"},
        {**common, "method": "operation_leak", "charge": "1000", "years": "0.5"},
        {**common, "method": "disposal_loss", "charge": "300"},
    )
    kilograms = [line.quantity for line in result.lines()]
    assert kilograms == [Decimal(2), Decimal(75), Decimal(15)]


def test_an_own_leak_rate_goes_before_the_table(tmp_path: Path) -> None:
    row = {"activity": "refrigerant.HFC-134a.leak", "equipment": "chillers", "charge": "1000"}
    row |= {"method": "operation_leak", "years": "1", "leak_rate": "0.02"}
    assert computed(tmp_path, row).lines()[0].quantity == 20


def test_the_note_names_what_the_guideline_filled_in(tmp_path: Path) -> None:
    sheet, rows = tmp_path / "sheet.csv", tmp_path / "rows.csv"
    sheet.write_text("method,equipment,charge,years\noperation_leak,chillers,10,1\n", "utf-8")
    to_activity(sheet, rows)
    (row,) = csv.DictReader(rows.read_text("utf-8").splitlines())
    assert row["quantity"] == "1.5"
    assert "leak_rate 0.15 (US EPA (2014), table 2" in row["note"]
    assert "equipment" not in row


def test_unknown_equipment_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("method,equipment,charge,years\noperation_leak,chiller,10,1\n", "utf-8")
    with pytest.raises(CrossfootError, match="did you mean 'chillers'"):
        to_activity(sheet, tmp_path / "rows.csv")


def test_fire_suppression(tmp_path: Path) -> None:
    """2 % a year of 500 kg of FM-200 is 10 kg of HFC-227ea; halon stands outside the scopes."""
    leak = {"method": "operation_leak", "equipment": "fire_fixed", "years": "1"}
    result = computed(
        tmp_path,
        {"activity": "fire_suppression.FM-200.release", "charge": "500", **leak},
        {"activity": "fire_suppression.Halon-1301.release", "charge": "50", **leak},
    )
    assert result.by_gas() == {"HFC-227ea": Decimal("0.010")}
    assert result.outside_scopes() == {"Halon-1301": Decimal("0.001")}


def test_septic_tank(tmp_path: Path) -> None:
    """200 people on 250 days, 40 g BOD each: 2,000 kg BOD x 0.6 x 0.5 = 600 kg CH4."""
    row = {"activity": "wastewater.methane", "method": "septic_methane"}
    result = computed(tmp_path, {**row, "people": "200", "days": "250", "bod_per_day": "40"})
    assert result.by_gas() == {"CH4": Decimal("0.6")}


def test_septic_systems_of_california(tmp_path: Path) -> None:
    """California's inventory documents 13,488 t CH4 for 2001, by 10.7 g per person and day.

    A tenth of 34,513,000 people; 10.7 g are 0.6 x 0.5 x 35.6667 g of BOD.
    """
    row = {"activity": "wastewater.methane", "method": "septic_methane", "people": "3451300"}
    row |= {"days": "365.2425", "bod_per_day": "35.666666666667"}
    assert round_half_away(computed(tmp_path, row).by_gas()["CH4"]) == 13488


def test_industrial_wastewater(tmp_path: Path) -> None:
    """(1,000 m3 x 3 kg COD - 500 kg in sludge) x 0.25 x 0.8 - 120 kg flared = 380 kg CH4."""
    row = {"activity": "wastewater.methane", "method": "wastewater_methane"}
    row |= {"equipment": "anaerobic_reactor", "volume": "1000", "cod": "3", "sludge": "500"}
    assert computed(tmp_path, {**row, "recovered": "120"}).by_gas() == {"CH4": Decimal("0.38")}


def test_nitrous_oxide_of_effluent(tmp_path: Path) -> None:
    row = {"activity": "wastewater.nitrous_oxide", "method": "effluent_nitrous_oxide"}
    result = computed(tmp_path, {**row, "nitrogen": "2800"})
    assert result.by_gas() == {"N2O": Decimal("0.022")}  # 2,800 x 0.005 x 44/28


def test_welding_and_cutting(tmp_path: Path) -> None:
    """Ten cylinders of 6 kg acetylene; a fifth of 100 kg of shielding gas is CO2."""
    result = computed(
        tmp_path,
        {"activity": "fuel.acetylene.stationary", "method": "containers", "containers": "10",
         "content": "6"},
        {"activity": "welding.co2", "method": "gas_mixture", "mass": "100", "share": "0.2"},
    )  # fmt: skip
    # C2H2 + 2.5 O2 = 2 CO2 + H2O: 88.02 g of CO2 from 26.04 g
    acetylene = Decimal(60) * Decimal("88.02") / Decimal("26.04")
    assert abs(result.by_gas()["CO2"] * 1000 - 20 - acetylene) < Decimal("0.3")


@pytest.mark.shared
def test_fuel_of_a_distance(shared: Path) -> None:
    """ghgp_epa_arithmetic_identities.csv: 5,525 km at 19.3 km per litre are 286.27 litres.

    The sheet's 0.518 litres per kilometre is a misprint for 0.0518.
    """
    path = shared / "reference/cases/ghgp_epa_arithmetic_identities.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        printed = {row["identity"]: row["printed"] for row in csv.DictReader(file)}
    litres = method("fuel_by_economy").quantity(
        {"distance": Decimal(5525), "economy": Decimal("19.3")}
    )
    assert round_half_away(litres, 2) == Decimal(printed["distance/fuel economy"])
    other = method("fuel_by_consumption").quantity(
        {"distance": Decimal(5525), "consumption": Decimal("5.18")}
    )
    assert abs(other - litres) < Decimal("0.1")


@pytest.mark.parametrize(
    ("carbonate", "metal"),
    [("calcite", "56.08"), ("magnesite", "40.30"), ("siderite", "71.84"), ("soda_ash", "61.98")],
)
def test_carbonates_are_stoichiometry(tmp_path: Path, carbonate: str, metal: str) -> None:
    """The IPCC's table agrees with molar masses to a thousandth."""
    row = {"activity": f"process.carbonate.{carbonate}", "method": "carbonate", "mass": "1000"}
    result = computed(tmp_path, {**row, "purity": "1", "calcined": "1"})
    share = Decimal("44.01") / (Decimal(metal) + Decimal("44.01"))
    assert abs(result.by_gas()["CO2"] / share - 1) < Decimal("0.001")


def test_spend_of_another_year(tmp_path: Path) -> None:
    """1,100 in prices of index 110 are 1,000 of index 100; and 7,000 CNY at 0.14 are 980 USD."""
    index = {"price_index_of_factor": Decimal(100), "price_index_of_spend": Decimal(110)}
    assert method("spend_deflated").quantity({"spend": Decimal(1100), **index}) == 1000
    converted = method("spend_converted").quantity(
        {"spend": Decimal(7700), "exchange_rate": Decimal("0.14"), **index}
    )
    assert converted == 980


charges = st.decimals(min_value=0, max_value=100000, places=3)
rates = st.decimals(min_value=0, max_value=1, places=4)


@given(charge=charges, leak=rates, remaining=rates, recovered=rates)
def test_disposal_never_loses_more_than_the_charge(
    charge: Decimal, leak: Decimal, remaining: Decimal, recovered: Decimal
) -> None:
    lost = method("disposal_loss").quantity(
        {"charge": charge, "remaining": remaining, "recovered": recovered}
    )
    assert 0 <= lost <= charge
    leaked = method("operation_leak").quantity(
        {"charge": charge, "leak_rate": leak, "years": Decimal(1)}
    )
    assert 0 <= leaked <= charge


def test_every_default_has_a_source_and_fills_an_input() -> None:
    found = [(each, default) for each in methods().values() for default in each.defaults]
    assert len(found) > 40
    for each, default in found:
        assert default.source
        assert default.input in each.inputs, (each.name, default.input)


# -- defaults of a region -------------------------------------------------------------------

#: g of BOD per person and day as ECAM's table of countries (ICRA, GIZ, IWA) has them, which names
#: IPCC 2006, volume 5, table 6.4
ECAM = {
    "ZA": "37", "EG": "34", "CN": "40", "MY": "40", "MX": "40", "IN": "34", "JP": "42", "BR": "50",
    "CA": "60", "FR": "60", "GB": "60", "RU": "60", "AU": "60", "HU": "60", "DE": "62", "DK": "62",
    "GR": "57", "SE": "75", "TR": "38", "US": "85", "VN": "40", "TH": "40", "SG": "40", "KR": "40",
    "TW": "40", "HK": "40", "NG": "37", "MA": "37", "CH": "60", "NO": "60", "UA": "60", "CL": "40",
}  # fmt: skip


@pytest.mark.parametrize("region", sorted(ECAM))
@pytest.mark.parametrize("name", ["septic_methane", "domestic_methane"])
def test_bod_by_region(name: str, region: str) -> None:
    assert method(name).defaults_for("", region)["bod_per_day"].value == Decimal(ECAM[region])


def test_a_province_has_that_of_its_country_and_no_region_has_none() -> None:
    known = method("septic_methane")
    assert known.defaults_for("", "CN-AH")["bod_per_day"].value == 40
    assert "bod_per_day" not in known.defaults_for("", "")
    assert "bod_per_day" not in known.defaults_for("", "XX")
    assert "bod_per_day" not in method("effluent_nitrous_oxide").defaults_for("", "CN")


def test_no_country_stands_twice() -> None:
    found = [region for each in method("septic_methane").defaults for region in each.regions]
    assert len(found) == len(set(found)) > 150


def test_septic_methane_of_a_region(tmp_path: Path) -> None:
    """100 people, 250 days, 40 g BOD: 1000 kg x 0.6 x 0.5 = 300 kg CH4, as ClimateView's 0.3."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "site,activity,method,people,days,bod_per_day,region,unit,start,end\n"
        "a,wastewater.methane,septic_methane,100,250,,CN-AH,kg,2023-01-01,2023-12-31\n"
        "a,wastewater.methane,septic_methane,100,250,60,CN-AH,kg,2023-01-01,2023-12-31\n",
        encoding="utf-8",
    )
    target = tmp_path / "rows.csv"
    to_activity(sheet, target)
    with target.open(encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["quantity"], second["quantity"]) == ("300", "450")
    assert "table 6.4, Asia, Middle East, Latin America" in first["note"]
    assert first["region"] == "CN-AH"
