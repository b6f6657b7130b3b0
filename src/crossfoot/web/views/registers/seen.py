"""A register, or a record of it, as the one who asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from crossfoot.languages import Language
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import may_list, readable
from crossfoot.records.register.taking_part import may_create, sets_up, takes_part
from crossfoot.records.register.who import Standing, standing
from crossfoot.records.register.zones import Zones
from crossfoot.records.roles import Duty
from crossfoot.registers.access import readable_fields
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field
from crossfoot.registers.library import Library
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.domains import icon_of, title_of

#: parts of a register: word, page, icon
_TABS = (
    ("register_list", "register", "table"),
    ("register_board", "register_board", "layout-kanban"),
    ("register_months", "register_months", "calendar-event"),
    ("register_statistics", "register_statistics", "chart-bar"),
    ("register_figures", "register_figures", "report-analytics"),
    ("register_settings", "register_settings", "adjustments"),
)


@dataclass(frozen=True)
class Seen:
    """A register in the eyes of one person.

    Attributes:
        person: who looks.
        standing: the register roles of the person.
        library: all registers.
        definition: this one.
        language: of the page.
    """

    person: Person
    standing: Standing
    library: Library
    definition: Definition
    language: Language

    @property
    def title(self) -> str:
        """What the register is called."""
        return self.definition.title[self.language]

    @property
    def entries(self) -> QuerySet[Entry]:
        """The records that the person may list."""
        return readable(self.person, self.definition.id)

    @property
    def creates(self) -> bool:
        """Whether the person may open a record of the register somewhere."""
        return may_create(self.person, self.definition)

    @property
    def imports(self) -> bool:
        """Whether the person may send files of records; what of them is decided row by row."""
        return self.creates and not self.is_sealed

    @property
    def is_sealed(self) -> bool:
        """Whether its content is kept from all but those who handle a record."""
        return self.definition.access.level == "sealed"

    @property
    def sees_figures(self) -> bool:
        """Whether the person sees figures somewhere; confidential ones are for who approves."""
        approves = self.person.may_somewhere(Duty.APPROVE)
        return approves or (not self.is_sealed and may_list(self.person, self.definition.id))

    def fields(self, unit: str = "") -> tuple[Field, ...]:
        """Fields that the person reads in records of a unit."""
        return readable_fields(self.definition, self.standing.actor(unit))

    def done(self, state: str) -> bool:
        """Whether nothing is to be done any more in a state."""
        return state in self.definition.closing or state in self.definition.finals

    def drawn(self, tab: str = "", **more: Any) -> dict[str, Any]:
        """What every page of a register shows, and more."""
        said = self.language
        shown = {
            "register": self.definition.id,
            "register_title": self.title,
            "purpose": self.definition.purpose[said],
            "domain": title_of(self.definition.domain, said),
            "icon": icon_of(self.definition.domain),
            "creates": self.creates,
            "imports": self.imports,
            "sealed": self.is_sealed,
            "tabs": [
                {
                    "word": word,
                    "address": reverse(page, args=[self.definition.id]),
                    "icon": icon,
                    "here": word == tab,
                }
                for word, page, icon in _TABS
                if page != "register_figures" or self.sees_figures
            ],
        }
        return shown | more


def seen(request: HttpRequest, register: str) -> Seen:
    """A register that the person takes part in; of others nothing is said.

    Raises:
        Http404: there is none, or the person has nothing to do with it.
    """
    library, person = active(), person_of(request)
    if register not in library or not takes_part(person, library[register]):
        raise Http404
    return Seen(person, standing(person), library, library[register], language())


def set_up(request: HttpRequest, register: str) -> Seen:
    """A register whose settings the person sees: who takes part in it, or sets registers up.

    Raises:
        Http404: there is none, or the person has nothing to do with it.
    """
    library, person = active(), person_of(request)
    if register not in library:
        raise Http404
    if not (sets_up(person) or takes_part(person, library[register])):
        raise Http404
    return Seen(person, standing(person), library, library[register], language())


@dataclass(frozen=True)
class Moments:
    """Times of entries as their units tell them."""

    zones: Zones
    now: datetime

    @classmethod
    def today(cls) -> Moments:
        """As they are told now."""
        return cls(Zones(), timezone.now())

    def at(self, unit: str, moment: datetime | None) -> str:
        """A moment in the time of a unit."""
        return f"{moment.astimezone(self.zones.of(unit)):%Y-%m-%d %H:%M}" if moment else ""

    def is_over(self, moment: datetime | None) -> bool:
        """Whether a time limit has passed."""
        return moment is not None and moment < self.now
