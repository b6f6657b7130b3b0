from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.tables.numbers import PLAIN, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234", "1234"),
        ("12,345,678.90", "12345678.90"),
        ("1 234 567.8", "1234567.8"),
        ("1\u00a0234", "1234"),
        ("１２３４．５", "1234.5"),
        ("−5", "-5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        (" 12 ", "12"),
        ("1.5e-3", "0.0015"),
        ("0", "0"),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("1234,5", "decimal comma", "1234.5"),
        ("1.234,56", "decimal comma", "1234.56"),
        ("0,123", "decimal comma", "0.123"),
        ("12,34", "decimal comma", "12.34"),
        ("-12,5", "decimal comma", "-12.5"),
        ("1 234,5", "decimal comma", "1234.5"),
        ("12,34,567", "unusual places", "without thousands separators"),
        ("1.234.567", "unusual places", "without thousands separators"),
        ("1,2345.6", "unusual places", "without thousands separators"),
        ("500吨", "'吨' beside the number", "500"),
        ("1.2万", "'万' beside the number", "1.2"),
        ("100 kWh", "'kWh' beside the number", "100"),
        ("93.88%", "percent sign", "93.88"),
        ("９３％", "percent sign", "percent in the unit column"),
        ("-", "not a number", "0 if nothing occurred"),
        ("不适用", "not a number", "0 if nothing occurred"),
        ("#DIV/0!", "not a number", "0 if nothing occurred"),
        ("nan", "not a number", "0 if nothing occurred"),
        ("inf", "not a number", "digits"),
        ("twelve", "not a number", "digits"),
        ("(1,234)", "not a number", "digits"),
        ("0x1f", "beside the number", "unit"),
        ("1_000", "beside the number", "unit"),
        ("1e40", "beyond any quantity", "digits"),
        ("1e-40", "beyond any quantity", "digits"),
    ],
)
def test_what_could_be_misread_is_refused(text: str, what: str, remedy: str):
    with pytest.raises(CrossfootError) as caught:
        read_number(text, "quantity")
    (problem,) = caught.value.problems
    assert problem.what.startswith(f"quantity {text!r}")
    assert what in problem.what
    assert remedy in problem.remedy


@given(st.from_regex(re.compile(PLAIN, re.ASCII), fullmatch=True))
def test_the_plain_form_is_the_number_without_its_commas(text: str):
    """DuckDB reads plain numbers by this rule, without asking `read_number`."""
    assert read_number(text) == Decimal(text.replace(",", ""))


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_any_decimal_reads_back(number: Decimal):
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:,f}") == number


@given(st.text() | st.text("0123456789-+,.eE% '"))
def test_any_text_is_a_number_or_a_problem(text: str):
    try:
        number = read_number(text)
    except CrossfootError:
        return
    assert abs(number) < Decimal("1e30")
