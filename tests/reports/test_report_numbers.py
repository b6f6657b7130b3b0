from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.facts.fact import Basis, Fact
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.numbers import (
    computed_places,
    format_number,
    format_signed,
    places_of,
    qualified,
)


def some_fact(value: str, unit: str, **other: object) -> Fact:
    return Fact("x", "acme", Period.year(2023), Decimal(value), unit, **other)


def test_halves_go_away_from_zero_where_python_would_go_to_even():
    assert format_number(Decimal("0.125"), 2, "en") == "0.13"
    assert format_number(Decimal("-0.125"), 2, "en") == "-0.13"
    assert format_number(Decimal("2.5"), 0, "zh") == "3"


def test_a_number_that_rounds_to_nought_has_no_minus():
    assert format_number(Decimal("-0.004"), 2, "en") == "0.00"


@settings(deadline=None)  # the first number loads the locale
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=6),
    st.integers(min_value=0, max_value=6),
)
def test_the_printed_number_reads_back_within_half_of_its_last_digit(value, places):
    printed = Decimal(format_number(value, places, "en").replace(",", ""))
    assert abs(printed - value) <= Decimal(5).scaleb(-places - 1)


def test_published_values_keep_their_decimals_even_zeros():
    fact = some_fact("3.10", "t", basis=Basis.PUBLISHED, decimals=2)
    assert places_of(fact) == 2
    assert format_number(fact.number, 2, "en") == "3.10"


def test_a_value_printed_in_millions_is_printed_whole():
    fact = some_fact("400000000", "kWh", basis=Basis.PUBLISHED, decimals=-6)
    assert format_number(fact.number, places_of(fact), "en") == "400,000,000"


def test_entered_values_are_printed_as_entered():
    assert places_of(some_fact("2517199.2", "kWh")) == 1


@pytest.mark.parametrize(
    ("value", "unit", "places"),
    [
        ("1529.22000", "t CO2e", 2),
        ("0.008623134", "t CO2e/(1e4 CNY)", 6),  # four digits that count: 0.008623
        ("0.0004", "t", 6),  # a small mass is not printed as 0.00
        ("16962", "person", 0),
        ("93.8752", "percent", 2),
        ("0", "percent", 2),
    ],
)
def test_computed_values_take_the_decimals_of_their_unit(value, unit, places):
    assert computed_places(Decimal(value), unit) == places


def test_a_computed_value_takes_the_decimals_of_the_printed_one():
    # Alpha ESS, ESG report 2022: 0.0086 t per 10^4 CNY
    computed = some_fact("0.0086232", "t CO2e/(1e4 CNY)", basis=Basis.COMPUTED)
    printed = some_fact("0.0086", "t CO2e/(1e4 CNY)", basis=Basis.PUBLISHED, decimals=4)
    assert places_of(computed, printed) == 4


def test_a_share_printed_without_decimals_is_computed_with_two():
    computed = some_fact("93.8752", "percent", basis=Basis.COMPUTED)
    printed = some_fact("94", "percent", basis=Basis.PUBLISHED, decimals=0)
    assert places_of(computed, printed) == 2


def test_words_limit_a_number_in_both_languages():
    assert qualified("20", Qualifier.MORE_THAN, "en") == "more than 20"
    assert qualified("20", Qualifier.MORE_THAN, "zh") == "超过20"
    assert qualified("20", Qualifier.EXACT, "zh") == "20"
    for qualifier in set(Qualifier) - {Qualifier.EXACT}:
        assert qualified("7", qualifier, "en") != "7" != qualified("7", qualifier, "zh")


def test_a_change_carries_its_sign():
    assert format_signed(Decimal("0"), 1, "en") == "±0.0"
    assert format_signed(Decimal("-0.04"), 1, "en") == "±0.0"
