"""What the API says: meters.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter; its bills are the rows of its site and activity whose source is its code.

    Attributes:
        code: As bills and rows name it.
        measure: Unit of the quantities.
        valid_from: The first day on which it stands.
        valid_to: The last day.
        automatic: Estimates are reversed by themselves when bills have come.
    """

    code: str
    site: str
    activity: str
    measure: str
    valid_from: date
    id: int
    valid_to: date | None = None
    multiplier: Decimal = Decimal("1")
    name: str = ""
    replaces: int | None = None
    automatic: bool = False


#: How complete a month of a meter is.
MonthStatus = Literal["outside", "missing", "partial", "estimated", "actual", "twice"]


@dataclass(frozen=True, slots=True)
class Month:
    """How complete a month of a meter is.

    Attributes:
        due: Days on which the meter stands.
        actual: Days that bills cover.
        estimated: Days that estimates cover.
        quantity: Shares of bills.
        estimate: Shares of estimates.
    """

    month: date
    status: MonthStatus
    due: int
    actual: int
    estimated: int
    quantity: Decimal
    estimate: Decimal


@dataclass(frozen=True, slots=True)
class MeterMonths:
    """A meter with the months of a year."""

    meter: int
    code: str
    site: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An estimate for which bills have come.

    Attributes:
        covered: Bills have come for all of its days.
    """

    batch: int
    month: date
    estimate: Decimal
    actual: Decimal | None
    difference: Decimal | None
    reversed: bool
    covered: bool
    meter: int
    code: str
    site: str


@dataclass(frozen=True, slots=True)
class Part:
    """The share of a bill that falls into a month."""

    month: date
    days: int
    of: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """A row of the ledger for a meter, shared out to its months by days."""

    start: date
    end: date
    quantity: Decimal
    estimated: bool
    batch: int
    row: int
    parts: tuple[Part, ...]


#: What is odd about some days.
Oddity = Literal["gap", "overlap", "crossing"]


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a meter that somebody should look at.

    Attributes:
        batches: Of the bills that say these days.
    """

    oddity: Oddity
    start: date
    end: date
    batches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading; `withdrawn` says why it counts no more."""

    day: date
    value: Decimal
    id: int
    by: str
    at: datetime
    withdrawn: str
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class TrueUp:
    """An estimate of a month, and what bills of its days come to.

    Attributes:
        covered: Bills have come for all of its days.
    """

    batch: int
    month: date
    estimate: Decimal
    actual: Decimal | None
    difference: Decimal | None
    reversed: bool
    covered: bool
