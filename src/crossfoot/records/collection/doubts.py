"""What does not agree among the figures of a unit, before anybody approves them.

The checks are those of the report. Whoever enters, reviews or approves a request sees them while
the bill still lies on the table.
"""

from __future__ import annotations

from decimal import Decimal

from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.selection import FactSet
from crossfoot.footing import foot
from crossfoot.footing.finding import Finding
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.models import Cell, Kind, Request


def doubts(request: Request) -> tuple[Finding, ...]:
    """What does not agree with the figures of a request, errors first; one query.

    All figures that the campaign asks of the unit count, as they stand now: water is held against
    water, and training against the headcount of another request.
    """
    cells = list(
        Cell.objects.filter(
            request__campaign=request.campaign_id, request__unit=request.unit_id, outside=False
        ).select_related("current")
    )
    metrics = {cell.metric for cell in cells if cell.request_id == request.pk}
    facts = FactSet(fact for cell in cells if (fact := _fact(cell, request.unit.code)) is not None)
    return tuple(
        finding
        for finding in foot(facts, catalogue())
        if any(fact.metric in metrics for fact in finding.facts)
    )


def _fact(cell: Cell, unit: str) -> Fact | None:
    """The number of a cell; none in a period is zero of what adds up."""
    metric, entry = catalogue().get(cell.metric), cell.current
    if metric is None or entry is None or not metric.is_numeric:
        return None
    if entry.kind == Kind.NONE and metric.adds_up:
        value = Decimal(0)
    elif entry.kind == Kind.VALUE and entry.value is not None:
        value = entry.value
    else:
        return None
    return Fact(
        metric=cell.metric,
        entity=unit,
        period=cell.period,
        value=value,
        unit=metric.unit,
        dimensions=cell.breakdown,
        basis=Basis.ENTERED,
        qualifier=Qualifier(entry.qualifier),
        estimated=entry.estimated,
    )
