"""The total of a metric as it is reported, for what an engagement looks at."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Dimensions, FactKey
from crossfoot.records.assurance.access import tree_of
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.numbers import current_run


def total_of(folder: Path, engagement: Engagement, metric: str) -> Decimal | None:
    """The current figure of the whole, or of the one unit that is looked at.

    None where there is no such number: the report is of another year, or the folder is no
    workspace.

    Args:
        folder: of the workspace.
        engagement: gives period and units.
        metric: its id.
    """
    if len(engagement.units) > 1:
        return None  # parts of the tree are not summed here: one may hold the other's share
    tree = tree_of(engagement)
    if tree is None:
        return None
    try:
        run = current_run(folder)
    except CrossfootError:
        return None
    unit = engagement.units[0] if engagement.units else tree.root.id
    known = run.workspace.catalogue.get(metric)
    if known is None:
        return None
    key = FactKey(metric, unit, engagement.period, Dimensions({}))
    found = run.facts.current(key, formula=known.formula is not None, variant=run.variant)
    value = found.value if found is not None else None
    return value if isinstance(value, Decimal) else None
