"""Business days beyond the years whose holidays are announced.

A due time of next year is needed before the State Council announces its holidays. Days of such a
year count as Monday to Friday, and the answer says that it is provisional: it is computed anew
once the calendar knows the year.
"""

from __future__ import annotations

from datetime import date, timedelta

from crossfoot.quantities.calendars import WorkingCalendar

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_business_day(calendar: WorkingCalendar, day: date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether that is a guess."""
    if calendar.years is not None and day.year not in calendar.years:
        return day.weekday() < _SATURDAY, True
    return calendar.is_working_day(day), False


def add_business_days(calendar: WorkingCalendar, day: date, count: int) -> tuple[date, bool]:
    """The business day `count` business days after a day (before it, where negative).

    The day itself is never counted; with 0 it is the day if it is worked, else the next one.

    Returns:
        the day, and whether a year on the way is not announced yet.
    """
    if count == 0:
        return first_business_day(calendar, day)
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left, provisional = abs(count), False
    while left:
        day += step
        worked, guessed = is_business_day(calendar, day)
        left -= worked
        provisional = provisional or guessed
    return day, provisional


def first_business_day(calendar: WorkingCalendar, day: date) -> tuple[date, bool]:
    """The day if it is worked, else the next one that is."""
    worked, provisional = is_business_day(calendar, day)
    while not worked:
        day += _ONE_DAY
        worked, guessed = is_business_day(calendar, day)
        provisional = provisional or guessed
    return day, provisional
