"""Chinese factors against the official numbers and the worked cases of others."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.factors.factor import CALORIFIC_VALUE, CARBON_CONTENT, OXIDATION_RATE
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away


def library(*names: str) -> FactorLibrary:
    return FactorLibrary([load_set(name) for name in names])


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("year", "quantity", "unit", "tonnes", "places", "carried"),
    [
        # Alpha ESS, ESG report 2022: purchased electricity and its scope 2
        (2022, "2517199.2", "kWh", "1435.5587", 4, False),
        # AInnovation, ESG reports 2022 and 2023: the 2023 factor was not out
        (2022, "1029.03", "MWh", "586.86", 2, False),
        (2023, "932.08", "MWh", "531.57", 2, True),
    ],
)
def test_published_scope_2_is_reproduced(
    year: int, quantity: str, unit: str, tonnes: str, places: int, carried: bool
) -> None:
    choice = library("china-ets").look_up("electricity.grid", unit, Period.year(year))
    assert choice.factor is not None
    assert choice.carried_forward is carried
    emitted = Decimal(quantity) * choice.factor.per("CO2", unit) / 1000
    assert round_half_away(emitted, places) == Decimal(tonnes)


@pytest.mark.shared
def test_every_official_electricity_factor_is_shipped(shared: Path) -> None:
    """Source: reference/data/factors/china_grid_co2_factors.csv, 122 rows."""
    official = table(shared / "reference/data/factors/china_grid_co2_factors.csv")
    shipped = [
        factor
        for name in ("china-ets", "china-national", "china-regional", "china-provincial")
        for factor in load_set(name).factors
    ]
    expected = sorted((row["year"], row["kgCO2_per_kWh"]) for row in official)
    found = sorted((str(f.valid_from)[:4], str(f.values[0].value)) for f in shipped)
    assert found == expected
    assert all(factor.published and factor.published > factor.valid_to for factor in shipped)


@pytest.mark.parametrize(
    ("region", "year", "expected"),
    [
        ("CN-AH", 2021, "0.7075"),
        ("安徽", 2022, "0.6782"),
        ("Sichuan", 2023, "0.1564"),
        ("CN-GD", 2023, "0.4419"),
    ],
)
def test_provincial_average(region: str, year: int, expected: str) -> None:
    """Source: announcements 12 and 33 of 2024 and 47 of 2025."""
    choice = library("china-provincial").look_up(
        "electricity.grid", "kWh", Period.year(year), region
    )
    assert choice.factor is not None
    assert choice.factor.per("CO2", "kWh") == Decimal(expected)


def test_province_takes_the_grid_that_holds_it() -> None:
    choice = library("china-regional").look_up(
        "electricity.grid", "kWh", Period.year(2022), "CN-AH"
    )
    assert choice.factor is not None
    assert choice.factor.region == "CN-EAST"
    assert "CN-EAST holds CN-AH" in choice.rule
    assert choice.factor.per("CO2", "kWh") == Decimal("0.5617")


@pytest.mark.parametrize("name", ["china-provincial", "china-regional"])
def test_nothing_falls_from_a_province_to_the_nation_inside_a_set(name: str) -> None:
    """Tibet has no provincial factor, the nation is no province."""
    region = "CN-XZ" if name == "china-provincial" else "CN"
    choice = library(name).look_up("electricity.grid", "kWh", Period.year(2022), region)
    assert choice.factor is None
    assert f"no factor for {region}" in choice.reason


def test_inner_mongolia_lies_on_two_grids() -> None:
    choice = library("china-regional").look_up(
        "electricity.grid", "kWh", Period.year(2022), "CN-NM"
    )
    assert choice.factor is None


@pytest.mark.parametrize(
    ("names", "used", "left"),
    [
        (("china-ets", "china-national"), "china-ets", "china-national"),
        (("china-provincial", "china-ets"), "china-provincial", "china-ets"),
    ],
)
def test_families_are_never_mixed(names: tuple[str, ...], used: str, left: str) -> None:
    lib = library(*names)
    choice = lib.look_up("electricity.grid", "kWh", Period.year(2022), "CN-AH")
    assert choice.factor is not None
    assert choice.factor.set == used
    assert used in lib.family_note
    assert left in lib.family_note


def test_a_family_does_not_fill_the_gap_of_another() -> None:
    """ETS has no factor for 2020, provincial none for Tibet: the other family stays out."""
    old = library("china-ets", "china-national").look_up(
        "electricity.grid", "kWh", Period.year(2020)
    )
    tibet = library("china-provincial", "china-ets").look_up(
        "electricity.grid", "kWh", Period.year(2022), "CN-XZ"
    )
    for choice in (old, tibet):
        assert choice.factor is None
        assert "not mixed" in choice.reason
        assert any("another family" in rejection.reason for rejection in choice.rejected)


def test_levels_of_one_family_may_stand_together() -> None:
    choice = library("china-provincial", "china-national").look_up(
        "electricity.grid", "kWh", Period.year(2022), "CN-XZ"
    )
    assert choice.factor is not None
    assert choice.factor.set == "china-national"
    assert "passed over china-provincial" in choice.rule


def test_footprint_factors_serve_scope_3_alone() -> None:
    factors = load_set("china-footprint").factors
    assert {factor.scope for factor in factors} == {"3"}
    assert all(factor.activity.startswith("s3.") for factor in factors)
    choice = library("china-footprint").look_up("electricity.grid", "kWh", Period.year(2024))
    assert choice.factor is None
    upstream = library("china-footprint").look_up(
        "s3.11.electricity.footprint.national_average", "kWh", Period.year(2024), "CN"
    )
    assert upstream.factor is not None
    assert upstream.factor.per("CO2e", "kWh") == Decimal("0.5777")


@pytest.mark.parametrize(
    ("as_of", "expected", "carried"),
    [
        (date(2022, 12, 31), "0.5810", True),
        (date(2023, 2, 28), "0.5703", False),
        (None, "0.5703", False),
    ],
)
def test_as_of_sees_only_what_was_out(as_of: date | None, expected: str, carried: bool) -> None:
    choice = library("china-ets").look_up("electricity.grid", "kWh", Period.year(2022), as_of=as_of)
    assert choice.factor is not None
    assert (choice.factor.per("CO2", "kWh"), choice.carried_forward) == (Decimal(expected), carried)


def test_nothing_out_yet_is_unresolved() -> None:
    choice = library("china-national").look_up(
        "electricity.grid", "kWh", Period.year(2021), as_of=date(2024, 4, 11)
    )
    assert choice.factor is None
    assert "nothing was published by 2024-04-11" in choice.reason


@pytest.mark.shared
def test_natural_gas_case(shared: Path) -> None:
    """Source: reference/cases/china_factor_cases.json, ng-24ind; the set is the 24 industries'."""
    cases = json.loads((shared / "reference/cases/china_factor_cases.json").read_text("utf-8"))
    case = next(case for case in cases["cases"] if case["id"] == "ng-24ind")
    choice = library("china-mee").look_up(
        "fuel.natural_gas.stationary", "1e4 Nm3", Period.year(2022), "CN"
    )
    assert choice.factor is not None
    emitted = choice.factor.per("CO2", "1e4 Nm3") / 1000
    assert emitted == Decimal(case["expected"])
    assert round_half_away(emitted, 3) == Decimal(case["rounded_to"])
    parts = (CALORIFIC_VALUE, CARBON_CONTENT, OXIDATION_RATE)
    for name, key in zip(parts, ("NCV", "CC", "OF"), strict=True):
        component = choice.factor.component(name)
        assert component is not None
        assert component.value == Decimal(case["inputs"][key])


