"""Rounding away from zero, and splits that add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.quantities.rounding import milligrams, round_half_away, split_whole

numbers = st.decimals(
    min_value=-(10**15), max_value=10**15, places=9, allow_nan=False, allow_infinity=False
)


@given(numbers, st.integers(0, 8))
def test_rounds_to_the_nearest_and_ties_away_from_zero(value, places):
    rounded = round_half_away(value, places)
    step = Fraction(1, 10**places)
    distance = Fraction(rounded) - Fraction(value)
    assert abs(distance) <= step / 2
    if abs(distance) == step / 2:
        assert abs(rounded) > abs(value)
    assert -rounded == round_half_away(-value, places)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_every_tie_goes_away_from_zero(whole, places):
    tie = (Decimal(whole) + Decimal("0.5").copy_sign(whole)).scaleb(-places)
    expected = (Decimal(whole) + Decimal(1).copy_sign(whole)).scaleb(-places)
    assert round_half_away(tie, places) == expected


def test_no_negative_zero_is_printed():
    assert str(round_half_away(Decimal("-0.4"))) == "0"
    assert str(round_half_away(Decimal("-0.004"), 2)) == "0.00"


def test_rounds_before_the_point_too():
    assert round_half_away(Decimal(1250), -2) == 1300


@given(st.integers(-(10**20), 10**20), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_a_split_adds_up_and_each_part_is_within_one_of_its_share(total, weights):
    parts = split_whole(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight or not part


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100), min_size=1).filter(any))
def test_a_negative_total_splits_like_its_opposite(total, weights):
    assert split_whole(-total, weights) == [-part for part in split_whole(total, weights)]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_do_not_say_how_to_split_are_refused(weights):
    with pytest.raises(ValueError, match="do not say how to split"):
        split_whole(10, weights)


def test_a_mass_becomes_whole_milligrams():
    assert milligrams(Decimal("1234.5678905")) == 1234567891
    assert milligrams(Decimal("-0.0000005")) == -1
    assert milligrams(Decimal("1e12")) == 10**18
