"""The page of a case: what stands between the one who reported and those who handle it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.messages import language
from crossfoot.records.register.actions.amend_entry import may_amend
from crossfoot.records.register.confidential.actions.give_access import (
    CONFLICTS,
    GRANTS,
    authorises,
)
from crossfoot.records.register.confidential.actions.write_message import answerable
from crossfoot.records.register.confidential.appointing import (
    acting,
    handling_fields,
    holders,
    kept_away,
)
from crossfoot.records.register.confidential.cleaning import LARGEST
from crossfoot.records.register.confidential.files import name_of
from crossfoot.records.register.confidential.identities import is_known
from crossfoot.records.register.confidential.mailboxes import said
from crossfoot.records.register.confidential.models import ConfidentialFile, Mailbox
from crossfoot.records.register.confidential.purposes import KINDS, PURPOSES
from crossfoot.records.register.confidential.reading import is_sealed
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Reading
from crossfoot.records.register.stored import Kept, record_of
from crossfoot.registers import dues
from crossfoot.registers.access import roles_of
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.roles import roles
from crossfoot.registers.segregation import persons
from crossfoot.web.requests import person_of

_READINGS = 50


def draw_case(
    request: HttpRequest,
    entry: Entry,
    *,
    problems: tuple[Any, ...] = (),
    identity: Mapping[str, str] | None = None,
    text: str = "",
) -> HttpResponse:
    """The page; with what was wrong, or with the identity that was asked for."""
    by, now_said = person_of(request), language()
    definition, context = active()[entry.register], context_for(entry.unit)
    record = record_of(entry, definition)
    mailbox = Mailbox.objects.select_related("entry").filter(entry=entry).first()
    readings = list(Reading.objects.filter(entry=entry).order_by("-id")[:_READINGS])
    files = list(ConfidentialFile.objects.filter(entry=entry).select_related("entry"))
    messages = said(mailbox) if mailbox else ()
    grants = record.value(GRANTS) or ()
    responsible = persons(record.value(OWNER))
    references = {each.by for each in readings} | {each.by for each in files}
    references |= {each.by for each in messages} | set(responsible)
    references |= {row[name] for row in grants for name in ("who", "authorised_by")}
    references |= {
        one for name in handling_fields(definition) for one in persons(record.value(name))
    }
    names = names_of(references)
    sealed, may_give = is_sealed(entry), authorises(by, entry)
    state = definition.states.get(entry.state)
    kinds = {name: clock.label[now_said] for name, clock in definition.clocks.items()}
    shown = {
        "entry": entry,
        "register_title": definition.title[now_said],
        "sealed": sealed,
        "state": state[now_said] if state else entry.state,
        "responsible": [names.get(each, each) for each in responsible],
        "handlers": _handlers(definition, record, names, now_said),
        "dues": [
            {
                "label": each.label[now_said],
                "until": f"{each.due.deadline:%Y-%m-%d %H:%M}",
                "late": context.now > each.due.deadline,
            }
            for each in dues.open_dues(definition, record, context)
        ],
        "mailbox": mailbox,
        "messages": [
            {"said": each, "by": names.get(each.by, each.by), "kind": kinds.get(each.kind, "")}
            for each in messages
        ],
        "kinds": [(name, kinds[name]) for name in answerable(entry)],
        "text": text,
        "files": [
            {"file": each, "name": name_of(each), "by": names.get(each.by, each.by)}
            for each in files
        ],
        "megabytes": LARGEST >> 20,
        "may_change": may_amend(definition, record, acting(by, definition, record, entry.unit)),
        "may_give": sealed and may_give and definition.field(GRANTS) is not None,
        "grants": [_grant(row, names) for row in grants],
        "people": _people(definition, entry, record, by.reference, now_said) if may_give else [],
        "successors": _people(definition, entry, record, by.reference, now_said, only_roles=True)
        if may_give
        else [],
        "may_leave": sealed and definition.field(CONFLICTS) is not None,
        "known": sealed and is_known(entry.key),
        "identity": _identity(definition, identity, now_said),
        "readings": [reading_shown(each, names, now_said) for each in readings],
        "problems": problems,
        "saved": not problems and "saved" in request.GET,
    }
    return render(request, "speak_up/case.html", shown, status=400 if problems else 200)


def names_of(references: Iterable[str]) -> dict[str, str]:
    """What accounts are called."""
    numbers = {
        int(each.removeprefix("user:"))
        for each in references
        if each.startswith("user:") and each.removeprefix("user:").isdecimal()
    }
    return {user.reference: user.name for user in User.objects.filter(pk__in=numbers)}


def reading_shown(reading: Reading, names: Mapping[str, str], said_in: Language) -> dict[str, Any]:
    """A line of the log of readings."""
    purpose = PURPOSES.get(reading.purpose)
    kind = KINDS.get(reading.kind)
    return {
        "reading": reading,
        "by": names.get(reading.by, reading.by),
        "purpose": purpose[said_in] if purpose else reading.purpose,
        "kind": kind[said_in] if kind else reading.kind,
    }


def _handlers(
    definition: Definition, record: Kept, names: Mapping[str, str], said_in: Language
) -> list[dict[str, str]]:
    """People whom fields make handlers, such as the investigator."""
    found = []
    for name in handling_fields(definition):
        known = definition.field(name)
        for each in persons(record.value(name)):
            label = known.label[said_in] if known else name
            found.append({"label": label, "name": names.get(each, each)})
    return found


def _grant(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    who = str(row["who"])
    return {
        "who": names.get(who, who),
        "number": who.removeprefix("user:"),
        "by": names.get(str(row["authorised_by"]), str(row["authorised_by"])),
        "purpose": row["purpose"],
        "until": row["to"],
        "over": row["to"] <= timezone.now(),
    }


def _people(
    definition: Definition,
    entry: Entry,
    record: Kept,
    myself: str,
    said_in: Language,
    *,
    only_roles: bool = False,
) -> list[dict[str, Any]]:
    """People who are not kept away, those with a role of the register first and with it."""
    away = kept_away(definition, record) | {myself}
    called: dict[str, list[str]] = {}
    for role in sorted(roles_of(definition) - set(definition.fields)):
        for person in holders([role], entry.unit):
            label = roles()[role][said_in] if role in roles() else role
            called.setdefault(person, []).append(label)
    found = [
        {"number": user.pk, "name": user.name, "roles": ", ".join(called.get(user.reference, []))}
        for user in User.objects.filter(is_active=True).order_by("name")
        if user.reference not in away and (user.reference in called or not only_roles)
    ]
    return sorted(found, key=lambda each: not each["roles"])


def _identity(
    definition: Definition, found: Mapping[str, str] | None, said_in: Language
) -> list[dict[str, str]]:
    labelled = []
    for name, text in (found or {}).items():
        known = definition.field(name)
        labelled.append({"label": known.label[said_in] if known else name, "text": text})
    return labelled
