"""An organisation, people with register roles, and entries, for tests of registers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from crossfoot.facts.entities import Entity
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span, units, write
from crossfoot.records.register.actions.keep_file import KeepFile
from crossfoot.records.register.context import context_for
from crossfoot.records.register.models import RoleGrant
from crossfoot.records.register.writing import New, write_many
from crossfoot.registers.definition import Definition, WorkedExample
from crossfoot.registers.worked import ZONE, records_of
from evidences import PNG, sent

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


def keep_example(definition: Definition, example: WorkedExample) -> datetime:
    """Store the records of a worked example; the moment at which its figures are told."""
    text = example.as_of or str(Period.parse(example.period).end + timedelta(days=1))
    now = datetime.fromisoformat(text)
    now = now if now.tzinfo else now.replace(tzinfo=ZONE)
    context = context_for("E", now)
    write_many(definition, [New(each) for each in records_of(definition, example, now)], context)
    return now


def photograph(by: Person, unit: str = "E") -> str:
    """A photograph of a hazard that somebody sent before the form; as the form names it."""
    return str(KeepFile(sent(PNG, "photo.png"), "safety_hazard", unit).do(by).pk)
