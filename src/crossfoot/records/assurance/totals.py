"""The total of a metric as it is reported, for what an engagement looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Dimensions, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.assurance.access import tree_of, units_within
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.collection.models import Cell, Kind
from crossfoot.records.overview.fresh import kept_numbers


@dataclass(frozen=True, slots=True)
class SoFar:
    """The sum of what is approved of a metric while its total is not complete.

    Attributes:
        total: in the metric's unit.
        approved, asked: how many of the figures that were asked for are in it.
    """

    total: Decimal
    approved: int
    asked: int


def approved_so_far(engagement: Engagement, metrics: Sequence[str]) -> dict[str, SoFar]:
    """Sums of the approved figures of the units and the period that are looked at; one query.

    What cannot simply be added is left out: other metrics than sums, figures whose periods
    overlap, figures of a unit and of one below it.
    """
    found = Cell.objects.filter(
        metric__in=metrics,
        dimensions="",
        outside=False,
        request__unit__code__in=units_within(engagement),
        start__gte=engagement.start,
        end__lte=engagement.end,
    ).select_related("approval__entry", "request__unit")
    cells: dict[str, list[Cell]] = {}
    for cell in found:
        cells.setdefault(cell.metric, []).append(cell)
    tree = tree_of(engagement)
    sums = {}
    for metric, asked in cells.items():
        entries = [each.approval.entry for each in asked if each.approval is not None]
        taken = [each for each in entries if each.value is not None or each.kind == Kind.NONE]
        if taken and tree is not None and _can_be_added(metric, asked, tree):
            total = sum((each.value or Decimal(0) for each in taken), Decimal(0))
            sums[metric] = SoFar(total, len(taken), len(asked))
    return sums


def _can_be_added(metric: str, cells: Sequence[Cell], tree: Organisation) -> bool:
    known = catalogue().get(metric)
    if known is None or known.over_sites != "sum":
        return False
    if known.over_periods != "sum" and len({each.period for each in cells}) > 1:
        return False
    by_unit: dict[str, list[Cell]] = {}
    for each in cells:
        by_unit.setdefault(each.request.unit.code, []).append(each)
    for unit, own in by_unit.items():
        below = {each.id for each in tree.below(unit)} - {unit} if unit in tree else set()
        if not below.isdisjoint(by_unit):
            return False
        own.sort(key=lambda each: each.start)
        if any(one.end >= other.start for one, other in pairwise(own)):
            return False
    return True


def bases_of(folder: Path, engagement: Engagement, metric: str) -> dict[str, Decimal]:
    """Figures on which a percentage may rest: reported totals in the unit of the metric."""
    known = catalogue().get(metric)
    if known is None:
        return {}
    return totals_of(
        folder, engagement, [each.id for each in catalogue() if each.unit == known.unit]
    )


def totals_of(folder: Path, engagement: Engagement, metrics: Sequence[str]) -> dict[str, Decimal]:
    """The current figures of the whole, or of the one unit that is looked at.

    What has no number is left out: the report is of another year, several units are looked at (of
    which one may hold the other's share), or nothing was calculated yet.

    Args:
        folder: of the workspace.
        engagement: gives period and units.
        metrics: ids.
    """
    tree = tree_of(engagement)
    if tree is None or len(engagement.units) > 1:
        return {}
    unit = engagement.units[0] if engagement.units else tree.root.id
    with kept_numbers(folder) as (numbers, _):
        if numbers is None:
            return {}
        variant = numbers.said("variant")
        stored = numbers.of(unit, tuple(metrics), (engagement.period,), "")
    facts = FactSet(each.fact for each in stored)
    found = {}
    for metric in metrics:
        known = catalogue().get(metric)
        key = FactKey(metric, unit, engagement.period, Dimensions({}))
        has_formula = known is not None and known.formula is not None
        fact = facts.current(key, formula=has_formula, variant=variant)
        if fact is not None and isinstance(fact.value, Decimal):
            found[metric] = fact.value
    return found
