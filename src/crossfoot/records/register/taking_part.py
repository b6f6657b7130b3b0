"""Who has to do with a register: reads all or some of it, opens entries, or sets it up."""

from __future__ import annotations

from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Actor
from crossfoot.records.register.queries import may_list, readable
from crossfoot.records.register.who import standing
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import ANYONE, PUBLIC, Definition


def takes_part(by: Actor, definition: Definition) -> bool:
    """Whether an actor reads all or some of a register, or opens entries."""
    return (
        may_list(by, definition.id)
        or may_create(by, definition)
        or readable(by, definition.id).exists()
    )


def may_create(by: Actor, definition: Definition) -> bool:
    """Whether an actor may open an entry of a register somewhere."""
    create = set(definition.access.create)
    if create & {ANYONE, PUBLIC}:
        return True
    return any(held & create for held in standing(by).held.values())


def sets_up(person: Person) -> bool:
    """Whether a person sets parameters, or edits definitions, somewhere."""
    duties = (Duty.CHANGE_ORGANISATION, Duty.RUN_CAMPAIGNS)
    return any(person.may_somewhere(each) for each in duties)
