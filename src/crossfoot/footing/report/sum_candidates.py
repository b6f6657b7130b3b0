"""Rows that may make a total, and whether they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, added, adds_up, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import Column, ReportTable, Row

_NUMBER = re.compile(r"[\t|]\s*[\d.,]+\s*[\t|]")
_OF_WHICH = re.compile(r"^\W*(?:of which|thereof|including|其中)", re.IGNORECASE)
#: a total and its parts
FEWEST = 2
MOST_PARTS = 15
#: digits of a total that two numbers do not make by chance
_DIGITS = 4
#: without a column that proves the parts, a total further away is of something else
_CLOSE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows that may make a total.

    Attributes:
        rows: the rows.
        named: whether their labels are that of the total, each with another last part.
    """

    rows: tuple[Row, ...]
    named: bool = False


def is_of_which(row: Row) -> bool:
    """Whether a row is a part of the one above, and says so."""
    return any(_OF_WHICH.match(cell) for cell in (row.label, *row.cells[:2]))


def numbers_between(context: ReportContext, table: ReportTable, lines: Sequence[int]) -> bool:
    """Whether a line among the rows has numbers that were not read as a row: a part, perhaps."""
    read = {row.line for row in table.data_rows}
    head = max(min(lines) - 1, table.first_line + len(table.head))
    return any(
        _NUMBER.search(context.lines[line - 1])
        for line in range(head, max(lines) + 1)
        if line not in read
    )


def outer_rows(rows: Sequence[Row], column: Column) -> list[Row]:
    """The rows, without those that break down the row before them."""
    kept: list[Row] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        whole = part(rows[at], column)
        nested: list[Part] = []
        for n in range(at + 1, len(rows)):
            cell = part(rows[n], column)
            if whole is None or cell is None:
                break
            nested.append(cell)
            if len(nested) >= FEWEST and adds_up(whole, nested):
                at = n
                break
        at += 1
    return kept


def alike(row: Row, total: Row) -> bool:
    """Whether two rows stand in one unit."""
    return compact(row.unit) == compact(total.unit)


def parts_of(choice: Choice, column: Column) -> list[Part]:
    """The numbers of the rows in a column."""
    return [p for row in choice.rows if (p := part(row, column)) is not None]


def has_all(choice: Choice, column: Column) -> bool:
    """Whether all rows have a value: one that is missing may be what is missed."""
    return len(parts_of(choice, column)) == len(choice.rows)


def fits(total: Row, choice: Choice, column: Column) -> bool:
    """Whether the rows make the total in a column."""
    whole, parts = part(total, column), parts_of(choice, column)
    return whole is not None and len(parts) >= FEWEST and adds_up(whole, parts)


def tells(total: Row, choice: Choice, column: Column) -> bool:
    """Whether a sum that fits does not do so by chance."""
    whole = part(total, column)
    parts = [p for p in parts_of(choice, column) if p.value]
    if whole is None or len(parts) < FEWEST:
        return False
    digits = _DIGITS - (len(parts) > FEWEST)
    return choice.named or abs(whole.value) >= whole.step.scaleb(digits - 1)


def nearly(total: Row, choice: Choice, column: Column) -> bool:
    """Whether the rows come within a tenth of the total in a column."""
    whole = part(total, column)
    return whole is not None and abs(added(parts_of(choice, column)) - whole.value) <= _CLOSE * abs(
        whole.value
    )


def exceeds(total: Row, choice: Choice, column: Column) -> bool:
    """Whether the rows make more than the total in a column."""
    whole = part(total, column)
    return whole is not None and added(parts_of(choice, column)) > whole.value


def sum_finding(
    table: ReportTable,
    total: Row,
    choice: Choice,
    columns: Sequence[Column],
    severity: Severity,
) -> ReportFinding:
    """What is told of a total that its rows miss in some columns."""
    sums = []
    for column in columns:
        whole = part(total, column)
        assert whole is not None  # noqa: S101 - the caller looked at it
        parts = parts_of(choice, column)
        shown = " + ".join(number(p.value) for p in parts)
        sums.append((whole, parts, f"{shown} = {number(added(parts))} ≠ {number(whole.value)}"))
    whole, parts, _ = sums[0]
    name = " > ".join((*total.groups, total.label)) or table.caption
    gap = number(added(parts) - whole.value)
    year = f" ({columns[0].title})" if columns[0].title else ""
    return ReportFinding(
        Kind.SUM_MISMATCH,
        severity,
        name,
        Text(
            f"{name}{year}: {whole.text} is printed, the parts add up to "
            f"{number(added(parts))}; the difference is {gap}.",
            f"{name}{year}：所列为{whole.text}，各部分合计为{number(added(parts))}，相差{gap}。",
        ),
        tuple(p.text for whole, parts, _ in sums for p in (whole, *parts))[:MOST_LINES],
        tuple(dict.fromkeys((total.line, *(row.line for row in choice.rows))))[:MOST_LINES],
        "; ".join(text for *_, text in sums),
    )
