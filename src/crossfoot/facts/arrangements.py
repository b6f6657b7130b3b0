"""Joint ventures, leased assets, franchises: how the GHG Protocol counts what is not plainly owned.

An arrangement says what a holder has of an entity where nothing else is stated, and in which
category of scope 3 the entity's scopes 1 and 2 count under an approach that does not consolidate
it. One line of `data/arrangements.csv` each, with its source.

>>> arrangement("leased_in_operating").category
'8'
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import FinancialControl
from crossfoot.languages import Text

_DATA = Path(__file__).parent / "data" / "arrangements.csv"
_STATED = "stated"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a holder has of an entity.

    Attributes:
        name: as data files use it.
        title: what it is called.
        operational_control: whether the holder has it, unless a row says otherwise.
        financial_control: likewise.
        equity: likewise; None where nothing is assumed.
        needs_equity: whether a row has to state the equity share.
        category: number of the scope 3 category; empty for none.
        by_equity: whether the equity share of the entity counts there; else all of it.
        source: where the rule stands.
    """

    name: str
    title: Text
    operational_control: bool
    financial_control: FinancialControl
    equity: Decimal | None
    needs_equity: bool
    category: str
    by_equity: bool
    source: str


@cache
def arrangements() -> Mapping[str, Arrangement]:
    """All arrangements by name."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["name"]: _arrangement(row) for row in csv.DictReader(file)}


def arrangement(name: str) -> Arrangement:
    """An arrangement by its name.

    Raises:
        CrossfootError: there is none of that name.
    """
    if name not in arrangements():
        near = difflib.get_close_matches(name, arrangements(), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"use any of {', '.join(arrangements())}"
        raise CrossfootError(Problem(f"there is no arrangement {name!r}", remedy=remedy))
    return arrangements()[name]


def _arrangement(row: Mapping[str, str]) -> Arrangement:
    equity = row["equity"]
    return Arrangement(
        row["name"],
        Text(row["title_en"], row["title_zh"]),
        row["operational_control"] == "yes",
        FinancialControl(row["financial_control"]),
        Decimal(equity) if equity not in ("", _STATED) else None,
        equity == _STATED,
        row["category"],
        row["counts"] == "equity",
        row["source"],
    )
