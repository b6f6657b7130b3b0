"""What a figure takes over from those that it was made of: estimates, and what they leave out.

Sums and formulas say themselves that a part is estimated. Totals of the inventory do not know it
of the entered figures behind them, and a formula does not repeat the footnotes of its inputs: an
intensity of water that covers seven of twelve sites covers no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Computed, Inventoried
from crossfoot.workspaces.figures import rules

#: scopes of activities by the first part of their name; all others are bought energy, scope 2
_SCOPES = {"fuel": "1"}
_BOUGHT = "2"


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands beside a figure because of its inputs.

    Attributes:
        estimated: one of them is an estimate.
        notes: footnotes of them, each with the metric that it belongs to.
    """

    estimated: bool = False
    notes: tuple[tuple[str, str], ...] = ()


def carried(facts: Sequence[Fact]) -> dict[int, Carried]:
    """What facts take over, by their place; those that take over nothing are left out.

    Args:
        facts: all facts of a run with their inputs.
    """
    looking = _Looking(facts)
    found = ((at, looking.at(fact)) for at, fact in enumerate(facts))
    return {at: each for at, each in found if each != Carried(facts[at].estimated)}


class _Looking:
    """Walks down from each fact, each one once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._known: dict[int, Carried] = {}
        self._entered: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.basis is Basis.ENTERED and fact.estimated and fact.metric in rules():
                self._entered[fact.entity].append(fact)

    def at(self, fact: Fact) -> Carried:
        found = self._known.get(id(fact))
        if found is None:
            found = self._known[id(fact)] = self._of(fact)
        return found

    def _of(self, fact: Fact) -> Carried:
        origin = fact.provenance
        if isinstance(origin, Computed):
            return self._computed(fact, origin.inputs)
        estimated = isinstance(origin, Inventoried) and self._is_estimated(fact, origin.where)
        return Carried(estimated or fact.estimated)

    def _computed(self, fact: Fact, inputs: Sequence[Fact]) -> Carried:
        notes: dict[tuple[str, str], None] = {}
        estimated = False
        for each in inputs:
            below = self.at(each)
            estimated = estimated or below.estimated
            notes |= dict.fromkeys(below.notes)
            if each.note and each.metric != fact.metric:  # a sum writes its own
                notes[each.metric, each.note] = None
        return Carried(estimated or fact.estimated, tuple(notes))

    def _is_estimated(self, total: Fact, where: Mapping[str, str]) -> bool:
        """Whether rows of a total stand for entered estimates."""
        return any(
            _scope(fact) == where.get("scope") and total.period.overlaps(fact.period)
            for site in where.get("site", "").split(",")
            for fact in self._entered.get(site, ())
        )


def _scope(fact: Fact) -> str:
    kind = rules()[fact.metric].activity.partition(".")[0]
    return _SCOPES.get(kind, _BOUGHT)
