"""Shared by the tests of registers: a moment of China's clock, an actor."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from crossfoot.quantities.calendars import china
from crossfoot.registers.context import Actor, Context

ZONE = timezone(timedelta(hours=8))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def at(text: str, **more: object) -> Context:
    return Context(moment(text), china(), **more)  # type: ignore[arg-type]


def person(name: str, *roles: str) -> Actor:
    return Actor(name, frozenset(roles))
