"""What a holder counts of a figure of one below it, where that changes within the period.

A figure is divided at the days on which the share changes: by the inventory, which knows its rows
by the day; else by what is stated of shorter periods; else evenly by days, which the sum says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crossfoot.calculation.combining import tile
from crossfoot.facts.fact import Fact
from crossfoot.facts.ownership import Standing
from crossfoot.facts.provenance import Inventoried
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import CONTEXT

_DAY = timedelta(days=1)
_NOTHING = Decimal(0)
#: parts of figures by coefficient are rounded one by one
_NEGLIGIBLE = Decimal("1e-6")

#: a figure by parts of its period
Parts = Sequence[tuple[Period, Decimal]]
#: the value of the same figure for another period, where it is stated
ValueOf = Callable[[Period], Decimal | None]


@dataclass(frozen=True, slots=True)
class Child:
    """A part of the organisation, with the share of it that belongs to its holder, by days."""

    entity: str
    standings: tuple[Standing, ...]

    def shares(self, period: Period, metric: Metric) -> Sequence[tuple[Period, Decimal]]:
        """The parts of a period in which some of it counts, each with its share.

        What is not consolidated counts in scope 3 alone.
        """
        found = []
        for each in self.standings:
            if each.category and not _is_scope_3(metric):
                continue
            start, end = max(each.start, period.start), min(each.end, period.end)
            if start <= end:
                found.append((Period(start, end), each.share))
        return found

    def edges(self) -> Iterable[date]:
        """The days on which a share begins, or has ended."""
        for each in self.standings:
            if each.start != date.min:
                yield each.start
            if each.end != date.max:
                yield each.end + _DAY


def _is_scope_3(metric: Metric) -> bool:
    return metric.id in ("ghg.scope3", "ghg.biogenic.scope3")


def share_on(shares: Iterable[tuple[Period, Decimal]], day: date) -> Decimal:
    """The share that counts on a day."""
    return next((share for period, share in shares if period.contains(day)), _NOTHING)


def divided(
    fact: Fact, days: Iterable[date], stated: Iterable[Period], value_of: ValueOf
) -> tuple[Parts, bool]:
    """A figure by the parts of its period, cut on some days.

    Args:
        fact: the figure.
        days: the first days of later parts; those outside the period do not matter.
        stated: the periods for which the same figure is stated.
        value_of: its value for one of them.

    Returns:
        The parts, and whether they had to be taken evenly by days.
    """
    period = fact.period
    cuts = sorted({day for day in days if period.start < day <= period.end})
    starts, ends = [period.start, *cuts], [*(day - _DAY for day in cuts), period.end]
    segments = [Period(start, end) for start, end in zip(starts, ends, strict=True)]
    origin = fact.provenance
    if isinstance(origin, Inventoried) and origin.parts:
        return origin.parts, False
    if len(segments) == 1:
        return [(period, fact.number)], False
    shorter = [each for each in stated if each != period and period.contains(each)]
    found: list[tuple[Period, Decimal]] = []
    for segment in segments:
        taken, _ = tile(segment, shorter)
        values = [(each, value_of(each)) for each in taken]
        found += [(each, value) for each, value in values if value is not None]
    if found and abs(sum((v for _, v in found), _NOTHING) - fact.number) <= _NEGLIGIBLE:
        return found, False
    evenly = [
        (
            each,
            CONTEXT.divide(CONTEXT.multiply(fact.number, Decimal(each.days)), Decimal(period.days)),
        )
        for each in segments
    ]
    return evenly, True
