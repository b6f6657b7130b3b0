"""A figure against the same one a period before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.quantities.rounding import CONTEXT, round_half_away
from crossfoot.records.collection.models import Cell, Kind


@dataclass(frozen=True, slots=True)
class Variance:
    """How far a figure is from the one before.

    Attributes:
        before: the figure one period earlier.
        percent: change in percent, to one decimal; None from zero, of which nothing is a share.
        exceeds: beyond the threshold, so that it needs an explanation.
    """

    before: Decimal
    percent: Decimal | None
    exceeds: bool


def variance(
    value: Decimal | None, before: Decimal | None, threshold: Decimal | None
) -> Variance | None:
    """The change from `before` to `value`; None where one of them is not known.

    >>> variance(Decimal(130), Decimal(100), Decimal(30)).exceeds
    False
    >>> variance(Decimal("130.1"), Decimal(100), Decimal(30))
    Variance(before=Decimal('100'), percent=Decimal('30.1'), exceeds=True)
    >>> variance(Decimal(2), Decimal(0), Decimal(30)).exceeds  # from nothing to something
    True

    Args:
        value: the figure.
        before: the same figure one period earlier.
        threshold: percent beyond which it needs an explanation; None for never.
    """
    if value is None or before is None:
        return None
    difference = CONTEXT.subtract(value, before)
    if not before:
        return Variance(before, None, threshold is not None and bool(difference))
    share = CONTEXT.multiply(CONTEXT.divide(difference, abs(before)), Decimal(100))
    exceeds = threshold is not None and abs(share) > threshold
    return Variance(before, round_half_away(share, 1), exceeds)


def variance_of(cell: Cell, before: Decimal | None) -> Variance | None:
    """The variance of what stands in a cell."""
    threshold = Decimal(cell.threshold) if cell.threshold else None
    return variance(value_of(cell), before, threshold)


def value_of(cell: Cell) -> Decimal | None:
    """The number that stands in a cell; zero where none was attested."""
    if cell.current is None:
        return None
    return Decimal(0) if cell.current.kind == Kind.NONE else cell.current.value


def values_before(cells: Iterable[Cell]) -> dict[int, Decimal]:
    """The same figures one period earlier, by the cell's number, in one query.

    What was approved counts before what was known when the campaign was opened.
    """
    cells = list(cells)
    wanted = {
        (cell.request.unit_id, cell.metric, cell.dimensions, cell.period.previous()): cell
        for cell in cells
    }
    found = {cell.pk: Decimal(cell.before) for cell in cells if cell.before}
    earlier = Cell.objects.filter(
        approval__isnull=False,
        request__unit__in={unit for unit, *_ in wanted},
        metric__in={metric for _, metric, *_ in wanted},
        start__in={period.start for *_, period in wanted},
    ).select_related("request", "approval__entry")
    for cell in earlier.order_by("approval_id"):
        asked = wanted.get((cell.request.unit_id, cell.metric, cell.dimensions, cell.period))
        if asked is None or cell.approval is None:
            continue
        entry = cell.approval.entry
        value = Decimal(0) if entry.kind == Kind.NONE else entry.value
        if value is None:
            found.pop(asked.pk, None)  # taken back since
        else:
            found[asked.pk] = value
    return found
