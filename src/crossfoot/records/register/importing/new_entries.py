"""New entries of a file: opened and moved on by the engine in memory, written many at once.

What is checked, and what is written, is what opening each and taking its steps one by one gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from crossfoot.records.actions import Actor
from crossfoot.records.messages import problem
from crossfoot.records.register.actions.open_entry import OpenEntry, check_units, opened_record
from crossfoot.records.register.actions.take_step import TakeStep, taken
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.context import context_for
from crossfoot.records.register.nil import void_all
from crossfoot.records.register.queries import (
    UNKNOWN,
    UnknownEntryError,
    is_about,
    reads_by_role,
)
from crossfoot.records.register.stored import decoded, encoded
from crossfoot.records.register.who import superiors
from crossfoot.records.register.writing import Moved, New, next_numbers, write_many
from crossfoot.records.register.zones import Zones
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.expressions.tree import Linked, Ref
from crossfoot.registers.fields import PERSONS, REGISTERS_OF, Field
from crossfoot.registers.records import Record

_SOURCE = "import"


@dataclass(frozen=True, slots=True)
class Told:
    """A step that a row tells of, and when it was taken; now where it does not say."""

    step: Transition
    since: datetime | None = None


@dataclass(slots=True)
class Fresh:
    """An entry that is about to be kept.

    Attributes:
        record: as it stands.
        external_id: its name in the system that it comes from.
        context: of its unit.
        moved: what was done with it since it was opened.
    """

    record: Record
    external_id: str
    context: Context
    moved: list[Moved] = field(default_factory=list)


class NewEntries:
    """Entries of one file that there are not yet."""

    def __init__(self, definition: Definition, by: Actor, zones: Zones) -> None:
        self._definition = definition
        self._by = by
        self._zones = zones
        self._contexts: dict[str, Context] = {}

    def may_wait(self, unit: str) -> bool:
        """Whether an entry of a unit can be moved on before it is kept.

        Not where a role alone does not let the actor read what he opened: then the database
        decides, step by step.
        """
        return reads_by_role(self._by, self._definition.id, unit)

    def opened(self, action: OpenEntry, unit: str) -> Fresh:
        """An entry in its first state.

        Raises:
            CrossfootError: it cannot be opened.
        """
        check_units(action.values, self._definition, self._zones)
        context = self._context(unit)
        record = opened_record(action, self._by, self._definition, context)
        return Fresh(record, action.external_id, context)

    def number(self, found: Sequence[Fresh]) -> None:
        """Give entries their numbers, as many as there are and no more."""
        years: dict[int, list[Fresh]] = {}
        for each in found:
            if each.record.values.get("ref_no"):
                each.record = self._as_kept(each, str(each.record.values["ref_no"]))
            else:
                years.setdefault(each.record.history[0].at.year, []).append(each)
        for year, without in years.items():
            numbers = next_numbers(self._definition.id, year, len(without))
            for each, number in zip(without, numbers, strict=True):
                each.record = self._as_kept(each, number)

    def move(self, entry: Fresh, told: Iterable[Told]) -> None:
        """Take the steps of an entry, each from where the one before led.

        Raises:
            CrossfootError: one cannot be taken.
        """
        for each in told:
            before = entry.record
            if is_about(self._by, self._definition, before):
                raise UnknownEntryError(problem(UNKNOWN))
            key = step_from(self._definition, before.state, each.step)
            unit = unit_of(before.values)
            actor = acting(self._by, self._definition, before, unit)
            after, at = taken(
                TakeStep(before.id, key, since=each.since),
                self._by,
                self._definition,
                before,
                actor,
                entry.context,
                self._lines,
            )
            entry.record = after
            entry.record = self._as_kept(entry, str(before.values["ref_no"]))
            entry.moved.append(Moved(before, entry.record, at))

    def write(self, found: Sequence[Fresh]) -> None:
        """Keep entries, and forget what was known of their units' past."""
        if not found:
            return
        news = [
            New(each.record, _SOURCE, each.external_id, tuple(each.moved), each.context)
            for each in found
        ]
        written = write_many(self._definition, news, found[0].context)
        void_all(
            self._definition,
            [(each.entry, new.record) for each, new in zip(written, news, strict=True)],
        )
        self._contexts.clear()

    def _context(self, unit: str) -> Context:
        if unit not in self._contexts:
            known = next(iter(self._contexts.values()), None)
            made = context_for(unit, known.now if known else None, zones=self._zones)
            self._contexts[unit] = made
        return self._contexts[unit]

    @cached_property
    def _lines(self) -> dict[str, str]:
        return superiors()

    def _as_kept(self, entry: Fresh, number: str) -> Record:
        """The record as the database would give it back."""
        record, zone = entry.record, entry.context.zone
        content = {**encoded(record.values), "ref_no": number, "source": _SOURCE}
        return replace(record, values=decoded(self._definition, content, zone))


def unit_of(values: Any) -> str:
    """The unit by which an entry is permitted."""
    return str(values.get("site") or values.get("entity") or "")


def step_from(definition: Definition, state: str, step: Transition) -> str:
    """The key of a step from a state: of one label, several lead from different states on."""
    keys = [
        each.key
        for each in definition.leaving(state)
        if each.label == step.label and each.target == step.target
    ]
    return keys[0] if keys else step.key


@cache
def looks_at_itself(definition: Definition) -> bool:
    """Whether entries of a register may point to others of it, which must be there by then.

    A person of the workforce is looked at only where an expression goes through the field.
    """
    through = {each.field for each in _nodes(definition) if isinstance(each, Ref) and each.through}
    linked = {each.register for each in _nodes(definition) if isinstance(each, Linked)}
    return definition.id in linked or any(
        _register(each) in (definition.id, "any")
        and (each.type not in PERSONS or each.name in through)
        for each in _fields(definition)
    )


def _fields(definition: Definition) -> Iterator[Field]:
    for each in definition.every_field():
        yield from (each, *each.rows.values())


def _register(known: Field) -> str:
    return known.register or REGISTERS_OF.get(known.type, "")


def _nodes(part: object) -> Iterator[object]:
    """A part of a definition and all within it."""
    yield part
    if isinstance(part, str):
        return
    if isinstance(part, Mapping):
        part = tuple(part.values())
    elif is_dataclass(part):
        part = tuple(getattr(part, each.name) for each in fields(part))
    if isinstance(part, Iterable):
        for each in part:
            yield from _nodes(each)
