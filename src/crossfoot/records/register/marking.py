"""Figures that entries may count in are counted anew: cells are marked by every write."""

from __future__ import annotations

from crossfoot.records.register.library import active
from crossfoot.records.register.models import FigureCell
from crossfoot.registers.expressions.tree import Ref, walk
from crossfoot.registers.library import Library


def mark(register: str) -> None:
    """Mark the cells of a register, and of those whose formulas look at it.

    Which periods and units an entry counts in is for its formulas to say, so all cells are marked:
    each is counted anew, whole, when somebody asks.
    """
    FigureCell.objects.filter(metric__in=touched(active(), register), dirty=False).update(
        dirty=True
    )


_touched: dict[tuple[int, str], tuple[Library, frozenset[str]]] = {}


def touched(library: Library, register: str) -> frozenset[str]:
    """Names of the metrics that entries of a register may change.

    Its own; those of registers that look through a field at its entries; and those whose formulas
    name one of these.
    """
    place = (id(library), register)
    known = _touched.get(place)
    if known is not None and known[0] is library:
        return known[1]
    found = {
        name
        for name, metric in library.metrics.items()
        if metric.register == register or _looks_at(library, metric.register, register)
    }
    while True:
        more = {name for name, each in library.metrics.items() if found & set(each.needs)} - found
        if not more:
            break
        found |= more
    _touched[place] = (library, frozenset(found))
    return _touched[place][1]


def _looks_at(library: Library, register: str, target: str) -> bool:
    """Whether a metric of a register looks through one of its fields at another register."""
    definition = library[register]
    through = {
        each.field
        for metric in definition.metrics.values()
        for node in (metric.formula, *(each.source for each in metric.by.values()))
        for each in walk(node)
        if isinstance(each, Ref) and each.through
    }
    fields = (each for field in definition.every_field() for each in (field, *field.rows.values()))
    return any(each.name in through and each.register in (target, "any") for each in fields)
