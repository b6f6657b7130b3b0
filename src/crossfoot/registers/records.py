"""A record: its values, and the states it has passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from crossfoot.quantities.periods import Period

#: the actor of steps that nobody does
SYSTEM_PERSON = "system"


@dataclass(frozen=True, slots=True)
class Entered:
    """A state that a record entered.

    Attributes:
        state: the state.
        at: since when it holds, with a time zone.
        by: id of the person, or `system`.
        transition: key of the step; empty for the first state.
        anchor: the value that a timer counted from, so that it fires once per value.
        recorded: when it was recorded, where that is later than `at`.
    """

    state: str
    at: datetime
    by: str = ""
    transition: str = ""
    anchor: str = ""
    recorded: datetime | None = None


class RecordView(Protocol):
    """What guards, due times and roll-ups ask of a record, wherever it is stored."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def register(self) -> str:
        """Id of its register."""

    @property
    def history(self) -> tuple[Entered, ...]:
        """The states it entered, first one first."""

    def value(self, name: str) -> Any:
        """The value of a field, None where it is empty."""

    def qualifier(self, name: str) -> str:
        """How exact the value of a field is: `exact` where nothing else is said."""

    def basis(self, name: str) -> str:
        """Where the value of a field comes from: `measured` where nothing else is said."""

    def as_of(self, moment: datetime) -> RecordView:
        """The record as it was known at a moment; itself where no history of fields is kept."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record in memory.

    Attributes:
        id: its id.
        register: id of its register.
        values: by field; a field that is absent is empty.
        history: the states it entered.
        version: of the definition it was made with.
        qualifiers: of values that are not exact.
        bases: of values that are not measured.
    """

    id: str
    register: str
    values: Mapping[str, Any] = field(hash=False)
    history: tuple[Entered, ...]
    version: int = 1
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)
    bases: Mapping[str, str] = field(default_factory=dict, hash=False)

    def value(self, name: str) -> Any:
        """The value of a field, None where it is empty."""
        found = self.values.get(name)
        if found is None and name == "opened_on":
            return self.history[0].at.date()
        if found is None and name == "ref_no":
            return self.id
        return found

    def qualifier(self, name: str) -> str:
        """How exact the value of a field is."""
        return self.qualifiers.get(name, "exact")

    def basis(self, name: str) -> str:
        """Where the value of a field comes from."""
        return self.bases.get(name, "measured")

    def as_of(self, moment: datetime) -> Record:
        """Itself: the fields of today, whose states of then are asked by `state_at`."""
        return self

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.history[-1].state


def entry_at(record: RecordView, moment: datetime | None = None) -> Entered | None:
    """The entry that holds at a moment; None before the record begins. Today where left out."""
    found: Entered | None = None
    for entered in record.history:
        if moment is None or entered.at <= moment:
            found = entered
    return found


def state_at(record: RecordView, moment: datetime | None = None) -> str:
    """The state at a moment; empty before the record begins."""
    found = entry_at(record, moment)
    return found.state if found else ""


def day_of(value: Any) -> date | None:
    """The day of a date, moment or period (its first day)."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case Period():
            return value.start
    return None


def moment_of(value: Any, like: datetime) -> datetime | None:
    """The moment of a date (its beginning) or moment, in the time zone of another one."""
    match value:
        case datetime():
            return value.astimezone(like.tzinfo)
        case date():
            return datetime.combine(value, time.min, like.tzinfo)
    return None
