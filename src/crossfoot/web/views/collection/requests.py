"""One request: its figures, its states, what was said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.actions.assign import ASSIGNED, Assign
from crossfoot.records.collection.actions.comment import AddComment
from crossfoot.records.collection.completeness import lines_of
from crossfoot.records.collection.doubts import doubts
from crossfoot.records.collection.history import events
from crossfoot.records.collection.labels import figure, request_title
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.people import Candidates
from crossfoot.records.collection.progress import tile
from crossfoot.records.collection.proofs import proofs_of
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.workflow import State
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.shown import (
    TALKING,
    attempt,
    buttons,
    figure_row,
    grid_address,
    request_seen,
    step_action,
)
from crossfoot.web.words import Words

_PARTS = {"owner": "part_owner", "reviewer": "part_reviewer", "approver": "part_approver"}


@require_GET
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """The request, with what the person may do to it."""
    return _page(request, request_id)


@require_POST
def move(request: HttpRequest, request_id: int) -> HttpResponse:
    """A step, with reason and comments where it has any."""
    request_seen(request, request_id)
    comments = {
        int(name[5:]): text
        for name in request.POST
        if name.startswith("cell-")
        and name[5:].isdecimal()
        and (text := request.POST.get(name, "").strip())
    }
    step, why = request.POST.get("step", ""), request.POST.get("why", "")
    action = step_action(step, [request_id], why, comments=comments)
    return _after(request, request_id, attempt(request, action))


@require_POST
def assign(request: HttpRequest, request_id: int) -> HttpResponse:
    """Whose task it is, and by when."""
    request_seen(request, request_id)
    chosen = {
        name: int(text) if (text := request.POST.get(name, "")).isdecimal() else None
        for name in ASSIGNED
    }
    try:
        due = day_of(request.POST.get("due", ""))
    except CrossfootError as error:
        return _page(request, request_id, error)
    action = Assign((request_id,), due=due, **chosen)
    return _after(request, request_id, attempt(request, action))


@require_POST
def comment(request: HttpRequest, request_id: int) -> HttpResponse:
    """A remark about the whole."""
    request_seen(request, request_id)
    action = AddComment(request_id, request.POST.get("text", ""))
    return _after(request, request_id, attempt(request, action))


def _after(request: HttpRequest, request_id: int, error: CrossfootError | None) -> HttpResponse:
    if error is not None:
        return _page(request, request_id, error)
    return HttpResponseRedirect(f"{reverse('request', args=[request_id])}?saved=1")


def _page(
    request: HttpRequest, request_id: int, error: CrossfootError | None = None
) -> HttpResponse:
    seen, found = request_seen(request, request_id)
    said, person = language(), person_of(request)
    words = Words(said)
    lines = lines_of(found)
    proofs = proofs_of(found, {line.cell.pk for line in lines})
    found_events = events(found, said)
    unit, closed = found.unit.code, found.campaign.is_closed
    shown = {
        "asked": found,
        "title": request_title(found, said),
        "campaign": found.campaign.title[said],
        "instructions": found.campaign.words[said],
        "tile": tile(found, seen.today, said),
        "period": found.campaign.period_name[said],
        "rows": [
            figure_row(line, said, words) | {"proofs": proofs.get(line.cell.pk, ())}
            for line in lines
        ],
        "missing": sum(line.is_missing for line in lines),
        "unexplained": sum(line.needs_explanation for line in lines),
        "doubts": [
            {"severity": each.severity, "says": each.message[said], "sum": each.arithmetic}
            for each in doubts(found)
        ],
        "unproved": sum(line.needs_evidence for line in lines),
        "buttons": [] if closed else buttons(found, person, said),
        "events": [
            {"event": each, "about": figure(each.about, said) if each.about else ""}
            for each in found_events
        ],
        "reopened": found.round - 1,
        "why_reopened": _last_reason(found_events, State.REOPENED),
        "why_returned": _last_reason(found_events, State.RETURNED)
        if found.state == State.RETURNED
        else "",
        "grid": grid_address(found),
        "closed": closed,
        "may_enter": found.is_open
        and not found.campaign.is_closed
        and person.may(Duty.ENTER, unit),
        "may_talk": not found.campaign.is_closed
        and any(person.may(duty, unit) for duty in TALKING),
        "choices": _choices(found, seen),
        "may_run": not closed and person.may(Duty.RUN_CAMPAIGNS, unit),
        "given": request.POST,
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "collection/request.html", shown, status=400 if error else 200)


def _choices(found: Request, seen: Visible) -> list[dict[str, Any]]:
    """Who can be given which part, where the person may give it."""
    runs = seen.person.may(Duty.RUN_CAMPAIGNS, found.unit.code)
    candidates = Candidates()
    choices = []
    for name, duty in ASSIGNED.items():
        current: User | None = getattr(found, name)
        may_give = not found.campaign.is_closed and (runs or current == seen.person.user)
        tree = seen.organisation
        people = candidates.on(found.unit.code, duty, tree) if may_give and tree else []
        choices.append({"name": name, "word": _PARTS[name], "current": current, "people": people})
    return choices


def _last_reason(found: list[Any], state: State) -> str:
    return next((event.text for event in found if event.code == state), "")
