"""Records of an older version of a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.registers.definition import Definition, Migration
from crossfoot.registers.records import Record
from crossfoot.registers.values import read_values


def migrated(definition: Definition, record: Record, zone: tzinfo) -> Record:
    """A record as one of the definition's version.

    Nothing is lost on the way: what a migration does not name stays as it is.

    Raises:
        CrossfootError: a version on the way has no migration, or the record is of a later one.
    """
    if record.version > definition.version:
        what = f"the record is of version {record.version}, the register of {definition.version}"
        raise CrossfootError(Problem(what))
    for version in range(record.version + 1, definition.version + 1):
        step = next((each for each in definition.migrations if each.to == version), None)
        if step is None:
            what = f"{definition.id!r} does not say how version {version} follows from the last"
            raise CrossfootError(Problem(what, remedy="Add it below 'migrations:'."))
        record = _once(definition, step, record, zone)
    return record


def _once(definition: Definition, step: Migration, record: Record, zone: tzinfo) -> Record:
    values: dict[str, Any] = {}
    for name, value in record.values.items():
        if name not in step.drop:
            words = step.options.get(name, {})
            values[step.rename.get(name, name)] = _renamed(value, words)
    empty = {name: text for name, text in step.set.items() if values.get(name) is None}
    known = {name: text for name, text in empty.items() if definition.field(name) is not None}
    values |= read_values(definition, known, zone)
    history = tuple(
        replace(each, state=step.states.get(each.state, each.state)) for each in record.history
    )
    return replace(record, values=values, history=history, version=step.to)


def _renamed(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_renamed(each, words) for each in value)
    return words.get(value, value) if isinstance(value, str) else value
