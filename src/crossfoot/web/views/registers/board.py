"""A register by state: a column for each, with what is due soonest at its top."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.register.filtering import MANY, by_state, up_to
from crossfoot.records.register.models import Entry
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.filters import address, asked, found
from crossfoot.web.views.registers.moving import move, moves, targets
from crossfoot.web.views.registers.names import named
from crossfoot.web.views.registers.seen import Moments, Seen, seen

#: cards of one column; the list has all
MOST = 25


@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, register: str) -> HttpResponse:
    """The records that are open, by state; a card that is sent to another column takes a step."""
    shown = seen(request, register)
    if request.method == "GET":
        return _draw(request, shown)
    try:
        onward = move(request, shown)
    except CrossfootError as error:
        return _draw(request, shown, error)
    return onward or HttpResponseRedirect(request.get_full_path())


def _draw(request: HttpRequest, shown: Seen, error: CrossfootError | None = None) -> HttpResponse:
    register, question = shown.definition.id, asked(request, shown)
    problems = [*question.wrong, *(error.problems if error else ())]
    try:
        entries = found(shown, question).order_by()
    except CrossfootError as refused:
        problems += refused.problems
        entries = shown.entries.none().order_by()
    counts = _counts(shown, entries, by_one=question.looks_inside)
    open_states = [each for each in shown.definition.states if not shown.done(each)]
    by_state = {
        state: list(
            entries.filter(state=state).order_by(F("next_due_at").asc(nulls_last=True), "id")[:MOST]
        )
        for state in open_states
        if counts.get(state)
    }
    cards = _cards(shown, [each for found_ in by_state.values() for each in found_])
    said, may_move = shown.language, moves(shown)
    listed = reverse("register", args=[register])
    drawn = shown.drawn(
        "register_board",
        columns=[
            {
                "state": state,
                "title": shown.definition.states[state][said],
                "targets": [
                    (each, shown.definition.states[each][said])
                    for each in (targets(shown.definition, state) if may_move else ())
                ],
                "count": _said(counts.get(state, 0)),
                "cards": [cards[each.pk] for each in by_state.get(state, ())],
                "address": listed + address(request.GET, state=state),
            }
            for state in open_states
        ],
        finished=[
            {
                "state": state,
                "title": text[said],
                "count": _said(counts.get(state, 0)),
                "address": listed + address(request.GET, state=state),
            }
            for state, text in shown.definition.states.items()
            if shown.done(state)
        ],
        units=Choices(shown.person, shown.library, said).units,
        asked=question,
        problems=problems,
        moves=may_move,
        here=request.get_full_path(),
    )
    return render(request, "registers/board.html", drawn, status=400 if error else 200)


def _counts(shown: Seen, entries: QuerySet[Entry], *, by_one: bool) -> dict[str, int]:
    """How many records stand in each state; where all would be looked at, up to so many of each."""
    if not by_one:
        return by_state(entries)
    return {state: up_to(entries.filter(state=state)) for state in shown.definition.states}


def _said(count: int) -> str:
    return f"{MANY}+" if count > MANY else str(count)


def _cards(shown: Seen, entries: list[Entry]) -> dict[int, dict[str, Any]]:
    ids = {
        "unit": {each.unit for each in entries},
        "person": {each.owner for each in entries if each.owner},
    }
    names = named(ids, shown.person, shown.library, shown.language)
    moments = Moments.today()
    return {
        each.pk: {
            "key": each.key,
            "revision": each.revision,
            "number": each.ref_no,
            "title": each.title,
            "address": reverse("entry", args=[each.key]),
            "unit": names.unit(each.unit),
            "owner": names.person(each.owner) if each.owner else "",
            "due": moments.at(each.unit, each.next_due_at),
            "late": moments.is_over(each.next_due_at),
        }
        for each in entries
    }
