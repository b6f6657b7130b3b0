"""What changed since a draft, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.quantities.periods import Period
from crossfoot.records.collection.labels import metric_title
from crossfoot.records.messages import language
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.board import periods_of
from crossfoot.records.overview.changes import MOST_CAUSES, Cause, Changed, Why, causes, changes
from crossfoot.records.overview.drafts import draft_numbers, published_as
from crossfoot.records.overview.entries import signed_entries
from crossfoot.records.overview.models import Draft
from crossfoot.records.overview.store import Numbers, Stored
from crossfoot.records.overview.wording import figure_label, signed_words, value_words
from crossfoot.records.roles import Duty
from crossfoot.reports.numbers import decimals_of
from crossfoot.reports.units import printed_unit
from crossfoot.web.listing import names_of, whole_number
from crossfoot.web.views.dashboard.asked import Asked, asking
from crossfoot.web.views.dashboard.shown import address
from crossfoot.web.words import Words

#: changes on one page, each with its causes
PAGE = 25

#: drafts that can be chosen
MOST_DRAFTS = 50

#: other periods that are looked through where nothing changed in the one that is shown
MOST_PERIODS = 24

#: other units, and periods of each, that are looked through where there is nothing in those
MOST_UNITS, MOST_OF_OTHERS = 20, 4

_PLACES = 4

#: words of the causes
_WHYS = {
    Why.CORRECTED: "why_corrected",
    Why.APPROVED: "why_approved",
    Why.FILE: "why_file",
    Why.NEW: "why_new",
    Why.GONE: "why_gone",
    Why.FACTOR: "why_factor",
    Why.ROWS: "why_rows",
    Why.METHOD: "why_method",
}


@require_http_methods(["GET", "POST"])
def changed(request: HttpRequest) -> HttpResponse:
    """Figures of a draft that are others now; and a form to keep those of now."""
    error: CrossfootError | None = None
    with asking(request) as asked:
        if request.method == "POST":
            try:
                kept = KeepDraft(request.POST.get("name", "")).do(asked.person)
                return HttpResponseRedirect(f"{reverse('changes')}?draft={kept.pk}&saved=1")
            except CrossfootError as refusal:
                error = refusal
        drafts = list(Draft.objects.all()[:MOST_DRAFTS])
        names = names_of((each.by for each in drafts), Words(language())["command_line"])
        editions = published_as(asked.folder)
        draft = _draft(request, drafts)
        page = {
            **asked.shown(),
            "drafts": [
                {"draft": each, "who": names[each.by], "edition": editions.get(each.run, "")}
                for each in drafts
            ],
            "draft": draft,
            "may_keep": asked.person.may(Duty.RUN_CAMPAIGNS),
            "sent": request.POST,
            "problems": error.problems if error else (),
            "saved": error is None and "saved" in request.GET,
            **_compared(request, asked, draft),
        }
    return render(request, "dashboard/changes.html", page, status=400 if error else 200)


def _draft(request: HttpRequest, drafts: list[Draft]) -> Draft | None:
    """The draft that is asked for; else the latest."""
    wanted = request.GET.get("draft", "")
    if not wanted:
        return drafts[0] if drafts else None
    found = Draft.objects.filter(pk=whole_number(wanted) or 0).first()
    if found is None:
        raise Http404
    return found


def _compared(request: HttpRequest, asked: Asked, draft: Draft | None) -> dict[str, Any]:
    numbers, period = asked.numbers, asked.period
    if draft is None or numbers is None or period is None or not asked.unit:
        return {"rows": [], "broken": False}
    with draft_numbers(asked.folder, draft) as then:
        if then is None:
            return {"rows": [], "broken": True}
        found = changes(then, numbers, asked.unit, period)
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(1, whole_number(request.GET.get("page", "")) or 1), pages)
        listed = found[(number - 1) * PAGE : number * PAGE]
        return {
            "rows": _rows(asked, then, numbers, listed),
            "broken": False,
            "total": len(found),
            "elsewhere": [] if found else _elsewhere(asked, then, numbers, draft),
            "pager": _pager(asked, draft, number, pages, len(found)),
        }


def _elsewhere(
    asked: Asked, then: Numbers, now: Numbers, draft: Draft
) -> list[tuple[str, str, int]]:
    """Where nothing changed: other periods of the unit, else other units, with their changes.

    Each with its name, its address, and how many figures changed; the latest first.
    """
    own = _latest(asked.periods, MOST_PERIODS)
    found = _changed_in(asked, then, now, draft, [(asked.unit, each) for each in own])
    if found:
        return found
    others = [unit.code for unit in asked.units if unit.code != asked.unit][:MOST_UNITS]
    places = [
        (unit, each) for unit in others for each in _latest(periods_of(now, unit), MOST_OF_OTHERS)
    ]
    return _changed_in(asked, then, now, draft, places)


def _latest(periods: list[Period], most: int) -> list[Period]:
    return sorted(periods, key=lambda each: (each.end, each.start), reverse=True)[:most]


def _changed_in(
    asked: Asked, then: Numbers, now: Numbers, draft: Draft, places: list[tuple[str, Period]]
) -> list[tuple[str, str, int]]:
    found = []
    for unit, period in places:
        count = len(changes(then, now, unit, period))
        if count:
            query = urlencode({"unit": unit, "period": str(period), "draft": draft.pk})
            name = f"{asked.names[unit]}, {period.label(language())}"
            found.append((name, f"?{query}", count))
    return found


def _rows(asked: Asked, then: Numbers, now: Numbers, listed: list[Changed]) -> list[Any]:
    said = language()
    codes = {unit.code for unit in asked.units}
    whys = [
        [each for each in causes(then, now, one) if each.about.fact.entity in codes]
        for one in listed
    ]
    entries = {each.entry for some in whys for each in some[:MOST_CAUSES] if each.entry}
    signed = signed_entries(sorted(entries), codes)
    return [
        {
            "label": metric_title(one.about.fact.metric)[said],
            "unit": printed_unit(one.about.fact.unit, said, one.about.fact.metric),
            "then": _value(one.then, said),
            "now": _value(one.now, said),
            "address": _address(one.now),
            "difference": _difference(one, said),
            "causes": [_cause(each, signed, asked, said) for each in some[:MOST_CAUSES]],
            "more": max(0, len(some) - MOST_CAUSES),
        }
        for one, some in zip(listed, whys, strict=True)
    ]


def _cause(cause: Cause, signed: Any, asked: Asked, said: Language) -> dict[str, Any]:
    return {
        "why": Words(said)[_WHYS[cause.why]],
        "label": figure_label(cause.about.fact, asked.names, said),
        "then": _value(cause.then, said),
        "now": _value(cause.now, said),
        "address": _address(cause.now),
        "detail": cause.detail,
        "signed": signed.get(cause.entry),
    }


def _value(stored: Stored | None, said: Language) -> str:
    return value_words(stored.fact.value, stored.fact.unit, said) if stored else "–"


def _address(stored: Stored | None) -> str:
    if stored is None:
        return ""
    fact = stored.fact
    return address(fact.metric, fact.entity, fact.period, fact.dimensions)


def _difference(one: Changed, said: Language) -> str:
    value = one.difference
    if value is None or one.then is None:
        return ""
    text = signed_words(value, min(decimals_of(value.normalize()), _PLACES), said)
    before = one.then.fact.number
    return f"{text} ({signed_words(value / before * 100, 2, said)} %)" if before else text


def _pager(asked: Asked, draft: Draft, number: int, pages: int, count: int) -> dict[str, Any]:
    def query(at: int) -> str:
        return f"?unit={asked.unit}&period={asked.period}&draft={draft.pk}&page={at}"

    return {
        "number": number,
        "pages": pages,
        "count": count,
        "earlier": query(number - 1) if number > 1 else "",
        "later": query(number + 1) if number < pages else "",
    }
