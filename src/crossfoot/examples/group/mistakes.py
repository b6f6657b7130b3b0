"""Three mistakes, planted so that the footing has something to find.

1. Scale: in September 2023 Yibin writes its hazardous waste in kilograms into a column of tonnes.
2. Sum: Changzhou's employees of 2023, full-time and part-time, are ten fewer than all of them.
3. Transposition: the report of 2022 printed the group's hours of training with two digits
   exchanged; the sites' hours of 2022 tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from crossfoot.examples.group.governance import GROUP
from crossfoot.examples.group.rows import FactRow


def plant(rows: Iterable[FactRow]) -> Iterator[FactRow]:
    """The rows, with the first two mistakes made."""
    for row in rows:
        match row:
            case FactRow("waste.hazardous.generated", "yibin", "2023-09"):
                yield replace(row, value=Decimal(row.value) * 1000)
            case FactRow(
                "workforce.headcount",
                "changzhou",
                "2023",
                dimensions="employment_type=full_time",
            ):
                yield replace(row, value=int(row.value) - 10)
            case _:
                yield row


def published_rows(rows: Iterable[FactRow]) -> Iterator[FactRow]:
    """What the group printed for 2022 in its report of that year, the third mistake included."""
    hours = sum(
        int(row.value)
        for row in rows
        if row.metric == "training.hours" and row.period == "2022" and not row.dimensions
    )
    yield FactRow(
        "training.hours",
        GROUP,
        "2022",
        exchange_digits(hours),
        "person*h",
        basis="published",
        decimals="0",
        source="Qingheng ESG report 2022",
    )


def exchange_digits(value: int) -> int:
    """The number with the first pair of neighbouring unequal digits after the lead exchanged."""
    digits = list(str(value))
    for i in range(1, len(digits) - 1):
        if digits[i] != digits[i + 1]:
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            return int("".join(digits))
    message = f"{value} has no two digits to exchange"
    raise ValueError(message)
