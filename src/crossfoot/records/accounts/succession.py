"""What else passes to a successor, beside roles: apps above register it here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

#: (id of the person, id of the successor, first day of the successor) to how much was passed
Pass = Callable[[int, int, date], int]

_passes: dict[str, Pass] = {}


def register(name: str, what: Pass) -> None:
    """Let something pass with a person's roles; called when its app is ready."""
    _passes[name] = what


def pass_all(user: int, successor: int, day: date) -> dict[str, int]:
    """Pass all that is registered, inside the transaction of the hand-over."""
    return {name: what(user, successor, day) for name, what in _passes.items()}
