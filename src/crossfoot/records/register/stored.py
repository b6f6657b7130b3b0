"""Entries as the engine of registers takes them, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import QuerySet

from crossfoot.errors import CrossfootError
from crossfoot.records.journal.keys import ForgottenError, Keyring, seal
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Change, Entry
from crossfoot.records.register.zones import Zones
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import PERSONS, Field, FieldType
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.values import read_value, to_json
from crossfoot.registers.versions import migrated

SEALED = "sealed"
#: types whose values are words
_WORDS = frozenset(FieldType) - {
    FieldType.NUMBER,
    FieldType.MONEY,
    FieldType.DATE,
    FieldType.DATETIME,
    FieldType.BOOLEAN,
    FieldType.PERIOD,
}


@dataclass(frozen=True, slots=True)
class Was:
    """What fields held before a change.

    Attributes:
        holds_from: since when the change holds.
        before: the values until then; None for a field that was empty.
    """

    holds_from: datetime
    before: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Kept(Record):
    """A record with the history of its fields.

    Attributes:
        was: what changed, first change first; corrections are not among them.
    """

    was: tuple[Was, ...] = field(default=(), hash=False)

    def as_of(self, moment: datetime) -> Record:
        """With the values that held at a moment; a correction holds from the start."""
        values = dict(self.values)
        for each in reversed(self.was):
            if each.holds_from > moment:
                values.update(each.before)
        return Record(
            self.id, self.register, values, self.history, self.version, self.qualifiers, self.bases
        )


def with_history(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with what `record_of` needs, in three queries."""
    return entries.prefetch_related("passed", "changes")


def record_of(
    entry: Entry,
    definition: Definition | None = None,
    keys: Keyring | None = None,
    zones: Zones | None = None,
) -> Kept:
    """An entry as a record of the definition in use, whatever version it was made with.

    Args:
        entry: from `with_history` where there are many.
        definition: of its register, where it is at hand.
        keys: looked up at once, where there are many.
        zones: of units, read once where there are many.

    Raises:
        CrossfootError: its register is not there any more, or its key.
    """
    found = definition or active()[entry.register]
    opener = keys or Keyring()
    zone = (zones or Zones()).of(entry.unit)
    content = {**entry.content, **opened(entry.sealed, entry.reference, opener)}
    history = tuple(
        Entered(
            each.state,
            each.at.astimezone(zone),
            each.by,
            each.transition,
            each.anchor,
            each.recorded,
        )
        for each in entry.passed.all()
    )
    record = Kept(
        entry.key,
        entry.register,
        content,
        history,
        entry.version,
        entry.qualifiers,
        entry.bases,
        tuple(
            _was(each, entry.reference, opener) for each in entry.changes.all() if each.holds_from
        ),
    )
    return typed(found, record, zone)


def typed(definition: Definition, record: Kept, zone: tzinfo) -> Kept:
    """A record whose values are JSON, with typed values of the definition in use."""
    if record.version < definition.version:
        plain = {name: _tuples(value) for name, value in record.values.items()}
        moved = migrated(definition, _with(record, plain, record.was), zone)
        record = _with(record, dict(moved.values), record.was, moved.history, moved.version)
    was = tuple(
        Was(each.holds_from, decoded(definition, renamed(definition, each.before), zone))
        for each in record.was
    )
    return _with(record, decoded(definition, record.values, zone), was)


def renamed(definition: Definition, before: Mapping[str, Any]) -> dict[str, Any]:
    """What fields held, under the names that they have now; a name that is known stays."""
    found = dict(before)
    for step in definition.migrations:
        for old, new in step.rename.items():
            if old in found and definition.field(old) is None:
                found[new] = found.pop(old)
    return found


def _with(
    record: Kept,
    values: Mapping[str, Any],
    was: tuple[Was, ...],
    history: tuple[Entered, ...] | None = None,
    version: int = 0,
) -> Kept:
    return Kept(
        record.id,
        record.register,
        values,
        record.history if history is None else history,
        version or record.version,
        record.qualifiers,
        record.bases,
        was,
    )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _was(change: Change, name: str, keys: Keyring) -> Was:
    sealed = opened(change.sealed, name, keys)
    holds_from = change.holds_from or change.recorded
    return Was(holds_from, {**change.before, **sealed.get("before", {})})


