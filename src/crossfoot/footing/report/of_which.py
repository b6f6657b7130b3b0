"""Rows that are called a part of the row above them, and are more than it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import ReportTable, Row

#: how a row says that it is a part of the one above
_PART = re.compile(
    r"^\W*(?:of which|of whom|of these|thereof|including|其中)(?![a-z])", re.IGNORECASE
)


def row_above_its_whole(context: ReportContext) -> Iterator[ReportFinding]:
    """A row "of which …" with more in one year than the row that it is a part of.

    Where it is more in half of the columns, it is a part of something else.
    """
    for table in context.data_tables():
        for row, whole in _parts(table):
            pairs = [
                (column.title, some, every)
                for column in amount_columns(table)
                if (some := part(row, column)) and (every := part(whole, column))
            ]
            above = [each for each in pairs if each[1].low > each[2].high]
            if above and 2 * len(above) < len(pairs):
                yield from (_finding(row, whole, *each) for each in above)


def _parts(table: ReportTable) -> Iterator[tuple[Row, Row]]:
    """Each row that is called a part, with the last row above that is not."""
    whole: Row | None = None
    for row in table.data_rows:
        called = any(_PART.match(cell) for cell in row.cells[:2])
        if not called:
            whole = row
        elif whole and _one_unit(row, whole) and not (is_rate(row) or is_rate(whole)):
            yield row, whole


def _one_unit(row: Row, whole: Row) -> bool:
    return compact(row.unit) == compact(whole.unit)


def _finding(row: Row, whole: Row, title: str, some: Part, every: Part) -> ReportFinding:
    return ReportFinding(
        Kind.PARTS_EXCEED_TOTAL,
        Severity.ERROR,
        row.path,
        Text(
            f"{row.label} ({title}): {some.text} is a part of “{whole.label}” and more than "
            f"its {every.text}.",
            f"{row.label}（{title}）：{some.text}是“{whole.label}”的一部分，却大于其{every.text}。",
        ),
        (some.text, every.text),
        (row.line, whole.line),
        f"{number(some.value)} > {number(every.value)}",
    )
