"""Words of the plan: by what rows are summed, and how lists are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: the place of the quantity itself, beside those of its gases
QUANTITY_SLOT = 0


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what rows are summed.

    Attributes:
        key: column of `combinations`.
        table: what holds the sums.
        first_slot: a class has no quantity, since its combinations have different units.
    """

    key: str
    table: str
    first_slot: int


BY_COMBINATION = Grouping("id", "cells", QUANTITY_SLOT)
BY_CLASS = Grouping("class", "class_cells", QUANTITY_SLOT + 1)


def lines_of(columns: Sequence[str], indent: int) -> str:
    """Columns, one to a line."""
    return f",\n{' ' * indent}".join(columns)


def numbers(values: Iterable[int]) -> str:
    """A list of numbers; of none, one that nothing equals."""
    return ", ".join(str(int(value)) for value in values) or "NULL"


def overlap(months: tuple[int, int] | None) -> str:
    """Whether the days of a part touch the months asked for."""
    if months is None:
        return "TRUE"
    first, last = "greatest(p.start, p.first_day)", 'least(p."end", p.last_day)'
    return (
        f"year({first}) * 12 + month({first}) - 1 <= {months[1]}"
        f" AND year({last}) * 12 + month({last}) - 1 >= {months[0]}"
    )
