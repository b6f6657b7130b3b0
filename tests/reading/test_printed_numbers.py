"""Numbers as reports print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reading.numbers import NOTHING, is_nothing, qualifier_before, read_cell


@pytest.mark.parametrize(
    ("cell", "number", "decimals", "qualifier", "unit"),
    [
        ("2,700,589", "2700589", 0, Qualifier.EXACT, ""),
        ("9.00", "9.00", 2, Qualifier.EXACT, ""),
        ("37.5%", "37.5", 1, Qualifier.EXACT, "%"),
        ("45.24 %", "45.24", 2, Qualifier.EXACT, "%"),
        ("-5.2%", "-5.2", 1, Qualifier.EXACT, "%"),
        ("−3", "-3", 0, Qualifier.EXACT, ""),
        ("(12.5)", "-12.5", 1, Qualifier.EXACT, ""),
        ("20+", "20", 0, Qualifier.MORE_THAN, ""),
        ("more than 20", "20", 0, Qualifier.MORE_THAN, ""),
        ("over 100", "100", 0, Qualifier.MORE_THAN, ""),
        ("≥ 95%", "95", 0, Qualifier.AT_LEAST, "%"),
        ("<0.01", "0.01", 2, Qualifier.LESS_THAN, ""),
        ("nearly 600", "600", 0, Qualifier.APPROXIMATE, ""),
        ("RMB 991.96 million", "991960000", 2, Qualifier.EXACT, "RMB"),
        ("约3.5亿元", "350000000", 1, Qualifier.APPROXIMATE, "元"),
        ("超过2万人次", "20000", 0, Qualifier.MORE_THAN, "人次"),
        ("100余场", "100", 0, Qualifier.MORE_THAN, "场"),
        ("１２，３４５", "12345", 0, Qualifier.EXACT, ""),
        ("**4,171**", "4171", 0, Qualifier.EXACT, ""),
        ("56,840,000 kWh", "56840000", 0, Qualifier.EXACT, "kWh"),
    ],
)
def test_a_cell_with_a_number(
    cell: str, number: str, decimals: int, qualifier: Qualifier, unit: str
) -> None:
    read = read_cell(cell)
    assert read is not None
    assert (read.number, read.decimals) == (Decimal(number), decimals)
    assert (read.qualifier, read.unit) == (qualifier, unit)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "",
            "N/A",
            "ISO 9001",
            "2022-2023",
            "42-53",
            "3/7",
            "1,43",
            "100,0000",
            "Scope 1",
            "B1.1",
        ),
        *("1. Overview", "30 to 50", "40-49 years old", "2.5.1", "No. 7", "第3章"),
    ],
)
def test_a_cell_without_a_number(cell: str) -> None:
    assert read_cell(cell) is None


@pytest.mark.parametrize("cell", sorted(NOTHING))
def test_what_says_that_there_is_no_value(cell: str) -> None:
    assert is_nothing(cell.upper())
    assert read_cell(cell) is None


def test_a_zero_is_a_value() -> None:
    assert not is_nothing("0")


def test_words_before_a_number_in_a_sentence() -> None:
    assert qualifier_before("with more than RMB ") is Qualifier.MORE_THAN
    assert qualifier_before("报告期内共开展超过") is Qualifier.MORE_THAN
    assert qualifier_before("moreover ") is Qualifier.EXACT


@given(st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False))
def test_a_grouped_number_reads_back(number: Decimal) -> None:
    read = read_cell(f"{number:,}")
    assert read is not None
    assert read.number == number


@given(st.text(max_size=80))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    read = read_cell(cell)
    assert read is None or read.number.is_finite()


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,2OO", "1200"), ("l56,200", "156200"), ("3O.5", "30.5"), ("45.l%", "45.1")],
)
def test_letters_for_digits_where_the_form_leaves_no_doubt(cell: str, number: str) -> None:
    read = read_cell(cell)
    assert read is not None
    assert read.number == Decimal(number)


@pytest.mark.parametrize("cell", ["lO", "O.l", "l5", "2O", "IO,OOO", "A1.1", "Ol,lOO", "No. 1"])
def test_letters_for_digits_are_not_guessed(cell: str) -> None:
    assert read_cell(cell) is None
