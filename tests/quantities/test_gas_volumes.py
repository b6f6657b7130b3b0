"""Gas volumes at other conditions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.quantities.gas_volumes import CONDITIONS, restate_volume
from crossfoot.quantities.units import check_unit


@pytest.mark.parametrize(
    ("from_unit", "to_unit", "expected"),
    [
        # temperatures in kelvin: 273.15, 288.15, 293.15; a cubic foot is 0.028316846592 m3
        ("Nm3", "Sm3", "1.054915"),
        ("Nm3", "Sm3_20", "1.073220"),
        ("Sm3", "Sm3_20", "1.017352"),
        ("Sm3", "scf", "35.383"),  # 35.3147 cubic feet, warmed from 288.15 K to 288.7056 K
        ("1e4 Nm3", "Sm3", "10549.15"),
        ("MMscf", "Sm3", "28262"),
    ],
)
def test_ideal_gas_ratios(from_unit, to_unit, expected):
    result = restate_volume(Decimal(1), from_unit, to_unit)
    assert result == pytest.approx(Decimal(expected), rel=Decimal("1e-4"))


units = st.sampled_from(sorted(CONDITIONS))


@given(st.integers(1, 10**9), units, units)
def test_there_and_back_is_the_same_volume(volume, one, other):
    back = restate_volume(restate_volume(Decimal(volume), one, other), other, one)
    assert abs(back - volume) < Decimal("1e-25")


def test_a_volume_without_conditions_is_refused():
    with pytest.raises(CrossfootError, match="without temperature and pressure"):
        restate_volume(Decimal(1), "m3", "Nm3")


def test_each_condition_is_a_known_unit_with_a_source():
    for unit, conditions in CONDITIONS.items():
        assert check_unit(unit) is None
        assert conditions.source
