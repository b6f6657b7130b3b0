"""Intervals: what a value may be, when it is rounded, or only bounded.

A printed 23.11 stands for anything from 23.105 to 23.115, "more than 20" for anything from 20
upwards. Formulas over intervals say what the result may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crossfoot.quantities.qualifiers import Qualifier

INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)

#: how far "about 30" reaches to both sides, as a share of the value
APPROXIMATE_SHARE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both inside; an edge may be infinite.

    >>> Interval.of(Decimal(10)) / Interval(Decimal(4), Decimal(5))
    Interval(low=Decimal('2'), high=Decimal('2.5'))
    """

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, value: Decimal) -> Interval:
        """A value known exactly."""
        return cls(value, value)

    @classmethod
    def around(cls, value: Decimal, reach: Decimal) -> Interval:
        """A value and what lies within `reach` of it."""
        return cls(value - reach, value + reach)

    @classmethod
    def stated(cls, value: Decimal, reach: Decimal, qualifier: Qualifier) -> Interval:
        """What a stated value may be: rounded to within `reach`, perhaps only a bound.

        A bound holds from the printed digits on: "more than 94" excludes 93.88.
        """
        if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
            return cls(value, INFINITY)
        if qualifier is Qualifier.LESS_THAN:
            return cls(-INFINITY, value)
        if qualifier is Qualifier.APPROXIMATE:
            reach = max(reach, abs(value) * APPROXIMATE_SHARE)
        return cls.around(value, reach)

    @property
    def width(self) -> Decimal:
        """From edge to edge; infinite for a bound."""
        return self.high - self.low

    def meets(self, other: Interval) -> bool:
        """Whether the two share a number."""
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: Decimal) -> bool:
        """Whether a number lies inside."""
        return self.low <= value <= self.high

    def gap(self, other: Interval) -> Decimal:
        """Distance between the two; zero where they meet."""
        return max(self.low - other.high, other.low - self.high, _ZERO)

    def common(self, other: Interval) -> Interval | None:
        """What lies in both; None where they do not meet."""
        if not self.meets(other):
            return None
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def __add__(self, other: Interval) -> Interval:
        """All sums."""
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        """All numbers with the other sign."""
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        """All differences."""
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """All products."""
        edges = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(edges), max(edges))

    def __truediv__(self, other: Interval) -> Interval:
        """All quotients; anything at all where the divisor may be zero.

        Raises:
            ZeroDivisionError: the divisor is zero and nothing else.
        """
        if other.low == other.high == 0:
            message = "division by zero"
            raise ZeroDivisionError(message)
        if other.low < 0 < other.high:
            return Interval(-INFINITY, INFINITY)
        from_above = other.high > 0
        edges = [
            _quotient(a, b, from_above)
            for a in (self.low, self.high)
            for b in (other.low, other.high)
        ]
        return Interval(min(edges), max(edges))


def _product(a: Decimal, b: Decimal) -> Decimal:
    """The product at an edge, where zero times anything is zero."""
    return _ZERO if a == 0 or b == 0 else a * b


def _quotient(a: Decimal, b: Decimal, from_above: bool) -> Decimal:
    """The quotient at an edge; a divisor that reaches zero does so from one side only."""
    if a == 0 or b.is_infinite():
        return _ZERO
    if b == 0:
        return INFINITY if (a > 0) is from_above else -INFINITY
    return a / b
