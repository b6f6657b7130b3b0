"""Small cells: figures that rest on few persons are hidden, and so is what would give them away.

A published table has cells and totals over each breakdown. A cell of fewer persons than the
threshold is hidden; further cells are hidden until no hidden one follows from what is shown. That
is decided by linear algebra, not by counting hidden cells per row: two hidden cells in each row
and column can still determine each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

#: a cell: one member per breakdown, `ALL` for the total over it
Cell = tuple[str, ...]
ALL = "*"


def with_totals(inner: Mapping[Cell, int]) -> dict[Cell, int]:
    """A table with its totals over every breakdown and every set of them.

    >>> with_totals({("female",): 3, ("male",): 4})[(ALL,)]
    7
    """
    found: dict[Cell, int] = {}
    for cell, count in inner.items():
        for kept in product((True, False), repeat=len(cell)):
            total = tuple(m if keep else ALL for m, keep in zip(cell, kept, strict=True))
            found[total] = found.get(total, 0) + count
    return found


def hidden(table: Mapping[Cell, int], threshold: int = 5) -> frozenset[Cell]:
    """The cells of a table with totals that must not be shown. The grand total stays.

    Args:
        table: number of persons behind each cell, totals included.
        threshold: the smallest number that may be shown; a zero may.
    """
    grand = {cell for cell in table if all(member == ALL for member in cell)}
    found = {cell for cell, count in table.items() if 0 < count < threshold} - grand
    sums = list(_sums(table))
    while given_away := disclosed(table, found, sums):
        more = _one_more(table, found | grand, given_away, sums)
        if more is None:
            break  # a table of one column says what its total says
        found.add(more)
    return frozenset(found)


def disclosed(
    table: Mapping[Cell, int],
    found: Collection[Cell],
    sums: Sequence[tuple[Cell, ...]] | None = None,
) -> set[Cell]:
    """Hidden cells whose value follows from the cells that are shown.

    By subtraction over all totals at once; and where hidden cells, none of which is zero, add up
    to their own number, so that each of them is one.
    """
    sums = list(_sums(table)) if sums is None else sums
    order = {cell: place for place, cell in enumerate(sorted(found))}
    rows = _equations(order, sums)
    determined = {_only(row) for row in _reduced(rows) if len(row) == 1}
    cells = sorted(found)
    given_away = {cells[place] for place in determined}
    for whole, *parts in sums:
        kept = [part for part in parts if part in order]
        counts = [table[part] for part in kept]
        if kept and whole not in order and all(counts) and sum(counts) == len(counts):
            given_away |= set(kept)
    return given_away


def shares_to_hide(
    hidden_numerators: Iterable[Cell], hidden_denominators: Iterable[Cell]
) -> frozenset[Cell]:
    """Cells of a share of which the numerator or the denominator is hidden."""
    return frozenset(hidden_numerators) | frozenset(hidden_denominators)


def _sums(table: Mapping[Cell, int]) -> Iterator[tuple[Cell, ...]]:
    """Every total over one breakdown, followed by what it adds up."""
    for cell in table:
        for place, member in enumerate(cell):
            if member == ALL:
                parts = tuple(
                    other
                    for other in table
                    if other[place] != ALL
                    and other[:place] == cell[:place]
                    and other[place + 1 :] == cell[place + 1 :]
                )
                if parts:
                    yield (cell, *parts)


def _one_more(
    table: Mapping[Cell, int],
    taken: Collection[Cell],
    given_away: Collection[Cell],
    sums: Sequence[tuple[Cell, ...]],
) -> Cell | None:
    """The cell to hide next: beside one that is given away, not zero if possible, the smallest."""
    near = {
        cell
        for group in sums
        if set(group) & set(given_away)
        for cell in group
        if cell not in taken
    }
    found = near or {cell for cell in table if cell not in taken}
    return min(
        found, key=lambda cell: (table[cell] == 0, cell.count(ALL), table[cell], cell), default=None
    )


Row = dict[int, Fraction]


def _equations(order: Mapping[Cell, int], sums: Sequence[tuple[Cell, ...]]) -> list[Row]:
    rows: list[Row] = []
    for whole, *parts in sums:
        row: Row = {order[part]: Fraction(1) for part in parts if part in order}
        if whole in order:
            row[order[whole]] = row.get(order[whole], Fraction(0)) - 1
        if row:
            rows.append(row)
    return rows


def _reduced(rows: list[Row]) -> list[Row]:
    """Gauss and Jordan over fractions: the rows in reduced echelon form."""
    pivots: dict[int, Row] = {}
    for row in rows:
        current = dict(row)
        for place, pivot in pivots.items():
            _subtract(current, pivot, place)
        if not current:
            continue
        place = min(current)
        scale = current[place]
        current = {key: value / scale for key, value in current.items()}
        for other in pivots.values():
            _subtract(other, current, place)
        pivots[place] = current
    return list(pivots.values())


def _subtract(row: Row, pivot: Row, place: int) -> None:
    factor = row.get(place)
    if not factor:
        return
    for key, value in pivot.items():
        left = row.get(key, Fraction(0)) - factor * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _only(row: Row) -> int:
    return next(iter(row))
