"""Inventories that others computed: published reports, worked examples, test data of tools."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.facts.entities import Approach, Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.quantities.rounding import round_half_away
from inventory_world import library, row

YEAR = ("2023-01-01", "2023-12-31")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def factor(
    name: str, activity: str, gases: dict[str, str], unit: str, scope: str, category: str
) -> str:
    """The lines of an own factor file for one factor."""
    return "\n".join(
        f"{name},{activity},{gas},{value},{unit},,,,{scope},{category},case,own,"
        for gas, value in gases.items()
    )


def china(*names: str) -> FactorLibrary:
    return FactorLibrary([load_set(name) for name in names])


def to_places(value: Decimal, places: int) -> Decimal:
    return round_half_away(value, places)


# -- published reports --------------------------------------------------------------------


def test_alpha_ess_2022_scope_2() -> None:
    """Alpha ESS, ESG report 2022: 2,517,199.2 kWh, 1,435.5587 t CO2e."""
    rows = [row(2, "electricity.grid", "2517199.2", "kWh", "2022-01-01", "2022-12-31", region="CN")]
    result = inventory(rows, china("china-ets"))
    assert to_places(result.totals()["scope2_location"], 4) == Decimal("1435.5587")
    facts = result.facts(granularity=("year",))
    bought = next(fact for fact in facts if fact.metric == "energy.electricity.purchased")
    assert bought.value == Decimal("2517199.2")


@pytest.mark.parametrize(
    ("year", "megawatt_hours", "tonnes", "carried_forward"),
    [(2022, "1029.03", "586.86", False), (2023, "932.08", "531.57", True)],
)
def test_ainnovation_scope_2(
    year: int, megawatt_hours: str, tonnes: str, carried_forward: bool
) -> None:
    """AInnovation, ESG reports 2022 and 2023: the factor of 2022 also for 2023."""
    days = (f"{year}-01-01", f"{year}-12-31")
    rows = [row(2, "electricity.grid", megawatt_hours, "MWh", *days, region="CN")]
    result = inventory(rows, china("china-ets"))
    assert to_places(result.totals()["scope2_location"], 2) == Decimal(tonnes)
    assert result.lines()[0].carried_forward is carried_forward


def test_natural_gas_of_the_chinese_guideline(shared: Path) -> None:
    """china_factor_cases.json, ng-24ind: 21.650 t CO2 per 10^4 Nm3."""
    cases = json.loads((shared / "reference/cases/china_factor_cases.json").read_text("utf-8"))
    (case,) = [case for case in cases["cases"] if case["id"] == "ng-24ind"]
    rows = [row(2, "fuel.natural_gas.stationary", "10000", "Nm3", *YEAR, region="CN")]
    total = inventory(rows, china("china-mee")).totals()["scope1"]
    assert to_places(total, 3) == Decimal(case["rounded_to"])
    assert to_places(total, 6) == to_places(Decimal(case["expected"]), 6)


# -- test data of CityCatalyst ------------------------------------------------------------


def city_catalyst(rows: list[dict[str, str]], folder: Path) -> Inventory:
    """Each row with a factor of its own, computed in one inventory."""
    factors, activity = [], []
    for number, case in enumerate(rows, start=2):
        unit = case["factor_unit"].partition("/")[2]
        name = f"fuel.case_{number}.stationary"
        gases = {gas: case[f"{gas.lower()}_factor"] for gas in ("CO2", "CH4", "N2O")}
        factors.append(factor(f"f{number}", name, gases, case["factor_unit"], "1", "stationary"))
        activity.append(row(number, name, case["quantity"], unit, *YEAR))
    return inventory(activity, library(folder, "\n".join(factors)), gwp_sets=("AR5",))


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("citycatalyst_stationary.csv", "expected_tCO2e_manual"),
        ("citycatalyst_transport.csv", "expected_tCO2e"),
    ],
)
def test_city_catalyst(shared: Path, tmp_path: Path, file: str, column: str) -> None:
    """CityCatalyst's sample data: tonnes by hand with the potentials of AR5."""
    cases = table(shared / "reference/cases" / file)
    lines = city_catalyst(cases, tmp_path).lines()
    assert len(lines) == len(cases) >= 7
    for line, case in zip(lines, cases, strict=True):
        tonnes = line.co2e_kg / 1000
        assert abs(tonnes - Decimal(case["recomputed_tCO2e"])) <= Decimal("0.0000005"), case
        places = len(case[column].partition(".")[2])
        assert to_places(tonnes, places) == Decimal(case[column]), case


# -- GHG Protocol and EPA -----------------------------------------------------------------


def test_epa_heat_content_identity(shared: Path, tmp_path: Path) -> None:
    """EPA hub 2021: fuel burned at its heat content gives the printed kg CO2 per unit."""
    cases = table(shared / "reference/cases/epa_hub_2021_heat_content_identity.csv")
    factors, activity = [], []
    for number, case in enumerate(cases, start=2):
        name, gases = f"fuel.epa_{number}.stationary", {"CO2": case["kgCO2_per_mmBtu"]}
        factors.append(factor(f"f{number}", name, gases, "kg/MMBtu", "1", "stationary"))
        heat = case["heat_content_mmBtu_per_unit"]
        activity.append(row(number, name, heat, "MMBtu", *YEAR))
    lines = inventory(activity, library(tmp_path, "\n".join(factors))).lines()
    for line, case in zip(lines, cases, strict=True):
        assert abs(line.co2e_kg - Decimal(case["product"])) < Decimal("0.000001"), case


