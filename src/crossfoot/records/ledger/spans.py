"""Days that the bills of a meter leave out, say twice, or carry over the end of a month.

Pure functions: they know rows and days, and no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crossfoot.records.ledger.periods import Bill, month_of

_DAY = timedelta(1)


class Oddity(StrEnum):
    """What is odd about some days."""

    GAP = "gap"
    OVERLAP = "overlap"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Days of a meter that somebody should look at.

    Attributes:
        oddity: no bill says them, several do, or one bill carries them over the end of a month.
        start, end: first and last of the days.
        bills: the places of the bills that say them, in the order that was given.
    """

    oddity: Oddity
    start: date
    end: date
    bills: tuple[int, ...] = ()

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days + 1


def findings(
    bills: Sequence[Bill], first: date, last: date, *, crossing: bool = True
) -> list[Finding]:
    """What is odd about the days of a meter, in their order.

    Args:
        bills: rows of the ledger that count, estimates too.
        first: day from which the meter stands, or that is asked about.
        last: the last such day.
        crossing: also bills that carry over the end of a month.
    """
    found = [
        *gaps(bills, first, last),
        *(each for each in _overlaps(bills) if each.start <= last and each.end >= first),
    ]
    if crossing:
        found += [
            Finding(Oddity.CROSSING, bill.start, bill.end, (place,))
            for place, bill in enumerate(bills)
            if month_of(bill.start) != month_of(bill.end)
            and bill.start <= last
            and bill.end >= first
        ]
    return sorted(found, key=lambda each: (each.start, each.end, each.oddity))


def gaps(bills: Iterable[Bill], first: date, last: date) -> Iterator[Finding]:
    """Days that no bill says.

    >>> [(str(each.start), each.days) for each in gaps([], date(2023, 1, 31), date(2023, 2, 1))]
    [('2023-01-31', 2)]
    """
    day = first
    for bill in sorted(bills, key=lambda each: (each.start, each.end)):
        if bill.start > last:
            break
        if bill.start > day:
            yield Finding(Oddity.GAP, day, bill.start - _DAY)
        day = max(day, bill.end + _DAY)
    if day <= last:
        yield Finding(Oddity.GAP, day, last)


def _overlaps(bills: Sequence[Bill]) -> Iterator[Finding]:
    """Days that two bills say, bill by bill."""
    ordered = sorted(range(len(bills)), key=lambda place: (bills[place].start, bills[place].end))
    standing: list[int] = []
    for place in ordered:
        bill = bills[place]
        standing = [each for each in standing if bills[each].end >= bill.start]
        for each in standing:
            end = min(bills[each].end, bill.end)
            yield Finding(Oddity.OVERLAP, bill.start, end, (each, place))
        standing.append(place)
