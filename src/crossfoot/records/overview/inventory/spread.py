"""Which errors make an inventory uncertain: each meter of a site, each factor, with its share.

The variance of a total is the sum of the variances of its errors, as `calculation.uncertainty`
propagates them; the share of an error is its part of that sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.calculation.uncertainty import Source, of_product
from crossfoot.calculation.uncertainty_statements import FACTOR, QUANTITY, Statements
from crossfoot.quantities.rounding import CONTEXT


@dataclass(frozen=True, slots=True)
class Error:
    """One error: that of the quantities of an activity at a site, or that of a factor.

    Attributes:
        of: quantity or factor.
        site, activity: whose quantities; empty of a factor.
        factor: id; empty of quantities.
        milligrams: CO2e that it touches.
        half_width: half of its 95 % interval, in mg.
        share: its part of the variance of the total.
    """

    of: str
    site: str
    activity: str
    factor: str
    milligrams: int
    half_width: Decimal
    share: Decimal


def errors_of(sources: Iterable[Source], statements: Statements) -> list[Error]:
    """The errors of a total, the largest first; those whose uncertainty is stated."""
    masses: dict[tuple[str, str, str, str], int] = defaultdict(int)
    widths: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for source in sources:
        quantity = statements.of_quantity(source.activity, source.site)
        factor = statements.of_factor(source.activity, source.site, source.factor)
        if quantity is None or factor is None:
            continue
        for key, stated in (
            ((QUANTITY, source.site, source.activity, ""), quantity),
            ((FACTOR, "", "", source.factor), factor),
        ):
            masses[key] += source.milligrams
            widths[key] += source.milligrams * stated.relative
    variance = sum((each * each for each in widths.values()), Decimal(0))
    found = [
        Error(
            *key,
            masses[key],
            abs(width),
            CONTEXT.divide(width * width, variance) if variance else Decimal(0),
        )
        for key, width in widths.items()
    ]
    return sorted(found, key=lambda each: (-each.half_width, each.of, each.site, each.factor))


def of_source(source: Source, statements: Statements) -> Decimal | None:
    """The relative half width of what an activity at a site emits; None where not stated."""
    quantity = statements.of_quantity(source.activity, source.site)
    factor = statements.of_factor(source.activity, source.site, source.factor)
    if quantity is None or factor is None:
        return None
    return of_product(quantity.relative, factor.relative)


def in_total(sources: Sequence[Source], total: str) -> list[Source]:
    """The sources of a total."""
    return [each for each in sources if each.is_in(total)]