def test_blends_of_fossil_and_biogenic_fuel(shared: Path, tmp_path: Path) -> None:
    """GHG Protocol cross-sector tools: the fossil part counts, the biogenic part stands beside."""
    identities = {
        case["identity"]: Decimal(case["printed"])
        for case in table(shared / "reference/cases/ghgp_epa_arithmetic_identities.csv")
    }
    text = "\n".join(
        [
            factor("e85", "fuel.e85.mobile", {"CO2": "1.317", "CO2-biogenic": "4.8875"},
                   "kg/L", "1", "mobile"),
            factor("gas", "fuel.gasoline.mobile", {"CO2": "8.78"}, "kg/L", "1", "mobile"),
            factor("eth", "fuel.ethanol.mobile", {"CO2-biogenic": "5.75"}, "kg/L", "1", "mobile"),
        ]
    )  # fmt: skip
    factors = library(tmp_path, text)
    # the same gallon once as a blend and once as its parts
    blend = inventory([row(2, "fuel.e85.mobile", "1", "L")], factors)
    parts = inventory(
        [row(2, "fuel.gasoline.mobile", "0.15", "L"), row(3, "fuel.ethanol.mobile", "0.85", "L")],
        factors,
    )
    for result in (blend, parts):
        assert result.totals()["scope1"] * 1000 == identities["E85 blend, US fossil"]
        biogenic = result.outside_scopes()["CO2-biogenic"] * 1000
        assert biogenic == identities["E85 blend, US biogenic"]


#: examples of the scope 3 guidance that are activity times factor: (quantities, factors) of each
PLAIN = ("1.1", "4.2", "4.4", "4.6", "5.1", "10.1", "11.1", "15.1")


def activity_and_factor(item: dict[str, float]) -> tuple[Decimal, Decimal]:
    """The quantity of an example (a product of what it names) and its factor."""
    quantity = Decimal(1)
    for name, value in item.items():
        if name not in ("ef", "share"):
            quantity *= Decimal(str(value))
    return quantity, Decimal(str(item.get("ef", item.get("share"))))


@pytest.mark.parametrize("example", PLAIN)
def test_scope_3_guidance(shared: Path, tmp_path: Path, example: str) -> None:
    """GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions, worked examples."""
    file = shared / "reference/cases/ghgp_scope3_guidance_examples.json"
    cases = json.loads(file.read_text("utf-8"))["cases"]
    (case,) = [case for case in cases if case["id"] == example]
    category = str(case["category"])
    factors, activity = [], []
    for number, item in enumerate(case["inputs"], start=2):
        quantity, value = activity_and_factor(item)
        name = f"s3.{int(category):02}.part_{number}"
        factors.append(factor(f"f{number}", name, {"CO2e": str(value)}, "kg/kg", "3", category))
        activity.append(row(number, name, str(quantity), "kg", *YEAR))
    result = inventory(activity, library(tmp_path, "\n".join(factors)))
    assert result.totals()["scope3"] * 1000 == Decimal(str(case["expected"]))
    (total,) = [
        fact
        for fact in result.facts(granularity=("year",))
        if dict(fact.dimensions) == {"scope3_category": category}
    ]
    assert total.value == result.totals()["scope3"]


def test_scope_3_guidance_fuel_with_refrigerant(shared: Path, tmp_path: Path) -> None:
    """Example 4.1: litres of diesel by three carriers and 50 kg of a gas with potential 2,000."""
    file = shared / "reference/cases/ghgp_scope3_guidance_examples.json"
    cases = json.loads(file.read_text("utf-8"))["cases"]
    (case,) = [case for case in cases if case["id"] == "4.1"]
    inputs = case["inputs"]
    text = "\n".join(
        [
            factor("fuel", "s3.04.fuel", {"CO2e": str(inputs["ef"])}, "kg/L", "3", "4"),
            factor("leak", "s3.04.leak", {"CO2e": str(inputs["gwp"])}, "kg/kg", "3", "4"),
        ]
    )
    rows = [
        row(number, "s3.04.fuel", str(litres), "L", *YEAR)
        for number, litres in enumerate(inputs["diesel_litres"], start=2)
    ]
    rows.append(row(9, "s3.04.leak", str(inputs["leak_kg"]), "kg", *YEAR))
    result = inventory(rows, library(tmp_path, text))
    assert result.totals()["scope3"] * 1000 == case["expected"]
    fuel = sum(line.co2e_kg for line in result.lines({"activity": "s3.04.fuel"}))
    assert fuel == case["components_printed"]["fuel"]


