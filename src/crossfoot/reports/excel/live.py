"""A formula of the catalogue as a formula of Excel.

The calculation room's own `solve` walks the formula with values that write down what is done to
them, so units are converted here exactly as there. The result is compared with the computed fact:
a formula that would show another number is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.calculation.formulas import input_key, solve
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Fact, FactKey
from crossfoot.metrics.catalogue import Catalogue
from crossfoot.metrics.formula import Reference
from crossfoot.quantities.rounding import CONTEXT

#: Excel keeps 15 digits
TOLERANCE = Decimal("1e-12")


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A part of an Excel formula, with its value; `level` says how tightly it binds."""

    text: str
    value: Decimal
    level: int = 3

    def __add__(self, other: Expression) -> Expression:
        """The sum."""
        return self._joined("+", other, 1, CONTEXT.add(self.value, other.value))

    def __sub__(self, other: Expression) -> Expression:
        """The difference."""
        return self._joined("-", other, 1, CONTEXT.subtract(self.value, other.value))

    def __mul__(self, other: Expression) -> Expression:
        """The product; a factor of one is not written."""
        if other.text == "1":
            return self
        return self._joined("*", other, 2, CONTEXT.multiply(self.value, other.value))

    def __truediv__(self, other: Expression) -> Expression:
        """The quotient."""
        return self._joined("/", other, 2, CONTEXT.divide(self.value, other.value))

    def __neg__(self) -> Expression:
        """The negative."""
        return Expression(f"-{self._bracketed(3)}", -self.value, 2)

    def __eq__(self, other: object) -> bool:
        """Whether the values are equal; the calculation asks before it divides."""
        return isinstance(other, Expression) and self.value == other.value

    __hash__ = None  # type: ignore[assignment]

    def _joined(self, sign: str, other: Expression, level: int, value: Decimal) -> Expression:
        text = f"{self._bracketed(level)}{sign}{other._bracketed(level + 1)}"
        return Expression(text, value, level)

    def _bracketed(self, level: int) -> str:
        return f"({self.text})" if self.level < level else self.text


def number(value: Decimal) -> Expression:
    """A plain number in a formula."""
    plain = value.normalize(CONTEXT)
    return Expression(f"{plain:f}", value)


def live_formula(
    fact: Fact, catalogue: Catalogue, places: Mapping[FactKey, tuple[str, Fact]]
) -> str | None:
    """The Excel formula of a computed fact.

    Args:
        fact: the fact that is printed.
        catalogue: the metrics.
        places: where each figure stands in the book, and the fact that is written there.

    Returns:
        The formula with its `=`; None where the fact does not follow from a formula, where an
        input does not stand in the book, or where the printed inputs give another value.
    """
    metric = catalogue.get(fact.metric)
    if metric is None or metric.formula is None or fact.basis is not Basis.COMPUTED:
        return None

    def find(reference: Reference) -> tuple[Expression, str]:
        address, found = places[input_key(reference, fact.key, catalogue[reference.metric])]
        return Expression(address, found.number), found.unit

    try:
        result = solve(metric.formula.root, fact.unit, find, number)
    except (LookupError, TypeError, ZeroDivisionError, CrossfootError):
        return None
    difference = abs(result.value - fact.number)
    return (
        f"={result.text}" if difference <= TOLERANCE * max(abs(fact.number), Decimal(1)) else None
    )
