"""Take the whole organisation of a file from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from crossfoot.facts.entities import Organisation
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.organisation.actions.set_unit import described
from crossfoot.records.organisation.as_of import entity_of, states
from crossfoot.records.organisation.models import UnitState
from crossfoot.records.organisation.spans import (
    Span,
    check_entity,
    check_trees,
    clear,
    units,
    write,
)
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class Imported:
    """What an import changed: codes of units."""

    set: tuple[str, ...]
    closed: tuple[str, ...]


@dataclass(frozen=True)
class ImportOrganisation(Action[Imported]):
    """From a day on the organisation is exactly that of the file; days before stay as they were.

    Attributes:
        organisation: the tree, as `crossfoot.workspaces.organisation_file` reads it.
        day: the first day on which it holds.
    """

    verb = "organisation.import"
    stream = "organisation"
    organisation: Organisation
    day: date

    def check(self, by: Actor) -> None:
        """The whole tree changes, so the duty is needed on the whole."""
        by.require(Duty.CHANGE_ORGANISATION)
        for entity in self.organisation:
            check_entity(entity)

    def change(self, by: Actor) -> Done[Imported]:
        """Set what differs, close what the file does not name; what agrees is not touched."""
        units(entity.id for entity in self.organisation)
        standing: dict[str, list[UnitState]] = {}
        for state in states():
            if state.valid_to is None or state.valid_to > self.day:
                standing.setdefault(state.unit.code, []).append(state)
        now = timezone.now()
        changed = []
        for entity in self.organisation:
            there = standing.pop(entity.id, [])
            agrees = len(there) == 1 and (
                there[0].valid_from <= self.day
                and there[0].valid_to is None
                and entity_of(there[0]) == entity
            )
            if not agrees:
                write(entity, Span(self.day), now)
                changed.append(entity)
        for code in standing:
            clear(code, Span(self.day), now)
        check_trees()
        content = {
            "day": self.day.isoformat(),
            "set": {entity.id: described(entity) for entity in changed},
            "closed": sorted(standing),
        }
        done = Imported(tuple(entity.id for entity in changed), tuple(sorted(standing)))
        return Done(done, "organisation", content)