@pytest.mark.shared
def test_mee_fuels_reproduce_the_computed_column(shared: Path) -> None:
    """Source: reference/data/factors/china_mee_fuel_defaults.csv, tCO2_per_unit_computed."""
    names = {"LNG": "lng", "LPG": "lpg"}
    rows = [
        row
        for row in table(shared / "reference/data/factors/china_mee_fuel_defaults.csv")
        if row["tCO2_per_unit_computed"]
    ]
    assert len(rows) == 12
    for row in rows:
        fuel = names.get(row["fuel_en"], row["fuel_en"].replace(" ", "_"))
        unit = row["unit"].replace("10^4", "1e4 ")
        choice = library("china-mee").look_up(f"fuel.{fuel}.stationary", unit, Period.year(2022))
        assert choice.factor is not None, fuel
        emitted = round_half_away(choice.factor.per("CO2", unit) / 1000, 4)
        assert emitted == Decimal(row["tCO2_per_unit_computed"]), fuel


def test_unconfirmed_parameters_say_so() -> None:
    notes = {f.activity: f.note for f in load_set("china-mee").factors}
    assert "not confirmed" in notes["fuel.bituminous_coal.stationary"]
    assert "not confirmed" in notes["fuel.lng.mobile"]
    assert notes["fuel.diesel.mobile"] == ""


def test_purchased_heat() -> None:
    """Source: GB/T 32150-2025, 0.11 t/GJ."""
    for activity in ("heat.purchased", "steam.purchased"):
        choice = library("china-mee").look_up(activity, "GJ", Period.year(2023), "CN-JS")
        assert choice.factor is not None
        assert choice.factor.per("CO2", "MWh") == Decimal("396.000")


def test_litres_need_a_density_that_the_guideline_does_not_give() -> None:
    choice = library("china-mee").look_up("fuel.diesel.mobile", "L", Period.year(2022), "CN")
    assert choice.factor is None
    assert "needs density" in choice.reason
    assert any("needs density" in rejection.reason for rejection in choice.rejected)
