"""Estimates of meters beside the bills that came instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.models import QuerySet

from crossfoot.records.ledger.meters import MeterBill, bills_of, months_of
from crossfoot.records.ledger.models import Batch, Meter, State
from crossfoot.records.ledger.periods import Bill, days_of, shares
from crossfoot.records.ledger.queries import parquet_of
from crossfoot.tables.ledger_rows import Filter, rows_of
from crossfoot.tables.numbers import read_number


@dataclass(frozen=True, slots=True)
class TrueUp:
    """An estimate of a month and what came instead.

    Attributes:
        batch: of the estimate.
        estimate: what it said.
        actual: what bills of its days come to; None where none came yet.
        reversed: the estimate counts no more.
        covered: bills have come for all of its days.
        compared: what it said of the days that bills have come for.
    """

    batch: Batch
    month: date
    estimate: Decimal
    actual: Decimal | None
    reversed: bool
    covered: bool = False
    compared: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """What is to be added to the estimate, of the days that bills have come for."""
        said = self.estimate if self.compared is None else self.compared
        return None if self.actual is None else self.actual - said


def true_ups(
    meter: Meter, bills: Sequence[MeterBill], made: Iterable[Batch] | None = None
) -> list[TrueUp]:
    """The estimates of a meter, standing and reversed, each beside what bills come to.

    Args:
        meter: which.
        bills: of the meter.
        made: its estimates, where they were looked up already.
    """
    made = list(_estimates([meter]) if made is None else made)
    gone = _reversed_bills([each for each in made if each.state == State.REVERSED])
    actual = [each.bill for each in bills if not each.bill.estimated]
    billed = days_of(actual)
    found = []
    for batch in made:
        own = gone.get(batch.pk) or [each.bill for each in bills if each.batch == batch.pk]
        days = days_of(own)
        for total in batch.totals.all():
            month = months_of(meter, bills, [total.month])[0]
            whole = not days or len(days) == month.due
            has_come = bool(month.actual) if whole else bool(days & billed)
            came = month.quantity if whole else shares(actual, days)
            found.append(
                TrueUp(
                    batch,
                    total.month,
                    total.quantity,
                    came if has_come else None,
                    batch.state == State.REVERSED,
                    bool(days) and days <= billed,
                    shares(own, days & billed) if days - billed else None,
                )
            )
    return found


def _reversed_bills(batches: Sequence[Batch]) -> dict[int, list[Bill]]:
    """The rows of batches that count no more, which stay to be seen; one look at their files."""
    paths = {str(path): batch.pk for batch in batches if (path := parquet_of(batch))}
    found: dict[int, list[Bill]] = {}
    for name, row in rows_of([Path(path) for path in paths], Filter()):
        bill = Bill(row.start, row.end, read_number(row.quantity, "quantity"), estimated=True)
        found.setdefault(paths[name], []).append(bill)
    return found


def _estimates(wanted: Iterable[Meter]) -> QuerySet[Batch]:
    """What was estimated of some meters, with totals; two queries."""
    states = (State.STANDING.value, State.REVERSED.value)
    made = Batch.objects.filter(meter__in=list(wanted), estimated=True, state__in=states)
    return made.prefetch_related("totals").order_by("id")


def waiting(sites: Collection[str] | None = None, *, automatic: bool = False) -> list[Waiting]:
    """Estimates that stand although bills have come, of meters of some sites.

    Args:
        sites: codes; None for all.
        automatic: only of meters whose estimates are reversed by themselves.
    """
    found = Meter.objects.filter(batches__estimated=True, batches__state=State.STANDING.value)
    if sites is not None:
        found = found.filter(site__code__in=sites)
    if automatic:
        found = found.filter(automatic=True)
    wanted = list(found.select_related("site", "replaces").distinct())
    bills = bills_of(wanted)
    made: dict[int | None, list[Batch]] = {}
    for batch in _estimates(wanted):
        made.setdefault(batch.meter_id, []).append(batch)
    return [
        Waiting(meter, each)
        for meter in wanted
        for each in true_ups(meter, bills[meter.pk], made[meter.pk])
        if not each.reversed and each.actual is not None
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An estimate for which a bill has come."""

    meter: Meter
    true_up: TrueUp
