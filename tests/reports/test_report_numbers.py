from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.numbers import (
    computed_places,
    format_number,
    format_signed,
    places_beside,
    places_of,
    qualified,
)


def some_fact(value: str, unit: str, **other: object) -> Fact:
    return Fact("x", "acme", Period.year(2023), Decimal(value), unit, **other)


def test_halves_go_away_from_zero_where_python_would_go_to_even():
    assert format_number(Decimal("0.125"), 2, "en") == "0.13"
    assert format_number(Decimal("-0.125"), 2, "en") == "−0.13"
    assert format_number(Decimal("2.5"), 0, "zh") == "3"


def test_a_number_that_rounds_to_nought_has_no_minus():
    assert format_number(Decimal("-0.004"), 2, "en") == "0.00"


@settings(deadline=None)  # the first number loads the locale
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=6),
    st.integers(min_value=0, max_value=6),
)
def test_the_printed_number_reads_back_within_half_of_its_last_digit(value, places):
    printed = Decimal(format_number(value, places, "en").replace(",", "").replace("−", "-"))
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
        ("0.00042", "t", 5),  # a small mass is not printed as 0.00
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
    assert format_signed(Decimal("2.5"), 1, "en") == "+2.5"
    assert format_signed(Decimal("-2.5"), 1, "zh") == "−2.5"


def test_no_change_has_no_sign():
    assert format_signed(Decimal("0"), 1, "en") == "0.0"
    assert format_signed(Decimal("-0.04"), 1, "en") == "0.0"


def test_computed_values_of_a_row_share_their_decimals():
    row = [some_fact(v, "case/(1e6*person*h)", basis=Basis.COMPUTED) for v in ("1.2646", "0.75808")]
    assert {places_beside(fact, row) for fact in row} == {3}
    shares = [some_fact(v, "percent", basis=Basis.COMPUTED) for v in ("-0.128", "1.2")]
    assert {places_beside(fact, shares) for fact in shares} == {2}


def test_the_smallest_of_a_row_keeps_two_digits():
    row = [some_fact(v, "t/MWh", basis=Basis.COMPUTED) for v in ("25.94", "0.0013")]
    assert {places_beside(fact, row) for fact in row} == {4}


def test_noughts_that_a_file_lost_are_printed_up_to_the_decimals_of_the_unit():
    row = [some_fact(v, "1e4 CNY") for v in ("52480.91", "69775.3")]
    assert [places_beside(fact, row) for fact in row] == [2, 2]
    assert [places_beside(fact, row[1:]) for fact in row[1:]] == [1]
    exact = [some_fact(v, "t CO2e") for v in ("93.6613", "100.5")]
    assert [places_beside(fact, exact) for fact in exact] == [4, 2]


def test_a_conversion_adds_no_noughts():
    origin = Printed("report", line=1, as_printed="300000 RMB")
    fact = some_fact("30.0000", "1e4 CNY", basis=Basis.PUBLISHED, decimals=4, provenance=origin)
    assert places_of(fact) == 2
    finer = Printed("report", line=1, as_printed="99.1960")
    fact = some_fact("99.1960", "1e4 CNY", basis=Basis.PUBLISHED, decimals=4, provenance=finer)
    assert places_of(fact) == 4
