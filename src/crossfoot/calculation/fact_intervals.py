"""The interval of a figure: what is stated of its rows and factors, carried to the figure.

A figure of the inventory is a sum of lines; so is a sum of such figures over sites, by the shares
held, and a sum of scopes. The errors of all lines behind it are propagated at once (`uncertainty`),
so that the error of a factor or a meter that several sites share does not average out. A ratio has
the relative uncertainty of its numerator: its divisor counts as exact. A ratio of two figures of
the inventory, whose errors are the same ones, has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from crossfoot.calculation.lines import tonnes
from crossfoot.calculation.rules import (
    SHARE_BY_DATE,
    SHARE_HELD,
    SUM_OVER_PERIODS,
    SUM_OVER_SITES,
)
from crossfoot.calculation.streams import gas_group
from crossfoot.calculation.uncertainty import Source, propagated
from crossfoot.calculation.uncertainty_statements import Statements
from crossfoot.calculation.yearly_sources import YearlySource
from crossfoot.facts.boundaries import uncertainty_note, with_note
from crossfoot.facts.fact import ConfidenceInterval, Fact
from crossfoot.facts.provenance import Computed, Inventoried
from crossfoot.quantities.rounding import CONTEXT, round_half_away

METHOD = "error propagation, IPCC 2006 approach 1"
_LEVEL = Decimal(95)
#: of bounds; intensities are small numbers
_PLACES = 15
_SUMS = (SUM_OVER_SITES, SUM_OVER_PERIODS)
_SHARES = (SHARE_HELD, SHARE_BY_DATE)
_SUM = re.compile(r"[\w.]+(?: \+ [\w.]+)+")
_RATIO = re.compile(r"([\w.]+) / [\w.]+")
_SCALE = Decimal(10) ** 9  # milligrams in a tonne


@dataclass(frozen=True, slots=True)
class _Half:
    """Half the width of an interval, and how much of the value it speaks of, in its unit."""

    width: Decimal
    stated: Decimal


class Intervals:
    """Finds the intervals of figures of an inventory.

    Args:
        sources: what each activity emits at each site in each year; once with sites counted by
            their share, once in full.
        statements: what is known of quantities and factors.
    """

    def __init__(
        self,
        by_share: Iterable[YearlySource],
        in_full: Iterable[YearlySource],
        statements: Statements,
    ) -> None:
        self._statements = statements
        self._by_site = {"": _indexed(by_share), "yes": _indexed(in_full)}

    def attached(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts, with the interval of each where one is known, also as a footnote."""
        return [self._with(fact) for fact in facts]

    def _with(self, fact: Fact) -> Fact:
        # of whole years: a month has the same statements and is not reported by itself
        if fact.interval is not None or not fact.is_number or fact.period.days < 365:
            return fact
        if not isinstance(fact.provenance, Computed | Inventoried) or not fact.number:
            return fact
        half = self._half(fact)
        if half is None:
            return fact
        value = fact.number
        lower, upper = value - half.width, value + half.width
        covered = min(Decimal(1), CONTEXT.divide(abs(half.stated), abs(value)))
        lower = max(lower, Decimal(0)) if value > 0 else lower
        bounds = (round_half_away(lower, _PLACES), round_half_away(upper, _PLACES))
        interval = ConfidenceInterval(*bounds, _LEVEL, METHOD, round_half_away(covered, 6))
        percent = round_half_away(CONTEXT.divide(half.width * 100, abs(half.stated)), 1)
        part = "" if covered > Decimal("0.9995") else f"{round_half_away(covered * 100, 1)}"
        noted = with_note(fact, uncertainty_note(f"{percent}", f"{_LEVEL}", part))
        return replace(noted, interval=interval)

    def _half(self, fact: Fact) -> _Half | None:
        origin = fact.provenance
        ratio = _RATIO.fullmatch(origin.rule) if isinstance(origin, Computed) else None
        if ratio is not None and isinstance(origin, Computed):
            above = next((each for each in origin.inputs if each.metric == ratio[1]), None)
            if above is None or not above.is_number or not above.number:
                return None
            if any(_rests_on_lines(each) for each in origin.inputs if each is not above):
                return None  # the same errors are above and below
            half = self._half(above)
            scale = CONTEXT.divide(fact.number, above.number)
            return half and _Half(abs(half.width * scale), half.stated * scale)
        found = propagated(_added(self._sources(fact, Decimal(1))), self._statements)
        if found.relative is None:
            return None
        stated = tonnes(found.stated)
        return _Half(found.relative * abs(stated), stated)

    def _sources(self, fact: Fact, weight: Decimal) -> Iterator[Source]:
        """What the lines behind a figure emit, as far as it is made of lines."""
        match fact.provenance:
            case Inventoried(where=where):
                yield from self._of_lines(where, weight)
            case Computed(rule=rule, inputs=inputs):
                numbers = [each for each in inputs if each.is_number]
                if rule in _SHARES and numbers and numbers[0].number:
                    share = CONTEXT.divide(fact.number, numbers[0].number)
                    yield from self._sources(numbers[0], weight * share)
                elif rule in _SUMS or _SUM.fullmatch(rule):
                    for each in numbers:
                        yield from self._sources(each, weight)

    def _of_lines(self, where: Mapping[str, str], weight: Decimal) -> Iterator[Source]:
        period = where.get("period", "")
        if "scope" not in where or not period.isdigit():
            return
        index = self._by_site[where.get("in_full", "")]
        for site in where.get("site", "").split(","):
            for each in index.get((site, int(period)), ()):
                if _matches(each, where):
                    mass = each.co2e.get(where.get("gwp", ""), 0)
                    yield replace(each.source, milligrams=int(mass * weight))


def _rests_on_lines(fact: Fact) -> bool:
    match fact.provenance:
        case Inventoried():
            return True
        case Computed(inputs=inputs):
            return any(_rests_on_lines(each) for each in inputs)
    return False


def _matches(each: YearlySource, where: Mapping[str, str]) -> bool:
    source = each.source
    return (
        source.scope == where["scope"]
        and where.get("category", source.category) == source.category
        and source.method == where.get("method", "")
        and ("gas" not in where or where["gas"] in (each.gas, _group(each.gas)))
    )


@cache
def _group(gas: str) -> str:
    return gas_group(gas)


def _indexed(sources: Iterable[YearlySource]) -> Mapping[tuple[str, int], list[YearlySource]]:
    found: dict[tuple[str, int], list[YearlySource]] = defaultdict(list)
    for each in sources:
        found[each.source.site, each.year].append(each)
    return found


def _added(sources: Iterable[Source]) -> Iterator[Source]:
    """The sources of all gases of a factor as one."""
    sums: dict[Source, int] = defaultdict(int)
    for each in sources:
        sums[replace(each, milligrams=0)] += each.milligrams
    return (replace(source, milligrams=mass) for source, mass in sums.items())
