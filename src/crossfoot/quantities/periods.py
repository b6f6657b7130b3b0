"""Periods: a month, a quarter, a year, a fiscal year, a span of years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crossfoot.languages import Language, Text

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
        if self.start.day != 1 or self.end != _last_of_month(self.end):
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

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

    def next(self) -> Period:
        """The period of the same length just after."""
        months = self.month_count
        after = self.end + _ONE_DAY
        if months is None:
            return Period(after, self.end + timedelta(days=self.days))
        return Period.months(after.year, after.month, months)

    def contains(self, other: Period | date) -> bool:
        """Whether the other period, or day, lies wholly inside."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def intersection(self, other: Period) -> Period | None:
        """The days that the two share, None where there are none."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def split_by_month(self) -> Iterator[Period]:
        """The parts of the period in each calendar month, in order."""
        day = self.start
        while (last := _last_of_month(day)) < self.end:
            yield Period(day, last)
            day = last + _ONE_DAY
        yield Period(day, self.end)

    def parts(self, months: int) -> list[Period]:
        """The period cut into parts of so many months, from its own first month on.

        So the quarters of a fiscal year are its own, not those of the calendar.

        >>> Period.fiscal_year(2023, 4).parts(3)[-1]
        Period('2024-Q1')

        Raises:
            ValueError: the parts would not fill the period.
        """
        whole = self.month_count
        if whole is None or months < 1 or whole % months:
            message = f"{self} does not divide into parts of {months} months"
            raise ValueError(message)
        first = self.start.year * 12 + self.start.month - 1
        starts = (divmod(first + ahead, 12) for ahead in range(0, whole, months))
        return [Period.months(year, month + 1, months) for year, month in starts]

    def quarters(self) -> list[Period]:
        """Parts of three months: the quarters of a year or fiscal year.

        Raises:
            ValueError: the period is not made of whole quarters.
        """
        return self.parts(3)

    def __str__(self) -> str:
        """The shortest form that `parse` reads back."""
        start, end = self.start, self.end
        match self._shape():
            case "day":
                return f"{start}"
            case "days":
                return f"{start}/{end}"
            case "month":
                return _month_text(start)
            case "quarter":
                return f"{start.year:04d}-Q{(start.month + 2) // 3}"
            case "half":
                return f"{start.year:04d}-H{1 if start.month == 1 else 2}"
            case "year":
                return f"{start.year:04d}"
            case "years":
                return f"{start.year:04d}/{end.year:04d}"
        return f"{_month_text(start)}/{_month_text(end)}"

    def label(self, language: Language) -> str:
        """The period as a report prints it.

        >>> Period.fiscal_year(2023, 4).label("en"), Period.parse("2023-Q2").label("zh")
        ('FY2023/24', '2023年第2季度')
        """
        form = _LABELS.get(self._shape(), _DAYS)
        return form[language].format(
            start=self.start,
            end=self.end,
            short_end=f"{self.end.year % 100:02d}",
            month=_ENGLISH_MONTHS[self.start.month - 1],
            quarter=(self.start.month + 2) // 3,
            half=(self.start.month + 5) // 6,
            half_zh="上半年" if self.start.month == 1 else "下半年",
        )

    def _shape(self) -> str:
        start, months = self.start, self.month_count
        if months is None:
            return "day" if self.start == self.end else "days"
        if months == 1:
            return "month"
        if months == 3 and start.month % 3 == 1:
            return "quarter"
        if months == 6 and start.month in (1, 7):
            return "half"
        if months == 12:
            return "year" if start.month == 1 else "fiscal"
        return "years" if start.month == 1 and months % 12 == 0 else "months"

    def __repr__(self) -> str:
        """Short, for test output."""
        return f"Period({str(self)!r})"


#: not calendar.month_name, which follows the machine's locale
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = Text("{start} to {end}", "{start}至{end}")
#: how each shape of period is printed
_LABELS = {
    "day": Text("{start}", "{start}"),
    "days": _DAYS,
    "month": Text("{month} {start.year}", "{start.year}年{start.month}月"),
    "months": Text(
        "{start:%Y-%m} to {end:%Y-%m}",
        "{start.year}年{start.month}月至{end.year}年{end.month}月",
    ),
    "quarter": Text("Q{quarter} {start.year}", "{start.year}年第{quarter}季度"),
    "half": Text("H{half} {start.year}", "{start.year}年{half_zh}"),
    "year": Text("{start.year}", "{start.year}年"),
    "fiscal": Text("FY{start.year}/{short_end}", "{start.year}/{short_end}财年"),
    "years": Text("{start.year}–{end.year}", "{start.year}—{end.year}年"),
}


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_text(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
