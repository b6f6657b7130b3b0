"""What follows from stated facts, where nothing was computed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.facts.selection import FactSet
from crossfoot.footing.precision import in_currency_of

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.facts.fact import Fact
    from crossfoot.metrics.catalogue import Catalogue


def derived(
    facts: FactSet, catalogue: Catalogue, organisation: Organisation | None = None
) -> list[Fact]:
    """Sums and formulas over the facts, without amounts in a currency that is not the catalogue's.

    A report in Hong Kong dollars states its revenue in them; nothing is converted, so no formula
    of the catalogue can be computed from it.
    """
    from crossfoot.calculation.formulas import evaluate

    def own(fact: Fact) -> bool:
        if fact.metric not in catalogue:
            return True
        unit = catalogue[fact.metric].unit
        return in_currency_of(fact.unit, unit) == unit

    return evaluate(catalogue, FactSet(fact for fact in facts if own(fact)), organisation)
