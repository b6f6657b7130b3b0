"""Dates as people write them; an order of day and month that is not certain is refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.tables.text import clean

#: which day of a month is meant where a cell names only the month
Edge = Literal["first", "last", ""]

FIRST_YEAR, LAST_YEAR = 1900, 2100

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－：", "0123456789./-:")
_DAY = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"|年\s*(?P<month_zh>\d{1,2})\s*月\s*(?P<day_zh>\d{1,2})\s*日?"
    r"|(?P<month_8>\d{2})(?P<day_8>\d{2}))"
    r"(?P<time>[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年\s*(\d{1,2})\s*月)", re.ASCII)
_YEAR = re.compile(r"(\d{4})\s*年?度?", re.ASCII)
_YEARS = re.compile(r"(\d{4})年?\s*[-–—~至/]\s*(\d{4})年?度?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?")
_DAY_NUMBER = re.compile(r"[1-9]\d{4}(\.\d+)?", re.ASCII)


def read_date(text: str, name: str = "date", edge: Edge = "") -> date:
    """The day that a text states.

    Accepts `2023-01-31`, `2023/1/31`, `2023.1.31`, `20230131`, `2023年1月31日`, and, where an edge
    is given, a month such as `2023-01`, `2023/1`, `2023年1月`.

    >>> read_date("2023-02", edge="last")
    datetime.date(2023, 2, 28)

    Args:
        text: the cell.
        name: what the date is, as messages call it.
        edge: which day of the month a month means.

    Raises:
        CrossfootError: the text is no date, names a day that does not exist, or could be read in
            two ways.
    """
    plain = clean(text).translate(_FULL_WIDTH)
    day = _DAY.fullmatch(plain)
    if day:
        if day["time"] and not _MIDNIGHT.fullmatch(day["time"]):
            raise CrossfootError(
                Problem(
                    f"{name} {text!r} has a time of day",
                    why="periods are whole days, and dropping the time could move the day",
                    remedy=f"write the day alone: {plain.split(day['time'])[0]}",
                )
            )
        month = day["month"] or day["month_zh"] or day["month_8"]
        return _day(
            int(day["year"]),
            int(month),
            int(day["day"] or day["day_zh"] or day["day_8"]),
            text,
            name,
        )
    whole = _MONTH.fullmatch(plain)
    if whole and edge:
        first = _day(int(whole[1]), int(whole[2] or whole[3]), 1, text, name)
        return first if edge == "first" else Period.month(first.year, first.month).end
    raise CrossfootError(_why_no_date(text, plain, name))


def read_period(text: str, name: str = "period") -> Period:
    """The period that a text states: `2023`, `2023年`, `2023-Q2`, `2023-04`, `2021-2023` and so on.

    >>> read_period("2023年度")
    Period('2023')

    Raises:
        CrossfootError: the text is no period.
    """
    plain = clean(text).translate(_FULL_WIDTH)
    year, month = _YEAR.fullmatch(plain), _MONTH.fullmatch(plain)
    years = _YEARS.fullmatch(plain)
    if year:
        plain = year[1]
    elif years:
        plain = f"{years[1]}/{years[2]}"
    elif month:
        plain = f"{month[1]}-{int(month[2] or month[3]):02}"
    try:
        period = Period.parse(plain)
    except ValueError:
        raise CrossfootError(
            Problem(
                f"{name} {text!r} is not a period",
                remedy="write a year (2023), a quarter (2023-Q2), a month (2023-04) or a span "
                "(2022/2023)",
            )
        ) from None
    if not FIRST_YEAR <= period.start.year <= period.end.year <= LAST_YEAR:
        raise CrossfootError(_far_away(text, name))
    return period


def _day(year: int, month: int, day: int, text: str, name: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CrossfootError(_far_away(text, name))
    try:
        return date(year, month, day)
    except ValueError:
        raise CrossfootError(
            Problem(
                f"{name} {text!r} is a day that does not exist",
                remedy="check month and day; the form is year-month-day, such as 2023-01-31",
            )
        ) from None


def _far_away(text: str, name: str) -> Problem:
    return Problem(
        f"{name} {text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}",
        remedy="check the year",
    )


def _why_no_date(text: str, plain: str, name: str) -> Problem:
    other_order = _YEAR_LAST.fullmatch(plain)
    if other_order:
        return Problem(
            f"{name} {text!r} does not say for certain which number is the day and which the month",
            why="1 February and 2 January are written alike in different countries",
            remedy=f"write year-month-day: {_possible_days(*other_order.groups())}",
        )
    if _DAY_NUMBER.fullmatch(plain):
        return Problem(
            f"{name} {text!r} is a number, perhaps a day counted by the spreadsheet",
            remedy="format the column as a date, or write the day as 2023-01-31",
        )
    if _MONTH.fullmatch(plain):
        return Problem(
            f"{name} {text!r} names a month where a day is needed", remedy="write 2023-01-31"
        )
    return Problem(f"{name} {text!r} is not a date", remedy="write year-month-day: 2023-01-31")


def _possible_days(one: str, two: str, year: str) -> str:
    century = "20" if len(year) == 2 else ""
    days = []
    for month, day in ((two, one), (one, two)):
        try:
            possible = date(int(century + year), int(month), int(day)).isoformat()
        except ValueError:
            continue
        if possible not in days:
            days.append(possible)
    return " or ".join(days) or "2023-01-31"
