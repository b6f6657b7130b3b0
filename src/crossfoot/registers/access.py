"""Who reads a record, and which of its fields.

The classes of definitions: `open` everybody of the entity; `internal` the roles of the register,
the person responsible, the unit and the ESG team; `restricted` those roles alone; `personal` the
roles and the person concerned; `sealed` those who handle this record or were granted access, and
nobody by being an administrator. Whoever is a subject of a record reads nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from crossfoot.registers.context import Actor
from crossfoot.registers.definition import ANYONE, OWNER, PUBLIC, SYSTEM, Definition
from crossfoot.registers.fields import PERSONS, Field
from crossfoot.registers.records import RecordView
from crossfoot.registers.segregation import excluded, persons

#: read internal records beside the roles of the register
INTERNAL = frozenset({"unit_head", "site_manager", "esg_team", "assurer"})
_NOT_ROLES = frozenset({ANYONE, OWNER, PUBLIC, SYSTEM})
#: the repeating group in which access to a sealed record is granted
_GRANTS = "access_grants"


def roles_of(definition: Definition) -> frozenset[str]:
    """The roles that take part in a register: those of its steps, clocks and readers."""
    found = {role for each in definition.transitions for role in each.roles}
    found |= {role for each in definition.clocks.values() for role in each.roles}
    return frozenset(found | set(definition.access.read)) - _NOT_ROLES


def may_read(
    definition: Definition,
    record: RecordView,
    actor: Actor,
    now: datetime,
    superiors: Mapping[str, str] | None = None,
) -> bool:
    """Whether a person reads a record. That its unit is one of the person's is for the caller."""
    if not actor.person or actor.person in excluded(definition, record, superiors):
        return False
    takes_part = bool(roles_of(definition) & actor.roles)
    owns = actor.person in persons(record.value(OWNER))
    match definition.access.level:
        case "open":
            return True
        case "internal":
            return takes_part or owns or bool(INTERNAL & actor.roles)
        case "personal":
            return takes_part or record.value("person_key") == actor.person
        case "sealed":
            return actor.person in set(_handlers(definition, record, now))
    return takes_part or owns


def _handlers(definition: Definition, record: RecordView, now: datetime) -> Iterator[str]:
    """Persons who handle a sealed record: named in it, or granted access for now."""
    roles = roles_of(definition)
    for each in definition.every_field():
        if each.type in PERSONS and (each.name in roles or each.name == OWNER):
            yield from persons(record.value(each.name))
    for row in record.value(_GRANTS) or ():
        if row["from"] <= now <= row["to"]:
            yield row["who"]
    for entered in record.history:
        if entered.transition:
            yield entered.by


def readable_fields(definition: Definition, actor: Actor) -> tuple[Field, ...]:
    """The fields of a record that a reader sees; sealed ones only with a role of the register."""
    takes_part = bool(roles_of(definition) & actor.roles)
    return tuple(
        each
        for each in definition.every_field()
        if (not each.seen_by or set(each.seen_by) & actor.roles)
        and (takes_part or not each.is_sealed)
    )
