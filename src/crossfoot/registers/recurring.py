"""Duties that come back: campaigns, reviews, inspections.

A duty starts on a day of each month, quarter, half-year or year, or of the months it names, and is
owed a span of time later. It opens a record, or is a plain task.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.quantities.calendars import WorkingCalendar
from crossfoot.quantities.periods import Period
from crossfoot.registers.business_days import add_business_days, first_business_day
from crossfoot.registers.expressions.spans import Span

if TYPE_CHECKING:
    from crossfoot.registers.definition import Definition

#: months from one occurrence to the next; a week has its own rule
EVERY = {"week": 0, "month": 1, "quarter": 3, "half": 6, "year": 12}
PER = ("entity", "site", "supplier", "record")

_WEEK = 7
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A duty and when it comes back.

    Attributes:
        id: unique in the register.
        label: as people call it.
        role: who owes it.
        every: week, month, quarter, half or year; empty where `months` are named.
        months: the months in which it starts.
        day: of the month (of the week: 1 is Monday); the last day of the month where it is shorter.
        working_day: the first, second, ... working day of the month, in place of `day`; 0 for none.
        due: how long after its start it is owed; None for the start itself.
        per: entity, site, supplier or record: for each of them one.
        creates: values of the record it opens; `year`, `half`, `quarter`, `month` give the period,
            `start` and `due` the days, anything else is itself. Empty for a plain task.
    """

    id: str
    label: Text
    role: str
    every: str = ""
    months: tuple[int, ...] = ()
    day: int = 1
    working_day: int = 0
    due: Span | None = None
    per: str = "entity"
    creates: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Duty:
    """One occurrence.

    Attributes:
        recurrence: what comes back.
        starts_on: when it begins; a campaign opens on this day.
        due_on: the last day on which it is in time.
        provisional: the holidays of a year on the way are not announced yet; the day may move.
    """

    recurrence: Recurrence
    starts_on: date
    due_on: date
    provisional: bool = False

    @property
    def values(self) -> dict[str, str]:
        """Fields of the record it opens, as text."""
        words = {
            **{name: str(_period(name, self.starts_on)) for name in ("year", "half", "quarter")},
            "month": str(Period.month(self.starts_on.year, self.starts_on.month)),
            "start": self.starts_on.isoformat(),
            "due": self.due_on.isoformat(),
        }
        return {name: words.get(word, word) for name, word in self.recurrence.creates.items()}


def duties(
    definition: Definition, first: date, last: date, calendar: WorkingCalendar
) -> list[Duty]:
    """What starts between two days, both inside, in order of time.

    Args:
        definition: the register.
        first: the first day.
        last: the last day.
        calendar: the working days of the entity.
    """
    found = [
        _duty(recurrence, day, calendar)
        for recurrence in definition.recurring
        for day in _starts(recurrence, first, last, calendar)
    ]
    return sorted(found, key=lambda duty: (duty.starts_on, duty.recurrence.id))


def _duty(recurrence: Recurrence, day: date, calendar: WorkingCalendar) -> Duty:
    span = recurrence.due
    if span is None or span.unit == "h":
        return Duty(recurrence, day, day)
    if span.unit == "bd":
        due, provisional = add_business_days(calendar, day, span.value)
        return Duty(recurrence, day, due, provisional)
    return Duty(recurrence, day, span.after(day))


def _starts(
    recurrence: Recurrence, first: date, last: date, calendar: WorkingCalendar
) -> Iterator[date]:
    if recurrence.every == "week":
        day = first + timedelta(days=(recurrence.day - 1 - first.weekday()) % _WEEK)
        while day <= last:
            yield day
            day += timedelta(days=_WEEK)
        return
    step = EVERY.get(recurrence.every, _YEAR)
    months = recurrence.months or tuple(range(1, _YEAR + 1, step))
    for year in range(first.year, last.year + 1):
        for month in months:
            day = _day_of(recurrence, year, month, calendar)
            if first <= day <= last:
                yield day


def _day_of(recurrence: Recurrence, year: int, month: int, calendar: WorkingCalendar) -> date:
    if recurrence.working_day:
        day, _ = first_business_day(calendar, date(year, month, 1))
        later = recurrence.working_day - 1
        return add_business_days(calendar, day, later)[0] if later else day
    return date(year, month, min(recurrence.day, months_of.monthrange(year, month)[1]))


def _period(name: str, day: date) -> Period:
    length = EVERY[name]
    return Period.months(day.year, (day.month - 1) // length * length + 1, length)
