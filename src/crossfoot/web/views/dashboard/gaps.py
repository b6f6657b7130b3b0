"""What is missing, late, or does not foot."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from crossfoot.languages import Language
from crossfoot.records.collection.labels import figure, metric_title, topic_title, unit_names
from crossfoot.records.collection.models import Request
from crossfoot.records.messages import language
from crossfoot.records.overview.gaps import Gaps, gaps_of
from crossfoot.records.overview.wording import figure_label
from crossfoot.web.views.dashboard.asked import Asked, asking
from crossfoot.web.views.dashboard.shown import SEVERITIES, address
from crossfoot.web.words import Words

#: lines of one list; findings have pages
MOST = 20
PAGE = 50


@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """One list for each kind of gap; each line leads to where it is mended."""
    said = language()
    with asking(request) as asked:
        found = gaps_of(asked.person, asked.numbers, asked.unit)
        page = {
            **asked.shown(),
            "counts": found.counts,
            "late": _requests(list(found.late[:MOST]), said),
            "missing": _requests(list(found.missing[:MOST]), said),
            "unresolved": [
                {**row, "unit_name": asked.names.get(row["site"], row["site"])}
                for row in found.unresolved[:MOST]
            ],
            "unproved": [
                {
                    "cell": cell.pk,
                    "label": figure(cell, said),
                    "unit": asked.names.get(cell.request.unit.code, cell.request.unit.code),
                }
                for cell in found.unproved[:MOST]
            ],
            "expiring": [
                {"document": each, "expired": each.valid_until and each.valid_until < found.today}
                for each in found.expiring[:MOST]
            ],
            **_findings(request, asked, found, said),
        }
    return render(request, "dashboard/gaps.html", page)


def _requests(found: list[Request], said: Language) -> list[dict[str, Any]]:
    names = unit_names((each.unit_id for each in found), said)
    return [
        {
            "request": each,
            "unit": names.get(each.unit_id, each.unit.code),
            "topic": topic_title(each.topic)[said],
            "campaign": each.campaign.title[said],
            "lacking": getattr(each, "lacking", each.asked - each.answered),
        }
        for each in found
    ]


def _findings(request: HttpRequest, asked: Asked, found: Gaps, said: Language) -> dict[str, Any]:
    """One page of findings, each with the figures that it is about."""
    total = found.findings_total
    text = request.GET.get("page", "1")
    pages = max(1, -(-total // PAGE))
    number = min(max(1, int(text)), pages) if text.isdecimal() and len(text) < 8 else 1
    listed = found.findings(PAGE, (number - 1) * PAGE)
    wanted = {fact for each in listed for fact in each.facts}
    facts = asked.numbers.by_numbers(wanted) if asked.numbers else {}
    words = Words(said)
    rows = []
    for each in listed:
        about = [facts[fact].fact for fact in each.facts if fact in facts]
        rows.append(
            {
                "severity": each.severity,
                "severity_name": words[SEVERITIES[each.severity]],
                "message": each.message[said],
                "arithmetic": each.arithmetic,
                "metric": metric_title(each.metric)[said],
                "figures": [
                    {
                        "label": figure_label(fact, asked.names, said),
                        "address": address(fact.metric, fact.entity, fact.period, fact.dimensions),
                    }
                    for fact in about[:6]
                    if fact.entity in found.units
                ],
            }
        )
    return {"findings": rows, "findings_total": total, "pager": _pager(asked, number, pages, total)}


def _pager(asked: Asked, number: int, pages: int, total: int) -> dict[str, Any]:
    def query(at: int) -> str:
        return f"{reverse('gaps')}?{urlencode({'unit': asked.unit, 'page': at})}#findings"

    return {
        "number": number,
        "pages": pages,
        "count": total,
        "earlier": query(number - 1) if number > 1 else "",
        "later": query(number + 1) if number < pages else "",
    }
