"""Answers that an index gives in its rows, against the tables: "(1) 812,400 GJ; (2) 64.1 %".

Indices of SASB answer in the row. An amount there that has the digits of the table and another
power of ten, or two of its digits exchanged, is a slip; any other difference may be one of scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.precision import exchanged_digits
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.figures import in_metric_unit
from crossfoot.reading.label_context import Context
from crossfoot.reading.matching import Match, recognise
from crossfoot.reading.mentions import Mention, find_mentions
from crossfoot.reading.table import TableKind

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.index_entries import IndexEntry

_PART = re.compile(r"[(（](\d)[)）]\s*")
_ENOUGH = 0.6
#: with fewer digits two amounts are alike by chance
_FEWEST_DIGITS = 4
_POWERS = (1, 2, 3, 4, 6)


def answer_against_table(context: ReportContext) -> Iterator[ReportFinding]:
    """An amount in an index row that the table has with another power of ten, or mistyped."""
    entries = {entry.line: entry for entry in context.report.index if entry.title}
    for table in context.report.tables:
        if table.kind is not TableKind.INDEX:
            continue
        for row in table.rows:
            entry = entries.get(row.line)
            if entry is None:
                continue
            for label, mention in _answers(entry, row.cells):
                yield from _judge(context, entry, label, mention)


def _answers(entry: IndexEntry, cells: tuple[str, ...]) -> Iterator[tuple[str, Mention]]:
    """The amounts of a row, each with the words of the title that ask for it."""
    asked = _parts(entry.title)
    for cell in cells:
        if cell.strip() in (entry.title, entry.code) or cell.strip() in entry.locations:
            continue
        for key, answer in _parts(cell).items():
            mentions = [m for m in find_mentions(answer) if m.unit and not m.none]
            if key in asked and len(mentions) == 1:
                yield asked[key], mentions[0]


def _parts(text: str) -> dict[str, str]:
    """A text by its numbered parts: "(1) energy, (2) share" are two; one without has one."""
    pieces = _PART.split(text)
    if len(pieces) == 1:
        return {"": re.split(r"[,;，；]\s", text)[0].strip()}
    return {
        key: re.split(r"[;；]", piece)[0].strip(" ,;，；、")
        for key, piece in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def _judge(
    context: ReportContext, entry: IndexEntry, label: str, mention: Mention
) -> Iterator[ReportFinding]:
    found = recognise(Context(label, unit=mention.unit, strict=True))
    if not isinstance(found, Match) or found.score < _ENOUGH or "%" in mention.shown:
        return
    value, step = in_metric_unit(mention.printed, found)
    beside = [
        figure
        for figure in context.figures
        if (figure.metric, figure.dimensions) == (found.metric, found.dimensions)
        and figure.year == context.report.year
        and figure.table
        and figure.value > 0
    ]
    if not beside or value <= 0 or not mention.printed.qualifier.is_exact:
        return
    if any(abs(f.value - value) <= f.step + step for f in beside):
        return
    for figure in beside:
        power = _power_apart(value, step, figure)
        mistyped = exchanged_digits(value, figure.value)
        if (power or mistyped) and _digits(value) >= _FEWEST_DIGITS:
            yield _finding(entry, mention, value, figure, power)
            return


def _power_apart(value: Decimal, step: Decimal, figure: Figure) -> int:
    """The power of ten between two amounts, within the digits of the shorter; 0 for none."""
    for power in _POWERS:
        for more, less, reach in (
            (figure.value, value, step),
            (value, figure.value, figure.step),
        ):
            scaled = less.scaleb(power)
            if abs(scaled - more) <= reach.scaleb(power):
                return power
    return 0


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _finding(
    entry: IndexEntry, mention: Mention, value: Decimal, figure: Figure, power: int
) -> ReportFinding:
    how = (
        Text("a power of ten is wrong", "数量级有误")
        if power
        else Text("two digits changed places", "有两位数字互换")
    )
    shown = f"{number(value)} ≠ {number(figure.value)} {figure.unit}"
    return ReportFinding(
        Kind.UNIT_SCALE if power else Kind.TRANSPOSITION,
        Severity.ERROR,
        figure.metric,
        Text(
            f"{entry.code}: {mention.shown} in the index, {figure.printed} "
            f"{figure.printed_unit} in the table; {how.en}.",
            f"{entry.code}：索引中为{mention.shown}，表中为{figure.printed}{figure.printed_unit}；"
            f"{how.zh}。",
        ),
        (mention.shown, figure.printed),
        (entry.line, figure.line),
        shown,
    )
