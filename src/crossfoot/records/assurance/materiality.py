"""Materiality of a metric, and what uncorrected misstatements come to against it.

Performance materiality lies below materiality, so that what was not found is unlikely to bring the
total above it (ISAE 3410.21); what is below the trivial threshold need not be added up (ISAE
3000.51). Both are a percentage of materiality.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from crossfoot.languages import Text


class Measure(StrEnum):
    """How materiality is stated."""

    PERCENT = "percent"  # of the metric's total
    AMOUNT = "amount"  # in the metric's unit


MEASURE_NAMES: dict[Measure, Text] = {
    Measure.PERCENT: Text("percent of the total", "占总量百分比"),
    Measure.AMOUNT: Text("amount", "绝对值"),
}

PERFORMANCE = Decimal(75)
TRIVIAL = Decimal(5)


class Standing(StrEnum):
    """Where the total of uncorrected misstatements lies."""

    NOTHING = "nothing"
    TRIVIAL = "trivial"
    BELOW = "below"
    PERFORMANCE = "performance"
    MATERIAL = "material"
    UNKNOWN = "unknown"


STANDING_NAMES: dict[Standing, Text] = {
    Standing.NOTHING: Text("nothing uncorrected", "无未更正错报"),
    Standing.TRIVIAL: Text("clearly trivial", "明显微小"),
    Standing.BELOW: Text("below performance materiality", "低于实际执行的重要性"),
    Standing.PERFORMANCE: Text(
        "above performance materiality: extend the work", "超过实际执行的重要性，需扩大程序"
    ),
    Standing.MATERIAL: Text("material", "重大错报"),
    Standing.UNKNOWN: Text("no materiality set", "未设定重要性"),
}


@dataclass(frozen=True, slots=True)
class Materiality:
    """What matters for a metric.

    Attributes:
        measure: percent of the total, or an amount.
        value: of that measure.
        base: the total of the metric; None where it is not known.
        performance, trivial: percent of materiality.
    """

    measure: Measure
    value: Decimal
    base: Decimal | None = None
    performance: Decimal = PERFORMANCE
    trivial: Decimal = TRIVIAL

    @property
    def amount(self) -> Decimal | None:
        """Materiality in the metric's unit.

        >>> Materiality(Measure.PERCENT, Decimal(5), Decimal(1200)).amount
        Decimal('60')
        """
        if self.measure is Measure.AMOUNT:
            return self.value
        return None if self.base is None else abs(self.base) * self.value / 100

    @property
    def performance_amount(self) -> Decimal | None:
        """Performance materiality in the metric's unit."""
        return None if self.amount is None else self.amount * self.performance / 100

    @property
    def trivial_amount(self) -> Decimal | None:
        """Below it, a misstatement need not be added up."""
        return None if self.amount is None else self.amount * self.trivial / 100

    def standing(self, uncorrected: Decimal) -> Standing:
        """Where a total of uncorrected misstatements lies; as large as materiality is material."""
        size = abs(uncorrected)
        if not size:
            return Standing.NOTHING
        if self.amount is None or self.performance_amount is None or self.trivial_amount is None:
            return Standing.UNKNOWN
        if size >= self.amount:
            return Standing.MATERIAL
        if size >= self.performance_amount:
            return Standing.PERFORMANCE
        return Standing.TRIVIAL if size < self.trivial_amount else Standing.BELOW


@dataclass(frozen=True, slots=True)
class Uncorrected:
    """Misstatements of a metric that were not corrected.

    Attributes:
        over, under: sums of those that say too much and too little, both above zero.
    """

    over: Decimal
    under: Decimal

    @property
    def net(self) -> Decimal:
        """What they come to together."""
        return self.over - self.under

    @property
    def gross(self) -> Decimal:
        """The larger side: an error that another one hides is an error nevertheless."""
        return max(self.over, self.under)


def uncorrected(amounts: Iterable[Decimal]) -> Uncorrected:
    """Sums of signed amounts; above zero is too much."""
    amounts = list(amounts)
    return Uncorrected(
        sum((each for each in amounts if each > 0), Decimal(0)),
        -sum((each for each in amounts if each < 0), Decimal(0)),
    )
