"""A row of a facts file, and the columns such a file has."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

COLUMNS = (
    "metric", "entity", "period", "dimensions", "value", "unit", "estimated", "note", "basis",
    "decimals", "source",
)  # fmt: skip


@dataclass(frozen=True)
class FactRow:
    """One value as a site would write it down."""

    metric: str
    entity: str
    period: str
    value: Decimal | int | str
    unit: str
    dimensions: str = ""
    estimated: str = ""
    note: str = ""
    basis: str = ""
    decimals: str = ""
    source: str = ""

    def cells(self) -> list[str]:
        """The row in the order of `COLUMNS`."""
        return [str(getattr(self, column)) for column in COLUMNS]
