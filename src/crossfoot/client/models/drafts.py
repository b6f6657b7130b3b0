"""What the API says: drafts.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not foot."""

    severity: str
    kind: str
    metric: str
    message: str
    arithmetic: str


@dataclass(frozen=True, slots=True)
class TieOut:
    """A figure that is used against the audited one.

    Attributes:
        state: agrees, differs, not_audited or not_used.
    """

    metric: str
    state: str
    used: Decimal | None
    audited: Decimal | None
    difference: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All figures of one moment."""

    id: int
    name: str
    run: str
    as_of: datetime
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a figure changed.

    Attributes:
        why: corrected, approved, file, new, gone, factor, rows or method (calculation).
    """

    why: str
    metric: str
    unit: str
    period: str
    dimensions: Mapping[str, str]
    then: Decimal | str | None
    now: Decimal | str | None
    entry: str
    detail: str


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one now."""

    metric: str
    then: Decimal | str | None
    now: Decimal | str | None
    difference: Decimal | None
    causes: tuple[Cause, ...]
