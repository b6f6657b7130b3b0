"""Values by breakdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from crossfoot.registers.bounds import BASES, EXACT, combined, weakest

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value.

    Attributes:
        value: None where there is none: an average of nothing, a share of nothing.
        ids: of the records behind it, in their order.
        qualifier: how exact it is.
        basis: of its weakest part: measured, calculated, estimated or simulated.
        estimated: how much of a sum is estimated or simulated; zero where nothing, or no sum.
    """

    value: Decimal | None
    ids: tuple[str, ...] = ()
    qualifier: str = EXACT
    basis: str = BASES[0]
    estimated: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of a formula over some breakdowns.

    Attributes:
        dims: names of the breakdowns; none for a single value.
        values: by member, one per breakdown.
        default: of members that no record has: zero for counts and sums, none for averages.
    """

    dims: tuple[str, ...]
    values: Mapping[Key, Cell] = field(default_factory=dict)
    default: Cell = field(default_factory=lambda: Cell(None))

    def at(self, dims: tuple[str, ...], key: Key) -> Cell:
        """The cell of a key over more breakdowns: those it does not have are dropped."""
        members = dict(zip(dims, key, strict=True))
        return self.values.get(tuple(members[name] for name in self.dims), self.default)

    @property
    def only(self) -> Cell:
        """The value without breakdowns."""
        return self.values.get((), self.default)


def single(value: Decimal | None) -> Cells:
    """A number that no record gives."""
    return Cells((), {(): Cell(value)}, Cell(value))


def together(
    left: Cells,
    right: Cells,
    by: tuple[str, ...],
    compute: Callable[[Decimal | None, Decimal | None], Decimal | None],
    *,
    adds: bool = False,
) -> Cells:
    """Two formulas joined cell by cell; `adds` where the parts of both are parts of the result."""
    dims = tuple(name for name in by if name in left.dims or name in right.dims)

    def joined(first: Cell, second: Cell) -> Cell:
        ids = tuple(dict.fromkeys((*first.ids, *second.ids)))
        qualifier = combined((first.qualifier, second.qualifier))
        basis = weakest((first.basis, second.basis))
        estimated = first.estimated + second.estimated if adds else Decimal(0)
        return Cell(compute(first.value, second.value), ids, qualifier, basis, estimated)

    values = {
        key: joined(left.at(dims, key), right.at(dims, key)) for key in _keys(left, right, dims)
    }
    return Cells(dims, values, joined(left.default, right.default))


def _keys(left: Cells, right: Cells, dims: tuple[str, ...]) -> Iterator[Key]:
    seen: dict[Key, None] = {}
    for side, other in ((left, right), (right, left)):
        for key in side.values:
            if side.dims == dims:
                seen[key] = None
                continue
            known = dict(zip(side.dims, key, strict=True))
            for more in other.values:
                both = {**dict(zip(other.dims, more, strict=True)), **known}
                if len(both) == len(dims):
                    seen[tuple(both[name] for name in dims)] = None
    yield from seen
