"""Balances: what goes in comes out, stays in stock, or is unexplained.

`data/balances.csv` has one line per part of a balance. What no fact states is named and counts as
nothing, so that an unexplained rest shows what is missing as well as what is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

_DATA = Path(__file__).parent / "data" / "balances.csv"
IN, OUT, STOCK = "in", "out", "stock"
PARTS = (IN, OUT, STOCK)

#: the value of a metric in a unit; None where nothing states it
ValueOf = Callable[[str, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a balance.

    Attributes:
        part: in, out or stock.
        metric: id in the metric catalogue.
        value: in the unit of the balance; None where nothing states it.
    """

    part: str
    metric: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance of one entity and period.

    Attributes:
        id: electricity, energy, water or waste.
        title: what it is of.
        unit: unit of all values.
        parts: its lines.
    """

    id: str
    title: Text
    unit: str
    parts: Sequence[Part]

    def total(self, part: str) -> Decimal:
        """What is stated of a part."""
        values = (each.value for each in self.parts if each.part == part)
        return sum((value for value in values if value is not None), Decimal(0))

    @property
    def unexplained(self) -> Decimal:
        """What went in less what came out and stayed in stock."""
        gone = CONTEXT.add(self.total(OUT), self.total(STOCK))
        return CONTEXT.subtract(self.total(IN), gone)

    @property
    def share(self) -> Decimal | None:
        """The unexplained part of what went in; None where nothing did."""
        whole = self.total(IN)
        return CONTEXT.divide(self.unexplained, whole) if whole else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Metrics that nothing states."""
        return tuple(each.metric for each in self.parts if each.value is None)

    @property
    def is_stated(self) -> bool:
        """Whether something went in and something came out."""
        return all(
            any(each.value is not None for each in self.parts if each.part == part)
            for part in (IN, OUT)
        )


def balances(value_of: ValueOf) -> Iterator[Balance]:
    """Every balance of the table of which an input and an output are stated."""
    for id_, rows in _table().items():
        first = rows[0]
        parts = [
            Part(row["part"], row["metric"], value_of(row["metric"], row["unit"])) for row in rows
        ]
        found = Balance(id_, Text(first["title_en"], first["title_zh"]), first["unit"], parts)
        if found.is_stated:
            yield found


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with _DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["balance"], []).append(row)
    return found
