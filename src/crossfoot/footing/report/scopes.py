"""Which scopes a total of greenhouse gases is of, where its label does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure

_SAYS = re.compile(
    r"scopes?\s?(?:[1I]|one)\s?(?:,|and|&|\+|/|、|和|及|与)|范围一|范围1", re.IGNORECASE
)
_OTHER_INDIRECT = re.compile(r"other indirect|其他间接|其它间接", re.IGNORECASE)
_SCOPE1, _SCOPE2 = "ghg.scope1", "ghg.scope2.location"
_SCOPE3 = "ghg.scope3"
_OWN, _ALL = "ghg.total", "ghg.total_value_chain"


def by_its_scopes(figure: Figure, figures: Iterable[Figure]) -> Figure:
    """A total of all scopes under its own metric: the scopes beside it add up to it.

    A label such as "Total GHG emissions" stands for scope 1 and 2 in one report and for all three
    in another.
    """
    if figure.metric != _OWN or figure.dimensions or not figure.table or _SAYS.search(figure.label):
        return figure
    beside = [f for f in figures if f.year == figure.year and f.table == figure.table]
    others = [f for f in beside if _OTHER_INDIRECT.search(f.label)]
    scope3 = others or _rows(beside, _SCOPE3)
    beside = [f for f in beside if not any(f is each for each in others)]
    own = [*_rows(beside, _SCOPE1), *_rows(beside, _SCOPE2)]
    if not scope3 or not own:
        return figure
    if _gap(figure, own) <= 0:
        return figure
    if _gap(figure, [*own, *scope3]) <= 0 or _far(figure, own) > _far(figure, [*own, *scope3]):
        return replace(figure, metric=_ALL)
    return figure


def _rows(figures: Iterable[Figure], metric: str) -> list[Figure]:
    """The figure of a scope, or the rows that make it."""
    found = [f for f in figures if f.metric == metric]
    whole = [f for f in found if not f.dimensions]
    return whole or found


def _far(total: Figure, parts: Iterable[Figure]) -> Decimal:
    return abs(sum((f.value for f in parts), Decimal(0)) - total.value)


def _gap(total: Figure, parts: list[Figure]) -> Decimal:
    """How far the parts miss the total, beyond what rounding explains."""
    return _far(total, parts) - (total.step + sum((f.step for f in parts), Decimal(0))) / 2
