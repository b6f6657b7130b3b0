"""The factor itself, and names of activities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.factors.activities import parse_activity
from crossfoot.factors.factor import Factor, GasValue, split_ratio


def factor(unit: str, denominator: str, gas: str = "CO2") -> Factor:
    return Factor("x", "own", "a", "", denominator, (GasValue(gas, Decimal(2), unit),))


@pytest.mark.parametrize(
    ("unit", "denominator", "asked", "kilograms"),
    [
        ("t/MWh", "MWh", "kWh", "2"),
        ("kg/(t*km)", "t*km", "kg*km", "0.002"),
        ("g/kWh", "kWh", "万千瓦时", "20"),
        ("t CO2/1e4 Nm3", "1e4 Nm3", "Nm3", "0.2"),
        ("kg/USD", "USD", "USD", "2"),
    ],
)
def test_kilograms_per_unit(unit: str, denominator: str, asked: str, kilograms: str) -> None:
    assert factor(unit, denominator).per("CO2", asked) == Decimal(kilograms)


def test_standard_coal_is_in_kgce() -> None:
    coefficient = factor("kgce/kWh", "kWh", "tce")
    assert coefficient.is_coefficient
    assert coefficient.per("tce", "MWh") == Decimal(2000)


def test_what_it_does_not_give() -> None:
    with pytest.raises(CrossfootError, match="gives no CH4"):
        factor("t/MWh", "MWh").per("CH4", "kWh")
    with pytest.raises(CrossfootError, match="does not convert"):
        factor("t/MWh", "MWh").per("CO2", "L")


@pytest.mark.parametrize("unit", ["kWh", "/kWh", "kg/", "kg/()"])
def test_no_ratio(unit: str) -> None:
    with pytest.raises(ValueError, match="mass per unit of activity"):
        split_ratio(unit)


@pytest.mark.parametrize(
    ("name", "scope", "category"),
    [
        ("electricity.grid", "2", "electricity"),
        ("heat.purchased", "2", "heat"),
        ("steam.purchased", "2", "steam"),
        ("cooling.purchased", "2", "cooling"),
        ("fuel.diesel.stationary", "1", "stationary"),
        ("fuel.lng.mobile", "1", "mobile"),
        ("refrigerant.R-410A.leak", "1", "fugitive"),
        ("welding.co2", "1", "process"),
        ("wastewater.methane", "1", "fugitive"),
        ("process.lime", "1", "process"),
        ("s3.15.investments", "3", "15"),
        ("s3.16.none", "", ""),
        ("s3.01", "", ""),
        ("fuel.diesel", "", ""),
        ("anything", "", ""),
    ],
)
def test_a_name_says_its_scope(name: str, scope: str, category: str) -> None:
    activity = parse_activity(name)
    assert (activity.scope, activity.category) == (scope, category)


def test_the_three_readings_of_a_category() -> None:
    fuel, power, travel = (
        parse_activity(name) for name in ("fuel.coal.stationary", "electricity.grid", "s3.06.x")
    )
    assert (fuel.source_category, fuel.energy_carrier, fuel.scope3_category) == (
        "stationary",
        "",
        None,
    )
    assert (power.source_category, power.energy_carrier) == ("", "electricity")
    assert travel.scope3_category == 6
