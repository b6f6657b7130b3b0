"""Numbers of tables as checks need them: value, what the last place is worth, row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.precision import COUNTED
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Column, ReportTable, Role, Row

#: rows and columns of rates: they do not add up
RATE = re.compile(
    r"\brates?\b|ratio|intensity|intensities|density|average|\bper\b|%|percent|share|score|率|强度|"
    r"平均|占比|比例|每|密度|人均|单位",
    re.IGNORECASE,
)

#: columns of changes
CHANGE = re.compile(
    r"\bchanges?\b|\byoy\b|y-o-y|year[- ]on[- ]year|year[- ]over[- ]year|\bgrowth\b|variance|"
    r"increase|decrease|\bvs\.?\b|同比|变化|变动|增减|增长|增幅|较上年|升幅",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A number of a table: its row, its text, its value and what its last place is worth."""

    row: Row
    text: str
    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least that it may have been before it was rounded."""
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        """The most that it may have been before it was rounded."""
        return self.value + self.step / 2


def value_columns(table: ReportTable) -> list[Column]:
    """The columns of figures."""
    return [column for column in table.columns if column.role is Role.VALUE]


def amount_columns(table: ReportTable) -> list[Column]:
    """The columns of amounts: not those of shares, rates and changes."""
    return [
        column
        for column in value_columns(table)
        if not (RATE.search(column.title) or "%" in column.unit or CHANGE.search(column.title))
    ]


def part(row: Row, column: Column) -> Part | None:
    """The exact number of a row in a column; None where there is none.

    A row with a cell more than the head, as one that names its group, is told by its head.
    """
    for value in row.values:
        at = value.column if value.head is None else value.head.index
        if at == column.index and value.printed is not None:
            if not value.printed.qualifier.is_exact:
                return None
            step = value.printed.scale.scaleb(-value.printed.decimals)
            return Part(row, value.text.strip(), value.printed.number, step)
    return None


def added(parts: Sequence[Part]) -> Decimal:
    """The sum of the values."""
    return sum((p.value for p in parts), Decimal(0))


def adds_up(total: Part, parts: Sequence[Part]) -> bool:
    """Whether parts make a total within the rounding of all; counts are not rounded."""
    reach = (total.step + sum((p.step for p in parts), Decimal(0))) / 2
    shares = any("%" in p.text or "％" in p.text for p in (total, *parts))
    if all(p.step == 1 for p in (total, *parts)) and _is_counted(total.row) and not shares:
        reach = Decimal(0)
    return abs(added(parts) - total.value) <= reach


def _is_counted(row: Row) -> bool:
    """Whether a row counts things one by one: 661 pieces are not 660 pieces rounded up."""
    return not row.unit or read_unit(row.unit).unit in COUNTED


def is_rate(row: Row) -> bool:
    """Whether a row is of a rate, a share or an average."""
    if RATE.search(row.label) or RATE.search(row.unit) or "/" in row.unit:
        return True
    return any("%" in value.text or "％" in value.text for value in row.values)
