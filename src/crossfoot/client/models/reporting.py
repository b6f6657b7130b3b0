"""What the API says: reporting.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.client.models.shared import Invitation


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that stands.

    Attributes:
        valid_to: The first day on which it holds no more.
        reason: Why it need not; the footnote of the figure.
    """

    unit: str
    metric: str
    reports: bool
    valid_from: date
    id: int
    valid_to: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """When the fiscal year of a unit begins, from a day on."""

    unit: str
    first_month: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook has added, or would; tokens of invitations are told once."""

    units: tuple[str, ...]
    invitations: tuple[Invitation, ...]
    roles: int
    fiscal_years: int
    reporting: int
    written: bool
