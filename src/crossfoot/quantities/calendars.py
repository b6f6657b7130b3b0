"""Working days: weekends, public holidays, and the weekend days on which China works instead.

The State Council announces the holidays of a year late in the year before, and may change them
later, as it did for Spring Festival 2020. `data/working_days_cn.csv` has each announcement with
its date and number; a later announcement wins. Days of a year without announcement are refused:
a deadline counted on a guess is wrong in a way that nobody notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.shipped import shipped_rows

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which the week's rule does not hold, or a holiday on a weekend.

    Attributes:
        day: the date.
        working: True for a weekend day that is worked to make up for a holiday.
        occasion: the holiday concerned.
        announced: date of the announcement.
        source: its number.
    """

    day: date
    working: bool
    occasion: Text
    announced: date
    source: str


class WorkingCalendar:
    """Which days are worked.

    Attributes:
        name: what messages call the calendar.
        years: the years it covers; None where it covers all.
    """

    def __init__(
        self, name: str, special_days: Iterable[SpecialDay] = (), years: Iterable[int] | None = None
    ) -> None:
        self.name = name
        self.years = None if years is None else frozenset(years)
        in_order = sorted(special_days, key=lambda special: special.announced)
        self._special: Mapping[date, SpecialDay] = {special.day: special for special in in_order}

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked.

        >>> china().is_working_day(date(2024, 2, 18))  # a Sunday, made up for Spring Festival
        True

        Raises:
            CrossfootError: the calendar does not cover the day's year.
        """
        special = self.special_day(day)
        return special.working if special else day.weekday() < _SATURDAY

    def special_day(self, day: date) -> SpecialDay | None:
        """The holiday or make-up day with its source; None for an ordinary day.

        Raises:
            CrossfootError: the calendar does not cover the day's year.
        """
        if self.years is not None and day.year not in self.years:
            raise CrossfootError(self._not_covered(day))
        return self._special.get(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day `count` working days after a day, or before it for a negative count.

        The day itself is never counted. With 0 it is the day if it is worked, else the next one
        that is.

        >>> china().add_working_days(date(2023, 9, 28), 1)  # the last day before eight days off
        datetime.date(2023, 10, 7)

        Raises:
            CrossfootError: the calendar does not cover a day on the way.
        """
        if count == 0:
            while not self.is_working_day(day):
                day += _ONE_DAY
            return day
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` is earlier.

        For working days a and b, `add_working_days(a, working_days_between(a, b)) == b`.

        Raises:
            CrossfootError: the calendar does not cover a day on the way.
        """
        if end < start:
            return -self._count(end, start - _ONE_DAY)
        return self._count(start + _ONE_DAY, end)

    def working_days_in(self, period: Period) -> int:
        """Working days of a period.

        Raises:
            CrossfootError: the calendar does not cover a day of it.
        """
        return self._count(period.start, period.end)

    def _count(self, first: date, last: date) -> int:
        days = ((last - first).days + 1) if first <= last else 0
        return sum(self.is_working_day(first + timedelta(days=ahead)) for ahead in range(days))

    def _not_covered(self, day: date) -> Problem:
        years = sorted(self.years or ())
        known = f"it covers {years[0]} to {years[-1]}" if years else "it covers no year"
        return Problem(
            f"the calendar {self.name!r} does not know which days of {day.year} are worked",
            why=f"{known}; holidays and make-up days are announced year by year",
            remedy=f"add the announcement for {day.year} to the calendar's table",
        )


@lru_cache(maxsize=32)
def china(as_of: date | None = None) -> WorkingCalendar:
    """The calendar of mainland China as announced by the State Council.

    Args:
        as_of: leaves out what was announced after that day.
    """
    special: list[SpecialDay] = []
    years: set[int] = set()
    for row in shipped_rows("working_days_cn.csv"):
        announced = date.fromisoformat(row["announced"])
        if as_of is None or announced <= as_of:
            special.extend(_days_of(row, announced))
            years.add(int(row["year"]))
    return WorkingCalendar("China", special, years)


def weekdays() -> WorkingCalendar:
    """Monday to Friday, every week of every year: for places whose holidays are not known."""
    return WorkingCalendar("Monday to Friday")


def _days_of(row: dict[str, str], announced: date) -> Iterable[SpecialDay]:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    for ahead in range((last - first).days + 1):
        yield SpecialDay(
            day=first + timedelta(days=ahead),
            working=row["kind"] == "working",
            occasion=Text(row["name_en"], row["name_zh"]),
            announced=announced,
            source=row["source"],
        )
