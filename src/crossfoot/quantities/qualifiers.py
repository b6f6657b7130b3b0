"""How exact a stated value is: "more than 20" is not 20."""

from __future__ import annotations

from enum import StrEnum


class Qualifier(StrEnum):
    """The words around a number that limit what it says."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"

    @property
    def is_exact(self) -> bool:
        """Whether sums and formulas may be held against the value to the last digit."""
        return self is Qualifier.EXACT
