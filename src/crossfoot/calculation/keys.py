"""What rows have in common that share their factors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: beginning of an instrument that names the site of the group that delivers
INTRA_GROUP = "from:"


@dataclass(frozen=True, slots=True, order=True)
class Combination:
    """What rows have in common that share their factors.

    `start` and `end` are a calendar year, or the part of one in which the same factors hold.
    """

    activity: str
    unit: str
    region: str
    instrument: str
    start: date
    end: date

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
    instrument: str
    start: date
    end: date

    @property
    def columns(self) -> tuple[str, ...]:
        """The key without its days."""
        return (self.activity, self.unit, self.region, self.site_region, self.instrument)

    @property
    def combination(self) -> Combination:
        """A row that states no region takes that of its site."""
        region = self.region or self.site_region
        return Combination(self.activity, self.unit, region, self.instrument, self.start, self.end)
