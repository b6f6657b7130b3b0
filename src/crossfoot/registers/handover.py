"""Hand-over: what is open in a person's name when the person leaves, moves or is away."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.registers.context import Context
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.dues import open_dues
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.records import RecordView, state_at
from crossfoot.registers.segregation import barred_from, excluded, persons


@dataclass(frozen=True, slots=True)
class InName:
    """What a person holds in one record.

    Attributes:
        record: id of the record.
        fields: person fields that name the person, `owner` among them.
        owed: steps and clocks that the person owes by those fields.
        passes: False where the register is sealed: the case is assigned anew by its own rules.
    """

    record: str
    fields: tuple[str, ...]
    owed: tuple[str, ...]
    passes: bool


def in_name_of(
    definition: Definition, record: RecordView, person: str, context: Context
) -> InName | None:
    """What a person holds in a record that is not closed; None where nothing.

    Fields that tell of something done or of whom the record is about do not pass: only the owner
    and those whose field is a role of a step from here.
    """
    if state_at(record) in definition.closing:
        return None
    roles = {role for each in definition.leaving(state_at(record)) for role in each.roles}
    fields = tuple(
        each.name
        for each in definition.every_field()
        if each.type in PERSONS
        and (each.name == OWNER or each.name in roles)
        and person in persons(record.value(each.name))
    )
    if not fields:
        return None
    owed = tuple(
        each.name
        for each in open_dues(definition, record, context)
        if set(each.roles) & set(fields)
    )
    return InName(record.id, fields, owed, definition.access.level != "sealed")


def may_succeed(definition: Definition, record: RecordView, successor: str) -> bool:
    """Whether a successor may take a record over: no subject, and no hand in what is verified."""
    if successor in excluded(definition, record):
        return False
    steps = definition.leaving(state_at(record))
    verifying = [each for each in steps if each.verifies or each.not_by]
    return not any(successor in barred_from(each, record) for each in verifying)
