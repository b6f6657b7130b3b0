"""Sums say what the inventories below them leave out: which sites, which months.

The qualifier of a sum follows from its parts by itself; the footnote is put together here, from
the footnotes of the inventory's own figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crossfoot.facts.boundaries import with_note
from crossfoot.facts.left_out import LeftOut, joined, left_out_note, left_out_of
from crossfoot.facts.provenance import Computed

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact


#: sites and activities that the footnote of a sum names
MOST_NAMED = 6


class _Noted:
    """Gives computed facts the footnote of what their inputs leave out."""

    def __init__(self) -> None:
        # by identity, with the fact kept alive: comparing whole facts would cost more
        self._known: dict[int, tuple[Fact, frozenset[LeftOut]]] = {}

    def all(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts, those that leave something out with the footnote that says so."""
        return [self._noted(fact) for fact in facts]

    def _noted(self, fact: Fact) -> Fact:
        if fact.qualifier.is_exact or not isinstance(fact.provenance, Computed):
            return fact
        note = left_out_note(joined(self._left_out(fact)), MOST_NAMED)
        return with_note(fact, note) if note else fact

    def _left_out(self, fact: Fact) -> frozenset[LeftOut]:
        if id(fact) not in self._known:
            found: set[LeftOut] = set()
            if isinstance(fact.provenance, Computed):
                for part in fact.provenance.inputs:
                    found |= self._left_out(part)
            elif not fact.qualifier.is_exact:
                found.update(left_out_of(fact.note))
            self._known[id(fact)] = fact, frozenset(found)
        return self._known[id(fact)][1]


def noted(facts: Iterable[Fact]) -> list[Fact]:
    """Computed facts with the footnote of what they leave out.

    Args:
        facts: sums, or results of formulas.
    """
    return _Noted().all(facts)
