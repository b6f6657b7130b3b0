"""Batches that a person may see, their totals, pages of their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from crossfoot.records.actions import Actor
from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.ledger.models import Batch, BatchTotal, State
from crossfoot.records.ledger.staging import rows_of
from crossfoot.workspaces.stored import TableFile, ledger_path


def batches(by: Actor, sites: Collection[str], state: str = "", text: str = "") -> QuerySet[Batch]:
    """Batches that one sent, or that have rows of sites that one may read; latest first.

    Args:
        by: who asks.
        sites: codes of the units that one may read.
        state: one of `State`; all but the dropped where empty.
        text: part of the name of the file.
    """
    own = BatchTotal.objects.filter(batch=OuterRef("pk"), site__in=sites)
    found = Batch.objects.filter(Q(by=by.reference) | Q(unit__code__in=sites) | Exists(own))
    found = found.select_related("unit", "job")
    if text:
        found = found.filter(name__icontains=text)
    if state:
        return found.filter(state=state)
    return found.exclude(state=State.DROPPED.value)


def totals_of(batch: Batch, sites: Collection[str] | None) -> QuerySet[BatchTotal]:
    """The totals of a batch for sites that one may read; None for all."""
    return batch.totals.all() if sites is None else batch.totals.filter(site__in=sites)


def by_activity(totals: QuerySet[BatchTotal]) -> list[Mapping[str, object]]:
    """What they come to by activity and unit."""
    found = totals.order_by().values("activity", "unit")
    return list(found.annotate(count=Sum("rows"), sum=Sum("quantity")).order_by("activity", "unit"))


def by_month(totals: QuerySet[BatchTotal]) -> list[Mapping[str, object]]:
    """What they come to by activity, unit and month of the first day."""
    found = totals.order_by().values("activity", "unit", "month")
    return list(
        found.annotate(count=Sum("rows"), sum=Sum("quantity")).order_by("activity", "unit", "month")
    )


def parquet_of(batch: Batch) -> Path | None:
    """Where the rows of a batch lie; None where there are none."""
    file = TableFile(Path(batch.name), batch.name, batch.sha256, batch.sheet)
    for path in (rows_of(batch), ledger_path(Path(settings.WORKSPACE), file)):
        if path.is_file():
            return path
    return None


def as_subjects(ids: Collection[str]) -> dict[str, Subject]:
    """Batches as what evidence can prove."""
    found = Batch.objects.filter(pk__in=[int(each) for each in ids if each.isdecimal()])
    return {
        str(batch.pk): Subject(
            batch.unit.code if batch.unit else "", str(batch), f"/ledger/{batch.pk}"
        )
        for batch in found.select_related("unit")
    }


def last_year() -> int | None:
    """The last year in which rows begin that count; None where there are none."""
    found = BatchTotal.objects.filter(batch__state=State.STANDING.value).order_by("-month").first()
    return found.month.year if found else None
