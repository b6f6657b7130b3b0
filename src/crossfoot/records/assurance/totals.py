"""The total of a metric as it is reported, for what an engagement looks at."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from crossfoot.facts.fact import Dimensions, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.assurance.access import tree_of
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.overview.fresh import kept_numbers


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
