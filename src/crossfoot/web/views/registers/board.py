"""A register by state: a column for each, with what is due soonest at its top."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.records.register.models import Entry
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.filters import address, asked, found
from crossfoot.web.views.registers.names import named
from crossfoot.web.views.registers.seen import Moments, Seen, seen

#: cards of one column; the list has all
MOST = 25


@require_GET
def board(request: HttpRequest, register: str) -> HttpResponse:
    """The records that are open, by state; of those that are done, how many."""
    shown = seen(request, register)
    question = asked(request, shown)
    problems = list(question.wrong)
    try:
        entries = found(shown, question).order_by()
    except CrossfootError as error:
        problems += error.problems
        entries = shown.entries.none().order_by()
    counts = dict(entries.values_list("state").annotate(count=Count("pk")))
    open_states = [each for each in shown.definition.states if not shown.done(each)]
    by_state = {
        state: list(
            entries.filter(state=state).order_by(F("next_due_at").asc(nulls_last=True), "id")[:MOST]
        )
        for state in open_states
        if counts.get(state)
    }
    cards = _cards(shown, [each for found_ in by_state.values() for each in found_])
    said = shown.language
    listed = reverse("register", args=[register])
    drawn = shown.drawn(
        "register_board",
        columns=[
            {
                "title": shown.definition.states[state][said],
                "count": counts.get(state, 0),
                "cards": [cards[each.pk] for each in by_state.get(state, ())],
                "address": listed + address(request.GET, state=state),
            }
            for state in open_states
        ],
        finished=[
            {
                "title": text[said],
                "count": counts.get(state, 0),
                "address": listed + address(request.GET, state=state),
            }
            for state, text in shown.definition.states.items()
            if shown.done(state)
        ],
        units=Choices(shown.person, shown.library, said).units,
        asked=question,
        problems=problems,
    )
    return render(request, "registers/board.html", drawn)


def _cards(shown: Seen, entries: list[Entry]) -> dict[int, dict[str, Any]]:
    ids = {
        "unit": {each.unit for each in entries},
        "person": {each.owner for each in entries if each.owner},
    }
    names = named(ids, shown.person, shown.library, shown.language)
    moments = Moments.today()
    return {
        each.pk: {
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
