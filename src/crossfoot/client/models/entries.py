"""What the API says: entries.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EntryDue:
    """Something that is owed."""

    name: str
    label: str
    roles: tuple[str, ...]
    deadline: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class EntryState:
    """A state that an entry entered."""

    state: str
    at: datetime
    by: str
    step: str
    recorded: datetime | None


@dataclass(frozen=True, slots=True)
class EntryStep:
    """A step that the person could take.

    Attributes:
        missing: Fields to be filled with it.
        against: Why it cannot be taken now; empty where it can.
    """

    key: str
    label: str
    target: str
    missing: tuple[str, ...]
    against: tuple[str, ...]
    due: datetime | None
    verifies: bool


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An entry, with what can be done next.

    Attributes:
        key: Its name in addresses.
        owner: "user:7", or the key of a worker.
        revision: Name it when you write.
        values: By field, as they are written back.
    """

    register_id: str
    key: str
    ref_no: str
    title: str
    state: str
    entity: str
    site: str
    owner: str
    period_day: date | None
    opened_on: date
    closed_on: date | None
    next_due_at: datetime | None
    external_id: str
    source: str
    revision: int
    values: Mapping[str, Any]
    state_label: str
    qualifiers: Mapping[str, str]
    bases: Mapping[str, str]
    passed: tuple[EntryState, ...]
    steps: tuple[EntryStep, ...]
    dues: tuple[EntryDue, ...]
    may_amend: bool


@dataclass(frozen=True, slots=True)
class EntryEdit:
    """A change of fields.

    Attributes:
        holds_from: Null where it was wrong from the start.
    """

    revision: int
    recorded: datetime
    holds_from: datetime | None
    by: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryRemark:
    """Something that was said of an entry."""

    id: int
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SealedReading:
    """Somebody read a confidential entry; never what it says."""

    id: int
    ref_no: str
    kind: str
    purpose: str
    by: str
    at: datetime
