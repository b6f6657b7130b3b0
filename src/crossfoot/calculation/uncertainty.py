"""How uncertain an inventory is, by error propagation: line, source, total.

The rules are those of IPCC 2006, volume 1, chapter 3 (approach 1), which the GHG Protocol's
guidance on uncertainty assessment takes over: relative half widths of 95 % intervals; those of
factors of a product add up in quadrature (equation 3.1), and the absolute ones of terms of a sum
that are independent of each other (equation 3.2).

What is not independent is added up first. All lines of an activity at a site share their
uncertainty of measurement, so that twelve invoices are not more certain than the year that they
add up to; all lines of one factor share that of the factor, at however many sites.

>>> from decimal import Decimal
>>> of_product(Decimal("0.03"), Decimal("0.04"))
Decimal('0.05')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.calculation.streams import is_in_total
from crossfoot.quantities.rounding import CONTEXT

if TYPE_CHECKING:
    from crossfoot.calculation.uncertainty_statements import Statements

CONFIDENCE = Decimal("0.95")

#: data accuracy rating of the GHG Protocol's uncertainty tool: half width up to which it holds
RATINGS = ((Decimal("0.05"), "high"), (Decimal("0.15"), "good"), (Decimal("0.30"), "fair"))
POOR = "poor"


def of_product(*relative: Decimal) -> Decimal:
    """Relative uncertainty of a product of independent quantities (IPCC 2006, equation 3.1)."""
    return CONTEXT.sqrt(sum((each * each for each in relative), Decimal(0)))


def of_sum(terms: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Relative uncertainty of a sum of independent terms (IPCC 2006, equation 3.2).

    Args:
        terms: value and relative uncertainty of each.

    Returns:
        None where the terms add up to nothing: there is nothing to be relative to.
    """
    known = list(terms)
    total = abs(sum((value for value, _ in known), Decimal(0)))
    if not total:
        return None
    return CONTEXT.divide(of_product(*(value * relative for value, relative in known)), total)


def rating(relative: Decimal) -> str:
    """The data accuracy rating: high, good, fair or poor."""
    return next((name for most, name in RATINGS if relative <= most), POOR)


@dataclass(frozen=True, slots=True)
class Source:
    """What one activity at one site emits by one factor.

    Attributes:
        site: id of the site.
        activity: dotted name.
        scope: 1, 2 or 3.
        category: source category, energy carrier, or number of the scope 3 category.
        method: location or market for scope 2, else empty.
        factor: id of the factor.
        milligrams: CO2e within the scopes.
    """

    site: str
    activity: str
    scope: str
    category: str
    method: str
    factor: str
    milligrams: int

    def is_in(self, total: str) -> bool:
        """Whether it is part of a total: such as scope1, scope2_market or total_location."""
        return is_in_total(self.scope, self.method, total)


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The uncertainty of a figure.

    Attributes:
        relative: half width of the 95 % interval as a share of what is stated; None where
            nothing is stated.
        stated: CO2e in mg of the sources whose uncertainties are stated.
        whole: CO2e in mg of all sources.
    """

    relative: Decimal | None
    stated: int
    whole: int

    @property
    def coverage(self) -> Decimal | None:
        """The share of the figure that the uncertainty speaks of; None of a figure of zero."""
        return CONTEXT.divide(Decimal(self.stated), Decimal(self.whole)) if self.whole else None

    def to_json(self) -> dict[str, Any]:
        """Percent, rating and coverage as `crossfoot inventory --uncertainty` prints them."""
        return {
            "percent": percent(self.relative),
            "rating": None if self.relative is None else rating(self.relative),
            "stated_percent": percent(self.coverage),
        }


def percent(relative: Decimal | None) -> Decimal | None:
    """A share in percent, to a millionth."""
    from crossfoot.quantities.rounding import round_half_away

    return None if relative is None else round_half_away(relative * 100, 6)


def propagated(sources: Iterable[Source], statements: Statements) -> Uncertain:
    """The uncertainty of the sum of sources, as far as it is stated.

    A source counts as stated where the uncertainties of its quantity and of its factor both are.
    """
    by_quantity: dict[Hashable, Decimal] = defaultdict(Decimal)
    by_factor: dict[Hashable, Decimal] = defaultdict(Decimal)
    stated = whole = 0
    for source in sources:
        whole += source.milligrams
        quantity = statements.of_quantity(source.activity, source.site)
        factor = statements.of_factor(source.activity, source.site, source.factor)
        if quantity is None or factor is None:
            continue
        stated += source.milligrams
        # what is shared is added with its sign before it is squared
        by_quantity[source.site, source.activity] += source.milligrams * quantity.relative
        by_factor[source.factor] += source.milligrams * factor.relative
    if not stated:
        return Uncertain(None, stated, whole)
    absolute = of_product(*by_quantity.values(), *by_factor.values())
    return Uncertain(CONTEXT.divide(absolute, Decimal(abs(stated))), stated, whole)


def of_totals(
    sources: Iterable[Source], totals: Iterable[str], statements: Statements
) -> Mapping[str, Uncertain]:
    """The uncertainty of each total of an inventory."""
    known = list(sources)
    return {
        total: propagated((each for each in known if each.is_in(total)), statements)
        for total in totals
    }
