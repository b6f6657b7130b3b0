from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.facts.provenance import Printed
from crossfoot.footing.precision import (
    agree,
    as_printed,
    exchanged_digits,
    power_of_ten,
    reach,
    span,
    truncated_span,
    written_span,
)
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import round_half_away
from footing_cases import entered, printed

numbers = st.decimals(1, 10**6, places=6)


@settings(deadline=None)
@given(numbers, st.integers(0, 4))
def test_what_was_rounded_lies_within_reach(true, places):
    shown = round_half_away(true, places)
    fact = printed("ghg.scope1", f"{shown:.{places}f}")
    assert span(fact).holds(true)
    assert reach(fact) == Decimal("0.5").scaleb(-places)


@settings(deadline=None)
@given(numbers, st.integers(0, 4))
def test_what_was_cut_off_lies_in_the_cut_span(true, places):
    shown = true.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
    fact = printed("ghg.scope1", f"{shown:.{places}f}")
    cut = truncated_span(fact)
    assert cut is None or cut.holds(true)


@settings(deadline=None)
@given(st.lists(st.decimals(0, 10**4, places=4), min_size=1, max_size=8), st.integers(0, 3))
def test_a_true_sum_always_agrees_with_its_rounded_parts(parts, places):
    """No set of parts that adds up is ever reported, however it is rounded."""
    total = printed("water.use", f"{round_half_away(sum(parts), places):.{places}f}")
    spans = [
        span(printed("water.use", f"{round_half_away(part, places):.{places}f}")) for part in parts
    ]
    added = spans[0]
    for each in spans[1:]:
        added = added + each
    assert agree(added, span(total))


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        ("377.83", "3.7783 RMB million", "0.005"),
        ("30000", "30 thousand person-times", "500"),
        ("25910", "259.1 RMB million", "5"),
        ("0.4", "0.0004 tons/kWh", "0.05"),
        ("-19", "-19 %", "0.5"),
        ("1529.22", "1,529.22 tCO2e", "0.005"),
    ],
)
def test_the_printed_number_tells_the_precision(value, words, expected):
    fact = printed("ghg.scope1", value, provenance=Printed("report", 1, as_printed=words))
    assert reach(fact) == Decimal(expected)


def test_what_is_counted_is_not_rounded():
    assert reach(printed("workforce.headcount", "738")) == 0
    assert reach(printed("finance.revenue", "738")) == Decimal("0.5")


def test_zero_has_the_precision_of_its_decimals():
    assert reach(printed("ghg.scope1", "0.00")) == Decimal("0.005")


def test_entered_values_are_exact_but_for_results_of_divisions():
    rate = entered("workforce.turnover_rate", "48.25")
    assert reach(rate) == 0
    assert written_span(rate).holds(Decimal("48.2541"))
    assert not written_span(rate).holds(Decimal("48.2551"))
    assert written_span(entered("workforce.turnover_rate", 48)).holds(Decimal("48.4"))


def test_words_without_a_number():
    fact = printed("company.sites", "9", provenance=Printed("report", 1, as_printed="nine"))
    assert as_printed(fact) is None
    assert as_printed(entered("company.sites", 9)) is None


def test_bounds():
    bound = printed("ghg.scope1", "94", qualifier=Qualifier.MORE_THAN)
    assert not span(bound).holds(Decimal("93.99"))
    assert span(bound).holds(Decimal(10**9))


@settings(deadline=None)
@given(numbers, st.integers(-6, 6))
def test_powers_of_ten(value, k):
    assert power_of_ten(value.scaleb(k), value) == k


def test_no_power_of_ten():
    assert power_of_ten(Decimal(8076), Decimal(1)) == 0
    assert power_of_ten(Decimal(0), Decimal(1)) == 0
    assert power_of_ten(Decimal(-10), Decimal(1)) == 0


@settings(deadline=None)
@given(st.integers(10**3, 10**9), st.integers(0, 7))
def test_exchanged_digits(value, place):
    digits = list(str(value))
    i = place % (len(digits) - 1)
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    other = "".join(digits)
    same = other == str(value)
    shorter = other.startswith("0")
    if not shorter:
        assert exchanged_digits(Decimal(value), Decimal(other)) is not same


def test_digits_that_are_not_neighbours():
    assert not exchanged_digits(Decimal(123), Decimal(321))
    assert exchanged_digits(Decimal("12.3"), Decimal("13.2"))