def test_electricity_value_chain(shared: Path, tmp_path: Path) -> None:
    """Scope 3 guidance, table 3.2: scopes 1 and 2 of miner, generator, utility and consumer."""
    file = shared / "reference/cases/ghgp_electricity_value_chain_table_3_2.json"
    case = json.loads(file.read_text("utf-8"))
    given, expected = case["inputs"], case["expected_tCO2e"]
    generated = Decimal(given["generation_MWh"])
    generator = {"CO2e": str(given["generator_factor_t_per_MWh"])}
    text = "\n".join(
        [
            factor("mine", "process.coal_mining", {"CO2e": "1"}, "t/t", "1", "process"),
            factor("plant", "process.generation", generator, "t/MWh", "1", "process"),
            factor("grid", "electricity.grid", generator, "t/MWh", "2", "electricity"),
        ]
    )
    used = generated * Decimal(str(given["utility_consumption_share"]))
    sold = generated * Decimal(str(given["sold_to_D_share"]))
    rows = [
        row(2, "process.coal_mining", str(given["coal_mining_t"]), "t", *YEAR, site="A"),
        row(3, "process.generation", str(generated), "MWh", *YEAR, site="B"),
        row(4, "electricity.grid", str(used), "MWh", *YEAR, site="C"),
        row(5, "electricity.grid", str(sold), "MWh", *YEAR, site="D"),
    ]
    result = inventory(rows, library(tmp_path, text))

    def tonnes(site: str, scope: str) -> Decimal:
        lines = result.lines({"site": site, "scope": scope})
        return sum((line.co2e_kg for line in lines), Decimal(0)) / 1000

    for site in "ABCD":
        assert tonnes(site, "1") == expected[site]["scope1"]
        assert tonnes(site, "2") == expected[site]["scope2"]


def holland(approach: Approach, sites: Iterable[str], folder: Path) -> Inventory:
    """Corporate Standard, chapter 3: the group holds 83 % of America, that 50 % of BGB."""
    organisation = Organisation(
        [
            Entity("industries", Text("Holland Industries", ""), "group"),
            Entity("america", Text("Holland America", ""), "company", "industries",
                   equity=Decimal("0.83")),
            Entity("america_plant", Text("Plant", ""), parent="america"),
            Entity("bgb", Text("BGB", ""), "company", "america", equity=Decimal("0.5"),
                   operational_control=False, financial_control=FinancialControl.JOINT),
            Entity("bgb_plant", Text("Plant of BGB", ""), parent="bgb"),
        ]
    )  # fmt: skip
    text = factor("p", "process.any", {"CO2": "1"}, "t/t", "1", "process")
    rows = [row(n, "process.any", "1000", "t", *YEAR, site=s) for n, s in enumerate(sites, 2)]
    return inventory(rows, library(folder, text), organisation=organisation, approach=approach)


def test_holland_industries(shared: Path, tmp_path: Path) -> None:
    """consolidation_holland_industries.json: 41.5 % and 83 % by equity, 50 % by joint control."""
    file = shared / "reference/cases/consolidation_holland_industries.json"
    bgb, joint, america = json.loads(file.read_text("utf-8"))["cases"]

    def counted(approach: Approach, site: str) -> Decimal:
        return holland(approach, [site], tmp_path).totals()["scope1"] / 1000

    equity, financial = Approach.EQUITY_SHARE, Approach.FINANCIAL_CONTROL
    assert counted(equity, "bgb_plant") == Decimal(str(bgb["equity_share_expected"]))
    assert counted(financial, "bgb_plant") == Decimal(str(joint["expected_share"]))
    assert counted(equity, "america_plant") == Decimal(str(america["equity_share_expected"]))
    assert counted(financial, "america_plant") == 1
    assert counted(Approach.OPERATIONAL_CONTROL, "bgb_plant") == 0
    assert counted(Approach.OPERATIONAL_CONTROL, "america_plant") == 1


# -- refrigerants -------------------------------------------------------------------------


def test_refrigerant_blends(shared: Path) -> None:
    """EPA hub 2021, table 12, recalculated from compositions: the Kyoto parts of each blend."""
    cases = table(shared / "reference/data/factors/refrigerant_blends_epa2021.csv")
    rows = [
        row(number, f"refrigerant.{case['blend']}.leak", "1000", "kg", *YEAR)
        for number, case in enumerate(cases, start=2)
    ]
    result = inventory(rows, china(), gwp_sets=("AR4", "AR5", "AR6"))
    found = {line.row: line for line in result.lines()}
    compared = 0
    for number, case in enumerate(cases, start=2):
        line = found.get(number)
        if line is None:
            continue
        compared += 1
        assert line.emission is not None
        for gwp in ("AR4", "AR5"):
            # a blend without HFC and PFC has no recalculation; EPA prints 0
            recalculated = case[f"recalc_{gwp.lower()}_hfc_pfc_only"]
            expected = Decimal(recalculated or case["epa_printed_ar4_gwp100_hfc_pfc_only"])
            tonnes = Decimal(line.emission.co2e[gwp]).scaleb(-9)
            assert to_places(tonnes, 2) == to_places(expected, 2), (case["blend"], gwp)
    assert compared >= 30
    # what the library does not have is said, not dropped
    assert {u.row for u in result.unresolved} == set(range(2, len(cases) + 2)) - set(found)
