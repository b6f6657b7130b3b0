"""Who handles a confidential entry: appointed by the system among those who are not near to it.

An entry of a sealed register has one person responsible, its `owner`. Where nobody was named, or
the one who was named turns out to be a subject, near to one, or in conflict, the next one is
appointed: among those who hold a role of the steps that lead on from here, the one with the fewest
open cases. Where nobody is left, or the report is about those who handle reports, it goes to the
roles of `escalation` (the audit committee), who then act in all roles of the register for that
entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from django.db.models import Count
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records import actions
from crossfoot.records.accounts.models import User
from crossfoot.records.notices.models import Notice
from crossfoot.records.notices.telling import tell
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.confidential.purposes import OVERSEERS
from crossfoot.records.register.models import Concern
from crossfoot.records.register.who import accounts, grants_on, standing, superiors
from crossfoot.registers.access import roles_of
from crossfoot.registers.context import Actor
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.records import Record, RecordView, state_at
from crossfoot.registers.segregation import excluded, persons

R = TypeVar("R", bound=Record)
SEALED = "sealed"
_GIVEN = "register.given"
_AGAIN = timedelta(minutes=10)


def appointed(definition: Definition, record: R, gone: str = "") -> R:
    """The record with a person responsible who may be; called whenever one is written.

    Of registers that are not sealed, and of entries that were deleted, it stays as it is.

    Args:
        definition: the register.
        record: as it is about to be written.
        gone: somebody whose account is closed.
    """
    if definition.access.level != SEALED or state_at(record) in definition.finals:
        return record
    away = kept_away(definition, record) | ({gone} - {""})
    record = _without(definition, record, away)
    now, found = str(record.value(OWNER) or ""), responsible(definition, record, away)
    if found == now:
        return record
    if found:
        _tell(found, record)
    return replace(record, values={**record.values, OWNER: found or None})


def responsible(definition: Definition, record: RecordView, away: frozenset[str]) -> str:
    """Who is responsible for a sealed entry: whoever is, if that may be, or the next one.

    Args:
        definition: the register.
        record: the entry.
        away: who may not be.
    """
    now = str(record.value(OWNER) or "")
    if now and now not in away and now in _with_a_role(definition, record):
        return now
    return next(candidates(definition, record, away), "")


def _tell(person: str, record: RecordView) -> None:
    """A notice without content, once however often the record is looked at before it is written."""
    user = User.objects.get(pk=int(person.removeprefix("user:")))
    subject, since = f"register:{record.id}", timezone.now() - _AGAIN
    told = Notice.objects.filter(user=user, kind=_GIVEN, subject=subject, at__gt=since)
    if not told.exists():
        tell(user, _GIVEN, subject, f"/cases/{record.id}")


def handling_fields(definition: Definition) -> tuple[str, ...]:
    """Fields that make a person one who handles the entry, such as `investigator`."""
    roles = roles_of(definition)
    return tuple(
        each.name
        for each in definition.every_field()
        if each.type in PERSONS and each.name in roles
    )


def candidates(definition: Definition, record: RecordView, away: frozenset[str]) -> Iterator[str]:
    """Who could be responsible, best first: those of the next steps, then the escalation."""
    handling = {
        role
        for each in definition.leaving(state_at(record))
        for role in each.roles
        if role not in definition.fields
    }
    unit = str(record.value("site") or record.value("entity") or "")
    for roles in (handling - set(definition.escalation), set(definition.escalation)):
        yield from _by_load(definition, holders(roles, unit) - away)


def holders(roles: Iterable[str], unit: str) -> frozenset[str]:
    """References of active people who hold one of some roles on a unit today."""
    grants = grants_on(timezone.now().date()).filter(role__in=list(roles), user__is_active=True)
    chain = _chain(unit)
    return frozenset(
        each.user.reference for each in grants if (each.unit.code if each.unit else "") in chain
    )


def kept_away(
    definition: Definition,
    record: RecordView,
    lines: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
) -> frozenset[str]:
    """Who never sees an entry, as accounts, whatever name a field has for the person.

    Args:
        definition: the register.
        record: the entry.
        lines: to whom each person reports, where it is at hand.
        known: accounts of entries of the workforce, where they are at hand.
    """
    known = accounts() if known is None else known
    lines = superiors() if lines is None else lines
    found = excluded(definition, _with_accounts(definition, record, known), lines)
    return found | {known[each] for each in found if each in known}


def acting(by: actions.Actor, definition: Definition, record: RecordView, unit: str) -> Actor:
    """An actor with the roles that count for one entry.

    Who was appointed from the escalation acts in the place of those who are kept away.
    """
    actor = standing(by).actor(unit)
    is_owner = actor.person and actor.person in persons(record.value(OWNER))
    if definition.access.level != SEALED or not is_owner:
        return actor
    if not actor.roles & set(definition.escalation):
        return actor
    return Actor(actor.person, actor.roles | roles_of(definition))


def office(definition: Definition, unit: str) -> frozenset[str]:
    """Everybody who would handle or oversee reports in the usual way: all but the escalation."""
    roles = (roles_of(definition) | OVERSEERS) - set(definition.escalation) - set(definition.fields)
    escalation = holders(definition.escalation, unit)
    return holders(roles, unit) - escalation


def _without(definition: Definition, record: R, away: frozenset[str]) -> R:
    """The record without handlers who turned out to be near to it; the owner is seen to apart."""
    near = [name for name in handling_fields(definition) if away & set(persons(record.value(name)))]
    return replace(record, values={**record.values, **dict.fromkeys(near)}) if near else record


def _with_accounts(
    definition: Definition, record: RecordView, known: Mapping[str, str]
) -> RecordView:
    """The record with subjects named by their accounts too."""
    if not isinstance(record, Record) or not known:
        return record
    values = dict(record.values)
    for name in definition.subjects:
        field = definition.field(name)
        if field is not None and field.type in PERSONS:
            named = persons(values.get(name))
            more = tuple(known[each] for each in named if each in known)
            values[name] = (*named, *more) or None
    return replace(record, values=values)


def _with_a_role(definition: Definition, record: RecordView) -> frozenset[str]:
    """Everybody who may be responsible: whoever opens a case cannot choose somebody else."""
    unit = str(record.value("site") or record.value("entity") or "")
    return holders(roles_of(definition) | set(definition.escalation), unit)


def _by_load(definition: Definition, found: frozenset[str]) -> list[str]:
    """The person with the fewest open entries first; of equals the one who is longest here."""
    owned = Concern.objects.filter(
        field=OWNER, person__in=found, entry__register=definition.id
    ).exclude(entry__state__in=[*definition.closing, *definition.finals])
    counts = dict(owned.values_list("person").annotate(Count("id")))
    return sorted(found, key=lambda each: (counts.get(each, 0), int(each.removeprefix("user:"))))


def _chain(unit: str) -> frozenset[str]:
    """A unit, those that hold it, and the whole."""
    found = {unit, ""}
    try:
        tree = organisation_on(timezone.now().date())
    except CrossfootError:  # none was recorded yet
        return frozenset(found)
    while unit in tree and tree[unit].parent:
        unit = tree[unit].parent
        found.add(unit)
    return frozenset(found)
