"""What the API says: me.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: Something that a person may do to a unit.
Duty = Literal[
    "read",
    "enter",
    "review",
    "approve",
    "run campaigns",
    "change the organisation",
    "manage accounts",
    "read the journal",
    "answer questionnaires",
    "assure",
]


@dataclass(frozen=True, slots=True)
class Me:
    """The person for whom the program acts, and the token that it shows."""

    id: int
    name: str
    email: str
    token: str
    expires_at: datetime
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """What a program of the person may do, and until when; its text is told to nobody again."""

    id: int
    name: str
    duties: tuple[str, ...]
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """Where it reads them; empty where it may not."""

    path: str


@dataclass(frozen=True, slots=True)
class Telling:
    """How the person is told: on the page always, by e-mail where chosen."""

    email: bool
