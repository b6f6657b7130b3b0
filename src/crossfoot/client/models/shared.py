"""What the API says: shared.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Invitation:
    """The way in; it is told once."""

    person: int
    token: str


#: Where a request stands.
State = Literal["draft", "submitted", "returned", "reviewed", "approved", "locked", "reopened"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a campaign asks of a unit about a topic."""

    id: int
    campaign: int
    unit: str
    topic: str
    state: State
    due: date
    round: int
    asked: int
    answered: int
    owner: int | None
    reviewer: int | None
    approver: int | None


#: What an entry says.
Kind = Literal["value", "none", "not_applicable", "empty"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that is asked for, with its current version. `value` is in `unit`.

    Attributes:
        version: Send it back with a change.
        before: The same figure one period earlier.
    """

    id: int
    version: int
    metric: str
    dimensions: Mapping[str, str]
    start: date
    end: date
    required: bool
    unit: str
    kind: Kind
    value: Decimal | str | None
    qualifier: str
    estimated: bool
    comment: str
    explanation: str
    reason: str
    by: str
    at: datetime | None
    before: Decimal | None
    needs_explanation: bool


@dataclass(frozen=True, slots=True)
class CellChange:
    """The next version of a cell; what is null stays as it is.

    Attributes:
        version: The version that was seen; 0 where it was empty.
        value: As typed; the empty text takes it back.
        unit: Empty for the metric's own.
    """

    cell: int
    version: int
    value: str | None = None
    unit: str = ""
    kind: Kind | None = None
    qualifier: str | None = None
    estimated: bool | None = None
    comment: str | None = None
    explanation: str | None = None
    reason: str | None = None


#: How a batch stands; rows of `standing` batches count, all others do not.
BatchState = Literal[
    "received", "checking", "refused", "checked", "importing", "standing", "reversed", "dropped"
]


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of rows; its rows count while it is `standing`.

    Attributes:
        mapping: Column → heading of the file, or `=value` for a value of all rows. `column=text` →
            what a text of the file means: `site=Hefei plant` → `hefei`.
    """

    id: int
    state: BatchState
    name: str
    sha256: str
    size: int
    sheet: str
    unit: str
    estimated: bool
    meter: int | None
    job: int | None
    rows: int
    mapping: Mapping[str, str]
    by: str
    at: datetime
    imported_by: str
    imported_at: datetime | None
    reversed_by: str
    reversed_at: datetime | None
    reversal: str


#: How a job stands; `broken` means that its process died.
JobState = Literal["waiting", "running", "done", "failed", "stopped", "broken"]


@dataclass(frozen=True, slots=True)
class Job:
    """Long work; ask again until it has `ended`."""

    id: int
    kind: str
    subject: str
    label: str
    state: JobState
    ended: bool
    done: int
    total: int
    message: str
    by: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document."""

    id: int
    title: str
    kind: str
    unit: str
    valid_until: date | None
    kept_until: date | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry of a register, as lists have it.

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
