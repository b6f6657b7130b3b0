"""Figures of sites of which the share that counts changes: each by the parts of its period.

An inventory knows its rows by the day. Its facts of such a site carry their value before and after
the day, so that the sum over sites takes each part by its own share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from crossfoot.calculation.preparation import Calculated
from crossfoot.facts.fact import Dimensions, Fact
from crossfoot.facts.provenance import Inventoried
from crossfoot.quantities.periods import Period

#: parts of figures by coefficient are rounded one by one
_NEGLIGIBLE = Decimal("1e-6")

_Figure = tuple[str, str, Period, Dimensions, str]
#: facts of a calculated inventory whose sites have other names
FactsOf = Callable[[Calculated], Iterable[Fact]]


def with_parts(
    facts: Iterable[Fact],
    calculated: Calculated,
    entities: Mapping[str, str],
    facts_of: FactsOf,
) -> list[Fact]:
    """The facts, those of sites whose share changes with their parts.

    Args:
        facts: of the inventory.
        calculated: where the sites stand, one for each span of days.
        entities: entity of the facts by site.
        facts_of: the facts of the same inventory with sites of other names.
    """
    spans = {f"{site.name} {site.number}": site for site in calculated.sites if site.is_parted}
    renamed = [
        replace(site, name=f"{site.name} {site.number}") if site.is_parted else site
        for site in calculated.sites
    ]
    parts: dict[_Figure, list[tuple[Period, Decimal]]] = {}
    for fact in facts_of(replace(calculated, sites=tuple(renamed))):
        site = spans.get(fact.entity)
        inside = None if site is None else fact.period.intersection(Period(site.start, site.end))
        if site is not None and inside is not None and fact.is_number:
            name = entities.get(site.name, site.name)
            figure = (fact.metric, name, fact.period, fact.dimensions, fact.variant)
            parts.setdefault(figure, []).append((inside, fact.number))
    return [_with(fact, parts) for fact in facts]


def _with(fact: Fact, parts: Mapping[_Figure, list[tuple[Period, Decimal]]]) -> Fact:
    found = parts.get((fact.metric, fact.entity, fact.period, fact.dimensions, fact.variant))
    origin = fact.provenance
    if not found or not fact.is_number or not isinstance(origin, Inventoried):
        return fact
    if [period for period, _ in found] == [fact.period]:
        return fact
    # several sites may report as one entity, of which but one is parted
    if abs(sum((value for _, value in found), Decimal(0)) - fact.number) > _NEGLIGIBLE:
        return fact
    return replace(fact, provenance=replace(origin, parts=tuple(sorted(found))))
