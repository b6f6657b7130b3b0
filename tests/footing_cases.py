"""Small sets of facts for the checks, written as a table would show them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.checks import foot
from crossfoot.footing.finding import Finding
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period

YEAR = Period.year(2023)
BEFORE = Period.year(2022)


def printed(
    metric: str, value: str, dims: str = "", *, period: Period = YEAR, line: int = 1, **more: object
) -> Fact:
    """A figure as a report prints it, in the unit of its metric."""
    places = len(value.partition(".")[2])
    fact = Fact(
        metric,
        "group",
        period,
        Decimal(value.replace(",", "")),
        catalogue()[metric].unit,
        Dimensions.parse(dims),
        basis=Basis.PUBLISHED,
        decimals=places,
        context="annex",
        provenance=Printed("report", line, as_printed=value),
    )
    return replace(fact, **more)


def entered(
    metric: str, value: object, dims: str = "", *, period: Period = YEAR, **more: object
) -> Fact:
    """A figure that somebody entered, exactly."""
    unit = catalogue()[metric].unit
    number = Decimal(str(value))
    fact = Fact(metric, "group", period, number, unit, Dimensions.parse(dims))
    return replace(fact, **more)


def findings(
    *facts: Fact, check: str = "", organisation: Organisation | None = None
) -> list[Finding]:
    """What the checks find; of one check alone where it is named."""
    found = foot(FactSet(facts), catalogue(), organisation)
    return [each for each in found if not check or each.check == check]


def lines(finding: Finding) -> set[int]:
    """Lines of the report that a finding names."""
    origins = [fact.provenance for fact in finding.facts]
    return {o.line for o in origins if isinstance(o, Printed) and o.line is not None}
