"""What the API says: register.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from crossfoot.client.models.shared import RegisterRow


@dataclass(frozen=True, slots=True)
class Overdue:
    """A time limit of an entry that is over, or near."""

    name: str
    label: str
    roles: tuple[str, ...]
    deadline: datetime
    over: bool
    register_id: str
    key: str
    ref_no: str
    title: str
    unit: str
    owner: str


@dataclass(frozen=True, slots=True)
class RegisterDuty:
    """A plain task that came back."""

    id: int
    register_id: str
    duty: str
    label: str
    unit: str
    per: str
    role: str
    due_on: date
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Nil:
    """A statement that there was nothing to record.

    Attributes:
        voided_at: When an entry proved it wrong.
    """

    id: int
    unit: str
    start: date
    end: date
    basis: str
    by: str
    at: datetime
    voided_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """A figure, or one member of a breakdown.

    Attributes:
        members: One per breakdown that was asked for.
        hidden: Too few people stand behind it, or it would tell of them.
    """

    members: tuple[str, ...]
    value: Decimal | None
    qualifier: str
    basis: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class RegisterFigure:
    """A figure of a unit and period, as it is counted now.

    Attributes:
        partial: Only units that the person reads are counted.
    """

    metric: str
    unit: str
    start: date
    end: date
    unit_of_measure: str
    by: tuple[str, ...]
    partial: bool
    cells: tuple[RegisterCell, ...]


@dataclass(frozen=True, slots=True)
class ApprovedFigure:
    """A figure that somebody approved; a later approval restates it.

    Attributes:
        entries: How many it counted.
        now: As it is counted today, where that was asked.
    """

    id: int
    metric: str
    catalogue: str
    dimensions: str
    unit: str
    start: date
    end: date
    by: tuple[str, ...]
    members: tuple[str, ...]
    value: str
    qualifier: str
    basis: str
    entries: int
    revision: int
    restates: int | None
    reason: str
    approved_by: str
    at: datetime
    now: str | None = None


@dataclass(frozen=True, slots=True)
class EntriesBehind:
    """The entries that an approved figure counted.

    Attributes:
        others: How many more the person may not read.
    """

    items: tuple[RegisterRow, ...]
    others: int


@dataclass(frozen=True, slots=True)
class ImportedEntries:
    """What came of a file.

    Attributes:
        same: Rows that said nothing new.
    """

    opened: int
    changed: int
    same: int
    sha256: str
    dry_run: bool
