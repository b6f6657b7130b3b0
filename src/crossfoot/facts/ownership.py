"""How much of an entity counts, day by day: what is held, by whom, under each approach.

GHG Protocol Corporate Standard, chapter 3, and its appendix F for leased assets: what an entity's
holder does not consolidate may count in a category of scope 3 instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Approach, Holding, Organisation

_DAY = timedelta(days=1)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an entity counts during some days.

    Attributes:
        start: the first day.
        end: the last day.
        share: 0 to 1.
        category: the scope 3 category in which its scopes 1 and 2 count; empty where it is
            consolidated.
    """

    start: date
    end: date
    share: Decimal
    category: str = ""


def change_days(organisation: Organisation, entity: str) -> tuple[date, ...]:
    """The days on which something begins to hold of an entity, or of one that holds it."""
    days: set[date] = set()
    waiting, seen = [entity], set[str]()
    while waiting:
        name = waiting.pop()
        if not name or name in seen:
            continue
        seen.add(name)
        for holding in organisation.holdings(name):
            days.update(_edges(holding))
            waiting.append(holding.entity.parent)
    return tuple(sorted(days))


def standings(organisation: Organisation, entity: str, approach: Approach) -> tuple[Standing, ...]:
    """What of an entity counts in the root's figures, by days; without the days on which nothing.

    Half of an 83 % subsidiary's joint venture: 0.83 x 0.5 = 0.415 by equity share.

    Raises:
        CrossfootError: entities hold each other in a ring.
    """
    spans = _spans(change_days(organisation, entity))
    return _merged(
        Standing(start, end, *_on(organisation, entity, approach, start)) for start, end in spans
    )


def held_by(
    organisation: Organisation, holder: str, approach: Approach
) -> dict[str, tuple[Standing, ...]]:
    """What an entity counts of those directly below it, by days; only those of which anything."""
    found: dict[str, tuple[Standing, ...]] = {}
    for entity in organisation:
        ours = [
            Standing(each.start or date.min, each.end or date.max, *_counted(each, approach))
            for each in organisation.holdings(entity.id)
            if each.entity.parent == holder
        ]
        known = _merged(ours)
        if known:
            found[entity.id] = known
    return found


def _on(
    organisation: Organisation, entity: str, approach: Approach, day: date
) -> tuple[Decimal, str]:
    """Share of an entity on a day, and the category of scope 3 in which it counts."""
    share, category, seen = Decimal(1), "", set[str]()
    while True:
        if entity in seen:
            what = f"{entity!r} holds itself on {day}: {', '.join(sorted(seen))}"
            raise CrossfootError(Problem(what, remedy="correct the parents"))
        seen.add(entity)
        holding = next((h for h in organisation.holdings(entity) if h.covers(day)), None)
        if holding is None:
            return _NOTHING, ""
        if not holding.entity.parent:
            return share, category
        own, of_holder = _counted(holding, approach)
        if not own:
            return _NOTHING, ""
        # what a franchise leases is the franchise's: the outermost holder's category counts
        share, category = share * own, of_holder or category
        entity = holding.entity.parent


def _counted(holding: Holding, approach: Approach) -> tuple[Decimal, str]:
    share = holding.entity.share(approach)
    if share or not holding.category:
        return share, ""
    return holding.category_share, holding.category


def _edges(holding: Holding) -> list[date]:
    days = [] if holding.start is None else [holding.start]
    return days if holding.end is None else [*days, holding.end + _DAY]


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    starts = [date.min, *days]
    ends = [*(day - _DAY for day in days), date.max]
    return list(zip(starts, ends, strict=True))


def _merged(found: Iterable[Standing]) -> tuple[Standing, ...]:
    """Neighbours that agree become one; days on which nothing counts go."""
    merged: list[Standing] = []
    for each in found:
        last = merged[-1] if merged else None
        is_same = last is not None and (last.share, last.category) == (each.share, each.category)
        if last is not None and is_same and last.end != date.max and last.end + _DAY == each.start:
            merged[-1] = Standing(last.start, each.end, each.share, each.category)
        elif each.share:
            merged.append(each)
    return tuple(merged)
