"""Who acts, when and where: what guards and due times need besides the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language
from crossfoot.quantities.calendars import WorkingCalendar, weekdays
from crossfoot.quantities.periods import Period
from crossfoot.registers.expressions.tree import Node
from crossfoot.registers.records import RecordView

if TYPE_CHECKING:
    from crossfoot.registers.definition import Definition

#: records of a register that point to a record
Links = Callable[[str, RecordView], Iterable[RecordView]]
#: a record of a register by its id
Lookup = Callable[[str, str], RecordView | None]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person and the roles that count for the record's unit."""

    person: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Override:
    """A parameter, or due time, that differs from the default.

    Attributes:
        register: id of the register.
        name: of the parameter, or `due.<step>`.
        value: what holds instead; of a due time its text (`4 h @received_at`; empty: none).
        entity: for this entity only; empty for all.
        valid_from: since when.
        when: only for records that satisfy it; such an override wins over others.
    """

    register: str
    name: str
    value: Any
    entity: str = ""
    valid_from: date = date.min
    when: Node | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What holds while something is decided.

    Attributes:
        now: the moment, with the time zone of the entity.
        calendar: working days of the entity.
        overrides: parameters that differ from their defaults.
        period: the reporting period, in roll-ups.
        links: finds records that point to a record; none where absent.
        lookup: finds a record by its id; none where absent.
        language: of messages to the person.
        library: the registers, for conditions on records of others; the built-in ones where None.
    """

    now: datetime
    calendar: WorkingCalendar = field(default_factory=weekdays)
    overrides: Sequence[Override] = ()
    period: Period | None = None
    links: Links | None = None
    lookup: Lookup | None = None
    language: Language = "en"
    library: Mapping[str, Definition] | None = None

    @property
    def zone(self) -> tzinfo:
        """The entity's time zone."""
        if self.now.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        return self.now.tzinfo

    def at(self, moment: datetime) -> Context:
        """The same at another moment."""
        return replace(self, now=moment)

    def during(self, period: Period | None) -> Context:
        """The same for a reporting period."""
        return replace(self, period=period)
