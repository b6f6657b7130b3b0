"""One cell → one value. Each kind of column has one function here, used for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.fact import Dimensions
from crossfoot.quantities.periods import Period
from crossfoot.tables.dates import read_date, read_period
from crossfoot.tables.numbers import read_number
from crossfoot.tables.schema import Column, Kind
from crossfoot.tables.text import fold

#: what a typed cell may be
Value = Decimal | date | Period | str | None

_WORDS = frozenset((Kind.TEXT, Kind.NAME, Kind.UNIT, Kind.CHOICE, Kind.DIMENSIONS))

#: free words that no spreadsheet takes for a formula; the same expression in Python and in DuckDB
HARMLESS = r"([^=@+\-\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*)?"

_FORMULA = re.compile(r"[=@]|[+\-](?=.*[(|!])", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"[\r\n]")
_NUMERIC = re.compile(r"[+-]?[\d０-９.,，．][\d０-９.,，．\s%％]*")


@dataclass(frozen=True)
class Expected:
    """What a caller knows about the rows to come; all of it optional.

    Attributes:
        known: for a column, the values it may have (`{"site": {"hefei", "wuhan"}}`). An empty
            cell is never held against it.
        period: the period that the file is for; rows outside it are refused.
        units_of: for an activity or a metric, the units it is measured in; a unit of the same
            dimension is right too. Names that are absent here are not checked.
        text_metrics: the metrics whose values are words; without it, a value without a unit is
            read as a number where it looks like one.
    """

    known: Mapping[str, Collection[str]] = field(default_factory=dict)
    period: Period | None = None
    units_of: Mapping[str, Collection[str]] = field(default_factory=dict)
    text_metrics: Collection[str] | None = None


NOTHING_EXPECTED = Expected()


def read_cell(column: Column, texts: Sequence[str], expected: Expected = NOTHING_EXPECTED) -> Value:
    """The value of a cell.

    Args:
        column: what the cell states.
        texts: the cell, without invisible surroundings, then the cells that `column.beside` names.
        expected: what the caller knows.

    Raises:
        CrossfootError: one problem, without a place.
    """
    text = column.meaning(texts[0])
    if not text:
        if column.required:
            raise CrossfootError(
                Problem(f"{column.name} is empty", remedy=f"fill in the {column.name} of every row")
            )
        return absent(column)
    if column.kind is not Kind.DECIMAL or not _is_signed_number(text):
        _refuse_formula(column, text)
    value = _READERS[column.kind](column, (text, *texts[1:]), expected)
    known = expected.known.get(column.name)
    if known is not None and value not in known:
        raise CrossfootError(_unknown(column, text, known))
    return value


def absent(column: Column) -> Value:
    """The value of an empty cell: the empty text for words, None for everything else."""
    return "" if column.kind in _WORDS else None


def suggestion(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant; empty where none is close."""
    folded = {fold(name): name for name in known}
    near = get_close_matches(fold(word), folded, n=1, cutoff=0.7)
    return folded[near[0]] if near else ""


def _unknown(column: Column, text: str, known: Collection[str]) -> Problem:
    meant = suggestion(text, known)
    if meant:
        remedy = f"did you mean {meant!r}?"
    elif len(known) <= 12:
        remedy = f"known are: {', '.join(sorted(known)) or 'none'}"
    else:
        remedy = f"use one of the {len(known)} names that are known, or define it first"
    return Problem(f"{column.name} {text!r} is not known", remedy=remedy)


def _is_signed_number(text: str) -> bool:
    return text[0] in "+-" and text[1:2].isdigit()


