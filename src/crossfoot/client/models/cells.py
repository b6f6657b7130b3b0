"""What the API says: cells.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crossfoot.client.models.shared import Kind


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a figure, as somebody entered it; `value` is in the metric's unit.

    Attributes:
        subject: As evidence and the journal name it.
    """

    version: int
    subject: str
    kind: Kind
    typed: str
    typed_unit: str
    value: Decimal | str | None
    unit: str
    qualifier: str
    estimated: bool
    comment: str
    explanation: str
    reason: str
    by: str
    name: str
    at: datetime
    via: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A step that was taken with a request, or a comment on it."""

    at: datetime
    name: str
    step: str
    state: str
    text: str
    cell: int | None
