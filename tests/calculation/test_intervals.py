from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crossfoot.calculation.intervals import INFINITY, Interval
from crossfoot.quantities.qualifiers import Qualifier

numbers = st.decimals(-1000, 1000, places=2)


@st.composite
def spans(draw):
    low, high = sorted([draw(numbers), draw(numbers)])
    inside = draw(st.decimals(low, high, places=3, allow_nan=False)) if low < high else low
    return Interval(low, high), inside


@given(spans(), spans())
def test_the_result_holds_every_result_of_what_is_inside(first, second):
    (one, a), (other, b) = first, second
    assert (one + other).holds(a + b)
    assert (one - other).holds(a - b)
    assert (one * other).holds(a * b)
    assert (-one).holds(-a)


@given(spans(), spans())
def test_quotients(first, second):
    (one, a), (other, b) = first, second
    assume(b != 0)
    quotient = one / other
    slack = Decimal("1e-20")
    assert quotient.low - slack <= a / b <= quotient.high + slack


def test_division_by_nothing_but_zero():
    with pytest.raises(ZeroDivisionError):
        Interval.of(Decimal(1)) / Interval.of(Decimal(0))


def test_a_divisor_that_reaches_zero_has_no_largest_quotient():
    quotient = Interval.of(Decimal(1)) / Interval(Decimal(0), Decimal(2))
    assert quotient == Interval(Decimal("0.5"), INFINITY)
    quotient = Interval.of(Decimal(1)) / Interval(Decimal(-2), Decimal(0))
    assert quotient == Interval(-INFINITY, Decimal("-0.5"))


def test_bounds_travel_through_formulas():
    more = Interval.stated(Decimal(94), Decimal("0.5"), Qualifier.MORE_THAN)
    assert more == Interval(Decimal(94), INFINITY)
    assert (Interval.of(Decimal(188)) / more).high == 2
    assert more * Interval.of(Decimal(0)) == Interval.of(Decimal(0))


def test_what_is_about_thirty_may_be_29():
    about = Interval.stated(Decimal(30), Decimal("0.5"), Qualifier.APPROXIMATE)
    assert about.holds(Decimal(29))
    assert not about.holds(Decimal(34))


@given(spans(), spans())
def test_two_intervals_meet_or_have_a_gap(first, second):
    one, other = first[0], second[0]
    assert one.meets(other) is (one.gap(other) == 0) is (one.common(other) is not None)
