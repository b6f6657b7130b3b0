"""What the API says: inventory.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Inventory:
    """Totals of a unit and year, in tonnes of CO2e; scope 2 by both methods, never added.

    Attributes:
        as_of: When it was calculated.
        outside_scopes: Mass of each gas, in tonnes of it.
        unresolved: Rows of these sites that are in no total.
    """

    unit: str
    year: int
    gwp: str
    approach: str
    as_of: datetime
    years: tuple[int, ...]
    scope1: Decimal
    scope2_location: Decimal
    scope2_market: Decimal
    scope3: Decimal
    total_location: Decimal
    total_market: Decimal
    outside_scopes: Mapping[str, Decimal]
    unresolved: int


@dataclass(frozen=True, slots=True)
class InventoryPart:
    """A part of a sum; all parts add up to it."""

    name: str
    milligrams: int
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class InventorySum:
    """A sum, split by a level."""

    milligrams: int
    tonnes: Decimal
    parts: tuple[InventoryPart, ...]


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """A row of activity data, or the part of it that is asked for.

    Attributes:
        quantity: Of the whole row, as entered.
    """

    file: str
    row: int
    site: str
    activity: str
    quantity: str
    unit: str
    start: date
    end: date
    factor: str
    factor_source: str
    milligrams: int


@dataclass(frozen=True, slots=True)
class InventoryLines:
    """Lines of a sum, the largest first.

    Attributes:
        milligrams: The sum of all of them.
    """

    count: int
    milligrams: int
    items: tuple[InventoryLine, ...]


@dataclass(frozen=True, slots=True)
class UnresolvedRows:
    """Rows of one site and activity without a factor.

    Attributes:
        kind: factor, unit, site or instrument.
    """

    site: str
    activity: str
    unit: str
    kind: str
    reason: str
    count: int
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class KeptInventory:
    """An inventory that was kept under a name."""

    id: str
    names: tuple[str, ...]
    kept: datetime
    gwp: str
    approach: str
    year: int | None


@dataclass(frozen=True, slots=True)
class AddedFactors:
    """A file of factors that counts from now on."""

    name: str


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row, as the file has it."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A change of the file; `at` is null for the file as it was before the first."""

    version: str
    at: datetime | None
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What counts of a kind, and what did before.

    Attributes:
        version: Hash of the file; empty where nothing is stated.
        head: Values beside the rows, such as the base year.
        rows: Those of the units that the person may read.
        changes: The latest first, for whoever may change it.
    """

    kind: str
    version: str
    head: Mapping[str, str]
    rows: tuple[StatedRow, ...]
    changes: tuple[StatementChange, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """An error that makes the total by market uncertain.

    Attributes:
        of: quantity or factor.
        half_width: In tonnes.
        share: Of the variance, 0 to 1.
    """

    of: str
    site: str
    activity: str
    factor: str
    half_width: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """A total with its 95 % interval; what is not stated counts as exact.

    Attributes:
        percent: Half width of what is stated.
        stated_percent: Share of the total that is stated.
    """

    total: str
    tonnes: Decimal
    lower: Decimal | None
    upper: Decimal | None
    percent: Decimal | None
    stated_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Intervals by error propagation, and the errors that they come from."""

    intervals: tuple[Interval, ...]
    errors: tuple[Error, ...]
