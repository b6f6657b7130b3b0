"""The rows of a batch, page by page, and the file that they came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.records.ledger import queries
from crossfoot.records.ledger.models import BatchTotal
from crossfoot.records.ledger.staging import file_of
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.tables.ledger_rows import Filter, page
from crossfoot.web.listing import PAGE, units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.evidence_files import guarded_file
from crossfoot.web.views.ledger import readable_sites, seen_batch, site_names, sites_of
from crossfoot.workspaces.stored import evidence_path


@require_GET
def rows(request: HttpRequest, number: int) -> HttpResponse:
    """Rows below `?after=`, of sites that one may read."""
    names = site_names(units_of(person_of(request), Duty.READ))
    sites = list(names)
    batch = seen_batch(request, number, sites)
    parquet = queries.parquet_of(batch)
    if parquet is None:
        raise Http404
    asked = {
        name: request.GET.get(name, "").replace("\0", "").strip()  # which PostgreSQL does not take
        for name in ("site", "activity", "month", "q")
    }
    own = queries.totals_of(batch, sites).order_by()
    allowed = sorted(set(own.values_list("site", flat=True)))
    chosen = None
    if asked["site"] or batch.totals.exclude(site__in=allowed).exists():
        chosen = [site for site in allowed if asked["site"] in ("", site)]
    month = _month(asked["month"])
    wanted = Filter(
        sites=chosen,
        activity=asked["activity"],
        month=month,
        text=asked["q"],
    )
    after = whole_number(request.GET.get("after", "")) or 0
    total = None if asked["q"] else _count(own, asked, month)
    found = [] if total == 0 else page(parquet, wanted, after, PAGE + 1)
    kept = {name: value for name, value in asked.items() if value}
    below = urlencode({**kept, "after": found[PAGE - 1].row}) if len(found) > PAGE else ""
    said = {
        "batch": batch,
        "rows": found[:PAGE],
        "count": total,
        "below": below,
        "above": urlencode(kept) if after else "",
        "first": not after,
        "asked": asked,
        "sites": allowed,
        "site_names": names,
        "activities": sorted(set(own.values_list("activity", flat=True))),
        "months": sorted(
            {month.strftime("%Y-%m") for month in own.values_list("month", flat=True)}
        ),
        "language": language(),
    }
    return render(request, "ledger/rows.html", said)


@require_GET
def original(request: HttpRequest, number: int) -> HttpResponse:
    """The file as it was sent, for those who may read all its rows."""
    sites = readable_sites(request)
    batch = seen_batch(request, number, sites)
    if not sites_of(batch) <= set(sites):
        raise Http404
    kept = evidence_path(Path(settings.WORKSPACE), batch.sha256, Path(batch.name).suffix)
    if not kept.is_file():
        try:
            kept = file_of(batch)
        except CrossfootError as error:
            raise Http404 from error
    return guarded_file(kept.open("rb"), batch.name, "application/octet-stream")


def _count(totals: QuerySet[BatchTotal], asked: dict[str, str], month: date | None) -> int:
    """How many rows there are; the totals know it without a look at the rows."""
    if asked["site"]:
        totals = totals.filter(site=asked["site"])
    if asked["activity"]:
        totals = totals.filter(activity=asked["activity"])
    if month is not None:
        totals = totals.filter(month=month)
    return totals.aggregate(rows=Sum("rows"))["rows"] or 0


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        return None
