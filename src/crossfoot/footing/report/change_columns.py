"""Columns of changes against the columns of the two years that they compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import CHANGE, Part, part, value_columns
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reading.numbers import read_cell
from crossfoot.reading.table import Column, Role, Row

_PERCENT = re.compile(r"%|％|percent|\brate\b|率|幅|比", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HUNDRED = Decimal(100)
_TWO_YEARS = 2


def change_columns(context: ReportContext) -> Iterator[ReportFinding]:
    """Printed changes that the values of the two years do not give.

    A change may be relative or, of a rate, in points; its sign may be left out or be an arrow.
    Where most rows of a column do not fit, it compares something else and nothing is said.
    """
    for table in context.data_tables():
        columns = value_columns(table)
        for column in table.columns:
            if column.role not in (Role.VALUE, Role.REMARK) or not CHANGE.search(column.title):
                continue
            years = _compared(column, columns)
            if years is None:
                continue
            before, after = years
            judged = []
            for row in table.data_rows:
                cells = part(row, before), part(row, after), _change(row, column)
                if all(cells):
                    first, second, change = (cell for cell in cells if cell is not None)
                    judged.append((row, first, second, change))
            signed = any(change.value < 0 for *_, change in judged)
            wrong = [each for each in judged if not _fits(column, signed, *each)]
            if 2 * len(wrong) <= len(judged) or (len(judged) == len(wrong) == 1):
                for row, first, second, change in wrong:
                    yield _finding(row, first, second, change)


def _change(row: Row, column: Column) -> Part | None:
    """The number of a column of changes, which may stand among the remarks."""
    if column.role is Role.VALUE:
        return part(row, column)
    text = row.cells[column.index].strip() if column.index < len(row.cells) else ""
    printed = read_cell(text)
    if printed is None or not printed.qualifier.is_exact:
        return None
    return Part(row, text, printed.number, printed.scale.scaleb(-printed.decimals))


def _compared(column: Column, columns: list[Column]) -> tuple[Column, Column] | None:
    """The earlier and the later year that a column compares: those it names, else the last two."""
    own = column.title.rpartition(" / ")[0]
    dated = sorted(
        (c for c in columns if c.year is not None and c is not column),
        key=lambda c: c.year or 0,
    )
    dated = [c for c in dated if not CHANGE.search(c.title) and (not own or own in c.title)]
    if len({c.year for c in dated}) != len(dated) or len(dated) < _TWO_YEARS:
        return None
    named = {int(year) for year in _YEAR.findall(column.title)}
    if len(named) == _TWO_YEARS:
        dated = [c for c in dated if c.year in named]
    return (dated[-2], dated[-1]) if len(dated) >= _TWO_YEARS else None


def _fits(column: Column, signed: bool, row: Row, before: Part, after: Part, change: Part) -> bool:
    """Whether a change can be that of two values; without signs it may be a decrease as well."""
    percent = bool(_PERCENT.search(column.title + column.unit) or "%" in change.text)
    rate = "%" in row.unit or "%" in before.text
    value, half = change.value, change.step / 2
    spans = []
    if before.low > 0:
        spans.append(
            ((after.low / before.high - 1) * _HUNDRED, (after.high / before.low - 1) * _HUNDRED)
        )
        if not percent:  # a fraction, or a plain difference
            spans.append((after.low / before.high - 1, after.high / before.low - 1))
    if rate or not percent:
        spans.append((after.low - before.high, after.high - before.low))
    if not spans:
        return True  # from zero there is no relative change
    signs = (value,) if signed else (value, -value)
    return any(low <= sign + half and sign - half <= high for low, high in spans for sign in signs)


def _finding(row: Row, before: Part, after: Part, change: Part) -> ReportFinding:
    relative = (after.value / before.value - 1) * _HUNDRED
    shown = number(round_half_away(relative, max(_places(change.step), 1)))
    label = row.path
    return ReportFinding(
        Kind.PERCENT_CHANGE_MISMATCH,
        Severity.ERROR if relative * change.value < 0 else Severity.WARNING,
        label,
        Text(
            f"{label}: a change of {change.text} is printed, {before.text} and {after.text} give "
            f"{shown}%.",
            f"{label}：所列变化为{change.text}，按{before.text}与{after.text}计算为{shown}%。",
        ),
        (change.text, before.text, after.text),
        (row.line,),
        f"{number(after.value)} / {number(before.value)} − 1 = {shown}%",
    )


def _places(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
