"""The sources of an inventory by size: where most of it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crossfoot.calculation.scope2 import MARKET
from crossfoot.calculation.uncertainty import Source
from crossfoot.quantities.rounding import CONTEXT


def ranked(sources: Iterable[Source]) -> list[tuple[Source, Decimal, Decimal]]:
    """Each source with its share and the share of all up to it, the largest first.

    Scope 2 counts by location, so that each source counts once.
    """
    known = [each for each in sources if each.method != MARKET and each.milligrams]
    known.sort(key=lambda each: (-each.milligrams, each.site, each.activity, each.factor))
    whole = Decimal(sum(each.milligrams for each in known))
    found: list[tuple[Source, Decimal, Decimal]] = []
    sum_so_far = 0
    for each in known:
        sum_so_far += each.milligrams
        share = CONTEXT.divide(Decimal(each.milligrams), whole) if whole else Decimal(0)
        together = CONTEXT.divide(Decimal(sum_so_far), whole) if whole else Decimal(0)
        found.append((each, share, together))
    return found
