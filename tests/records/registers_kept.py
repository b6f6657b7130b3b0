"""An organisation, people with register roles, and entries, for tests of registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from crossfoot.facts.entities import Entity
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span, units, write
from crossfoot.records.register.models import RoleGrant

FROM = date(2015, 1, 1)


def organisation() -> None:
    """A group G in China with the company E, its sites S and S2, and a second company F."""
    from django.utils import timezone

    units(["G", "E", "F", "S", "S2"])
    for code, parent, kind in (
        ("G", "", "group"),
        ("E", "G", "company"),
        ("F", "G", "company"),
        ("S", "E", "site"),
        ("S2", "E", "site"),
    ):
        entity = Entity(code, Text(code, code), kind, parent, "CN" if code == "G" else "")
        write(entity, Span(FROM), timezone.now())


def has_role(person: Person, role: str, unit: str = "") -> Person:
    """The person with a register role."""
    RoleGrant.objects.create(
        user=person.user,
        role=role,
        unit=Unit.objects.get(code=unit) if unit else None,
        valid_from=FROM,
    )
    return Person(person.user, "test")


def complaint(**values: Any) -> dict[str, Any]:
    """What a complaint must have."""
    return {
        "entity": "E",
        "site": "S",
        "received_at": "2024-03-01T09:00",
        "channel": "hotline",
        "customer": "A",
        "region": "mainland_china",
        "category": "product",
        "description": "The lamp flickers 灯光闪烁",
        **values,
    }
