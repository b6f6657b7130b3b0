"""Open an entry of a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.register.attachments import check_files
from crossfoot.records.register.confidential.reserved import check_opening
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.models import Entry
from crossfoot.records.register.nil import void
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import localised
from crossfoot.records.register.who import standing
from crossfoot.records.register.writing import New, Written, journaled, new_key, write_new
from crossfoot.records.register.zones import Zones
from crossfoot.registers import transitions
from crossfoot.registers.context import Actor as RegisterActor
from crossfoot.registers.context import Context
from crossfoot.registers.definition import PUBLIC, SYSTEM, Definition
from crossfoot.registers.records import SYSTEM_PERSON, Record
from crossfoot.registers.values import read_values

_NOT_PUBLIC = Text("this register has no public form", "该台账没有公开表单")
_NOT_ASKED = Text("the public form does not ask for: {names}", "公开表单不含：{names}")
_NO_UNIT = Text("there is no unit {unit}", "没有单位 {unit}")
_APART = Text("{site} does not belong to {entity}", "{site} 不属于 {entity}")
_TWICE = Text("there is an entry of that name already: {name}", "已有同名记录：{name}")
#: filled by the public form itself
_FORM = frozenset({"entity", "site", "source"})


@dataclass(frozen=True)
class OpenEntry(Action[Entry]):
    """A new entry in the first state, and what the system makes of it at once.

    Attributes:
        register_id: the register.
        values: by field, typed or as text; `entity` among them.
        source: manual, app, import, api, supplier_portal, system.
        external_id: its name in the system that it comes from; unique in the register.
        qualifiers, bases: of values that are not exact, or not measured.
        by_system: a duty that came back opens it: the roles of `create` are not asked.
        since: when its first state began, where it comes from elsewhere with its past.
    """

    verb = "register.open"
    stream = "register"
    register_id: str
    values: Mapping[str, Any] = field(hash=False)
    source: str = "manual"
    external_id: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)
    bases: Mapping[str, str] = field(default_factory=dict, hash=False)
    by_system: bool = False
    since: datetime | None = None

    def check(self, by: Actor) -> None:
        """A known register; where nobody is signed in, a public one and the fields of its form."""
        definition = definition_of(self.register_id)
        standing(by).require_acting()
        check_opening(definition, self.values)
        if isinstance(by, Visitor):
            if PUBLIC not in definition.access.create:
                raise NotAllowedError(problem(_NOT_PUBLIC))
            strange = set(self.values) - set(definition.access.intake) - _FORM
            if strange:
                raise CrossfootError(problem(_NOT_ASKED, names=", ".join(sorted(strange))))
        taken = Entry.objects.filter(register=self.register_id, external_id=self.external_id)
        if self.external_id and taken.exists():
            raise CrossfootError(problem(_TWICE, name=repr(self.external_id)))

    def change(self, by: Actor) -> Done[Entry]:
        """Open it."""
        definition = definition_of(self.register_id)
        unit = str(self.values.get("site") or self.values.get("entity") or "")
        context = context_for(unit)
        entry, written = opened_by(self, by, definition, context)
        content, key = journaled(definition, written, register=self.register_id, state=entry.state)
        return Done(entry, entry.reference, content, key)


def opened_by(
    action: OpenEntry, by: Actor, definition: Definition, context: Context
) -> tuple[Entry, Written]:
    """One entry, opened and written."""
    check_units(action.values, definition)
    record = opened_record(action, by, definition, context)
    written = write_new(definition, New(record, action.source, action.external_id), context)
    void(written.entry, definition, record)
    return written.entry, written


def opened_record(action: OpenEntry, by: Actor, definition: Definition, context: Context) -> Record:
    """A new record, with what the system makes of it at once; not written yet."""
    unit = str(action.values.get("site") or action.values.get("entity") or "")
    given = read_values(definition, action.values, context.zone, language())
    given = {name: localised(value, context.zone) for name, value in given.items()}
    actor = standing(by).actor(unit)
    if action.by_system:
        actor = RegisterActor(SYSTEM_PERSON, frozenset({SYSTEM, *definition.access.create}))
    else:
        check_files(by, definition, given, {})
    since = localised(action.since, context.zone)
    record = transitions.open_record(definition, new_key(), given, actor, context, since)
    record = replace(record, qualifiers=dict(action.qualifiers), bases=dict(action.bases))
    return run_on(definition, record, context)


def check_units(
    values: Mapping[str, Any], definition: Definition, zones: Zones | None = None
) -> None:
    """Entity and site are units, and the site belongs to the entity.

    Args:
        values: of an entry.
        definition: its register.
        zones: of units, read once where there are many entries.

    Raises:
        CrossfootError: they are not.
    """
    entity, site = str(values.get("entity") or ""), str(values.get("site") or "")
    codes = {code for code in (entity, site) if code}
    places = zones or Zones()
    strange = {code for code in codes if not places.knows(code)}
    known = set(
        Unit.objects.filter(code__in=strange).values_list("code", flat=True) if strange else ()
    )
    for code in sorted(strange - known):
        raise CrossfootError(problem(_NO_UNIT, unit=repr(code)))
    if entity and site and not places.holds(entity, site):
        raise CrossfootError(problem(_APART, site=repr(site), entity=repr(entity)))
