"""When a time limit is over: steps that people owe, timers of the system, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from crossfoot.languages import Text
from crossfoot.registers.business_days import add_business_days
from crossfoot.registers.context import Context
from crossfoot.registers.definition import SYSTEM, Clock, Definition, Transition
from crossfoot.registers.due_times import DueTime, Form
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.expressions.tree import fields_of
from crossfoot.registers.overrides import due_time
from crossfoot.registers.records import Entered, RecordView, entry_at, moment_of

_ONE_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit of one record.

    Attributes:
        start: when it began to run.
        deadline: the last moment that is in time: the end of the day, where days are counted.
        fires_at: when a timer of the system acts: once that many days have begun, or after the
            last day of a `by`.
        anchor: the value of the field it counts from; empty where it counts from a state.
        provisional: holidays on the way are not announced yet.
    """

    start: datetime
    deadline: datetime
    fires_at: datetime
    anchor: str = ""
    provisional: bool = False


def compute(due: DueTime, record: RecordView, entered_at: datetime, context: Context) -> Due | None:
    """The time limit of a record; None while the field it counts from is empty.

    Args:
        due: what the definition says.
        record: the record.
        entered_at: when the state was entered that it counts from.
        context: time zone and working days.
    """
    value = record.value(due.field) if due.field else entered_at
    if value is None:
        return None
    anchor = value.isoformat() if due.field else ""
    match due.form:
        case Form.BY:
            return _by(value, entered_at, anchor)
        case Form.FIXED:
            return _by(_fixed(due, entered_at.date()), entered_at, "")
        case Form.BEFORE if due.span is not None:
            found = _counted(due.span, value, entered_at, context, -1)
            start = min(entered_at, found.deadline)
            return Due(start, found.deadline, found.fires_at, anchor, found.provisional)
    if due.span is None:
        return None
    found = _counted(due.span, value, entered_at, context, 1)
    return Due(found.start, found.deadline, found.fires_at, anchor, found.provisional)


def _by(value: Any, entered_at: datetime, anchor: str) -> Due:
    if isinstance(value, datetime):
        moment = value.astimezone(entered_at.tzinfo)
        return Due(entered_at, moment, moment, anchor)
    end = _end(value, entered_at)
    return Due(entered_at, end, end + _TICK, anchor)


def _fixed(due: DueTime, after: date) -> date:
    this_year = date(after.year, due.month, due.day)
    if due.next_year:
        return this_year.replace(year=after.year + 1)
    return this_year if this_year >= after else this_year.replace(year=after.year + 1)


def _counted(span: Span, value: Any, like: datetime, context: Context, sign: int) -> Due:
    start = moment_of(value, like)
    if start is None:
        message = f"{value!r} is no date"
        raise TypeError(message)
    if span.unit == "h":
        moment = span.after(start, sign)
        return Due(start, moment, moment)
    provisional = False
    if span.unit == "bd":
        day, provisional = add_business_days(context.calendar, start.date(), span.value * sign)
    else:
        day = span.after(start.date(), sign)
    fires_at = datetime.combine(day, start.time(), start.tzinfo)
    return Due(start, _end(day, start), fires_at, provisional=provisional)


def _end(day: date, like: datetime) -> datetime:
    return datetime.combine(day + _ONE_DAY, time.min, like.tzinfo) - _TICK


# -- of steps ----------------------------------------------------------------------------------


def of_step(
    definition: Definition,
    transition: Transition,
    record: RecordView,
    entered: Entered,
    context: Context,
) -> Due | None:
    """The time limit of a step for a record that entered one of its states."""
    evaluator = Evaluator(definition, context)
    due = due_time(definition, transition.key, transition.due, record, context, evaluator.holds)
    return compute(due, record, entered.at, context) if due is not None else None


# -- of clocks ---------------------------------------------------------------------------------


class ClockState(StrEnum):
    """Where a clock stands."""

    IDLE = "idle"
    RUNNING = "running"
    OVERDUE = "overdue"
    STOPPED = "stopped"
    LATE = "late"
    DROPPED = "dropped"


