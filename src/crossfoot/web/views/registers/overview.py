"""All registers that a person has to do with, by domain, with what is open and what is late."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.records.messages import language
from crossfoot.records.register.actions.grant_role import keeps_lines
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import may_list, readable
from crossfoot.records.register.taking_part import may_create, sets_up
from crossfoot.records.register.who import standing
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import PUBLIC, Definition
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.domains import grouped
from crossfoot.web.views.registers.quick import quick_forms


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The registers."""
    person, said, library = person_of(request), language(), active()
    who = standing(person)
    counted = counts(person, list(library.values()))
    lists = {each for each in library if each in counted or may_list(person, each)}
    sets = sets_up(person)
    shown = [
        each for each in library.values() if sets or each.id in lists or may_create(person, each)
    ]
    drawn = {
        "domains": [
            {
                "title": domain.title,
                "icon": domain.icon,
                "registers": [
                    {
                        "id": each.id,
                        "title": each.title[said],
                        "purpose": each.purpose[said],
                        "found_by": _found_by(each),
                        "lists": each.id in lists,
                        "sealed": each.access.level == "sealed",
                        "begin": _begin(each) if may_create(person, each) else "",
                        "sets_up": sets,
                        **counted.get(each.id, {"open": 0, "late": 0}),
                    }
                    for each in domain.registers
                ],
            }
            for domain in grouped(shown, said)
        ],
        "keeps_lines": keeps_lines(person),
        "may_add": person.may(Duty.CHANGE_ORGANISATION),
        "quick": quick_forms(who, library, said),
    }
    return render(request, "registers/overview.html", drawn)


def _found_by(definition: Definition) -> str:
    """What a register is found by beside its title: its other names, and what it serves."""
    names = (definition.id.replace("_", " "), definition.title.en, definition.title.zh)
    return " ".join((*names, *(code for codes in definition.serves.values() for code in codes)))


def _begin(definition: Definition) -> str:
    """Where a record is opened; of confidential registers the form that asks for no sign-in."""
    if definition.access.level == "sealed" and PUBLIC in definition.access.create:
        try:
            return reverse("report_form", args=[definition.id])
        except NoReverseMatch:
            pass
    return reverse("new_entry", args=[definition.id])


def counts(person: Any, definitions: list[Definition]) -> dict[str, dict[str, int]]:
    """How many records of each register are open, and how many of them late; one query for all.

    Registers of which the person reads no record are left out, and some that he may list in which
    nothing is open.
    """
    parts = [
        _counted(readable(person, each.id), each, all_states=not may_list(person, each.id))
        for each in definitions
    ]
    if not parts:
        return {}
    first, *rest = parts
    rows = first.union(*rest, all=True) if rest else first
    return {
        row["register"]: {"open": row["open"], "late": row["late"]}
        for row in rows
        if row["register"]
    }


def _counted(
    entries: QuerySet[Entry], definition: Definition, *, all_states: bool
) -> QuerySet[Entry, Any]:
    """One row with the numbers; none where nothing is open, unless all states are looked at."""
    open_ = Q(state__in=set(definition.states) - definition.closing - definition.finals)
    late = Q(next_due_at__lt=timezone.now())
    looked_at = entries if all_states else entries.filter(open_)
    return (
        looked_at.order_by()
        .values("register")
        .annotate(open=Count("pk", filter=open_), late=Count("pk", filter=late))
    )
