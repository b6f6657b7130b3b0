"""What the API says: registers.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Register:
    """A register, in short.

    Attributes:
        access: open, internal, restricted, personal or sealed.
        creates: Whether the person opens entries somewhere.
    """

    id: str
    version: int
    title: str
    purpose: str
    domain: str
    access: str
    creates: bool


@dataclass(frozen=True, slots=True)
class RegisterField:
    """A field of an entry, or of a row of a repeating group.

    Attributes:
        computed: Nobody types it.
        register_id: Of the entries that it points to; empty for none.
        options: Word and label; a value may be either.
        rows: Fields of a row, each as a field.
    """

    name: str
    type: str
    label: str
    required: bool
    many: bool
    computed: bool
    sealed: bool
    unit: str
    at_least: str | None
    at_most: str | None
    register_id: str
    options: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]
    help: str


@dataclass(frozen=True, slots=True)
class RegisterStep:
    """A step of a register, whoever may take it."""

    key: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    require: tuple[str, ...]
    due: str
    verifies: bool


@dataclass(frozen=True, slots=True)
class RegisterMetric:
    """A figure that is counted from entries.

    Attributes:
        by: Its breakdowns.
        catalogue: Ids in the catalogue of metrics.
    """

    name: str
    label: str
    unit: str
    by: tuple[str, ...]
    catalogue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterDefinition:
    """A register: what its entries hold, and how they move.

    Attributes:
        access: open, internal, restricted, personal or sealed.
        creates: Whether the person opens entries somewhere.
        nil_per: site or entity, where statements of none are asked.
    """

    id: str
    version: int
    title: str
    purpose: str
    domain: str
    access: str
    creates: bool
    fields: tuple[RegisterField, ...]
    states: Mapping[str, str]
    closing: tuple[str, ...]
    steps: tuple[RegisterStep, ...]
    metrics: tuple[RegisterMetric, ...]
    nil_per: str
    nil_every: str


@dataclass(frozen=True, slots=True)
class RegisterVersion:
    """A definition that was edited."""

    version: int
    active_from: datetime | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RegisterText:
    """The text of the definition in use, and the versions that were edited here."""

    version: int
    text: str
    versions: tuple[RegisterVersion, ...]


@dataclass(frozen=True, slots=True)
class RegisterSetting:
    """A parameter, or a due time, that somebody set."""

    id: int
    name: str
    value: str
    entity: str
    valid_from: date
    when: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RegisterParameter:
    """What an organisation may set.

    Attributes:
        found_in: The report that has it; empty for the product's default.
    """

    name: str
    label: str
    default: str
    options: Mapping[str, str]
    found_in: str
    settings: tuple[RegisterSetting, ...]


@dataclass(frozen=True, slots=True)
class RegisterRole:
    """A register role on a unit and all below it; on the whole where the unit is empty."""

    id: int
    person: int
    name: str
    role: str
    unit: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Left:
    """Entries that did not pass: they are assigned anew."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A question to a list, under a name.

    Attributes:
        filter: As the address of the page says it.
    """

    id: int
    name: str
    shared: bool
    own: bool
    filter: str
    columns: tuple[str, ...]
    order: str
