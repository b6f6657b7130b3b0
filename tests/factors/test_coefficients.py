"""Energy content and standard coal."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.factors.factor import STANDARD_COAL
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import DEFAULT_SETS, load_set
from crossfoot.quantities.rounding import round_half_away

LIBRARY = FactorLibrary([load_set(name) for name in DEFAULT_SETS])


def test_kstar_standard_coal() -> None:
    """Source: KSTAR, ESG report 2023: 56,589,808.26 kWh and 291.18 tce of other energies."""
    coal = LIBRARY.standard_coal("electricity.grid", "kWh")
    assert coal.value is not None
    total = Decimal("56589808.26") * coal.value + Decimal("291.18")
    assert round_half_away(total, 2) == Decimal("7246.07")
    assert coal.set == "gbt2589"
    assert "GB/T 2589" in coal.source


@pytest.mark.shared
def test_electricity_case(shared: Path) -> None:
    """Source: reference/cases/china_factor_cases.json, elec-tce."""
    cases = json.loads((shared / "reference/cases/china_factor_cases.json").read_text("utf-8"))
    case = next(case for case in cases["cases"] if case["id"] == "elec-tce")
    coal = LIBRARY.standard_coal("electricity.grid", "kWh").value
    assert coal is not None
    assert coal * Decimal(case["inputs"]["kWh"]) == Decimal(case["expected"])


@pytest.mark.shared
def test_coefficients_are_kilocalories_over_7000(shared: Path) -> None:
    """Source: reference/data/factors/gbt2589_tce_coefficients.csv, the recomputed column."""
    path = shared / "reference/data/factors/gbt2589_tce_coefficients.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        expected = {
            row["energy_zh"]: Decimal(row["coefficient_recomputed_kcal_div_7000"])
            for row in csv.DictReader(file)
            if row["coefficient_recomputed_kcal_div_7000"]
        }
    factors = load_set("gbt2589").factors
    found = {f.source.rpartition(": ")[2]: f for f in factors}
    assert set(expected) == set(found)
    for name, factor in found.items():
        assert factor.values[0].value == expected[name], name
        for component in factor.components:
            kilograms = component.value / 7000
            assert round_half_away(kilograms, 4) == expected[name], name


def test_standard_coal_of_a_cubic_metre_at_stated_conditions_says_what_it_assumes() -> None:
    """The standard's m3 and the guideline's Nm3 of natural gas are of one calorific value."""
    coal = LIBRARY.standard_coal("fuel.natural_gas.stationary", "Nm3")
    assert "the standard says only m3" in coal.rule
    bare = LIBRARY.standard_coal("fuel.natural_gas.stationary", "m3")
    assert (bare.value, "only m3" in bare.rule) == (coal.value, False)
    guideline = LIBRARY.energy_content("fuel.natural_gas.stationary", "1e4 Nm3", "CN").value
    assert guideline is not None
    kilojoules = guideline * 3600 * 1000 / 10000  # in one Nm3
    assert abs(kilojoules / Decimal("4.1816") - 9310) < 1  # the calorie of the statistics, 20 °C


def test_every_coefficient_stands_alone() -> None:
    assert all(f.gases == (STANDARD_COAL,) for f in load_set("gbt2589").factors)


@pytest.mark.parametrize(
    ("activity", "unit", "tce"),
    [
        ("fuel.diesel.mobile", "t", "1.4571"),
        ("fuel.gasoline.stationary", "kg", "0.0014714"),
        ("fuel.natural_gas.stationary", "1e4 m3", "13.3"),
        ("fuel.natural_gas.stationary", "万Nm3", "13.3"),
        ("fuel.natural_gas_gas_field.stationary", "1e4 Nm3", "12.143"),
        ("heat.purchased", "GJ", "0.03412"),
        ("steam.purchased", "t", "0.1286"),
        ("fuel.coal.stationary", "t", "0.7143"),
    ],
)
def test_standard_coal_per_unit(activity: str, unit: str, tce: str) -> None:
    assert LIBRARY.standard_coal(activity, unit).value == Decimal(tce)


@pytest.mark.parametrize(
    ("activity", "unit", "reason"),
    [
        ("fuel.diesel.mobile", "L", "needs density"),
        ("fuel.natural_gas.stationary", "Sm3_20", "needs temperature and pressure"),
        ("fuel.cng.mobile", "L", "one may be gas, one liquid"),
        ("fuel.coke_oven_gas.stationary", "m3", "range, 0.5714-0.6143"),
        ("fuel.lng.stationary", "t", "no coefficient"),
        ("fuel.diesel.mobile", "litters", "is not known"),
        ("fuel.diesel.mobile", "GJ", "needs calorific value"),
    ],
)
def test_standard_coal_is_not_guessed(activity: str, unit: str, reason: str) -> None:
    coal = LIBRARY.standard_coal(activity, unit)
    assert coal.value is None
    assert reason in coal.reason


@pytest.mark.parametrize(
    ("activity", "unit", "gigajoules", "source"),
    [
        ("fuel.diesel.mobile", "t", "42.652", "china-mee"),
        ("fuel.diesel.mobile", "L", "0.03612", "ipcc2006"),
        ("fuel.natural_gas.stationary", "1e4 Nm3", "389.31", "china-mee"),
        ("fuel.natural_gas.stationary", "m3", "0.038931", "china-mee"),
        ("fuel.wood.stationary", "t", "15.6", "ipcc2006"),
        ("steam.purchased", "t", "3.76812", "gbt2589"),
        ("electricity.grid", "MWh", "3.6", ""),
        ("fuel.natural_gas.stationary", "kWh (Net CV)", "0.0036", ""),
    ],
)
def test_energy_content(activity: str, unit: str, gigajoules: str, source: str) -> None:
    energy = LIBRARY.energy_content(activity, unit)
    assert energy.value is not None, energy.reason
    assert round_half_away(energy.value * Decimal("3.6"), 12) == Decimal(gigajoules)
    assert energy.set == source
    assert energy.rule


def test_energy_of_another_country_leaves_chinese_values_out() -> None:
    assert LIBRARY.energy_content("fuel.diesel.mobile", "t", "GB").set == "ipcc2006"


@pytest.mark.parametrize(
    ("activity", "unit"),
    [("fuel.natural_gas.stationary", "kWh (Gross CV)"), ("wastewater.methane", "kg")],
)
def test_energy_is_not_guessed(activity: str, unit: str) -> None:
    energy = LIBRARY.energy_content(activity, unit)
    assert energy.value is None
    assert "no set states" in energy.reason


def test_coefficients_do_not_depend_on_the_sets_named() -> None:
    bare = FactorLibrary([load_set("china-ets")])
    assert bare.standard_coal("electricity.grid", "kWh").value == Decimal("0.0001229")
    assert bare.energy_content("fuel.gasoline.mobile", "t").value is not None
