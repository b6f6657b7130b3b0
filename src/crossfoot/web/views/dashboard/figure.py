"""What one figure is made of, down to the entry of a person or the row of a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.facts.fact import Basis, Dimensions
from crossfoot.languages import Language
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.labels import members, metric_title
from crossfoot.records.messages import language
from crossfoot.records.overview.board import tile_of
from crossfoot.records.overview.lineage import Lineage, Node, Reader, lineage_of
from crossfoot.records.overview.wording import figure_label
from crossfoot.reports.codes import standard_codes as codes_of
from crossfoot.web.views.dashboard.asked import Asked, asking, period_of
from crossfoot.web.views.dashboard.shown import address, marked, notes, shown
from crossfoot.web.words import Words

#: words of how a value came to be
_BASES = {
    Basis.ENTERED: "basis_entered",
    Basis.PUBLISHED: "basis_published",
    Basis.COMPUTED: "basis_computed",
}

#: levels of the tree that are open at first
_OPEN = 2


@require_GET
def figure(request: HttpRequest, metric: str, unit: str, period: str) -> HttpResponse:
    """A figure, its chart, its lineage, and what else is said of it."""
    query = request.GET.copy()
    query["unit"], query["period"] = unit, period
    request.GET = query  # type: ignore[assignment]  # the same question, asked by the address
    breakdown = _breakdown(request.GET.get("breakdown", ""))
    with asking(request) as asked:
        if metric not in catalogue() or period_of(period) is None:
            raise Http404
        page = _page(asked, metric, breakdown)
        if page is None:
            return _not_yet(request, asked, metric)
    return render(request, "dashboard/figure.html", page)


def _not_yet(request: HttpRequest, asked: Asked, metric: str) -> HttpResponse:
    """The page of a figure that is being calculated; nothing where there is nothing to come."""
    if not asked.fresh.is_building and not asked.fresh.why:
        raise Http404
    title = metric_title(metric)[language()]
    return render(request, "dashboard/figure.html", {**asked.shown(), "title": title})


def _page(asked: Asked, metric: str, breakdown: Dimensions) -> dict[str, Any] | None:
    """What the page shows; None where the numbers that are kept have no such figure."""
    said = language()
    if asked.period is None:
        raise Http404
    if asked.numbers is None:
        return None
    codes = {unit.code for unit in asked.units}
    reader = Reader(codes, asked.names, said)
    found = lineage_of(asked.numbers, metric, asked.unit, asked.period, breakdown, reader)
    if found is None:
        return None
    known = catalogue()[metric]
    fact = found.current.fact
    marks = asked.marks((metric,), str(breakdown) if breakdown else None)
    also = asked.carried(fact)
    tile = None
    if not breakdown and known.is_numeric:
        made = tile_of(asked.numbers, asked.folder, asked.unit, asked.period, known)
        tile = shown(made, asked, said)
    return {
        **asked.shown(),
        "title": figure_label(fact, asked.names, said),
        "tile": tile,
        "root": _shown(found.root, 0),
        "others": [_shown(other, 0) for other in found.others],
        "notes": notes(fact, also, asked.names, said),
        "estimated": fact.estimated or also.estimated,
        "codes": codes_of(known, said),
        "marks": marked(marks.get(metric, ()), said),
        "basis": Words(said)[_BASES[fact.basis]],
        "metric": metric,
        "parts": _parts(asked, found, said),
        "run": asked.numbers.said("run"),
    }


def _parts(asked: Asked, found: Lineage, said: Language) -> list[dict[str, str]]:
    """The breakdowns of a whole, each with its own page."""
    fact = found.current.fact
    if fact.dimensions or asked.numbers is None:
        return []
    all_of = asked.numbers.of(fact.entity, (fact.metric,), (fact.period,))
    keys = dict.fromkeys(each.fact.dimensions for each in all_of if each.fact.dimensions)
    return [
        {
            "label": members(each, said),
            "address": address(fact.metric, fact.entity, fact.period, each),
        }
        for each in keys
    ]


def _shown(node: Node, depth: int) -> dict[str, Any]:
    fact = node.fact
    where = ""
    if fact is not None and not node.hidden:
        where = address(fact.metric, fact.entity, fact.period, fact.dimensions)
    return {
        "node": node,
        "address": where if depth else "",
        "children": [_shown(child, depth + 1) for child in node.children],
        "open": depth < _OPEN,
    }


def _breakdown(text: str) -> Dimensions:
    try:
        return Dimensions.parse(text)
    except ValueError as error:
        raise Http404 from error
