"""The organisation with what held of its units by date, as an inventory counts them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from crossfoot.facts.entities import Entity, Holding, Organisation
from crossfoot.records.organisation.as_of import entity_of, organisation_on, states
from crossfoot.records.organisation.models import UnitState

_DAY = timedelta(days=1)


def organisation_until(day: date) -> Organisation:
    """The tree on a day, with the units that were left before and with who held what when.

    A unit is held from the first recorded day on unless it joined later; data of days before are
    those of the first state.

    Raises:
        CrossfootError: there was no organisation on that day.
    """
    tree = organisation_on(day)
    found: dict[str, list[UnitState]] = {}
    for state in states().filter(valid_from__lte=day):
        found.setdefault(state.unit.code, []).append(state)
    first = min(state.valid_from for known in found.values() for state in known)
    left = [entity_of(known[-1]) for code, known in found.items() if code not in tree]
    holdings = [
        holding
        for code, known in found.items()
        if any(state.parent for state in known)
        for holding in _holdings(known, first, is_left=code not in tree)
    ]
    return Organisation([*tree, *left], str(day), holdings)


def _holdings(known: Sequence[UnitState], first: date, *, is_left: bool) -> list[Holding]:
    """What held of a unit; nothing where it has held ever since and holds on."""
    held = [
        Holding(
            entity_of(state),
            None if state.valid_from <= first else state.valid_from,
            None if state.valid_to is None else state.valid_to - _DAY,
        )
        for state in known
    ]
    is_one = len({_ownership(each.entity) for each in held}) == 1
    is_whole = held[0].start is None and not is_left and _without_gap(held)
    return [] if is_one and is_whole else held


def _without_gap(held: Sequence[Holding]) -> bool:
    edges = pairwise(held)
    return all(a.end is not None and a.end + _DAY == b.start for a, b in edges)


def _ownership(entity: Entity) -> tuple[object, ...]:
    control = (entity.operational_control, entity.financial_control)
    return (entity.parent, entity.equity, *control)
