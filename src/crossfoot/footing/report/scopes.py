"""Which scopes a total of greenhouse gases is of, where its label does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product
from typing import TYPE_CHECKING

from crossfoot.footing.report.cells import Part, part
from crossfoot.reading.numbers import read_cell

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

_SAYS = re.compile(
    r"scopes?\s?(?:[1I]|one)\s?(?:,|and|&|\+|/|、|和|及|与)|范围一|范围1", re.IGNORECASE
)
_OTHER_INDIRECT = re.compile(r"other indirect|其他间接|其它间接", re.IGNORECASE)
_SCOPE1, _SCOPE2 = "ghg.scope1", "ghg.scope2.location"
_SCOPE3 = "ghg.scope3"
#: a total that is further away has another part that was not read
_SLIP = Decimal("0.25")
#: of a scope that is printed several times and differently
_MOST_CHOICES = 32
_OWN, _ALL = "ghg.total", "ghg.total_value_chain"


def by_its_scopes(figure: Figure, figures: Iterable[Figure], report: ReadReport) -> Figure:
    """A total of all scopes under its own metric: the scopes beside it add up to it.

    A label such as "Total GHG emissions" stands for scope 1 and 2 in one report and for all three
    in another.
    """
    if figure.metric != _OWN or figure.dimensions or not figure.table or _SAYS.search(figure.label):
        return figure
    beside = [f for f in figures if f.year == figure.year and f.table == figure.table]
    other = _other_indirect(figure, report)
    third: list[list[Figure | Part]] = [list(other)] if other else _rows(beside, _SCOPE3)
    beside = [f for f in beside if not _OTHER_INDIRECT.search(f.label)]
    first, second = _rows(beside, _SCOPE1), _rows(beside, _SCOPE2)
    slip = False
    for one, two, three in islice(product(first, second, third), _MOST_CHOICES):
        own, every = [*one, *two], [*one, *two, *three]
        if not three or not own or _gap(figure, own) <= 0:
            return figure
        if _gap(figure, every) <= 0:
            return replace(figure, metric=_ALL)
        # one of the scopes may have a slip, but none can be missing
        near = _far(figure, every) <= _SLIP * figure.value
        slip = slip or (near and _far(figure, own) > _far(figure, every))
    if slip:
        return replace(figure, metric=_ALL)
    return figure


def _other_indirect(figure: Figure, report: ReadReport) -> list[Part]:
    """The rows called "other indirect" beside a total, recognised or not, in its unit."""
    table = report.table(figure.table)
    column = next((c for c in table.columns if c.index == figure.column), None)
    if column is None or figure.unit != "t CO2e" or figure.value != _printed(figure):
        return []
    rows = [row for row in table.data_rows if _OTHER_INDIRECT.search(row.label)]
    return [p for row in rows if "/" not in row.unit and (p := part(row, column)) is not None]


def _printed(figure: Figure) -> Decimal:
    """The number as printed: the rows beside it are taken without conversion."""
    read = read_cell(figure.printed)
    return read.number if read is not None else Decimal(0)


def _rows(figures: Iterable[Figure], metric: str) -> list[list[Figure | Part]]:
    """The figures of a scope, each of which may be meant, or the rows that make it."""
    found = [f for f in figures if f.metric == metric]
    whole = {f.value: f for f in found if not f.dimensions}
    if whole:
        return [[figure] for figure in whole.values()]
    return [list(found)]


def _far(total: Figure, parts: Iterable[Figure | Part]) -> Decimal:
    return abs(sum((f.value for f in parts), Decimal(0)) - total.value)


def _gap(total: Figure, parts: Sequence[Figure | Part]) -> Decimal:
    """How far the parts miss the total, beyond what rounding explains."""
    return _far(total, parts) - (total.step + sum((f.step for f in parts), Decimal(0))) / 2
