"""Numbers that stand large and alone, with their words below, against the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Row, Value

_ALONE = re.compile(r"(?:RMB|HK\$|US\$)?\s?[\d,]+(?:\.\d+)?(?:\s\S{1,12}){0,2}")
_SHORT = 70
#: words that a highlight and a row need not share
_FILL = frozenset(
    (
        "employ",
        "staff",
        "receiv",
        "provid",
        "delive",
        "total",
        "number",
        "compan",
        "group",
        "annual",
    )
)
_FEWEST_DIGITS = 4
#: numbers further apart are of two things
_NEAR = Decimal("1.25")


def highlight_against_table(context: ReportContext) -> Iterator[ReportFinding]:
    """A highlight that differs from the row of the same words and unit for the year.

    Nothing is said where the number, or that of the row, stands somewhere else as well.
    """
    year = context.report.year
    rows = [
        (row, value)
        for table in context.data_tables()
        for row in table.data_rows
        for value in row.values
        if value.head is not None and value.head.year == year and value.printed is not None
    ]
    printed = {value.printed.number for _, value in rows if value.printed is not None}
    for line, found, label in _highlights(context):
        if found.value in printed or not found.qualifier.is_exact:
            continue
        words = frozenset(stems(label)) - _FILL
        alike = [(row, value) for row, value in rows if words and _is_of(found, words, row, value)]
        values = {value.printed.number for _, value in alike if value.printed is not None}
        if len(values) != 1:
            continue
        row, value = alike[0]
        (known,) = values
        low, high = sorted((found.value, known))
        if not low or high / low > _NEAR or abs(high - low) <= found.step:
            continue
        yield ReportFinding(
            Kind.CONFLICTING_VALUES,
            Severity.WARNING,
            context.metric_at(row.line) or row.label,
            Text(
                f"{row.label}: {found.printed} as a highlight, {value.text.strip()} in the table.",
                f"{row.label}：亮点数据为{found.printed}，表中为{value.text.strip()}。",
            ),
            (found.printed, value.text.strip()),
            (line, row.line),
            f"{number(found.value)} ≠ {number(known)}",
        )


def _highlights(context: ReportContext) -> Iterator[tuple[int, Number, str]]:
    """The numbers that stand alone on a line, with the words of the next one."""
    lines = context.lines
    for at, text in context.prose():
        if not _ALONE.fullmatch(text.strip()) or at >= len(lines):
            continue
        label = lines[at].strip()
        if not 0 < len(label) < _SHORT or any(sign.isdigit() for sign in label):
            continue
        numbers = numbers_in(text)
        digits = [n for n in numbers if sum(sign.isdigit() for sign in n.printed) >= _FEWEST_DIGITS]
        if len(numbers) == 1 and digits and digits[0].unit not in ("%", "money"):
            yield at, digits[0], f"{digits[0].unit} {label}"


def _is_of(found: Number, words: frozenset[str], row: Row, value: Value) -> bool:
    """Whether a row has the words of a highlight, and no others, and its unit."""
    own = frozenset(stems(row.path)) - _FILL
    unit, other = read_unit(found.unit), read_unit(row.unit)
    if unit.unit != other.unit or not unit.unit:
        return False
    units = frozenset(stems(f"{found.unit} {row.unit}"))
    return bool(own - units) and own - units == words - units
