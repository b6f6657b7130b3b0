"""What is unresolved: rows in no total, missing months, instruments, factors of earlier years."""

# ruff: noqa: S608  names are our own; what people type is a parameter, never part of a statement

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crossfoot.factors.activities import parse_activity
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.kept import Kept, Tables

_MONTHS = 12
#: a source with fewer months than this in a year is no monthly one
_LEAST = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one site, activity and unit that lack a factor for one reason.

    Attributes:
        kind: one of `left_out.Reason`.
        reason: in words.
        methods: of scope 2 that lack it.
        count: how many rows.
        document: the activity file of the first of them, as the calculation names it.
        row: its row.
    """

    site: str
    activity: str
    unit: str
    kind: str
    reason: str
    methods: tuple[str, ...]
    count: int
    document: str
    row: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Months of a year in which a source has no rows.

    Attributes:
        months: numbers, 1 to 12; all where it has none in the year, and had some before.
        was: whether the year before had rows of it.
    """

    site: str
    activity: str
    months: tuple[int, ...]
    was: bool


def rows_left_out(
    kept: Kept, sites: Collection[str], year: int, *, unknown: bool
) -> list[Mapping[str, Any]]:
    """Rows of some sites that lack a factor on days of a year; see `left_out`."""
    return [
        row
        for row in kept.said["unresolved"]
        if (row["site"] in sites or (unknown and row["site"] not in kept.said["names"]))
        and (not row["years"] or year in row["years"])
    ]


def left_out(kept: Kept, sites: Collection[str], year: int, *, unknown: bool) -> list[LeftOut]:
    """Rows of some sites without a factor, many of a kind together; most rows first.

    Args:
        kept: the inventory.
        sites: whose rows.
        year: calendar year.
        unknown: also rows of sites that the organisation does not have.
    """
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows_left_out(kept, sites, year, unknown=unknown):
        names = ("site", "activity", "unit", "kind", "reason")
        key = (*(row[name] for name in names), tuple(row["methods"]))
        groups.setdefault(key, []).append(row)
    found = []
    for key, rows in groups.items():
        first = rows[0]
        cells: tuple[Any, ...] = (*key, len(rows), first["document"], first["row"])
        found.append(LeftOut(*cells))
    return sorted(found, key=lambda each: (-each.count, each.site, each.activity))


def missing_months(tables: Tables, asked: Selection) -> list[Missing]:
    """Sources that are bought month by month, with the months of the year that have no rows."""
    now, before = (
        _months(tables, replace(asked, year=year)) for year in (asked.year, asked.year - 1)
    )
    last = max((max(months) for months in now.values()), default=0)
    wanted = range(1, (_MONTHS if asked.year < tables.years[-1] else last) + 1)
    found = []
    for key in sorted({*now, *before}):
        months = now.get(key, frozenset())
        without = tuple(each for each in wanted if each not in months)
        is_monthly = len(months) >= _LEAST or (not months and len(before.get(key, ())) >= _LEAST)
        if without and is_monthly and _is_monthly(key[1]):
            found.append(Missing(*key, without, key in before))
    return found


def _months(tables: Tables, asked: Selection) -> dict[tuple[str, str], frozenset[int]]:
    first = asked.year * _MONTHS
    rows = tables.rows(
        "SELECT p.name, k.activity, list(DISTINCT c.month) FROM cells c "
        "JOIN sites p ON p.number = c.site JOIN combinations k ON k.number = c.combination "
        "WHERE c.slot = 0 AND c.month BETWEEN ? AND ? AND list_contains(?::VARCHAR[], p.name) "
        "GROUP BY ALL",
        [first, first + _MONTHS - 1, sorted(asked.sites)],
    )
    return {
        (site, activity): frozenset(month % _MONTHS + 1 for month in months)
        for site, activity, months in rows
    }


def _is_monthly(activity: str) -> bool:
    """Purchased energy and stationary fuels; leaks and travel do not occur every month."""
    known = parse_activity(activity)
    return known.scope == "2" or known.source_category == "stationary"


def instruments(kept: Kept, day: date) -> list[Mapping[str, Any]]:
    """Instruments that do not count in full: refused, claimed twice over, or expired."""
    return [
        {**each, "expired": date.fromisoformat(each["end"]) < day}
        for each in kept.said["instruments"]
        if each["unmet"] or float(each["not_covered"]) > 0
    ]


def carried(tables: Tables, asked: Selection) -> Sequence[tuple[int, str, int]]:
    """Factors of an earlier year that a year's rows take: number, activity, CO2e."""
    where, values = asked.condition()
    rows = tables.rows(
        f"SELECT s.factor, k.activity, sum({asked.effect}) AS mass FROM cells c "
        "JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
        "JOIN sites p ON p.number = c.site JOIN combinations k ON k.number = c.combination "
        f"WHERE s.carried AND NOT s.outside AND {where} GROUP BY ALL ORDER BY abs(mass) DESC",
        values,
    )
    return [(number, activity, int(mass)) for number, activity, mass in rows]
