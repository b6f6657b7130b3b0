"""What is asked of meters: their bills in the ledger, how complete their months are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.ledger.models import Batch, BatchTotal, Meter, MeterReading, State
from crossfoot.records.ledger.periods import (
    Bill,
    Month,
    Reading,
    Used,
    completeness,
    used,
)
from crossfoot.records.ledger.queries import last_year as rows_last_year
from crossfoot.records.ledger.queries import parquet_of
from crossfoot.records.ledger.spans import Finding, findings
from crossfoot.records.messages import problem
from crossfoot.tables.ledger_rows import Filter, rows_of
from crossfoot.tables.numbers import read_number


@dataclass(frozen=True, slots=True)
class MeterBill:
    """A row of the ledger for a meter.

    Attributes:
        bill: its days and quantity.
        batch: id of its batch.
        row: in the file.
    """

    bill: Bill
    batch: int
    row: int


def meter_of(number: int) -> Meter:
    """The meter with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Meter.objects.filter(pk=number).select_related("site", "replaces").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such meter", "没有该仪表")))
    return found


def meters(sites: Collection[str], text: str = "", site: str = "") -> QuerySet[Meter]:
    """Meters of some sites."""
    found = Meter.objects.filter(site__code__in=sites).select_related("site", "replaces")
    if text:
        found = found.filter(code__icontains=text) | found.filter(name__icontains=text)
    return found.filter(site__code=site) if site else found


def bills_of(wanted: Sequence[Meter]) -> dict[int, list[MeterBill]]:
    """The rows that count of each of some meters, by their ids; one look at the ledger for all."""
    found: dict[int, list[MeterBill]] = {meter.pk: [] for meter in wanted}
    if not wanted:
        return found
    batches = _batches(wanted)
    by_path = {str(path.resolve()): batch for batch in batches if (path := parquet_of(batch))}
    keyed = {(m.site.code, m.activity, m.code): m.pk for m in wanted}
    rows = rows_of(
        [Path(name) for name in by_path],
        Filter(
            sites={meter.site.code for meter in wanted},
            sources={meter.code for meter in wanted},
        ),
    )
    named: dict[str, Batch] = {}  # to resolve a path takes longer than all else of a row
    for name, row in rows:
        number = keyed.get((row.site, row.activity, row.source))
        if number is None:
            continue
        batch = named.get(name) or named.setdefault(name, by_path[str(Path(name).resolve())])
        quantity = read_number(row.quantity, "quantity")
        bill = Bill(row.start, row.end, quantity, batch.estimated)
        found[number].append(MeterBill(bill, batch.pk, row.row))
    return found


def _batches(wanted: Iterable[Meter]) -> list[Batch]:
    """Batches that count and have rows of the sites and activities of the meters."""
    pairs = {(meter.site.code, meter.activity) for meter in wanted}
    totals = (
        BatchTotal.objects.filter(
            batch__state=State.STANDING.value,
            site__in={site for site, _ in pairs},
            activity__in={activity for _, activity in pairs},
        )
        .order_by()
        .values_list("batch_id", flat=True)
        .distinct()
    )
    return list(Batch.objects.filter(pk__in=list(totals)).order_by("pk"))


def months_of(meter: Meter, bills: Iterable[MeterBill], asked: Sequence[date]) -> list[Month]:
    """How complete the months of a meter are."""
    return completeness([each.bill for each in bills], asked, meter.valid_from, meter.valid_to)


def oddities_of(
    meter: Meter, bills: Sequence[MeterBill], first: date, last: date, *, crossing: bool = True
) -> list[Finding]:
    """Days on which the meter stands that no bill says, or several, or one over a month's end.

    Args:
        meter: which.
        bills: of the meter; findings name them by their place.
        first: of the days that are asked about.
        last: of them; nothing is missing that lies ahead of today.
        crossing: also bills that carry over the end of a month.
    """
    start = max(first, meter.valid_from)
    end = min(last, meter.valid_to or last, timezone.now().date())
    return findings([each.bill for each in bills], start, end, crossing=crossing)


def used_of(meter: Meter) -> tuple[Used, ...]:
    """What the meter counted between the readings that stand."""
    return _used(meter, MeterReading.objects.filter(meter=meter, withdrawn=""))


def _used(meter: Meter, standing: Iterable[MeterReading]) -> tuple[Used, ...]:
    readings = [Reading(each.day, each.value, each.estimated) for each in standing]
    return used(readings, meter.multiplier)


def uncounted(found: Iterable[Used], bills: Iterable[MeterBill]) -> list[Used]:
    """What was used between readings and is no row of the ledger yet."""
    known = {(each.bill.start, each.bill.end) for each in bills}
    return [each for each in found if (each.start, each.end) not in known]


def uncounted_of(
    wanted: Sequence[Meter], bills: Mapping[int, Sequence[MeterBill]]
) -> dict[int, list[Used]]:
    """The same of each of some meters, by their ids; one look at the readings for all."""
    standing: dict[int, list[MeterReading]] = {meter.pk: [] for meter in wanted}
    for each in MeterReading.objects.filter(meter__in=list(standing), withdrawn=""):
        standing[each.meter_id].append(each)
    return {
        meter.pk: uncounted(_used(meter, standing[meter.pk]), bills[meter.pk]) for meter in wanted
    }


def last_year() -> int | None:
    """The last year with rows that count or with readings that stand; None without either."""
    standing = MeterReading.objects.filter(withdrawn="")
    day = standing.order_by("-day").values_list("day", flat=True).first()
    years = (rows_last_year(), day.year if day else None)
    return max((year for year in years if year), default=None)