def _refuse_formula(column: Column, text: str) -> None:
    if _FORMULA.match(text) and not (column.kind is Kind.CHOICE and len(text) <= 2):
        raise CrossfootError(
            Problem(
                f"{column.name} {_short(text)!r} begins like a formula",
                why="a spreadsheet would run it instead of showing it",
                remedy="enter the result as a value, or begin the text with another character",
            )
        )
    if _CONTROL.search(text):
        raise CrossfootError(
            Problem(
                f"{column.name} {_short(text)!r} has a control character in it",
                remedy="type the cell again",
            )
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _read_text(column: Column, texts: Sequence[str], expected: Expected) -> str:
    return texts[0]


def _read_name(column: Column, texts: Sequence[str], expected: Expected) -> str:
    if _LINE_END.search(texts[0]):
        raise CrossfootError(
            Problem(
                f"{column.name} {_short(texts[0])!r} has a line break in it",
                remedy="write the name on one line",
            )
        )
    return texts[0]


def _read_decimal(column: Column, texts: Sequence[str], expected: Expected) -> Decimal:
    text = texts[0]
    percent = column.share and text.endswith(("%", "％"))
    number = read_number(text[:-1] if percent else text, column.name)
    if percent:
        number = number.scaleb(-2)
    if column.minimum is not None and number < column.minimum:
        side = f"below {column.minimum}"
    elif column.maximum is not None and number > column.maximum:
        side = f"above {column.maximum}"
    else:
        return number
    remedy = "correct the number"
    if column.share and number > 1:
        remedy = f"write {text}% for a percentage" if number <= 100 else remedy
    raise CrossfootError(
        Problem(f"{column.name} {text} is {side}", why=column.why_bounded, remedy=remedy)
    )


def _read_date(column: Column, texts: Sequence[str], expected: Expected) -> date:
    return read_date(texts[0], column.name, column.edge)


def _read_period(column: Column, texts: Sequence[str], expected: Expected) -> Period:
    period = read_period(texts[0], column.name)
    if expected.period is not None and not expected.period.contains(period):
        raise CrossfootError(
            Problem(
                f"{column.name} {texts[0]} is not within {expected.period}, "
                "which the file is imported for",
                remedy="correct the period, or import the file for its own period",
            )
        )
    return period


def _read_unit(column: Column, texts: Sequence[str], expected: Expected) -> str:
    from crossfoot.quantities.units import check_unit  # brings the unit definitions

    problem = check_unit(texts[0])
    if problem is not None:
        raise CrossfootError(problem)
    return texts[0]


def _read_choice(column: Column, texts: Sequence[str], expected: Expected) -> str:
    wanted = fold(texts[0])
    for choice, spellings in column.choices.items():
        if wanted in {fold(choice), *map(fold, spellings)}:
            return str(choice)
    raise CrossfootError(
        Problem(
            f"{column.name} {texts[0]!r} is not one of the values allowed",
            remedy=f"write one of: {', '.join(map(str, column.choices))}",
        )
    )


def _read_dimensions(column: Column, texts: Sequence[str], expected: Expected) -> str:
    try:
        return str(Dimensions.parse(texts[0]))
    except ValueError:
        raise CrossfootError(
            Problem(
                f"{column.name} {texts[0]!r} is not of the form key=member;key=member",
                remedy="write for example gender=female;age_group=under_30",
            )
        ) from None


def _read_value(column: Column, texts: Sequence[str], expected: Expected) -> Decimal | str:
    text, metric, unit = texts
    if expected.text_metrics is not None:
        is_number = metric not in expected.text_metrics
    else:
        is_number = bool(unit) or bool(_NUMERIC.fullmatch(text))
    if not is_number:
        return text
    if text.endswith(("%", "％")) and unit in ("%", "％", "percent"):
        text = text[:-1]
    return read_number(text, column.name)


_READERS: dict[Kind, Callable[[Column, Sequence[str], Expected], Value]] = {
    Kind.TEXT: _read_text,
    Kind.NAME: _read_name,
    Kind.DECIMAL: _read_decimal,
    Kind.DATE: _read_date,
    Kind.PERIOD: _read_period,
    Kind.UNIT: _read_unit,
    Kind.CHOICE: _read_choice,
    Kind.DIMENSIONS: _read_dimensions,
    Kind.VALUE: _read_value,
}
