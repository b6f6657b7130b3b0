"""Numbers as people write and paste them: script and server read the same."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

import crossfoot.web
from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.entering import read_typed
from crossfoot.records.collection.excel_read import as_text

ASSETS = Path(crossfoot.web.__file__).parent / "assets" / "grid"
ELECTRICITY = catalogue()["energy.electricity.purchased"]

#: the unit, how English and Chinese people write it, and how many kWh it is by its definition
UNITS = [
    ("", Decimal(1)),
    ("kWh", Decimal(1)),
    ("MWh", Decimal(1000)),
    ("千瓦时", Decimal(1)),
    ("万千瓦时", Decimal(10000)),
    ("兆瓦时", Decimal(1000)),
]

numbers = st.decimals(
    min_value=Decimal("-99999999999"),
    max_value=Decimal("99999999999"),
    places=4,
    allow_nan=False,
    allow_infinity=False,
)


def plain(number: Decimal) -> str:
    return format(number, "f")


def grouped(number: Decimal) -> str:
    return format(number, ",f")


def spaced(number: Decimal) -> str:
    return format(number, ",f").replace(",", "\u00a0")


def wide(number: Decimal) -> str:
    return grouped(number).translate(str.maketrans("0123456789,.-", "０１２３４５６７８９，．－"))


MANNERS = [plain, grouped, spaced, wide]


@pytest.fixture(scope="module")
def script() -> Any:
    engine = MiniRacer()
    for name in ("numbers", "tsv"):
        source = (ASSETS / f"{name}.js").read_text(encoding="utf-8")
        engine.eval(re.sub(r"^export ", "", source, flags=re.MULTILINE))
    return engine


@given(numbers, st.sampled_from(MANNERS), st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_the_server_reads_every_manner_of_writing(
    number: Decimal, write: Any, unit: tuple[str, Decimal], space: str
) -> None:
    typed = f"{write(number)}{space}{unit[0]}" if unit[0] else write(number)
    read = read_typed(ELECTRICITY, typed, "", "here")
    assert read.number == number * unit[1]


@given(numbers, st.sampled_from(MANNERS), st.sampled_from(UNITS))
def test_the_script_reads_what_the_server_reads(
    script: Any, number: Decimal, write: Any, unit: tuple[str, Decimal]
) -> None:
    typed = f"{write(number)} {unit[0]}".strip()
    found = json.loads(script.eval(f"JSON.stringify(readNumber({json.dumps(typed)}))"))
    assert found["unit"] == unit[0]
    assert found["number"] == float(number)


@pytest.mark.parametrize("typed", ["", "a lot", "1,5", "1.234,5", "12,34", "1,2345", "--5", "1 2"])
def test_neither_reads_what_is_in_doubt(script: Any, typed: str) -> None:
    assert script.eval(f"JSON.stringify(readNumber({json.dumps(typed)}))") == "null"
    with pytest.raises(CrossfootError):
        read_typed(ELECTRICITY, typed, "", "here")


@given(numbers, numbers.filter(bool))
def test_the_change_that_is_shown_at_once_is_that_of_the_definition(
    script: Any, value: Decimal, before: Decimal
) -> None:
    exact = (value - before) / abs(before) * 100
    shown = script.eval(f"change({value}, {before})")
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert abs(Decimal(repr(shown)) - rounded) <= max(Decimal("0.1"), abs(exact) * Decimal("1e-12"))


cells = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_table_that_is_copied_is_pasted_again(script: Any, rows: list[list[str]]) -> None:
    width = len(rows[0])
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    text = script.eval(f"JSON.stringify(readTable(writeTable({json.dumps(rows)})))")
    danger = re.compile(r"[=@]|[+-](?![\d.])")
    assert json.loads(text) == [
        [f"'{cell}" if danger.match(cell) else cell for cell in row] for row in rows
    ]


@given(numbers)
def test_a_number_of_excel_is_read_as_it_is_shown(number: Decimal) -> None:
    assert Decimal(as_text(float(number))) == number
