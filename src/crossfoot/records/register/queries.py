"""Reading entries: all of it goes through here, so that nobody reads what he may not.

The class of a register decides (see `registers.access`), for the units on which roles hold. What
follows from the content of an entry (whom it is about, who was granted access) is asked of the
engine for each entry of a sealed register; of others it follows from `Concern`.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.tokens import TokenPerson
from crossfoot.records.actions import Actor
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.appointing import kept_away
from crossfoot.records.register.library import active, definition_of
from crossfoot.records.register.models import Concern, Entry, Passed
from crossfoot.records.register.stored import Kept, record_of, with_history
from crossfoot.records.register.who import EXTERNAL, Standing, accounts, standing, superiors
from crossfoot.records.register.zones import Zones
from crossfoot.registers import access, context
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.fields import PERSONS, Field
from crossfoot.registers.records import Record
from crossfoot.registers.segregation import persons

UNKNOWN = Text("there is no such entry", "没有该记录")


class UnknownEntryError(CrossfootError):
    """There is no such entry, or none that this person may read: nobody learns which."""


def readable(by: Actor, register: str) -> QuerySet[Entry]:
    """The entries of a register that an actor may read, newest first.

    Raises:
        CrossfootError: there is no such register.
    """
    definition = definition_of(register)
    held = standing(by)
    entries = Entry.objects.filter(register=register)
    if definition.access.level == "sealed":
        return entries.filter(pk__in=_handled(definition, held))
    return entries.filter(_allowed(definition, held)).exclude(_about(definition, held))


def may_list(by: Actor, register: str) -> bool:
    """Whether an actor may read any entry of a register, were there one; no query of entries."""
    units = units_listed(by, definition_of(register))
    return units is None or bool(units)


def units_listed(by: Actor, definition: Definition) -> frozenset[str] | None:
    """Codes of the units whose entries an actor lists; None for all."""
    held = standing(by)
    if definition.access.level == "open":
        return held.units_read()
    return held.units_with(listing_roles(definition))


def listing_roles(definition: Definition) -> frozenset[str]:
    """Roles that read a register's entries on the units on which they hold."""
    found = access.roles_of(definition)
    if definition.access.level == "internal":
        found |= access.INTERNAL
    return found - EXTERNAL


def entry_for(by: Actor, key: str) -> Entry:
    """The entry with a key.

    Raises:
        UnknownEntryError: there is none, or the actor may not read it.
    """
    entry = with_history(Entry.objects.filter(key=key)).first()
    if entry is None or entry.register not in active() or not may_read(by, entry):
        raise UnknownEntryError(problem(UNKNOWN))
    return entry


def may_read(by: Actor, entry: Entry, record: Kept | None = None) -> bool:
    """Whether an actor reads one entry; the same answer as `readable` gives."""
    definition, held = active()[entry.register], standing(by)
    if definition.access.level != "sealed":
        return readable(by, entry.register).filter(pk=entry.pk).exists()
    found = record or record_of(entry, definition)
    return _reads(definition, found, held, entry.unit, (superiors(), accounts()))


def reads_by_role(by: Actor, register: str, unit: str) -> bool:
    """Whether a role lets an actor read the entries of a unit, all but those about himself."""
    definition, held = definition_of(register), standing(by)
    level = definition.access.level
    if level == "sealed":
        return False
    units = units_listed(held.by, definition)
    return units is None or unit in units


def is_about(by: Actor, definition: Definition, record: Record) -> bool:
    """Whether a record that is not kept yet is about an actor, who then may not read it."""
    names = standing(by).names
    return any(names & set(persons(record.value(field))) for field in definition.subjects if names)


def readable_fields(by: Actor, entry: Entry) -> tuple[Field, ...]:
    """The fields of an entry that an actor who reads it sees."""
    definition, held = active()[entry.register], standing(by)
    actor = held.actor(entry.unit)
    if definition.access.level == "sealed":
        # whoever may open a sealed entry handles it: named handlers see what is sealed
        roles = actor.roles | access.roles_of(definition)
        actor = context.Actor(actor.person, frozenset(roles))
    return access.readable_fields(definition, actor)


# -- which entries -------------------------------------------------------------------------------


def _allowed(definition: Definition, held: Standing) -> Q:
    level = definition.access.level
    units = units_listed(held.by, definition)
    if units is None:
        return Q()
    found = Q(unit__in=units)
    if not held.names:
        return found
    named = Concern.objects.filter(person__in=held.names)
    if level == "personal":
        found |= Q(key__in=held.names)
    else:
        found |= Q(pk__in=named.filter(field=OWNER).values("entry"))
    if _is_external(held):
        found |= Q(pk__in=Passed.objects.filter(by=held.person, place=0).values("entry"))
    return found


def _is_external(held: Standing) -> bool:
    return any(roles & EXTERNAL for roles in held.held.values())


def _about(definition: Definition, held: Standing) -> Q:
    """Entries about the person: their subjects never see them."""
    if not definition.subjects or not held.names:
        return Q(pk__in=())
    about = Concern.objects.filter(field__in=definition.subjects, person__in=held.names)
    return Q(pk__in=about.values("entry"))


def _handled(definition: Definition, held: Standing) -> Collection[int]:
    """Sealed entries that the person handles, each asked of the engine."""
    if not held.names:
        return ()
    named = Concern.objects.filter(entry__register=definition.id, person__in=held.names)
    moved = Passed.objects.filter(entry__register=definition.id, by=held.person, transition__gt="")
    near = Q(pk__in=named.values("entry")) | Q(pk__in=moved.values("entry"))
    entries = list(with_history(Entry.objects.filter(near, register=definition.id)))
    keys = Keyring(entry.reference for entry in entries)
    near_to: Near = (superiors(), accounts()) if entries else ({}, {})
    zones = Zones()
    return [
        entry.pk
        for entry in entries
        if _reads(definition, record_of(entry, definition, keys, zones), held, entry.unit, near_to)
    ]


#: to whom each person reports, and the accounts of entries of the workforce
Near = tuple[dict[str, str], dict[str, str]]


def _reads(definition: Definition, record: Kept, held: Standing, unit: str, near_to: Near) -> bool:
    if isinstance(held.by, TokenPerson):
        return False  # a program says for no purpose why it reads
    lines, known = near_to
    if held.names & kept_away(definition, record, lines, known):
        return False
    actor = held.actor(unit)
    return access.may_read(definition, record, actor, timezone.now(), lines)


#: kinds of fields that name persons, for pages that choose one
PERSON_FIELDS = PERSONS
