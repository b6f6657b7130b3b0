"""Scope 1 and 2 cases of others that the product's own sets do not hold, by own factor files."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.quantities.gases import warming_potential
from crossfoot.quantities.rounding import round_half_away
from inventory_world import library, row

pytestmark = pytest.mark.shared

YEAR = ("2023-01-01", "2023-12-31")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def factor_line(number: int, name: str, gas: str, value: Decimal | str, unit: str) -> str:
    return f"f{number},{name},{gas},{value},{unit},,,,1,{name.rpartition('.')[2]},case,own,"


def test_natural_gas_of_the_national_standard(shared: Path, tmp_path: Path) -> None:
    """china_factor_cases.json, ng-32151.34: 21.622 t per 10^4 Nm3 beside the guideline's 21.650."""
    text = (shared / "reference/cases/china_factor_cases.json").read_text("utf-8")
    cases = {case["id"]: case for case in json.loads(text)["cases"]}
    case = cases["ng-32151.34"]
    product = Decimal(44) / Decimal(12)
    for value in case["inputs"].values():
        product *= Decimal(value)
    assert round_half_away(product, 8) == Decimal(case["expected"])
    name = "fuel.natural_gas.stationary"
    own = library(tmp_path, factor_line(1, name, "CO2", round_half_away(product, 8), "t/1e4 Nm3"))
    both = FactorLibrary([*own.sets, load_set("china-mee")])  # an own set answers first
    rows = [row(2, name, "1", "万Nm3", *YEAR, region="CN")]
    emitted = inventory(rows, both).totals()["scope1"]
    assert round_half_away(emitted, 3) == Decimal(case["rounded_to"])
    guideline = inventory(rows, FactorLibrary([load_set("china-mee")])).totals()["scope1"]
    assert round_half_away(guideline, 3) == Decimal(cases["ng-24ind"]["rounded_to"])


def test_standard_coal_of_electricity(shared: Path) -> None:
    """china_factor_cases.json, elec-tce: a million kWh are 122.9 tce by GB/T 2589."""
    text = (shared / "reference/cases/china_factor_cases.json").read_text("utf-8")
    (case,) = [case for case in json.loads(text)["cases"] if case["id"] == "elec-tce"]
    coal = FactorLibrary([load_set("china-ets")]).standard_coal("electricity.grid", "1e4 kWh")
    assert coal.value is not None
    units = Decimal(case["inputs"]["kWh"]) / 10000
    assert round_half_away(coal.value * units, 1) == Decimal(case["rounded_to"])


def test_every_gas_split_of_the_uk_sample(shared: Path, tmp_path: Path) -> None:
    """uk_desnz_2023_gas_split_sample.csv, all 128 rows: the gases give the printed total in AR5.

    The publisher prints each gas in CO2e; as masses they also give AR6 and AR4.
    """
    cases = table(shared / "reference/cases/uk_desnz_2023_gas_split_sample.csv")
    assert len(cases) == 128
    factors, rows = [], []
    for number, case in enumerate(cases, start=2):
        name = f"fuel.uk_{number}.stationary"
        for gas in ("CO2", "CH4", "N2O"):
            mass = Decimal(case[f"kgCO2e_of_{gas}"]) / warming_potential(gas, "AR5").value
            factors.append(factor_line(number, name, gas, f"{mass:f}", "kg/L"))
        rows.append(row(number, name, "1000000", "L", *YEAR))
    own = library(tmp_path, "\n".join(factors))
    lines = inventory(rows, own, gwp_sets=("AR5",)).lines()
    for line, case in zip(lines, cases, strict=True):
        difference = line.co2e_kg / 1000000 - Decimal(case["kgCO2e_total"])
        # the sample says by how much its own columns miss their total
        assert abs(difference) <= Decimal(case["abs_difference"]) * 2 + Decimal("1e-9"), case


