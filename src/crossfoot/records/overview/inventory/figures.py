"""Sums of the kept inventory, in milligrams of CO2e."""

# ruff: noqa: S608  names are our own; what people type is a parameter, never part of a statement

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from crossfoot.calculation.lines import Cell
from crossfoot.calculation.preparation import month_name
from crossfoot.calculation.uncertainty import Source
from crossfoot.records.overview.inventory.asked import TOTALS, Selection
from crossfoot.records.overview.inventory.kept import Tables, open_kept

_JOINED = (
    "FROM cells c JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
    "JOIN sites p ON p.number = c.site"
)
_WITH_COMBINATIONS = f"{_JOINED} JOIN combinations k ON k.number = c.combination"

#: column of each level
_COLUMNS = {"scope": "s.scope", "category": "s.category", "site": "p.name", "month": "c.month"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum.

    Attributes:
        name: the scope, category, site or month.
        milligrams: CO2e.
    """

    name: str
    milligrams: int


def total(tables: Tables, asked: Selection) -> int:
    """CO2e of a part of the inventory."""
    where, values = asked.condition()
    ((sum_,),) = tables.rows(
        f"SELECT coalesce(sum({asked.effect}), 0) {_WITH_COMBINATIONS} "
        f"WHERE NOT s.outside AND {where}",
        values,
    )
    return int(sum_)


def totals(tables: Tables, asked: Selection) -> dict[str, int]:
    """Scopes 1, 2 by both methods, 3, and all of them by either method, in one query."""
    where, values = replace(asked, method="", scope="").condition()
    found = {
        (scope, method): int(sum_)
        for scope, method, sum_ in tables.rows(
            f"SELECT s.scope, s.method, sum({asked.effect}) {_WITH_COMBINATIONS} "
            f"WHERE NOT s.outside AND {where} GROUP BY ALL",
            values,
        )
    }
    return {
        name: sum(
            mass
            for (one, by), mass in found.items()
            if scope in ("", one) and (by == method if scope else by in ("", method))
        )
        for name, scope, method in TOTALS
    }


def parts(tables: Tables, asked: Selection, level: str) -> list[Part]:
    """A sum split by a level; the parts add up to it."""
    column = _COLUMNS[level]
    where, values = asked.condition()
    rows = tables.rows(
        f"SELECT {column} AS part, sum({asked.effect}) {_WITH_COMBINATIONS} "
        f"WHERE NOT s.outside AND {where} GROUP BY part ORDER BY part",
        values,
    )
    name = month_name if level == "month" else str
    return [Part(name(part), int(mass)) for part, mass in rows]


def split(tables: Tables, asked: Selection, *levels: str) -> dict[tuple[str, ...], int]:
    """A sum split by several levels and by method, so that both of scope 2 stand there."""
    where, values = asked.condition()
    columns = [*(_COLUMNS[level] for level in levels), "s.method"]
    rows = tables.rows(
        f"SELECT {', '.join(columns)}, sum({asked.effect}) {_WITH_COMBINATIONS} "
        f"WHERE NOT s.outside AND {where} GROUP BY ALL ORDER BY ALL",
        values,
    )
    return {
        tuple(month_name(cell) if level == "month" else str(cell)
              for cell, level in zip(key, (*levels, "method"), strict=True)): int(mass)
        for *key, mass in rows
    }  # fmt: skip


def by_gas(tables: Tables, asked: Selection, *, outside: bool) -> list[tuple[str, int, int]]:
    """Gas, its milligrams, and its CO2e: within the scopes, or outside them."""
    where, values = asked.condition()
    rows = tables.rows(
        f"SELECT s.gas, sum(c.mg), sum({asked.effect}) {_WITH_COMBINATIONS} "
        f"WHERE s.outside = ? AND {where} GROUP BY s.gas ORDER BY s.gas",
        [outside, *values],
    )
    return [(gas, int(mass), int(effect)) for gas, mass, effect in rows]


def apart(tables: Tables, asked: Selection) -> list[tuple[str, str, int]]:
    """Activity, unit, and millionths of the unit of what is apart: removals, offsets."""
    names = list(tables.kept.said["apart"])
    if not names:
        return []
    where, values = replace(asked, method="", scope="", category="").condition()
    rows = tables.rows(
        "SELECT k.activity, k.unit, sum(c.mg) FROM cells c "
        "JOIN sites p ON p.number = c.site JOIN combinations k ON k.number = c.combination "
        f"WHERE c.slot = 0 AND list_contains(?::VARCHAR[], k.activity) AND {where} "
        "GROUP BY ALL ORDER BY ALL",
        [names, *values],
    )
    return [(activity, unit, int(sum_)) for activity, unit, sum_ in rows]


def cells(tables: Tables, asked: Selection) -> list[Cell]:
    """The part by scope, category, method and gas; of both methods, for the year as one."""
    where, values = replace(asked, method="").condition()
    rows = tables.rows(
        f"SELECT s.scope, s.category, s.method, s.gas, s.outside, sum(c.mg), sum({asked.effect}) "
        f"{_WITH_COMBINATIONS} WHERE {where} GROUP BY ALL ORDER BY ALL",
        values,
    )
    return [
        Cell("", str(asked.year), scope, category, method, gas, outside, int(mg), {"": int(mass)})
        for scope, category, method, gas, outside, mg, mass in rows
    ]


def sources(tables: Tables, asked: Selection) -> list[Source]:
    """CO2e within the scopes by site, activity, method and factor."""
    where, values = replace(asked, method="").condition()
    rows = tables.rows(
        "SELECT p.name, k.activity, s.scope, s.category, s.method, s.factor, "
        f"sum({asked.effect}) {_WITH_COMBINATIONS} "
        f"WHERE NOT s.outside AND {where} GROUP BY ALL ORDER BY ALL",
        values,
    )
    factors = tables.factors
    return [_source((*where, factors[number]["id"], int(mass))) for *where, number, mass in rows]


def _source(cells: tuple[Any, ...]) -> Source:
    return Source(*cells)


def shares(tables: Tables) -> Mapping[str, tuple[Fraction, ...]]:
    """The shares of each site that count: one for nearly all, several where it changes."""
    rows = tables.rows("SELECT name, numerator, denominator FROM sites ORDER BY number")
    found: dict[str, dict[Fraction, None]] = {}
    for name, over, under in rows:
        found.setdefault(name, {})[Fraction(int(over), int(under))] = None
    return {name: tuple(each) for name, each in found.items()}


def categories_with_rows(folder: Path) -> frozenset[str]:
    """Categories of scope 3 that have rows in any year; none where nothing is calculated yet."""
    kept = open_kept(folder)
    if kept is None or kept.is_empty:
        return frozenset()
    with kept.opened(kept.approaches[0]) as tables:
        found = tables.rows("SELECT DISTINCT category FROM streams WHERE scope = '3'")
    return frozenset(str(category) for (category,) in found)


def scope3_units(tables: Tables, asked: Selection) -> list[tuple[str, str]]:
    """Categories of scope 3 with the units in which their rows were entered."""
    where, values = replace(asked, method="", scope="3").condition()
    return [
        (str(category), str(unit))
        for category, unit in tables.rows(
            f"SELECT DISTINCT s.category, k.unit {_WITH_COMBINATIONS} WHERE {where} ORDER BY ALL",
            values,
        )
    ]