def of_clock(
    definition: Definition, clock: Clock, record: RecordView, context: Context
) -> Due | None:
    """The time limit of a clock; None while the field it counts from is empty."""
    evaluator = Evaluator(definition, context)
    due = due_time(definition, clock.name, clock.due, record, context, evaluator.holds)
    return compute(due, record, record.history[0].at, context) if due is not None else None


def clock_state(
    definition: Definition, clock: Clock, record: RecordView, context: Context
) -> ClockState:
    """Whether a clock runs, was stopped in time or late, was dropped, or is overdue.

    The condition is asked at the deadline, with what had happened by then, or now if that is
    earlier: a clock whose condition ends later is late all the same.
    """
    due = of_clock(definition, clock, record, context)
    if due is None:
        return ClockState.IDLE
    stopped = record.value(clock.stops)
    moment = moment_of(stopped, due.start) if stopped is not None else None
    if moment is not None and moment <= min(due.deadline, context.now):
        return ClockState.STOPPED
    asked = min(due.deadline, context.now)
    evaluator = Evaluator(definition, context.at(asked), seen_at=asked)
    if not evaluator.holds(clock.when, record.as_of(asked)):
        return ClockState.DROPPED
    if moment is not None and moment <= context.now:
        return ClockState.LATE
    return ClockState.OVERDUE if context.now > due.deadline else ClockState.RUNNING


# -- what is open ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenDue:
    """Something that a person owes.

    Attributes:
        name: key of the step, or name of the clock.
        label: as people call it.
        roles: who owes it.
        due: until when.
    """

    name: str
    label: Text
    roles: tuple[str, ...]
    due: Due


def open_dues(definition: Definition, record: RecordView, context: Context) -> list[OpenDue]:
    """The steps and clocks of a record that run, soonest first."""
    found = [*_open_steps(definition, record, context), *_open_clocks(definition, record, context)]
    return sorted(found, key=lambda each: each.due.deadline)


def _open_steps(definition: Definition, record: RecordView, context: Context) -> Iterator[OpenDue]:
    entered = entry_at(record)
    evaluator = Evaluator(definition, context)
    found: list[tuple[Transition, Due]] = []
    for each in definition.leaving(entered.state) if entered else ():
        waits = any(record.value(name) in (None, (), "") for name in undecided(each, record))
        if each.is_automatic or not (waits or evaluator.holds(each.when, record)):
            continue
        due = of_step(definition, each, record, entered, context) if entered else None
        if due is not None:
            found.append((each, due))
    for each, due in found:
        later = (other for step, other in found if step is not each)
        if not _is_exit(definition, each, due, later):
            roles = tuple(role for role in each.roles if role != SYSTEM)
            yield OpenDue(each.key, definition.step_label(each), roles, due)


def _is_exit(
    definition: Definition, transition: Transition, due: Due, others: Iterator[Due]
) -> bool:
    """Whether a step is a way out that nobody owes because a record is where it is.

    Time to stop a candidate, or to blacklist a supplier, is not what everybody runs out of. It is
    a way out of every state, or one that closes the record while another step has longer.
    """
    if transition.when is not None or due.anchor:
        return False
    if set(transition.sources) >= set(definition.states) - definition.finals:
        return True
    return transition.target in definition.closing and any(
        other.deadline > due.deadline for other in others
    )


def undecided(transition: Transition, record: RecordView) -> list[str]:
    """Fields on which a guard that is false may yet turn: empty ones, those the step fills."""
    if transition.when is None:
        return []
    return [
        name
        for name in sorted(fields_of(transition.when))
        if name in transition.require or record.value(name) in (None, (), "")
    ]


def _open_clocks(definition: Definition, record: RecordView, context: Context) -> Iterator[OpenDue]:
    for clock in definition.clocks.values():
        state = clock_state(definition, clock, record, context)
        due = of_clock(definition, clock, record, context)
        if state in (ClockState.RUNNING, ClockState.OVERDUE) and due is not None:
            roles = tuple(role for role in clock.roles if role != SYSTEM)
            yield OpenDue(clock.name, clock.label, roles, due)