def opened(sealed: str, name: str, keys: Keyring | None = None) -> dict[str, Any]:
    """What was sealed for an entry; nothing where it was forgotten for good."""
    if not sealed:
        return {}
    try:
        found: dict[str, Any] = json.loads((keys or Keyring()).unseal(sealed, name))
    except ForgottenError:
        return {}
    return found


def decoded(definition: Definition, content: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Typed values of JSON; what the definition does not know stays as it is."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        known = definition.field(name)
        found[name] = value if known is None else value_of(known, value, zone)
    return found


def value_of(known: Field, value: Any, zone: tzinfo) -> Any:
    """One typed value; what bounds or options of today would refuse stays as it was written."""
    if value is None or value == []:
        return None
    if known.type is FieldType.ROWS:
        return tuple(
            {name: value_of(inner, row.get(name), zone) for name, inner in known.rows.items()}
            for row in value
        )
    for field_ in (known, replace(known, at_least=None, at_most=None)):
        try:
            return read_value(field_, value, zone)
        except CrossfootError:
            continue
    # a word that is no option any more stays a word; of numbers and dates nothing can be made
    return _tuples(value) if known.type in _WORDS else None


def localised(value: Any, zone: tzinfo) -> Any:
    """A value whose moments are told in the time zone of the unit: their days are its days."""
    match value:
        case datetime():
            return value.astimezone(zone)
        case tuple():
            return tuple(localised(each, zone) for each in value)
        case dict():
            return {name: localised(inner, zone) for name, inner in value.items()}
    return value


def encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON; empty ones are left out."""
    return {name: to_json(value) for name, value in values.items() if value not in (None, (), "")}


def split(
    definition: Definition, content: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands open in the database, and what is sealed."""
    if definition.access.level == SEALED:
        return {}, dict(content)
    sealed = {name for name, value in content.items() if _is_sealed(definition, name)}
    open_ = {name: value for name, value in content.items() if name not in sealed}
    return open_, {name: value for name, value in content.items() if name in sealed}


def _is_sealed(definition: Definition, name: str) -> bool:
    known = definition.field(name)
    return known is not None and (
        known.is_sealed or any(inner.is_sealed for inner in known.rows.values())
    )


def sealed_text(content: Mapping[str, Any], name: str) -> str:
    """Content encrypted for an entry; empty where there is none."""
    return seal(json.dumps(content, ensure_ascii=False), name) if content else ""


def persons_in(definition: Definition, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Every person that a record names, with the field, rows included."""
    for each in definition.every_field():
        value = values.get(each.name)
        if each.type in PERSONS:
            yield from ((each.name, person) for person in _several(value))
        for row in value or () if each.type is FieldType.ROWS else ():
            for inner in each.rows.values():
                if inner.type in PERSONS:
                    yield from ((each.name, person) for person in _several(row.get(inner.name)))


def targets_in(definition: Definition, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Every record that a record points to, with the field, rows included."""
    points = (FieldType.REF, FieldType.SUPPLIER)
    for each in definition.every_field():
        value = values.get(each.name)
        if each.type in points:
            yield from ((each.name, target) for target in _several(value))
        for row in value or () if each.type is FieldType.ROWS else ():
            for inner in each.rows.values():
                if inner.type in points:
                    path = f"{each.name}.{inner.name}"
                    yield from ((path, target) for target in _several(row.get(inner.name)))


def files_in(definition: Definition, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Every document that a record names, with the field, rows included."""
    for each in definition.every_field():
        value = values.get(each.name)
        if each.type is FieldType.ATTACHMENT:
            yield from ((each.name, file) for file in _several(value))
        for row in value or () if each.type is FieldType.ROWS else ():
            for inner in each.rows.values():
                if inner.type is FieldType.ATTACHMENT:
                    path = f"{each.name}.{inner.name}"
                    yield from ((path, file) for file in _several(row.get(inner.name)))


def _several(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)
