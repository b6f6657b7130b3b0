"""Quantities over days: what a bill comes to in each month, what readings come to, what is missing.

Pure functions: they know rows, days and numbers, and no database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Context, Decimal
from enum import StrEnum
from itertools import pairwise

#: places after the point to which a share of a quantity is stated, unless the quantity has more
PLACES = 6

_CONTEXT = Context(prec=60)
_DAY = timedelta(1)
_STEP = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a bill that falls into a month.

    Attributes:
        month: its first day.
        days: of the bill in this month; `of` all days of the bill.
        quantity: the share, by days.
    """

    month: date
    days: int
    of: int
    quantity: Decimal


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after.

    >>> next_month(date(2023, 12, 1))
    datetime.date(2024, 1, 1)
    """
    return (month.replace(day=1) + timedelta(31)).replace(day=1)


def months_of_year(year: int) -> list[date]:
    """The first days of its twelve months.

    Raises:
        OverflowError: there is no such year.
    """
    if not date.min.year <= year < date.max.year:
        message = "there is no such year"
        raise OverflowError(message)
    return [date(year, month, 1) for month in range(1, 13)]


def months(start: date, end: date) -> list[date]:
    """The months that have a day from `start` to `end`, both included."""
    found, month = [], month_of(start)
    while month <= end:
        found.append(month)
        month = next_month(month)
    return found


def split(quantity: Decimal, start: date, end: date) -> tuple[Part, ...]:
    """A quantity over some days, shared out to its months by days.

    The parts add up to the quantity exactly: each is rounded down, and what is left goes to those
    that lost most, the earlier first.

    Args:
        quantity: of all the days.
        start: first day.
        end: last day.

    Raises:
        ValueError: the end lies before the start.

    >>> [str(part.quantity) for part in split(Decimal(100), date(2023, 1, 31), date(2023, 2, 2))]
    ['33.333333', '66.666667']
    """
    if end < start:
        message = "a period ends on or after the day on which it starts"
        raise ValueError(message)
    all_days = (end - start).days + 1
    exponent = quantity.as_tuple().exponent
    step = Decimal(1).scaleb(min(-PLACES, exponent if isinstance(exponent, int) else 0))
    days = [_days(start, end, month) for month in months(start, end)]
    exact = [
        _CONTEXT.divide(_CONTEXT.multiply(quantity.copy_abs(), Decimal(count)), Decimal(all_days))
        for count in days
    ]
    floors = [value.quantize(step, ROUND_FLOOR, _CONTEXT) for value in exact]
    left = int(_CONTEXT.divide(_CONTEXT.subtract(quantity.copy_abs(), _sum(floors)), step))
    losses = sorted(range(len(days)), key=lambda i: (floors[i] - exact[i], i))
    for index in losses[:left]:
        floors[index] = _CONTEXT.add(floors[index], step)
    return tuple(
        Part(month, count, all_days, share.copy_negate() if quantity < 0 else share)
        for month, count, share in zip(months(start, end), days, floors, strict=True)
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = _CONTEXT.add(total, value)
    return total


def _days(start: date, end: date, month: date) -> int:
    """Days from `start` to `end` that lie in a month."""
    first, last = max(start, month), min(end, next_month(month) - _DAY)
    return max(0, (last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows at the end of a day."""

    day: date
    value: Decimal
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What was used between two readings: the days after the first, to the day of the second.

    Attributes:
        estimated: either of the readings is.
    """

    start: date
    end: date
    quantity: Decimal
    estimated: bool


def used(readings: Iterable[Reading], multiplier: Decimal = Decimal(1)) -> tuple[Used, ...]:
    """What a meter counted between its readings, times its multiplier.

    Raises:
        ValueError: a reading is lower than the one before; the meter was replaced or went round.
    """
    ordered = sorted(readings, key=lambda each: each.day)
    found = []
    for before, after in pairwise(ordered):
        if after.value < before.value:
            message = f"the reading of {after.day} is lower than that of {before.day}"
            raise ValueError(message)
        found.append(
            Used(
                before.day + _DAY,
                after.day,
                trimmed(_CONTEXT.multiply(after.value - before.value, multiplier)),
                before.estimated or after.estimated,
            )
        )
    return tuple(found)


def trimmed(value: Decimal) -> Decimal:
    """Without zeros behind the last digit that counts, and never with an exponent."""
    short = _CONTEXT.normalize(value)
    exponent = short.as_tuple().exponent
    above = isinstance(exponent, int) and exponent > 0
    return short.quantize(Decimal(1), context=_CONTEXT) if above else short


class MonthStatus(StrEnum):
    """How complete a month of a meter is."""

    OUTSIDE = "outside"
    MISSING = "missing"
    PARTIAL = "partial"
    ESTIMATED = "estimated"
    ACTUAL = "actual"
    TWICE = "twice"


Status = MonthStatus


@dataclass(frozen=True, slots=True)
class Bill:
    """A row of the ledger for a meter."""

    start: date
    end: date
    quantity: Decimal
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a meter.

    Attributes:
        month: its first day.
        status: how complete it is.
        due: days of the month on which the meter stands.
        actual, estimated: days that are covered by bills, by estimates.
        quantity: shares of actual bills.
        estimate: shares of estimates.
    """

    month: date
    status: Status
    due: int
    actual: int
    estimated: int
    quantity: Decimal
    estimate: Decimal


