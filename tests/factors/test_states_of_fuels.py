"""Fuels that are sold as gas and as liquid: a volume of the one is not a volume of the other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.factors.activities import fuel_of, sold_as_gas_and_liquid
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import BUILT_IN, DEFAULT_SETS, load_set
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import dimensionality

LIBRARY = FactorLibrary([load_set(name) for name in DEFAULT_SETS])
YEAR = Period.year(2023)


@pytest.mark.parametrize(
    ("activity", "unit", "region"),
    [
        ("fuel.lng.stationary", "L", "CN"),  # as natural gas: 0.0019 kg CO2, as LNG: 1.17
        ("fuel.lng.stationary", "m3", "CN"),
        ("fuel.lng.mobile", "L", "MY"),
        ("fuel.lng.mobile", "m3", "GB"),
        ("fuel.cng.mobile", "L", "CN"),  # as gas: 0.0022 kg CO2, from the bottle: 0.45
        ("fuel.cng.mobile", "L", "MY"),
        ("fuel.lpg.stationary", "m3", "CN"),  # as gas: about 7 kg CO2, as liquid: 1,612
        ("fuel.lpg.stationary", "Nm3", "GB"),
    ],
)
def test_the_other_state_is_not_taken(activity: str, unit: str, region: str) -> None:
    assert LIBRARY.look_up(activity, unit, YEAR, region).factor is None
    energy = LIBRARY.energy_content(activity, unit, region)
    assert energy.value is None, energy.rule


def test_what_is_missing_is_said() -> None:
    reason = LIBRARY.look_up("fuel.cng.mobile", "L", YEAR, "CN").reason
    assert "per 1e4 Nm3, the row is in L: needs mass or energy, as one may be gas" in reason


@pytest.mark.parametrize(
    ("activity", "unit", "region", "kilograms"),
    [
        ("fuel.lng.mobile", "L", "GB", "1.16604"),
        ("fuel.cng.mobile", "L", "GB", "0.44757"),
        ("fuel.cng.mobile", "Nm3", "CN", "2.1650151996"),
        ("fuel.cng.mobile", "m3", "MY", "1.88496"),
        ("fuel.cng.mobile", "m3", "GB", "1.88496"),
        ("fuel.lng.stationary", "t", "MY", "2692.8"),
        ("fuel.lpg.stationary", "L", "CN", "1.6117002"),
        ("fuel.propane.stationary", "gallon", "US", "5.72"),
    ],
)
def test_the_same_state_is(activity: str, unit: str, region: str, kilograms: str) -> None:
    """Sources: DESNZ 2023, IPCC 2006 with the densities of EFRAG, EPA hub 2021 table 1."""
    choice = LIBRARY.look_up(activity, unit, YEAR, region)
    assert choice.factor is not None, choice.reason
    assert choice.factor.per("CO2", unit) == Decimal(kilograms)


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_volume_is_of_the_state_that_its_unit_says(name: str) -> None:
    """A litre from the tank burns to about a kilogram of CO2 or two, one of gas to some grams."""
    of_gas = {"fuel.cng.mobile", "fuel.cng.stationary", "fuel.ethane.stationary"}
    for factor in load_set(name).factors:
        fuel, unit = fuel_of(factor.activity), factor.unit_of_activity
        if fuel not in sold_as_gas_and_liquid() or dimensionality(unit) != "[length]^3":
            continue
        carbon = [factor.per(gas, "L") for gas in factor.gases if gas.startswith("CO2")]
        if unit in ("m^3", "m3"):
            assert factor.is_coefficient or factor.activity in of_gas, factor.id
            assert all(mass < Decimal("0.01") for mass in carbon), factor.id
        else:
            assert any(Decimal("0.4") < mass < Decimal(2) for mass in carbon), factor.id
