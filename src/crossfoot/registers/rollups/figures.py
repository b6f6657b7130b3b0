"""A figure as a report may print it: no data or zero, small cells hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from crossfoot.registers.metrics import RegisterMetric
from crossfoot.registers.rollups.cells import Cell, Key
from crossfoot.registers.rollups.engine import RollUp
from crossfoot.registers.suppression import ALL, hidden

#: never lower, whatever a parameter says
SMALLEST_CELL = 3
SMALL_CELL = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be printed.

    Attributes:
        value: None where there is none.
        silent: units that have said nothing; a count that would be 0 is "no data" while any is.
        cell: the records behind the value.
    """

    value: Decimal | None
    silent: tuple[str, ...]
    cell: Cell

    @property
    def is_no_data(self) -> bool:
        """Whether silence stands where a zero would."""
        return self.value is None and self.cell.value == 0


def figure(metric: RegisterMetric, cell: Cell, silent: Iterable[str]) -> Figure:
    """A value, or "no data" where it would be a zero out of silence."""
    quiet = tuple(silent)
    untold = bool(quiet) and metric.is_count and cell.value == 0
    return Figure(None if untold else cell.value, quiet, cell)


def hidden_cells(
    rollup: RollUp, metric: str, by: Sequence[str], threshold: int = SMALL_CELL
) -> frozenset[Key]:
    """The cells of a table of a metric that must not be shown, `ALL` for totals over a breakdown.

    The table is taken over every set of the breakdowns, as a report prints it with its totals.
    """
    table: dict[Key, int] = {}
    for kept in product((True, False), repeat=len(by)):
        dims = [name for name, keep in zip(by, kept, strict=True) if keep]
        for key, cell in rollup.cells(metric, dims).values.items():
            members = iter(key)
            full = tuple(next(members) if keep else ALL for keep in kept)
            table[full] = len(cell.ids)
    return hidden(table, max(threshold, SMALLEST_CELL))
