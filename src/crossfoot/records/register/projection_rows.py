"""The rows of an entry in the projection: what holds now, what held before, due times kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from crossfoot.records.register.projection_tables import Tables, micro, written
from crossfoot.records.register.searching import marked
from crossfoot.records.register.stored import Kept
from crossfoot.registers import dues
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.dues import ClockState
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.fields import FieldType
from crossfoot.registers.records import Record, state_at
from crossfoot.registers.rollups import punctuality

_TICK = timedelta(microseconds=1)
#: fields that are looked through
_TEXTS = frozenset({FieldType.TEXT, FieldType.GEO})


@dataclass
class Rows:
    """Rows by table, as tuples in the order of its columns."""

    found: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """One more row of a table."""
        self.found.setdefault(table, []).append(row)


def rows_of(
    place: int,
    unit: str,
    record: Kept | Record,
    definition: Definition,
    tables: Tables,
    context: Context,
    rows: Rows,
) -> None:
    """Add the rows of one entry.

    Args:
        place: number of the entry in the database.
        unit: by which it is permitted and counted.
        record: the entry, with its history.
        definition: its register.
        tables: of the register.
        context: of its unit, for due times.
        rows: to which they are added.
    """
    spans = list(_spans(record))
    for number, (since, until) in enumerate(spans):
        last = number == len(spans) - 1
        view = record if last else record.as_of(since)
        _of_span(place, unit, view, tables, rows, (0 if last else number + 1, since, until))
    words = search_words(definition, record)
    if words:
        rows.add(tables.search, (place, marked(words)))
    for n, each in enumerate(record.history):
        rows.add(tables.passed, (place, n, each.state, micro(each.at)))
    for n, (name, deadline, in_time) in enumerate(_kept(definition, record, context)):
        rows.add(tables.kept, (place, n, name, micro(deadline), in_time))


def _spans(record: Kept | Record) -> Iterator[tuple[datetime, datetime | None]]:
    """Spans of time in which state and values stay the same, the first one first."""
    began = record.history[0].at
    moments = {each.at for each in record.history}
    if isinstance(record, Kept):
        moments |= {each.holds_from for each in record.was if each.holds_from > began}
    in_order = sorted(moments)
    yield from pairwise(in_order)
    yield in_order[-1], None


def _of_span(
    place: int,
    unit: str,
    view: Record,
    tables: Tables,
    rows: Rows,
    span: tuple[int, datetime, datetime | None],
) -> None:
    number, since, until = span
    values: list[Any] = []
    inexact = False
    for name, column in tables.columns.items():
        found, less = written(column, view.value(name))
        values += found
        inexact |= less
    for group, columns in tables.groups.items():
        for n, row in enumerate(view.value(group) or ()):
            cells: list[Any] = []
            less_of_row = False
            for name, column in columns.items():
                found, less = written(column, row.get(name))
                cells += found
                less_of_row |= less
            rows.add(tables.group(group), (place, number, n, int(less_of_row), *cells))
            inexact |= less_of_row
    table = tables.was if until is not None else tables.main
    fixed = (
        place,
        number,
        view.id,
        unit,
        state_at(view, since),
        micro(view.history[0].at),
        micro(since),
        micro(until) if until is not None else None,
        int(bool(view.qualifiers or view.bases)),
        int(inexact),
    )
    rows.add(table, (*fixed, *values))


def _kept(
    definition: Definition, record: Record, context: Context
) -> Iterator[tuple[str, datetime, int | None]]:
    """Due times of steps into states, and of clocks: kept (1), missed (0), running (None)."""
    for state in definition.states:
        measured = punctuality._measured(definition, state)
        if measured:
            for deadline, in_time in _steps(definition, measured, record, context):
                yield state, deadline, in_time
    for name, clock in definition.clocks.items():
        limit = dues.of_clock(definition, clock, record, context)
        if limit is None:
            continue
        later = context.at(max(context.now, limit.deadline + _TICK))
        found = dues.clock_state(definition, clock, record, later)
        if found in (ClockState.STOPPED, ClockState.LATE):
            yield name, limit.deadline, int(found is ClockState.STOPPED)
        elif found is ClockState.OVERDUE:
            yield name, limit.deadline, None


def _steps(
    definition: Definition, measured: list[Transition], record: Record, context: Context
) -> Iterator[tuple[datetime, int | None]]:
    evaluator = Evaluator(definition, context)
    for before, after in pairwise(record.history):
        step = punctuality._taken(measured, before, after, record, evaluator)
        due = dues.of_step(definition, step, record, before, context) if step else None
        if due is not None:
            yield due.deadline, int(after.at <= due.deadline)
    last = record.history[-1]
    open_ = [
        due.deadline
        for each in measured
        if last.state in each.sources and evaluator.holds(each.when, record)
        if (due := dues.of_step(definition, each, record, last, context)) is not None
    ]
    if open_:
        yield min(open_), None


def search_words(definition: Definition, record: Record) -> str:
    """What a search looks through, in small letters: numbers, titles, texts; nothing confidential.

    Of a sealed register the number alone.
    """
    if definition.access.level == "sealed":
        return str(record.value("ref_no") or "").lower()
    found: list[str] = []
    for each in definition.every_field():
        value = record.value(each.name)
        if value is None or each.seen_by:
            continue
        if each.type in _TEXTS:
            found += [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
        elif each.rows and isinstance(value, tuple):
            inner = [name for name, field in each.rows.items() if field.type in _TEXTS]
            found += [str(row[name]) for row in value for name in inner if row.get(name)]
    return "\n".join(dict.fromkeys(found)).lower()
