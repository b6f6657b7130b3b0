"""The cells of a calculated inventory: by site, month, scope, category, method and gas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossfoot.calculation.lines import Cell
from crossfoot.calculation.preparation import Calculated, month_name
from crossfoot.calculation.streams import is_outside

_Key = tuple[str, ...]


def cells_of(calculated: Calculated, gwp_sets: Sequence[str]) -> Iterator[Cell]:
    """The cells in their order; a site of which the share changes has its own for each share."""
    names = [f"e_{index}" for index in range(len(gwp_sets))]
    sums = ", ".join(f"sum(c.{name})" for name in ["mg", *names])
    rows = calculated.engine.rows(
        f"SELECT c.site, c.month, s.scope, s.category, s.method, s.gas, {sums} "
        f"FROM {calculated.sums.class_cells()} c "
        "JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
        "GROUP BY ALL ORDER BY ALL"
    )
    for site, month, scope, category, method, gas, milligrams, *effects in rows:
        name = calculated.sites[site].name
        co2e = dict(zip(gwp_sets, effects, strict=True))
        where = (name, month_name(month), scope, category, method, gas)
        yield Cell(*where, is_outside(gas), milligrams, co2e)


def whole_cells(calculated: Calculated, gwp_sets: Sequence[str]) -> Iterator[Cell]:
    """The cells, those of a month in which the share of a site changes added up."""
    cells = cells_of(calculated, gwp_sets)
    if not any(site.is_parted for site in calculated.sites):
        yield from cells  # as they come: there may be millions
        return
    found: dict[_Key, Cell] = {}
    for cell in cells:
        key = (cell.site, cell.month, cell.scope, cell.category, cell.method, cell.gas)
        found[key] = _both(found[key], cell) if key in found else cell
    yield from (found[key] for key in sorted(found))


def _both(one: Cell, other: Cell) -> Cell:
    co2e = {name: mass + other.co2e[name] for name, mass in one.co2e.items()}
    return replace(one, milligrams=one.milligrams + other.milligrams, co2e=co2e)
