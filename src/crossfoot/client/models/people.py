"""What the API says: people.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: What a person is to a unit.
Role = Literal[
    "administrator",
    "esg_manager",
    "data_owner",
    "reviewer",
    "approver",
    "executive",
    "assurer",
    "supplier",
    "viewer",
]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a unit and all below it; on the whole organisation where the unit is empty."""

    id: int
    role: Role
    unit: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """An account."""

    id: int
    name: str
    email: str
    language: str
    active: bool
    roles: tuple[Grant, ...]
