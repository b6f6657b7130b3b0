"""What a look-up answers: the factor, the rule that chose it, and what was rejected and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.factors.factor import Factor
from crossfoot.quantities.periods import Period


@dataclass(frozen=True, slots=True)
class Rejection:
    """A factor for the same activity that was not taken."""

    factor: Factor
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer of a look-up.

    Attributes:
        factor: the factor, stated so that `per` takes the unit that was asked for; None where the
            look-up stays unresolved.
        rule: how it was chosen, in words for a reader.
        carried_forward: whether it is of an earlier year, because the year's own is not out.
        rejected: factors for the same activity that were looked at and not taken. Sets that stand
            behind the one that answered are not looked at.
        reason: why there is none; empty where there is one.
    """

    factor: Factor | None
    rule: str = ""
    carried_forward: bool = False
    rejected: tuple[Rejection, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    Attributes:
        activity: the dotted name.
        unit: unit of the quantity.
        period: when the activity took place.
        region: code of where; empty where the row does not say.
        instrument: contract of market-based accounting; empty for location-based and all else.
        as_of: only what was published by this day; None for all that is published.
    """

    activity: str
    unit: str
    period: Period
    region: str = ""
    instrument: str = ""
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day in the middle: most days of the period lie in the year that holds it."""
        return self.period.start + (self.period.end - self.period.start) // 2
