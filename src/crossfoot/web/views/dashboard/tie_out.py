"""Revenue, headcount and the like against the audited figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.messages import language
from crossfoot.records.overview.actions.state_audited import StateAudited
from crossfoot.records.overview.audited import (
    AGREES,
    DIFFERS,
    NOT_AUDITED,
    NOT_USED,
    TieOut,
    tie_outs,
)
from crossfoot.records.overview.wording import value_words
from crossfoot.records.roles import Duty
from crossfoot.reports.charts.values import printed
from crossfoot.reports.numbers import format_signed
from crossfoot.reports.units import printed_unit
from crossfoot.web.listing import names_of
from crossfoot.web.views.dashboard.asked import Asked, asking
from crossfoot.web.views.dashboard.shown import address
from crossfoot.web.words import Words

#: words of how a figure stands to the audited one
_STATES = {
    AGREES: "tie_agrees",
    DIFFERS: "tie_differs",
    NOT_AUDITED: "tie_not_audited",
    NOT_USED: "tie_not_used",
}


@require_http_methods(["GET", "POST"])
def tie_out(request: HttpRequest) -> HttpResponse:
    """What is used, what is audited, and the difference; and a form to enter the audited one."""
    error: CrossfootError | None = None
    with asking(request) as asked:
        if request.method == "POST":
            error = _state(request, asked)
            if error is None:
                query = {"unit": asked.unit, "period": str(asked.period), "saved": 1}
                return HttpResponseRedirect(f"{reverse('tie_out')}?{urlencode(query)}")
        said = language()
        found = _found(asked)
        page = {
            **asked.shown(),
            "rows": [_shown(each, asked, said) for each in found],
            "may_state": asked.person.may(Duty.RUN_CAMPAIGNS, asked.unit),
            "sent": request.POST,
            "problems": error.problems if error else (),
            "saved": error is None and "saved" in request.GET,
        }
    return render(request, "dashboard/tie_out.html", page, status=400 if error else 200)


def _state(request: HttpRequest, asked: Asked) -> CrossfootError | None:
    post = request.POST
    if asked.period is None:
        return None
    action = StateAudited(
        asked.unit,
        post.get("metric", ""),
        asked.period,
        post.get("value", ""),
        post.get("typed_unit", ""),
        post.get("source", ""),
        post.get("why", ""),
    )
    try:
        action.do(asked.person)
    except CrossfootError as error:
        return error
    return None


def _found(asked: Asked) -> list[TieOut]:
    if asked.numbers is None or asked.period is None or not asked.unit:
        return []
    return tie_outs(asked.numbers, asked.unit, asked.period)


def _shown(each: TieOut, asked: Asked, said: Language) -> dict[str, Any]:
    audited, words = each.audited, Words(said)
    places = each.used.places if each.used else 2
    who = names_of([audited.by], words["command_line"])[audited.by] if audited else ""
    return {
        "metric": each.metric.id,
        "title": each.metric.title[said],
        "unit": printed_unit(each.metric.unit, said, each.metric.id),
        "unit_code": each.metric.unit,
        "used": printed(each.used, said) if each.used else "–",
        "address": address(each.metric.id, asked.unit, asked.period)
        if each.used and asked.period
        else "",
        "audited": value_words(audited.value, each.metric.unit, said) if audited else "–",
        "typed": f"{audited.typed} {audited.typed_unit}".strip() if audited else "",
        "source": audited.source if audited else "",
        "reference": audited.reference if audited else "",
        "reason": audited.reason if audited else "",
        "who": who,
        "at": audited.at if audited else None,
        "difference": "" if each.difference is None else _signed(each.difference, places, said),
        "percent": "" if each.percent is None else f"{format_signed(each.percent, 2, said)} %",
        "state": each.state,
        "state_name": words[_STATES[each.state]],
        "differs": each.state == DIFFERS,
        "divides": each.divides,
        "proofs": each.proofs,
        "versions": each.versions,
    }


def _signed(value: Any, places: int, said: Language) -> str:
    return format_signed(value, max(places, 2 if value != value.to_integral_value() else 0), said)
