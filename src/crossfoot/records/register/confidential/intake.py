"""Registers with a public form, and what the form asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.library import active
from crossfoot.registers.definition import PUBLIC, Definition
from crossfoot.registers.fields import Field, FieldType

#: how an entry came, in the words of the definitions; the first that a field has is filled in
_CHANNELS = ("web_form", "web", "platform_form")
_CHANNEL, _ANONYMOUS, _REACHABLE = "channel", "anonymous", "reachable"
#: fields that a form without a script cannot ask
_NOT_ASKED = frozenset({FieldType.ROWS, FieldType.ATTACHMENT, FieldType.GEO, FieldType.REF})
#: kinds of units to which somebody outside can address a report
_COMPANIES = frozenset({"group", "company"})


@dataclass(frozen=True)
class Intake:
    """The public form of a register.

    Attributes:
        definition: the register.
        fields: what is asked, in the order of the definition's `intake`.
        given: what the form knows without asking.
        identity: the field for the name of the one who reports; empty where there is none.
    """

    definition: Definition
    fields: tuple[Field, ...]
    given: Mapping[str, Any]
    identity: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether what is reported is read by few, and encrypted."""
        return self.definition.access.level == "sealed"

    def values(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The values of an entry from those that were typed: what is asked, and what is known."""
        names = {each.name for each in self.fields}
        found = {name: value for name, value in typed.items() if name in names and value}
        found |= self.given
        if self.definition.field(_ANONYMOUS) is not None and self.identity:
            found[_ANONYMOUS] = not str(typed.get(self.identity, "")).strip()
        return found


def intakes() -> dict[str, Intake]:
    """The public forms, by register; sealed registers first."""
    found = {
        name: intake_of(definition)
        for name, definition in active().items()
        if PUBLIC in definition.access.create and definition.access.intake
    }
    return dict(sorted(found.items(), key=lambda each: (not each[1].is_sealed, each[0])))


def intake_of(definition: Definition) -> Intake:
    """The public form of one register."""
    given: dict[str, Any] = {}
    channel = definition.field(_CHANNEL)
    if channel is not None:
        known = [each for each in _CHANNELS if each in channel.options]
        given |= {_CHANNEL: known[0]} if known else {}
    reachable = definition.field(_REACHABLE)
    if reachable is not None and reachable.type is FieldType.BOOLEAN:
        given[_REACHABLE] = True  # by the mailbox
    asked = [definition.field(name) for name in definition.access.intake]
    identity = next(
        (each.name for each in asked if each is not None and each.type is FieldType.SEALED_TEXT), ""
    )
    computed = set(given) | ({_ANONYMOUS} if identity else set())
    fields = tuple(
        each
        for each in asked
        if each is not None and each.name not in computed and each.type not in _NOT_ASKED
    )
    return Intake(definition, fields, given, identity)


def companies() -> tuple[Entity, ...]:
    """The companies to which a report can be addressed, as they are today."""
    try:
        tree = organisation_on(timezone.now().date())
    except CrossfootError:
        return ()
    found = tuple(each for each in tree if each.kind in _COMPANIES)
    return found or tuple(each for each in tree if not each.parent)
