"""What is over its time, and what soon will be, in all registers: one's own first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.messages import language
from crossfoot.records.register.actions.open_duty import DoDuty
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import DutyOpened, Entry
from crossfoot.records.register.queries import readable
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.who import Standing, standing
from crossfoot.records.register.zones import Zones
from crossfoot.registers import dues, reminders
from crossfoot.registers.context import Context
from crossfoot.registers.definition import ANYONE, OWNER, Definition
from crossfoot.registers.dues import OpenDue
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.records import Record
from crossfoot.registers.roles import roles
from crossfoot.registers.segregation import persons
from crossfoot.web.listing import whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.domains import icon_of
from crossfoot.web.views.registers.entry import OVER, due_mark
from crossfoot.web.views.registers.names import named

#: days ahead that are shown
SOON = 7

#: records of one page: one's own, and those of others
MOST_OWN, MOST = 200, 100


@require_http_methods(["GET", "POST"])
def overdue(request: HttpRequest) -> HttpResponse:
    """The time limits that are over or near, and tasks that came back."""
    person, said, library = person_of(request), language(), active()
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            DoDuty(whole_number(request.POST.get("duty", "")) or 0).do(person)
            return HttpResponseRedirect(f"{reverse('overdue')}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    who, zones = standing(person), Zones()
    until = timezone.now() + timedelta(days=SOON)
    near = Q(next_due_at__lt=until)
    every = [readable(person, each).filter(near) for each in library]
    owned = _first(every, Q(owner__in=who.names), MOST_OWN)
    found = {each.pk: each for each in [*owned, *_first(every, Q(), MOST)]}
    entries = list(with_history(Entry.objects.filter(pk__in=found)))
    names = named({"unit": {each.unit for each in entries}}, person, library, said)
    keys = Keyring(each.reference for each in entries if each.sealed)
    contexts: dict[str, Context] = {}
    rows: list[dict[str, Any]] = []
    for each in entries:
        definition = library[each.register]
        if each.unit not in contexts:
            contexts[each.unit] = context_for(each.unit, zones=zones, library=library)
        record, context = record_of(each, definition, keys, zones), contexts[each.unit]
        for choices in _alternatives(definition, record, context, until):
            due = choices[0].due
            owed_by = tuple(dict.fromkeys(role for one in choices for role in one.roles))
            rows.append(
                {
                    "number": each.ref_no,
                    "title": each.title,
                    "address": reverse("entry", args=[each.key]),
                    "register": definition.title[said],
                    "icon": icon_of(definition.domain),
                    "unit": names.unit(each.unit),
                    "label": " / ".join(one.label[said] for one in choices),
                    "by": _roles(definition, owed_by, said),
                    "until": f"{due.deadline:%Y-%m-%d %H:%M}",
                    "at": due.deadline,
                    "mark": due_mark(reminders.level(due, context.now)),
                    "escalated": reminders.level(due, context.now) > OVER,
                    "mine": _is_mine(definition, record, owed_by, who, each.unit),
                }
            )
    rows.sort(key=lambda row: row["at"])
    drawn = {
        "mine": [row for row in rows if row["mine"]],
        "others": [row for row in rows if not row["mine"]],
        "tasks": tasks(person, who, library, said),
        "days": SOON,
        "problems": problems,
        "saved": not problems and "saved" in request.GET,
    }
    return render(request, "registers/overdue.html", drawn, status=400 if problems else 200)


def tasks(
    person: Person, who: Standing, library: Mapping[str, Definition], said: Language
) -> list[dict[str, Any]]:
    """Plain tasks that came back and are open, of roles that the person holds."""
    today = timezone.now().date()
    held = {role for roles_ in who.held.values() for role in roles_}
    found = []
    opened = DutyOpened.objects.filter(opened="", done_at=None, role__in=held)
    first = list(opened.order_by("due_on", "id")[:MOST_OWN])
    names = named({"unit": {each.unit for each in first}}, person, library, said)
    for each in first:
        definition = library.get(each.register)
        if definition is None or each.role not in who.roles_on(each.unit):
            continue
        known = next((one for one in definition.recurring if one.id == each.recurrence), None)
        found.append(
            {
                "id": each.pk,
                "label": known.label[said] if known else each.recurrence,
                "register": definition.title[said],
                "icon": icon_of(definition.domain),
                "unit": names.unit(each.unit),
                "due": each.due_on,
                "late": each.due_on < today,
                "provisional": each.provisional,
            }
        )
    return found


def _alternatives(
    definition: Definition, record: Record, context: Context, until: datetime
) -> Iterator[list[OpenDue]]:
    """What is owed before a moment; steps of which one alone will be taken stand together."""

    def by_step(owed: OpenDue) -> tuple[datetime, str]:
        return owed.due.deadline, owed.name if owed.name in definition.clocks else ""

    owed = dues.open_dues(definition, record, context)
    near = sorted((each for each in owed if each.due.deadline < until), key=by_step)
    for _, choices in groupby(near, key=by_step):
        yield list(choices)


def _first(parts: list[QuerySet[Entry]], which: Q, most: int) -> list[Entry]:
    """The records whose time is over first, of several registers, in one query."""
    narrowed = [each.filter(which).order_by().only("pk", "next_due_at") for each in parts]
    if not narrowed:
        return []
    first, *rest = narrowed
    every = first.union(*rest, all=True) if rest else first
    return list(every.order_by("next_due_at")[:most])


def _is_mine(
    definition: Definition, record: Any, owed_by: tuple[str, ...], who: Standing, unit: str
) -> bool:
    """Whether the person owes it: as the one responsible, by a role, or named in a field."""
    mine = who.roles_on(unit)
    for role in owed_by:
        field = definition.fields.get(role)
        if role == OWNER:
            if record.value(OWNER) in who.names:
                return True
        elif field is not None and field.type in PERSONS:
            if who.names & set(persons(record.value(role))):
                return True
        elif role in mine and role != ANYONE:
            return True
    return False


def _roles(definition: Definition, names: tuple[str, ...], said: str) -> str:
    known, tag = roles(), "zh" if said == "zh" else "en"
    found = []
    for each in names:
        field = definition.fields.get(each)
        text = field.label if field else known.get(each)
        found.append(text["zh" if tag == "zh" else "en"] if text else each)
    return ("、" if tag == "zh" else ", ").join(found)
