"""What the API says: organisation.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

#: Who directs the financial policies of an entity.
FinancialControl = Literal["full", "joint", "none"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What holds of a unit."""

    code: str
    name_en: str
    name_zh: str
    kind: str = "site"
    parent: str = ""
    region: str = ""
    equity: Decimal = Decimal("1")
    operational_control: bool = True
    financial_control: FinancialControl = "full"


@dataclass(frozen=True, slots=True)
class TreeChange:
    """What taking it changed: codes."""

    set: tuple[str, ...]
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitState:
    """What holds of a unit from a day on, to the day before another."""

    code: str
    name_en: str
    name_zh: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    kind: str = "site"
    parent: str = ""
    region: str = ""
    equity: Decimal = Decimal("1")
    operational_control: bool = True
    financial_control: FinancialControl = "full"
