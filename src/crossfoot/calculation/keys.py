"""What rows have in common that share their factors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: beginning of an instrument that names the site of the group that delivers
INTRA_GROUP = "from:"


@dataclass(frozen=True, slots=True, order=True)
class Combination:
    """What rows have in common that share their factors.

    `start` and `end` are a calendar year, or the part of one in which the same factors hold.
    `moved_to` is the scope 3 category in which the site's own scopes 1 and 2 count, or empty.
    """

    activity: str
    unit: str
    region: str
    instrument: str
    start: date
    end: date
    moved_to: str = ""

    @property
    def year(self) -> int:
        """The calendar year that the days lie in."""
        return self.start.year


@dataclass(frozen=True, slots=True, order=True)
class RowKey:
    """The columns of a row, and of its site, that a combination follows from, and its days."""

    activity: str
    unit: str
    region: str
    site_region: str
    standing: str
    instrument: str
    start: date
    end: date

    @property
    def columns(self) -> tuple[str, ...]:
        """The key without its days."""
        place = (self.region, self.site_region, self.standing)
        return (self.activity, self.unit, *place, self.instrument)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the share of the site changes."""
        return standing_days(self.standing)

    @property
    def combination(self) -> Combination:
        """A row that states no region takes that of its site."""
        region = self.region or self.site_region
        days = (self.start, self.end)
        moved_to = category_of(self.standing)
        return Combination(self.activity, self.unit, region, self.instrument, *days, moved_to)


def standing_text(days: Iterable[date], category: str) -> str:
    """What of a site counts by days, as a key: when that changes, and in which category.

    >>> standing_text([date(2023, 4, 15)], "")
    '2023-04-15'
    >>> standing_text([], "8")
    '|8'
    """
    words = " ".join(map(str, days))
    return f"{words}|{category}" if category else words


def standing_days(standing: str) -> tuple[date, ...]:
    """The days on which the share changes."""
    return tuple(map(date.fromisoformat, standing.partition("|")[0].split()))


def category_of(standing: str) -> str:
    """The scope 3 category in which the site counts; empty where it is consolidated."""
    return standing.partition("|")[2]
