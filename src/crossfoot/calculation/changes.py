"""Where factors and shares change inside a calendar year: which rows are cut, on which days.

Nearly all factors are for calendar years, and then there is nothing here. A supplier's or a
fiscal year's factor begins on 1 July: the year of its rows has two parts. A contract may begin on
the 15th: then the months of its rows are cut too, and those rows have a calendar of their own.
So are the rows of a site that is bought, sold or let on a day: another share of it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from crossfoot.calculation.keys import RowKey
from crossfoot.quantities.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changes:
    """The days inside years on which the factors of rows change.

    Attributes:
        days: first day of each later part of a year, by the columns of the rows.
        calendars: number of the calendar, from 1, of each group of days inside months.
    """

    days: Mapping[tuple[str, ...], tuple[date, ...]] = field(default_factory=dict)
    calendars: Mapping[tuple[date, ...], int] = field(default_factory=dict)

    @classmethod
    def between(cls, parts: Iterable[RowKey]) -> Changes:
        """The changes between the parts of years."""
        found: dict[tuple[str, ...], set[date]] = {}
        for part in parts:
            if part.days:  # rows count on some days only: which do is for the engine to tell
                found.setdefault(part.columns, set())
            if (part.start.month, part.start.day) != (1, 1):
                found.setdefault(part.columns, set()).add(part.start)
        days = {columns: tuple(sorted(inside)) for columns, inside in found.items()}
        ragged = sorted({inside for each in days.values() if (inside := _inside_months(each))})
        return cls(days, {inside: number for number, inside in enumerate(ragged, start=1)})

    @property
    def cuts(self) -> bool:
        """Whether any factor changes inside a year."""
        return bool(self.days)

    @property
    def ragged(self) -> bool:
        """Whether any factor changes inside a month."""
        return bool(self.calendars)

    def concern(self, key: RowKey) -> bool:
        """Whether factors of these rows, or the share of their site, change at some day."""
        return key.columns in self.days

    def calendar_of(self, key: RowKey) -> int:
        """Number of the calendar by which rows are cut: 0 for that of whole months."""
        return self.calendars.get(_inside_months(self.days.get(key.columns, ())), 0)

    def months(self, whole: Sequence[Period]) -> list[tuple[int, Period]]:
        """The months of every calendar, those of the ragged ones cut where factors change."""
        cut = [(0, month) for month in whole]
        for days, number in self.calendars.items():
            cut += [(number, part) for month in whole for part in _parts(month, days)]
        return cut


def _inside_months(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(day for day in days if day.day != 1)


def _parts(month: Period, days: Iterable[date]) -> Iterable[Period]:
    start = month.start
    for day in days:
        if month.start < day <= month.end:
            yield Period(start, day - _DAY)
            start = day
    yield Period(start, month.end)
