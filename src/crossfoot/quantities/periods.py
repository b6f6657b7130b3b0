"""Periods: a month, a quarter, a year, a fiscal year, a span of years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_FORM = re.compile(
    r"(?P<year>\d{4})(?:-?(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both inside.

    >>> Period.parse("2023-Q2")
    Period('2023-Q2')
    >>> Period.year(2023).previous()
    Period('2022')
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = f"the period ends on {self.end} before it starts on {self.start}"
            raise ValueError(message)

    @classmethod
    def year(cls, year: int) -> Period:
        """The calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def years(cls, first: int, last: int) -> Period:
        """A span of calendar years, both inside."""
        return cls(date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def fiscal_year(cls, year: int, first_month: int) -> Period:
        """The twelve months that start in `first_month` of `year`."""
        return cls.months(year, first_month, 12)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """The calendar month."""
        return cls.months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """The calendar quarter, 1 to 4."""
        return cls.months(year, 3 * quarter - 2, 3)

    @classmethod
    def months(cls, year: int, month: int, count: int) -> Period:
        """`count` whole months from the given one."""
        last = year * 12 + month - 1 + count - 1
        end_year, end_month = divmod(last, 12)
        end_day = calendar.monthrange(end_year, end_month + 1)[1]
        return cls(date(year, month, 1), date(end_year, end_month + 1, end_day))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2023`, `2023-04`, `2023-Q2`, `2023-H1`, `2018/2023`, `2023-01-01/2023-06-30`.

        Raises:
            ValueError: the text is none of these.
        """
        text = text.strip()
        if "/" in text:
            first, last = text.split("/", 1)
            return cls(cls._edge(first).start, cls._edge(last).end)
        return cls._edge(text)

    @classmethod
    def _edge(cls, text: str) -> Period:
        text = text.strip()
        match = _FORM.fullmatch(text)
        if match is None:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                message = f"{text!r} is not a period; write 2023, 2023-04, 2023-Q2 or 2022/2023"
                raise ValueError(message) from None
            return cls(day, day)
        year = int(match["year"])
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        if match["half"]:
            return cls.months(year, 6 * int(match["half"]) - 5, 6)
        if match["month"]:
            month = int(match["month"])
            if not 1 <= month <= 12:
                message = f"{text!r} names a month that does not exist"
                raise ValueError(message)
            return cls.month(year, month)
        return cls.year(year)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def month_count(self) -> int | None:
        """Number of whole calendar months, None where the edges are not those of months."""
        next_day = self.end + _ONE_DAY
        if self.start.day != 1 or next_day.day != 1:
            return None
        return (next_day.year - self.start.year) * 12 + next_day.month - self.start.month

    @property
    def is_year(self) -> bool:
        """Whether it is twelve whole months."""
        return self.month_count == 12

    def previous(self) -> Period:
        """The period of the same length just before: the formula language's `prev`."""
        months = self.month_count
        if months is None:
            return Period(self.start - timedelta(days=self.days), self.start - _ONE_DAY)
        first = self.start.year * 12 + self.start.month - 1 - months
        return Period.months(first // 12, first % 12 + 1, months)

    def contains(self, other: Period | date) -> bool:
        """Whether the other period, or day, lies wholly inside."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def split_by_month(self) -> Iterator[Period]:
        """The parts of the period in each calendar month, in order."""
        day = self.start
        while day <= self.end:
            last = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
            yield Period(day, min(last, self.end))
            day = last + _ONE_DAY

    def __str__(self) -> str:
        """The shortest form that `parse` reads back."""
        start, months = self.start, self.month_count
        if months is None:
            return f"{start}/{self.end}"
        if months == 1:
            return f"{start:%Y-%m}"
        if months == 3 and start.month % 3 == 1:
            return f"{start:%Y}-Q{(start.month + 2) // 3}"
        if months == 6 and start.month in (1, 7):
            return f"{start:%Y}-H{1 if start.month == 1 else 2}"
        if start.month == 1 and months % 12 == 0:
            last = self.end.year
            return f"{start.year}" if months == 12 else f"{start.year}/{last}"
        return f"{start:%Y-%m}/{self.end:%Y-%m}"

    def __repr__(self) -> str:
        """Short, for test output."""
        return f"Period({str(self)!r})"
