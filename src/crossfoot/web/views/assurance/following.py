"""Follow a figure: from a metric, a unit and a year to versions, people, evidence and journal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.calculation.rules import SUM_OF_ROWS
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.assurance.following import (
    Followed,
    Version,
    cells_of,
    follow,
    journal_of,
    newest_year,
)
from crossfoot.records.assurance.page_image import page_image
from crossfoot.records.collection.models import Cell
from crossfoot.records.evidence.models import Revision
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.evidence.store import bytes_of
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.overview.fresh import kept_numbers
from crossfoot.records.overview.wording import footnote_words, waiting_words
from crossfoot.records.roles import Duty
from crossfoot.records.verbs import VERBS
from crossfoot.web.listing import PAGE, names_of, units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.assurance.seen import metric_choice
from crossfoot.web.views.collection.shown import answer, converted
from crossfoot.web.words import Words

_PAGE = re.compile(r"\D{0,8}(\d{1,5})")


def first_page(text: str) -> int | None:
    """The first page that a reference names; None where it names none, or a cell of a sheet.

    >>> first_page("p. 3-5"), first_page("Sheet1!B7"), first_page("")
    (3, None, None)
    """
    found = None if "!" in text else _PAGE.match(text)
    return int(found[1]) if found else None


@require_GET
def figure(request: HttpRequest) -> HttpResponse:
    """A metric of a unit (and those below it) in a year, down to its evidence."""
    person, said = person_of(request), language()
    units = units_of(person, Duty.READ)
    asked = {name: request.GET.get(name, "").strip() for name in ("metric", "unit", "year")}
    readable = {each.code: each.name for each in units}
    if asked["unit"] and asked["unit"] not in readable:
        raise Http404
    year = whole_number(asked["year"]) or _usual(asked["metric"], asked["unit"], readable)
    if not 1900 <= year <= 2999:
        raise Http404
    shown: dict[str, Any] = {
        "asked": {**asked, "year": year},
        "units": units,
        "metrics": _metrics(),
        "found": False,
    }
    metric = catalogue().get(asked["metric"])
    if metric is not None and asked["unit"]:
        shown |= _followed(person, metric.id, asked["unit"], year, readable, request)
        shown |= {"found": True, "metric": metric_choice(metric.id), "unit_name": ""}
        shown["unit_name"] = readable[asked["unit"]]
        shown["lineage"] = _lineage(metric.id, asked["unit"], year)
        shown["computed"] = metric.formula.text if metric.formula else ""
    shown["language"] = said
    return render(request, "assurance/figure.html", shown)


@require_GET
def preview(request: HttpRequest, number: int, revision: int, page: int) -> HttpResponse:
    """A page of a PDF that proves something, as a picture."""
    found = (
        Revision.objects.filter(document_id=number, document__deleted_at=None, number=revision)
        .select_related("document__unit", "file")
        .first()
    )
    if found is None or found.file is None or preview_of(found.file.media) != "pdf":
        raise Http404
    if not person_of(request).may(Duty.READ, found.document.unit.code):
        raise Http404
    try:
        drawn = page_image(bytes_of(found.file), page)
    except CrossfootError as error:
        raise Http404 from error
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _followed(
    person: Person,
    metric: str,
    unit: str,
    year: int,
    readable: dict[str, str],
    request: HttpRequest,
) -> dict[str, Any]:
    said, words = language(), Words(language())
    tree = organisation_on(timezone.now().date())
    codes = [each.id for each in tree.below(unit) if each.id in readable]
    cells = cells_of(metric, codes, date(year, 1, 1), date(year, 12, 31))
    pages = max(1, -(-len(cells) // PAGE))
    at = min(whole_number(request.GET.get("page", "")) or 1, pages)
    part = cells[(at - 1) * PAGE : at * PAGE]
    return {
        "figures": [_figure(each, said, words) for each in follow(part, said)],
        "pages": {
            "number": at,
            "pages": pages,
            "count": len(cells),
            "earlier": _query(request, at - 1) if at > 1 else "",
            "later": _query(request, at + 1) if at < pages else "",
        },
        **_reported(metric, unit, year, readable),
        "journal": _journal(part, words) if person.may(Duty.READ_JOURNAL) else None,
    }


def _figure(each: Followed, said: str, words: Words) -> dict[str, Any]:
    language_ = language()
    unit = metric_choice(each.cell.metric)["unit"]
    return {
        "figure": each,
        "state": each.cell.request.state,
        "versions": [
            {
                "version": version,
                "answer": answer(version.entry, unit, language_, words),
                "converted": converted(version.entry, unit, language_),
                "proofs": _proofs(version),
            }
            for version in each.versions
        ],
    }


def _proofs(version: Version) -> list[dict[str, Any]]:
    return [
        {"proof": each, "preview": preview_of(each.media), "at": first_page(each.page)}
        for each in version.proofs
    ]


def _usual(metric: str, unit: str, readable: Mapping[str, str]) -> int:
    """The year that is shown where none is asked for."""
    newest = newest_year(settings.WORKSPACE, metric, [unit] if unit else list(readable))
    return newest or timezone.now().year - 1


def _reported(metric: str, unit: str, year: int, names: Mapping[str, str]) -> dict[str, Any]:
    """What is reported of the year, as it was calculated last, and what that leaves out."""
    said = language()
    with kept_numbers(settings.WORKSPACE) as (numbers, _):
        stored = numbers.of(unit, (metric,), (Period.year(year),), "") if numbers else []
    facts = [each.fact for each in stored]
    return {
        "facts": [
            {
                "fact": fact,
                "note": footnote_words(fact.note, names)[said]
                or (waiting_words(fact.nil_reason, names)[said] if fact.nil_reason else ""),
            }
            for fact in facts
        ],
        "is_computed": any(each.is_number and each.basis is Basis.COMPUTED for each in facts),
        "from_ledger": any(each.origin.get("rule") == SUM_OF_ROWS for each in stored),
    }


def _journal(cells: Sequence[Cell], words: Words) -> list[dict[str, Any]]:
    lines = journal_of(cells)
    names = names_of((each.actor for each in lines), words["command_line"])
    said = language()
    return [
        {
            "entry": each,
            "who": names[each.actor],
            "verb": VERBS[each.action][said] if each.action in VERBS else each.action,
        }
        for each in lines
    ]


def _lineage(metric: str, unit: str, year: int) -> str:
    """The page of what a number of the year is made of; empty where there is none."""
    try:
        return reverse("figure", args=[metric, unit, str(year)])
    except NoReverseMatch:
        return ""


def _metrics() -> list[dict[str, str]]:
    """Metrics that are collected, in the order of the catalogue."""
    collected = set(Cell.objects.order_by().values_list("metric", flat=True).distinct())
    return [metric_choice(each.id) for each in catalogue() if each.id in collected]


def _query(request: HttpRequest, page: int) -> str:
    from urllib.parse import urlencode

    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return "?" + urlencode({**kept, "page": page})
