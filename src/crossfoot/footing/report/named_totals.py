"""Totals that are named after what they are of, against the rows beside them.

"Total water consumption" stands below "Municipal water" and "Surface water", first or last, in
nested groups or without any. Which rows make it is learnt from the table itself: from a column in
which they do, or from labels that differ in their last part only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossfoot.footing.finding import Severity
from crossfoot.footing.report.cells import amount_columns, is_rate, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.likeness import base_and_tail, is_whole, words_of
from crossfoot.footing.report.sum_candidates import (
    FEWEST,
    MOST_PARTS,
    Choice,
    alike,
    exceeds,
    fits,
    has_all,
    is_of_which,
    nearly,
    numbers_between,
    outer_rows,
    sum_finding,
    tells,
)
from crossfoot.reading.table import Column, ReportTable, Row

_RUNS = 3
_MOST_ROWS = 200


def named_totals(context: ReportContext) -> Iterator[ReportFinding]:
    """Totals that the same rows make in one column and miss in another, or nearly make."""
    for table in context.data_tables():
        rows = [r for r in table.data_rows if not is_rate(r) and not is_of_which(r)]
        if len(rows) > _MOST_ROWS:
            continue  # a data set, not a table for readers; time must stay bounded
        complete = _complete_tails(table, rows)
        for at, row in enumerate(rows):
            if not is_whole(row.label):
                continue
            marked = _marked(table, row)
            choices = [*marked, *_choices(rows, at, below=not marked)]
            choices += _without_nested(choices, amount_columns(table))
            found = _judge(table, row, choices, complete)
            if found is not None and not numbers_between(context, table, found.lines):
                yield found


def _marked(table: ReportTable, total: Row) -> list[Choice]:
    """The rows below a total of which the first says that it is a part of it: "其中：危险废物".

    Those behind it may be parts as well, or something else; the table tells.
    """
    below = [r for r in table.data_rows if r.line > total.line and not is_rate(r)][:MOST_PARTS]
    run: list[Row] = []
    for row in below:
        if not alike(row, total) or (is_whole(row.label) and not is_of_which(row)):
            break
        run.append(row)
    if not run or not is_of_which(run[0]):
        return []
    return [Choice(tuple(run[:count])) for count in range(FEWEST, len(run) + 1)]


def _choices(rows: Sequence[Row], at: int, *, below: bool = True) -> list[Choice]:
    """The rows that may make a total: of one base, or a run before or behind it."""
    total = rows[at]
    choices = []
    base, tail = base_and_tail(total.label)
    own = base if tail and is_whole(tail) else total.label
    same = [
        r
        for r in rows
        if r is not total
        and alike(r, total)
        and base_and_tail(r.label)[1]
        and words_of(base_and_tail(r.label)[0]) == words_of(own)
    ]
    if len(same) >= FEWEST:
        choices.append(Choice(tuple(same), named=True))
    for step in (-1, 1) if below else (-1,):
        run: list[Row] = []
        n = at + step
        while 0 <= n < len(rows) and alike(rows[n], total) and len(run) < MOST_PARTS:
            if is_whole(rows[n].label) and rows[n].groups == total.groups and run:
                break
            run.append(rows[n])
            if len(run) >= FEWEST:
                choices.append(Choice(tuple(run)))
            n += step
    everything = [r for r in rows if r is not total and alike(r, total) and not is_whole(r.label)]
    if FEWEST <= len(everything) <= MOST_PARTS:
        choices.append(Choice(tuple(everything)))
    return choices


def _without_nested(choices: Sequence[Choice], columns: Sequence[Column]) -> list[Choice]:
    """The longest runs without those rows that break down the row before them."""
    found: dict[tuple[int, ...], Choice] = {}
    for choice in sorted(choices, key=lambda each: -len(each.rows))[:_RUNS]:
        for column in columns:
            kept = outer_rows(choice.rows, column)
            if FEWEST <= len(kept) < len(choice.rows):
                found.setdefault(tuple(row.line for row in kept), Choice(tuple(kept)))
    return list(found.values())


def _judge(
    table: ReportTable,
    total: Row,
    choices: Sequence[Choice],
    complete: frozenset[frozenset[str]],
) -> ReportFinding | None:
    columns = [c for c in amount_columns(table) if part(total, c) is not None]
    best: tuple[int, Choice, list[Column]] | None = None
    explained: set[int] = set()
    for choice in choices:
        fitting = [c for c in columns if fits(total, choice, c)]
        explained |= {c.index for c in fitting if tells(total, choice, c)}
        score = sum(tells(total, choice, c) for c in fitting)
        misses = [c for c in columns if c not in fitting and has_all(choice, c)]
        if score and (best is None or score > best[0]):
            best = (score, choice, misses)
    if best is not None:
        wrong = [c for c in best[2] if c.index not in explained]
        # a relation that fails more often than it holds was one by chance
        if wrong and len(wrong) <= best[0]:
            return sum_finding(table, total, best[1], wrong, Severity.ERROR)
        return None
    for choice in choices:
        if not choice.named:
            continue
        tails = frozenset(base_and_tail(row.label)[1].casefold() for row in choice.rows)
        proved = tails in complete
        wrong = [c for c in columns if has_all(choice, c) and (proved or nearly(total, choice, c))]
        if wrong:
            sure = proved or any(exceeds(total, choice, c) for c in wrong)
            severity = Severity.ERROR if sure else Severity.WARNING
            return sum_finding(table, total, choice, wrong, severity)
    return None


def _complete_tails(table: ReportTable, rows: Sequence[Row]) -> frozenset[frozenset[str]]:
    """The sets of last parts that make a total of some other name in the table."""
    found = set()
    for at, row in enumerate(rows):
        if not is_whole(row.label):
            continue
        for choice in _choices(rows, at):
            if choice.named and any(
                fits(row, choice, c) and tells(row, choice, c) for c in amount_columns(table)
            ):
                found.add(
                    frozenset(base_and_tail(each.label)[1].casefold() for each in choice.rows)
                )
    return frozenset(found)
