"""Totals at the end or the beginning of rows: over columns, quarters, months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, added, adds_up, amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.table import Column, ReportTable

_TOTAL = re.compile(
    r"^(?:grand |sub-?)?totals?$|^(?:总计|合计|小计|总和|总数|共计)$|^in total$|^sum$|^overall$|"
    r"^group total$|^total\b.{0,20}$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"^(?:full|whole|entire)[- ]year|^annual\b|^year(?:ly)?(?: total)?$|^(?:全年|年度|年合计)",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"cumulative|accumulated|累计|to date", re.IGNORECASE)
#: periods of a year, each kind apart: twelve months, four quarters, two halves
_PERIODS = (
    re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|^\d{1,2}月", re.I),
    re.compile(
        r"\bQ[1-4]\b|\b(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter|季度", re.I
    ),
    re.compile(r"\bH[12]\b|\b(?:first|second|1st|2nd) half|半年", re.IGNORECASE),
)
_COUNTS = (12, 4, 2)
#: parts whose sum is further from the total are parts of something else
_CLOSE = Decimal("0.1")
_FEWEST = 2
#: rows that have to add up before a column without a name is a total
_PROOF = 3


def total_columns(context: ReportContext) -> Iterator[ReportFinding]:
    """Columns of totals against the columns that they are of, in each row.

    A wrong total of one row is carried into the total of all rows; it is told once.
    """
    for table in context.data_tables():
        columns = amount_columns(table)
        for total, parts in (*_sums(columns), *_untitled(table, columns)):
            rows = [
                (row.label, whole, cells)
                for row in table.data_rows
                if not is_rate(row)
                and (whole := part(row, total)) is not None
                and len(cells := [p for c in parts if (p := part(row, c)) is not None]) >= _FEWEST
                and not any("%" in p.text for p in (whole, *cells))
                and not _has_earlier_years(total, whole, cells)
            ]
            missed = [(label, w, cells) for label, w, cells in rows if not adds_up(w, cells)]
            # rows that add up prove what the total is of; else one far away is of something else
            proved = len(missed) <= sum(_tells(w, cells) for *_, w, cells in rows)
            found = [
                (label, whole, cells)
                for label, whole, cells in missed
                if (proved and len(cells) == len(parts))
                or abs(added(cells) - whole.value) <= _CLOSE * abs(whole.value)
            ]
            gaps = [added(cells) - whole.value for _, whole, cells in found]
            for (label, whole, cells), gap in zip(found, gaps, strict=True):
                carried = len(gaps) > 1 and _TOTAL.match(label) and 2 * gap == sum(gaps)
                if not carried:
                    yield _finding(table, label or total.title, whole, cells)


def _has_earlier_years(total: Column, whole: Part, cells: Sequence[Part]) -> bool:
    """Whether what has accumulated may be of years before those that are printed."""
    return bool(_CUMULATIVE.search(total.title)) and whole.value > added(cells)


def _tells(whole: Part, cells: Sequence[Part]) -> bool:
    """Whether parts make a total of so many digits that they do not do so by chance."""
    return adds_up(whole, cells) and abs(whole.value) >= 1000 * whole.step


def _sums(columns: Sequence[Column]) -> Iterator[tuple[Column, list[Column]]]:
    """Each column of totals with the columns that make it."""
    for total in columns:
        head, _, title = total.title.rpartition(" / ")
        title = title.strip(" :：")
        beside = [c for c in columns if c is not total and c.title.rpartition(" / ")[0] == head]
        periods = [
            group
            for pattern, count in zip(_PERIODS, _COUNTS, strict=True)
            if len(group := [c for c in beside if pattern.search(c.title)]) == count
        ]
        if _TOTAL.match(title) or _YEAR.match(title) or _CUMULATIVE.search(title):
            if periods:
                yield total, periods[0]
                continue
            years = [c for c in beside if c.year is not None]
            same = [c for c in beside if c.year == total.year and not _TOTAL.match(_last(c))]
            if total.year is None and len(years) >= _FEWEST and _CUMULATIVE.search(title):
                yield total, years
            elif _TOTAL.match(title) and len(same) >= _FEWEST:
                yield total, same
            elif _TOTAL.match(title) and total.year is None and len(years) == len(beside):
                yield total, years


def _untitled(
    table: ReportTable, columns: Sequence[Column]
) -> Iterator[tuple[Column, list[Column]]]:
    """A last column that makes the total of the others in all rows but one, where none is named."""
    *others, last = columns if len(columns) > _FEWEST else (None,)
    if last is None or any(column.title or column.year for column in columns):
        return
    parts = [column for column in others if column is not None]
    rows = [
        (whole, cells)
        for row in table.data_rows
        if not is_rate(row)
        and (whole := part(row, last)) is not None
        and len(cells := [p for c in parts if (p := part(row, c)) is not None]) == len(parts)
    ]
    missed = sum(not adds_up(whole, cells) for whole, cells in rows)
    if missed == 1 and sum(_tells(whole, cells) for whole, cells in rows) >= _PROOF:
        yield last, parts


def _last(column: Column) -> str:
    return column.title.rpartition(" / ")[2].strip(" :：")


def _finding(table: ReportTable, label: str, whole: Part, cells: Sequence[Part]) -> ReportFinding:
    shown = " + ".join(number(p.value) for p in cells)
    gap = number(added(cells) - whole.value)
    name = " > ".join((*whole.row.groups, label)) or table.caption
    return ReportFinding(
        Kind.SUM_MISMATCH,
        Severity.ERROR,
        name,
        Text(
            f"{name}: {whole.text} is printed, the parts add up to {number(added(cells))}; "
            f"the difference is {gap}.",
            f"{name}：所列为{whole.text}，各部分合计为{number(added(cells))}，相差{gap}。",
        ),
        (whole.text, *(p.text for p in cells))[:MOST_LINES],
        (whole.row.line,),
        f"{shown} = {number(added(cells))} ≠ {number(whole.value)}",
    )
