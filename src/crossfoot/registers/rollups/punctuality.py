"""Due times kept or missed, states entered, hours between two states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from statistics import median

from crossfoot.registers import dues
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.dues import ClockState
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.expressions.tree import Aggregate
from crossfoot.registers.metrics import Breakdown
from crossfoot.registers.records import Entered, RecordView
from crossfoot.registers.rollups.aggregates import Item, Scope, ids_of, keys_of, records_of
from crossfoot.registers.rollups.cells import Cell, Cells, Key

_HOUR = Decimal(3600)
_MICROSECONDS = Decimal(1000000)


def entered(found: Aggregate, scope: Scope, by: Mapping[str, Breakdown]) -> Cells:
    """Records that entered a state in the period."""
    groups: dict[Key, list[RecordView]] = {}
    evaluator = Evaluator(scope.definition, scope.context, seen_at=scope.as_of)
    for record in scope.records:
        days = [each.at.astimezone(scope.context.zone).date() for each in _into(record, found)]
        if any(scope.period.contains(day) for day in days):
            for key in keys_of(Item(record, None), by, "", evaluator):
                groups.setdefault(key, []).append(record)
    values = {key: Cell(Decimal(len(ids_of(each))), ids_of(each)) for key, each in groups.items()}
    return Cells(tuple(by), values, Cell(Decimal(0)))


def _into(record: RecordView, found: Aggregate) -> list[Entered]:
    return [each for each in record.history if each.state == found.names[0]]


def ontime(found: Aggregate, scope: Scope, by: Mapping[str, Breakdown]) -> Cells:
    """The share, 0 to 1, of what was due in records of the period and done in time."""
    now = scope.as_of or scope.context.now
    context = scope.context.at(now)
    evaluator = Evaluator(scope.definition, context, seen_at=scope.as_of)
    groups: dict[Key, list[tuple[RecordView, bool]]] = {}
    for record in records_of(found, scope, scope.as_of):
        kept = list(_kept(scope.definition, found.names[0], record, context))
        for key in keys_of(Item(record, None), by, "", evaluator) if kept else ():
            groups.setdefault(key, []).extend((record, each) for each in kept)
    values = {
        key: Cell(
            Decimal(sum(in_time for _, in_time in each)) / len(each),
            ids_of(record for record, _ in each),
        )
        for key, each in groups.items()
    }
    return Cells(tuple(by), values)


def _kept(
    definition: Definition, name: str, record: RecordView, context: Context
) -> Iterator[bool]:
    clock = definition.clocks.get(name)
    if clock is None:
        yield from _kept_steps(definition, _measured(definition, name), record, context)
        return
    state = dues.clock_state(definition, clock, record, context)
    if state in (ClockState.STOPPED, ClockState.LATE, ClockState.OVERDUE):
        yield state is ClockState.STOPPED


def _measured(definition: Definition, state: str) -> list[Transition]:
    """Steps into a state that have a due time; of one that only a timer enters, those out of it."""
    into = [each for each in definition.transitions if each.target == state and each.due]
    if into and all(each.is_automatic for each in into):
        return [each for each in definition.leaving(state) if each.due and not each.is_automatic]
    return into


def _kept_steps(
    definition: Definition, measured: list[Transition], record: RecordView, context: Context
) -> Iterator[bool]:
    evaluator = Evaluator(definition, context)
    history = [each for each in record.history if each.at <= context.now]
    for before, after in pairwise(history):
        step = _taken(measured, before, after, record, evaluator)
        due = dues.of_step(definition, step, record, before, context) if step else None
        if due is not None:
            yield after.at <= due.deadline
    if history:
        for each in measured:
            if history[-1].state in each.sources and evaluator.holds(each.when, record):
                due = dues.of_step(definition, each, record, history[-1], context)
                if due is not None and context.now > due.deadline:
                    yield False
                    return


def _taken(
    measured: list[Transition],
    before: Entered,
    after: Entered,
    record: RecordView,
    evaluator: Evaluator,
) -> Transition | None:
    """The measured step between two entries: by its key, or where none is kept, by its guard."""
    fitting = [
        each for each in measured if before.state in each.sources and each.target == after.state
    ]
    if after.transition:
        return next((each for each in fitting if each.key == after.transition), None)
    guarded = [each for each in fitting if evaluator.holds(each.when, record)]
    return guarded[0] if guarded else None


def elapsed(found: Aggregate, scope: Scope, by: Mapping[str, Breakdown]) -> Cells:
    """Median hours from entering one state to entering another, in records of the period."""
    evaluator = Evaluator(scope.definition, scope.context, seen_at=scope.as_of)
    groups: dict[Key, list[tuple[RecordView, Decimal]]] = {}
    for record in records_of(found, scope, scope.as_of):
        hours = _hours(record, found.names[0], found.names[1], scope.as_of)
        if hours is not None:
            for key in keys_of(Item(record, None), by, "", evaluator):
                groups.setdefault(key, []).append((record, hours))
    values = {
        key: Cell(median(hours for _, hours in each), ids_of(record for record, _ in each))
        for key, each in groups.items()
    }
    return Cells(tuple(by), values)


def _hours(record: RecordView, first: str, last: str, as_of: datetime | None) -> Decimal | None:
    start = next((each.at for each in record.history if each.state == first), None)
    if start is None:
        return None
    end = next(
        (each.at for each in record.history if each.state == last and each.at >= start), None
    )
    if end is None or (as_of is not None and end > as_of):
        return None
    length = end - start
    seconds = Decimal(length.days) * 86400 + length.seconds
    return (seconds + length.microseconds / _MICROSECONDS) / _HOUR