def test_blend_of_british_diesel_and_biodiesel(shared: Path, tmp_path: Path) -> None:
    """ghgp_epa_arithmetic_identities.csv: 0.80 x 2.626 kg per litre of B20."""
    printed = {
        case["identity"]: Decimal(case["printed"])
        for case in table(shared / "reference/cases/ghgp_epa_arithmetic_identities.csv")
    }
    name = "fuel.mineral_diesel.mobile"
    own = library(tmp_path, factor_line(1, name, "CO2", "2.626", "kg/L"))
    result = inventory([row(2, name, "0.80", "L", *YEAR)], own)
    assert result.totals()["scope1"] * 1000 == printed["B20 blend, UK fossil"]


def test_refrigerant_blends_by_the_sixth_report(shared: Path) -> None:
    """refrigerant_blends_epa2021.csv, recalculated with AR6: the HFC and PFC parts of a tonne."""
    cases = [
        case
        for case in table(shared / "reference/data/factors/refrigerant_blends_epa2021.csv")
        if case["recalc_ar6_hfc_pfc_only"]
    ]
    rows = [
        row(number, f"refrigerant.{case['blend']}.leak", "1000", "kg", *YEAR)
        for number, case in enumerate(cases, start=2)
    ]
    lines = inventory(rows, FactorLibrary([]), gwp_sets=("AR6",)).lines()
    assert len(lines) == len(cases) >= 30
    for line, case in zip(lines, cases, strict=True):
        expected = Decimal(case["recalc_ar6_hfc_pfc_only"])
        assert round_half_away(line.co2e_kg / 1000, 2) == round_half_away(expected, 2), case


def test_value_chain_of_electricity_in_scope_3(shared: Path, tmp_path: Path) -> None:
    """ghgp_electricity_value_chain_table_3_2.json: categories 3 and 11 of all four companies."""
    path = shared / "reference/cases/ghgp_electricity_value_chain_table_3_2.json"
    case = json.loads(path.read_text("utf-8"))
    given, expected = case["inputs"], case["expected_tCO2e"]
    generated = Decimal(given["generation_MWh"])
    direct = Decimal(given["generator_factor_t_per_MWh"])
    mined = Decimal(given["coal_mining_t"]) / generated  # t of mining per MWh
    own, sold, lost = (
        Decimal(str(given[name]))
        for name in (
            "utility_consumption_share",
            "sold_to_D_share",
            "TD_loss_share_of_generation",
        )
    )
    factors = "\n".join(
        f"{name},{activity},CO2e,{value},t/MWh,,,,3,{category},case,own,"
        for name, activity, value, category in (
            ("burned", "s3.11.coal_burned", direct, 11),
            ("mined", "s3.03.mining", mined, 3),
            ("all", "s3.03.mining_and_generation", mined + direct, 3),
        )
    )
    rows = [
        row(2, "s3.11.coal_burned", f"{generated}", "MWh", *YEAR, site="A"),
        row(3, "s3.03.mining", f"{generated}", "MWh", *YEAR, site="B"),
        row(4, "s3.03.mining", f"{generated * own}", "MWh", *YEAR, site="C"),
        row(5, "s3.03.mining_and_generation", f"{generated * sold}", "MWh", *YEAR, site="C"),
        row(6, "s3.03.mining", f"{generated * sold}", "MWh", *YEAR, site="D"),
        row(7, "s3.03.mining_and_generation", f"{generated * lost}", "MWh", *YEAR, site="D"),
    ]
    result = inventory(rows, library(tmp_path, factors))
    tonnes = {line.row: line.co2e_kg / 1000 for line in result.lines()}
    printed = {
        2: expected["A"]["scope3_cat11"],
        3: expected["B"]["scope3_cat3"],
        4: expected["C"]["scope3_cat3_upstream_own"],
        5: expected["C"]["scope3_cat3_resold"],
        6: expected["D"]["scope3_cat3_upstream_own"],
        7: expected["D"]["scope3_cat3_TD_losses"],
    }
    assert tonnes == {number: Decimal(str(value)) for number, value in printed.items()}
    assert categories(result) == {"3", "11"}


def categories(result: Inventory) -> set[str]:
    return {line.category for line in result.lines()}
