"""Totals that are named after what they are of, against the rows beside them.

"Total water consumption" stands below "Municipal water" and "Surface water", first or last, in
nested groups or without any. Which rows make it is learnt from the table itself: from a column in
which they do, or from labels that differ in their last part only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, added, adds_up, amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.likeness import base_and_tail, is_whole, words_of
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import Column, ReportTable, Row

_NUMBER = re.compile(r"[\t|]\s*[\d.,]+\s*[\t|]")
_OF_WHICH = re.compile(r"^\W*(?:of which|thereof|including|其中)", re.IGNORECASE)
_RUNS = 3
_MOST_ROWS = 200
_FEWEST = 2
_MOST_PARTS = 15
#: digits of a total that two numbers do not make by chance
_DIGITS = 4
#: without a column that proves the parts, a total further away is of something else
_CLOSE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Rows that may make a total.

    Attributes:
        rows: the rows.
        named: whether their labels are that of the total, each with another last part.
    """

    rows: tuple[Row, ...]
    named: bool = False


def named_totals(context: ReportContext) -> Iterator[ReportFinding]:
    """Totals that the same rows make in one column and miss in another, or nearly make."""
    for table in context.data_tables():
        rows = [r for r in table.data_rows if not is_rate(r) and not _is_of_which(r)]
        if len(rows) > _MOST_ROWS:
            continue  # a data set, not a table for readers; time must stay bounded
        complete = _complete_tails(table, rows)
        for at, row in enumerate(rows):
            if not is_whole(row.label):
                continue
            choices = _choices(rows, at)
            choices += _without_nested(choices, amount_columns(table))
            found = _judge(table, row, choices, complete)
            if found is not None and not _numbers_between(context, table, found.lines):
                yield found


def _is_of_which(row: Row) -> bool:
    """Whether a row is a part of the one above, and says so."""
    return any(_OF_WHICH.match(cell) for cell in (row.label, *row.cells[:2]))


def _numbers_between(context: ReportContext, table: ReportTable, lines: Sequence[int]) -> bool:
    """Whether a line among the rows has numbers that were not read as a row: a part, perhaps."""
    read = {row.line for row in table.data_rows}
    head = max(min(lines) - 1, table.first_line + len(table.head))
    return any(
        _NUMBER.search(context.report.lines[line - 1])
        for line in range(head, max(lines) + 1)
        if line not in read
    )


def _choices(rows: Sequence[Row], at: int) -> list[_Choice]:
    """The rows that may make a total: of one base, or a run before or behind it."""
    total = rows[at]
    choices = []
    base, tail = base_and_tail(total.label)
    own = base if tail and is_whole(tail) else total.label
    same = [
        r
        for r in rows
        if r is not total
        and _alike(r, total)
        and base_and_tail(r.label)[1]
        and words_of(base_and_tail(r.label)[0]) == words_of(own)
    ]
    if len(same) >= _FEWEST:
        choices.append(_Choice(tuple(same), named=True))
    for step in (-1, 1):
        run: list[Row] = []
        n = at + step
        while 0 <= n < len(rows) and _alike(rows[n], total) and len(run) < _MOST_PARTS:
            if is_whole(rows[n].label) and rows[n].groups == total.groups and run:
                break
            run.append(rows[n])
            if len(run) >= _FEWEST:
                choices.append(_Choice(tuple(run)))
            n += step
    everything = [r for r in rows if r is not total and _alike(r, total) and not is_whole(r.label)]
    if _FEWEST <= len(everything) <= _MOST_PARTS:
        choices.append(_Choice(tuple(everything)))
    return choices


def _without_nested(choices: Sequence[_Choice], columns: Sequence[Column]) -> list[_Choice]:
    """The longest runs without those rows that break down the row before them."""
    found: dict[tuple[int, ...], _Choice] = {}
    for choice in sorted(choices, key=lambda each: -len(each.rows))[:_RUNS]:
        for column in columns:
            kept = _outer_rows(choice.rows, column)
            if _FEWEST <= len(kept) < len(choice.rows):
                found.setdefault(tuple(row.line for row in kept), _Choice(tuple(kept)))
    return list(found.values())


