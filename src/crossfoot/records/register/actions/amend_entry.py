"""Change fields of an entry without a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import language, problem
from crossfoot.records.register.actions.open_entry import check_units
from crossfoot.records.register.attachments import check_files
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.confidential.reserved import check_reserved
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.nil import void
from crossfoot.records.register.queries import entry_for, readable_fields
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import Kept, localised, record_of
from crossfoot.records.register.who import standing
from crossfoot.records.register.writing import check_revision, journaled, write_change
from crossfoot.registers import transitions
from crossfoot.registers.context import Actor as RegisterActor
from crossfoot.registers.definition import ANYONE, OWNER, PUBLIC, SYSTEM, Definition
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.segregation import persons
from crossfoot.registers.values import read_values

_NOT_YOURS = Text("you may read this entry, not change it", "您只能查看该记录，不能修改")
_NOT_SEEN = Text("you may not change: {names}", "您无权修改：{names}")


@dataclass(frozen=True)
class AmendEntry(Action[Entry]):
    """Fields are changed in the state in which the entry stands.

    Attributes:
        key: of the entry.
        changes: by field, typed or as text; an empty text empties a field.
        revision: of the entry as it was read; None to write whatever stands there.
        correction: what stood there was wrong from the start, so that figures of past days change;
            otherwise the new values hold from now on.
        qualifiers, bases: of values that are not exact, or not measured; added to those that stand.
    """

    verb = "register.amend"
    stream = "register"
    key: str
    changes: Mapping[str, Any] = field(hash=False)
    revision: int | None = None
    correction: bool = False
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)
    bases: Mapping[str, str] = field(default_factory=dict, hash=False)

    def check(self, by: Actor) -> None:
        """Whoever handles entries of the register, of fields that he sees, as he read them."""
        standing(by).require_acting()
        entry = entry_for(by, self.key)
        check_revision(entry, self.revision)
        definition, record = active()[entry.register], record_of(entry)
        if not may_amend(definition, record, acting(by, definition, record, entry.unit)):
            raise NotAllowedError(problem(_NOT_YOURS))
        check_reserved(definition, record, self.changes)
        check_seen(by, entry, self.changes)

    def change(self, by: Actor) -> Done[Entry]:
        """Change them, and let the system go on from there."""
        entry = entry_for(by, self.key)
        definition, context = active()[entry.register], context_for(entry.unit)
        record = record_of(entry, definition)
        given = read_values(definition, self.changes, context.zone, language())
        given = {name: localised(value, context.zone) for name, value in given.items()}
        check_files(by, definition, given, record.values)
        given.pop("ref_no", None)
        given.pop("source", None)
        amended = transitions.amend(definition, record, given, context)
        check_units(amended.values, definition)
        amended = replace(
            amended,
            qualifiers=_merged(record.qualifiers, self.qualifiers, "exact"),
            bases=_merged(record.bases, self.bases, "measured"),
        )
        amended = run_on(definition, amended, context)
        since = None if self.correction else context.now
        written = write_change(entry, definition, amended, context, by.reference, since)
        void(written.entry, definition, amended)
        content, key = journaled(definition, written, correction=self.correction)
        return Done(written.entry, entry.reference, content, key)


def check_seen(by: Actor, entry: Entry, changes: Iterable[str]) -> None:
    """Go on unless a field is to be changed that the actor does not see.

    Raises:
        NotAllowedError: it is; the fields are named as people call them.
    """
    definition = active()[entry.register]
    seen = {each.name for each in readable_fields(by, entry)}
    found = [definition.field(name) for name in changes if name not in seen]
    hidden = [each.label[language()] for each in found if each is not None]
    if hidden:
        raise NotAllowedError(problem(_NOT_SEEN, names=", ".join(hidden)))


def _merged(old: Mapping[str, str], new: Mapping[str, str], usual: str) -> dict[str, str]:
    return {name: word for name, word in {**old, **new}.items() if word and word != usual}


def may_amend(definition: Definition, record: Kept, actor: RegisterActor) -> bool:
    """Whether an actor who reads an entry may change it: who opens, moves or owns entries.

    Readers alone (assurers, roles of `access.read`) change nothing.
    """
    roles = {role for each in definition.transitions for role in each.roles}
    roles |= {role for each in definition.clocks.values() for role in each.roles}
    roles |= set(definition.access.create)
    roles -= {ANYONE, PUBLIC, SYSTEM}
    if roles & actor.roles or actor.person in persons(record.value(OWNER)):
        return True
    named = {
        person
        for each in definition.every_field()
        if each.type in PERSONS and each.name in roles
        for person in persons(record.value(each.name))
    }
    return actor.person in named
