"""A target: where its way begins, where it ends, and whether a value keeps to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crossfoot.languages import Text


@dataclass(frozen=True, slots=True)
class Target:
    """What shall be reached.

    Attributes:
        title: the target in words.
        metric: id of the metric.
        base_year: where the way begins; None for a threshold that holds at all times.
        base_value: the value there.
        year: when it shall be reached.
        value: what shall be reached.
        dimensions: breakdown of the metric.
    """

    title: Text
    metric: str
    base_year: int | None
    base_value: Decimal | None
    year: int
    value: Decimal
    dimensions: str = ""

    def planned(self, year: int) -> Decimal | None:
        """The value on the straight way in a year; None before it begins."""
        if self.base_year is None or self.base_value is None:
            return self.value
        if year < self.base_year:
            return None
        if year >= self.year:
            return self.value
        gone = Decimal(year - self.base_year) / Decimal(self.year - self.base_year)
        return self.base_value + (self.value - self.base_value) * gone

    @property
    def falls(self) -> bool:
        """Whether less is better; of a threshold nobody knows, and more is taken to be."""
        return self.base_value is not None and self.value < self.base_value

    def kept(self, year: int, value: Decimal) -> bool | None:
        """Whether a value is on the way or better; None where there is none (yet)."""
        planned = self.planned(year)
        if planned is None or self.base_value is None:
            return None
        return value <= planned if self.falls else value >= planned

    def reached(self, value: Decimal) -> bool:
        """Whether a value is what shall be reached, or better."""
        return value <= self.value if self.falls else value >= self.value
