"""Two rows of different things that have the same numbers in every year: one was copied."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.languages import Text
from crossfoot.reading.figure import Figure
from crossfoot.reading.table import ReportTable

#: years in which two things do not have one amount by chance
_FEWEST_YEARS = 2
#: digits that all their amounts have at least
_DIGITS = 3
#: families of amounts that are of different substances, each measured for itself
_FAMILIES = ("air.", "water.pollutants.")
#: breakdowns whose members are different things, each measured for itself
_MEMBERS = frozenset(
    ("waste_stream", "fuel", "material", "source_category", "scope3_category", "pollutant", "site")
)

_Key = tuple[str, tuple[tuple[str, str], ...]]


def one_row_twice(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows of a table for two substances, fuels or sites with the same amounts in all years."""
    for table in context.data_tables():
        rows = _rows(context, table)
        for (line, key, values), (other, other_key, others) in combinations(rows, 2):
            if values == others and _are_apart(key, other_key):
                yield _finding(table, line, other, values)


def _rows(
    context: ReportContext, table: ReportTable
) -> list[tuple[int, _Key, tuple[tuple[int, Decimal], ...]]]:
    """The rows that were read as one figure, with their amounts of each year."""
    found = []
    for row in table.data_rows:
        figures = [f for f in context.figures_by_line.get(row.line, ()) if f.table == table.id]
        keys = {(f.metric, f.dimensions) for f in figures}
        values = tuple((f.year, f.value) for f in figures if f.year is not None)
        differ = len({value for _, value in values}) > 1
        if len(keys) != 1 or not differ or len(values) < _FEWEST_YEARS:
            continue
        if all(map(_has_digits, figures)):
            found.append((row.line, keys.pop(), values))
    return found


def _has_digits(figure: Figure) -> bool:
    return sum(sign.isdigit() for sign in figure.printed) >= _DIGITS and bool(figure.value)


def _are_apart(one: _Key, other: _Key) -> bool:
    """Whether two figures are of things that are measured each for itself."""
    (metric, cut), (other_metric, other_cut) = one, other
    if metric != other_metric:
        return cut == other_cut and any(
            metric.startswith(family) and other_metric.startswith(family) for family in _FAMILIES
        )
    mine, its = dict(cut), dict(other_cut)
    apart = [key for key in mine if mine.get(key) != its.get(key)]
    return mine.keys() == its.keys() and len(apart) == 1 and apart[0] in _MEMBERS


def _finding(
    table: ReportTable, line: int, other: int, values: tuple[tuple[int, Decimal], ...]
) -> ReportFinding:
    rows = {row.line: row for row in table.data_rows}
    first, second = rows[line], rows[other]
    texts = tuple(v.text.strip() for v in second.values if v.printed is not None)
    return ReportFinding(
        Kind.DUPLICATE_LABEL,
        Severity.WARNING,
        second.label,
        Text(
            f"“{first.label}” and “{second.label}” have the same numbers in all {len(values)} "
            f"years: {', '.join(texts)}.",
            f"“{first.label}”与“{second.label}”{len(values)}年的数值完全相同：{'、'.join(texts)}。",
        ),
        texts,
        (line, other),
    )
