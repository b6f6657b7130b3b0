"""Rows that cannot be what their unit, or a row beside them, says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.likeness import words_of
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.printed_units import read_unit

#: what things are not measured in
_MEASURED = (
    (
        re.compile(
            r"^(?:total |purchased |outsourced )*electricity(?: (?:consumption|consumed|purchased|"
            r"used|usage|use))*$|^(?:总|外购)*(?:用电量?|电力(?:消耗量?)?|耗电量?)$",
            re.IGNORECASE,
        ),
        frozenset(("[mass]", "[length]^3", "[CO2e]*[mass]")),
    ),
    (
        re.compile(r"^(?:total )?(?:number of )?(?:employees|staff)$|^员工(?:总数|人数)$", re.I),
        frozenset(("[mass]", "[energy]", "[length]^3")),
    ),
)
_EMITTED = re.compile(r"emission|scope|GHG|carbon|排放|范围", re.IGNORECASE)
#: what is done with a part of what is made
_DONE = frozenset(("recycled", "reused", "recovered", "landfilled", "incinerated"))
_MADE = frozenset(("generated", "produced", "handled", "total", "collected", "disposed"))


def unit_of_another_thing(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows in a unit that the thing is never measured in: electricity in tonnes."""
    for table in context.data_tables():
        for row in table.data_rows:
            unit = read_unit(row.unit)
            if not unit.unit or row.groups:
                continue
            if not any(
                words.search(row.label.strip()) and unit.dimension in never
                for words, never in _MEASURED
            ):
                continue
            if any(_EMITTED.search(r.label) for r in table.data_rows if r.unit == row.unit):
                continue  # "Purchased electricity" among tonnes of emissions is what it emits
            yield ReportFinding(
                Kind.UNIT_SCALE,
                Severity.WARNING,
                context.metric_at(row.line) or row.label,
                Text(
                    f"“{row.label}” is not measured in {row.unit}.",
                    f"“{row.label}”不以{row.unit}计量。",
                ),
                (row.unit,),
                (row.line,),
            )


def more_recycled_than_made(context: ReportContext) -> Iterator[ReportFinding]:
    """More of something recycled than there was: rows whose labels differ in that word alone."""
    for table in context.data_tables():
        rows = [row for row in table.data_rows if not is_rate(row) and not row.groups]
        for row in rows:
            done = words_of(row.label) & _DONE
            if not done:
                continue
            thing = words_of(row.label) - _DONE
            whole = next(
                (
                    other
                    for other in rows
                    if compact(other.unit) == compact(row.unit)
                    and words_of(other.label) - _MADE == thing
                    and words_of(other.label) & _MADE - {"disposed"}
                ),
                None,
            )
            if whole is None:
                continue
            for column in amount_columns(table):
                some, every = part(row, column), part(whole, column)
                if some is None or every is None or some.low <= every.high:
                    continue
                yield ReportFinding(
                    Kind.PARTS_EXCEED_TOTAL,
                    Severity.WARNING,
                    row.label,
                    Text(
                        f"{row.label} ({column.title}): {some.text} is more than "
                        f"{whole.label.lower()}, {every.text}.",
                        f"{row.label}（{column.title}）：{some.text}大于{whole.label}的{every.text}。",
                    ),
                    (some.text, every.text),
                    (row.line, whole.line),
                    f"{number(some.value)} > {number(every.value)}",
                )
