"""Totals that no label calls so, and totals that miss their rows by a slip of the pen.

"Scope 1 emissions" with its sources below, or "Comprehensive energy consumption" below its
carriers: that the rows make it is proved by another year of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.footing.finding import Severity
from crossfoot.footing.precision import exchanged_digits
from crossfoot.footing.report.cells import Part, added, amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.likeness import is_whole
from crossfoot.footing.report.sum_candidates import (
    FEWEST,
    MOST_PARTS,
    Choice,
    alike,
    fits,
    has_all,
    is_of_which,
    nearly,
    numbers_between,
    sum_finding,
)
from crossfoot.reading.table import Column, ReportTable, Row

_MOST_ROWS = 200
#: digits of a number that several others do not make by chance: once, and in two columns each
_ONCE, _TWICE = 4, 3
#: digits of a total in which a slip shows
_DIGITS = 4


def totals_without_the_word(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows that the rows right beside them make in one column and nearly make in another."""
    for table in context.data_tables():
        rows = [r for r in table.data_rows if not is_rate(r)]
        if len(rows) > _MOST_ROWS:
            continue
        columns = amount_columns(table)
        for at, row in enumerate(rows):
            if is_whole(row.label):
                continue
            found = _judge(table, row, list(_runs(rows, at)), columns)
            if found is not None and not numbers_between(context, table, found.lines):
                yield found


def _runs(rows: Sequence[Row], at: int) -> Iterator[Choice]:
    """The rows right behind a row, and those right before it, as many as stand in its unit."""
    for step in (1, -1):
        run: list[Row] = []
        n = at + step
        while 0 <= n < len(rows) and alike(rows[n], rows[at]) and len(run) < MOST_PARTS:
            run.append(rows[n])
            if len(run) >= FEWEST:
                yield Choice(tuple(run))
            n += step


def _judge(
    table: ReportTable, total: Row, choices: Sequence[Choice], columns: Sequence[Column]
) -> ReportFinding | None:
    columns = [c for c in columns if part(total, c) is not None]
    proved: list[tuple[int, Choice]] = []
    for choice in choices:
        fit = [c for c in columns if fits(total, choice, c) and _positive(total, choice, c)]
        if _proves(total, choice, fit):
            proved.append((len(fit), choice))
    if not proved:
        return None
    explained = {c.index for _, choice in proved for c in columns if fits(total, choice, c)}
    holds, choice = max(proved, key=lambda pair: pair[0])
    wrong = [
        c
        for c in columns
        if c.index not in explained and has_all(choice, c) and nearly(total, choice, c)
    ]
    if not wrong or len(wrong) > holds:
        return None
    return sum_finding(table, total, choice, wrong, Severity.ERROR)


def _positive(total: Row, choice: Choice, column: Column) -> bool:
    cells = [part(row, column) for row in (total, *choice.rows)]
    return all(cell is not None and cell.value > 0 for cell in cells)


def _proves(total: Row, choice: Choice, columns: Sequence[Column]) -> bool:
    """Whether the columns that fit cannot do so by chance: enough digits, once or twice."""
    more = 1 if len(choice.rows) == FEWEST else 0
    digits = sorted((_digits(total, c) - more for c in columns), reverse=True)
    return bool(digits) and (digits[0] >= _ONCE or (len(digits) > 1 and digits[1] >= _TWICE))


def _digits(total: Row, column: Column) -> int:
    cell = part(total, column)
    return len((cell.value / cell.step).to_integral_value().as_tuple().digits) if cell else 0


def totals_a_slip_off(context: ReportContext) -> Iterator[ReportFinding]:
    """Totals of a single column that one mistyped digit, or two exchanged ones, would make right.

    Only the whole block above or below a total is looked at: some run of rows would often do.
    """
    for table in context.data_tables():
        rows = [r for r in table.data_rows if not is_rate(r) and not is_of_which(r)]
        columns = amount_columns(table)
        if len(rows) > _MOST_ROWS:
            continue
        for at, row in enumerate(rows):
            if not is_whole(row.label):
                continue
            for choice in _blocks(rows, at):
                known = [c for c in columns if part(row, c) is not None and has_all(choice, c)]
                if len(known) != 1 or fits(row, choice, known[0]):
                    continue
                if _is_slip(row, choice, known[0]) and not _some_fit(rows, row, known[0]):
                    found = sum_finding(table, row, choice, known, Severity.WARNING)
                    if not numbers_between(context, table, found.lines):
                        yield found
                        break


def _blocks(rows: Sequence[Row], at: int) -> Iterator[Choice]:
    """All rows above a total, or all below it, up to another unit or another total."""
    for step in (-1, 1):
        run: list[Row] = []
        n = at + step
        while 0 <= n < len(rows) and alike(rows[n], rows[at]) and not is_whole(rows[n].label):
            run.append(rows[n])
            n += step
        if FEWEST <= len(run) <= MOST_PARTS:
            yield Choice(tuple(run))


def _some_fit(rows: Sequence[Row], total: Row, column: Column) -> bool:
    """Whether some run of rows makes the total: it is of those."""
    at = rows.index(total)
    return any(fits(total, choice, column) for choice in _runs(rows, at))


def _is_slip(total: Row, choice: Choice, column: Column) -> bool:
    whole = part(total, column)
    parts = [p for row in choice.rows if (p := part(row, column)) is not None]
    if whole is None or _digits(total, column) < _DIGITS or any(p.value < 0 for p in parts):
        return False
    gap = added(parts) - whole.value
    if not nearly(total, choice, column) or any(p.step != whole.step for p in parts):
        return False
    if _one_digit(gap, whole):
        return True
    rests = [(p.value, p.value - gap) for p in parts]
    return any(
        exchanged_digits(is_, be) for is_, be in [(whole.value, added(parts)), *rests] if be > 0
    )


def _one_digit(gap: Decimal, whole: Part) -> bool:
    """Whether a gap is one digit of the total: 100, 20, 3; not the last ones, which round."""
    steps = abs(gap / whole.step)
    digits = steps.normalize().as_tuple().digits
    return len(digits) == 1 and steps >= 10