def completeness(
    bills: Sequence[Bill], year_months: Sequence[date], start: date, end: date | None
) -> list[Month]:
    """How complete each month of a meter is.

    Args:
        bills: rows of the ledger that count.
        year_months: first days of the months that are asked about.
        start: first day on which the meter stands.
        end: last day; None for open.
    """
    asked = set(year_months)
    of_month: dict[date, list[Bill]] = {month: [] for month in asked}
    shares: dict[date, list[tuple[Bill, Part]]] = {month: [] for month in asked}
    for bill in bills:
        if not asked.isdisjoint(months(bill.start, bill.end)):
            for part in split(bill.quantity, bill.start, bill.end):
                if part.month in asked:
                    of_month[part.month].append(bill)
                    shares[part.month].append((bill, part))
    found = []
    for month in year_months:
        last = next_month(month) - _DAY
        due = _day_set(max(start, month), min(end or last, last))
        covered = {
            kind: [
                day
                for bill in of_month[month]
                if bill.estimated is kind
                for day in sorted(_day_set(max(bill.start, month), min(bill.end, last)))
            ]
            for kind in (False, True)
        }
        own = shares[month]
        found.append(
            Month(
                month,
                _status(due, covered[False], covered[True]),
                len(due),
                len(due & set(covered[False])),
                len(due & set(covered[True])),
                _sum(part.quantity for bill, part in own if not bill.estimated),
                _sum(part.quantity for bill, part in own if bill.estimated),
            )
        )
    return found


def _status(due: set[date], actual: list[date], estimated: list[date]) -> Status:
    if not due and not actual and not estimated:
        return Status.OUTSIDE
    if len(set(actual)) < len(actual) or set(actual) & set(estimated):
        return Status.TWICE
    if due <= set(actual):
        return Status.ACTUAL
    if due <= set(actual) | set(estimated):
        return Status.ESTIMATED
    return Status.PARTIAL if actual or estimated else Status.MISSING


def days_of(bills: Iterable[Bill]) -> set[date]:
    """All days that any of some bills says."""
    return {day for bill in bills for day in _day_set(bill.start, bill.end)}


def shares(bills: Iterable[Bill], days: Collection[date]) -> Decimal:
    """What bills come to on some days, by days, to six places; a bill of those days alone exactly.

    >>> shares([Bill(date(2023, 1, 1), date(2023, 1, 4), Decimal(10))], [date(2023, 1, 2)])
    Decimal('2.500000')
    """
    total = Decimal(0)
    for bill in bills:
        own = _day_set(bill.start, bill.end)
        common = len(own & set(days))
        if common == len(own):
            total = _CONTEXT.add(total, bill.quantity)
        elif common:
            part = _CONTEXT.divide(_CONTEXT.multiply(bill.quantity, Decimal(common)), len(own))
            total = _CONTEXT.add(total, part.quantize(_STEP, context=_CONTEXT))
    return total


def _day_set(first: date, last: date) -> set[date]:
    return {first + timedelta(number) for number in range(max(0, (last - first).days + 1))}


def estimate(bills: Sequence[Bill], month: date, most: int = 12) -> tuple[Decimal, int] | None:
    """What a month probably comes to: the mean per day of the actual days nearest to it.

    Args:
        bills: rows of the ledger.
        month: first day of the month that is missing.
        most: months that are looked at, those nearest first.

    Returns:
        The quantity, rounded to three places, and the number of days it rests on; None where
        there are no actual days.
    """
    parts = [part for b in bills if not b.estimated for part in split(b.quantity, b.start, b.end)]
    near = sorted({part.month for part in parts}, key=lambda each: (abs((each - month).days), each))
    chosen = [part for part in parts if part.month in near[:most]]
    days = sum(part.days for part in chosen)
    if not days:
        return None
    length = (next_month(month) - month).days
    total = _CONTEXT.multiply(_sum(part.quantity for part in chosen), Decimal(length))
    return _CONTEXT.divide(total, Decimal(days)).quantize(Decimal("0.001")), days