def _outer_rows(rows: Sequence[Row], column: Column) -> list[Row]:
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
            if len(nested) >= _FEWEST and adds_up(whole, nested):
                at = n
                break
        at += 1
    return kept


def _alike(row: Row, total: Row) -> bool:
    return compact(row.unit) == compact(total.unit)


def _judge(
    table: ReportTable,
    total: Row,
    choices: Sequence[_Choice],
    complete: frozenset[frozenset[str]],
) -> ReportFinding | None:
    columns = [c for c in amount_columns(table) if part(total, c) is not None]
    best: tuple[int, _Choice, list[Column]] | None = None
    explained: set[int] = set()
    for choice in choices:
        fits = [c for c in columns if _fits(total, choice, c)]
        explained |= {c.index for c in fits if _tells(total, choice, c)}
        score = sum(_tells(total, choice, c) for c in fits)
        misses = [c for c in columns if c not in fits and _has(choice, c)]
        if score and (best is None or score > best[0]):
            best = (score, choice, misses)
    if best is not None:
        wrong = [c for c in best[2] if c.index not in explained]
        # a relation that fails more often than it holds was one by chance
        if wrong and len(wrong) <= best[0]:
            return _finding(table, total, best[1], wrong, Severity.ERROR)
        return None
    for choice in choices:
        if not choice.named:
            continue
        tails = frozenset(base_and_tail(row.label)[1].casefold() for row in choice.rows)
        proved = tails in complete
        wrong = [c for c in columns if _has(choice, c) and (proved or _near(total, choice, c))]
        if wrong:
            sure = proved or any(_exceeds(total, choice, c) for c in wrong)
            severity = Severity.ERROR if sure else Severity.WARNING
            return _finding(table, total, choice, wrong, severity)
    return None


def _complete_tails(table: ReportTable, rows: Sequence[Row]) -> frozenset[frozenset[str]]:
    """The sets of last parts that make a total of some other name in the table."""
    found = set()
    for at, row in enumerate(rows):
        if not is_whole(row.label):
            continue
        for choice in _choices(rows, at):
            if choice.named and any(
                _fits(row, choice, c) and _tells(row, choice, c) for c in amount_columns(table)
            ):
                found.add(
                    frozenset(base_and_tail(each.label)[1].casefold() for each in choice.rows)
                )
    return frozenset(found)


def _parts(choice: _Choice, column: Column) -> list[Part]:
    return [p for row in choice.rows if (p := part(row, column)) is not None]


def _has(choice: _Choice, column: Column) -> bool:
    """Whether all rows have a value: one that is missing may be what is missed."""
    return len(_parts(choice, column)) == len(choice.rows)


def _fits(total: Row, choice: _Choice, column: Column) -> bool:
    whole, parts = part(total, column), _parts(choice, column)
    return whole is not None and len(parts) >= _FEWEST and adds_up(whole, parts)


def _tells(total: Row, choice: _Choice, column: Column) -> bool:
    """Whether a sum that fits does not do so by chance."""
    whole = part(total, column)
    parts = [p for p in _parts(choice, column) if p.value]
    if whole is None or len(parts) < _FEWEST:
        return False
    digits = _DIGITS - (len(parts) > _FEWEST)
    return choice.named or abs(whole.value) >= whole.step.scaleb(digits - 1)


def _near(total: Row, choice: _Choice, column: Column) -> bool:
    whole = part(total, column)
    return whole is not None and abs(added(_parts(choice, column)) - whole.value) <= _CLOSE * abs(
        whole.value
    )


def _exceeds(total: Row, choice: _Choice, column: Column) -> bool:
    whole = part(total, column)
    return whole is not None and added(_parts(choice, column)) > whole.value


def _finding(
    table: ReportTable,
    total: Row,
    choice: _Choice,
    columns: Sequence[Column],
    severity: Severity,
) -> ReportFinding:
    sums = []
    for column in columns:
        whole = part(total, column)
        assert whole is not None  # noqa: S101 - the caller looked at it
        parts = _parts(choice, column)
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
