"""Rows of an imported activity file: totals, pages with filters, sites; the engine reads Parquet.

The file is one that `crossfoot.tables.parquet.import_to_parquet` wrote.
"""

# ruff: noqa: S608  names are our own; what people type is a parameter, never part of a statement

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.tables.parquet_source import glob_escaped, literal, scan

if TYPE_CHECKING:
    import duckdb

_MEMORY = "512MB"

#: what a pattern would take for something else
_ESCAPED = re.compile(r"[%_!]")

#: how many rows below are looked at, one after the other, until a page is full
_WINDOWS = (2_000, 500_000, 1 << 62)


@dataclass(frozen=True, slots=True)
class Total:
    """What rows of one site, activity and unit come to that start in one month.

    Attributes:
        month: its first day.
        rows: number of rows.
        quantity: their sum, to six places.
    """

    site: str
    activity: str
    unit: str
    month: date
    rows: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row, as it was imported; `quantity` is the cell as entered."""

    row: int
    sheet: str
    site: str
    activity: str
    quantity: str
    unit: str
    start: date
    end: date
    region: str
    instrument: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted; everything where nothing is given.

    Attributes:
        sites: only these; None for all.
        activity: this one.
        month: rows that start in the month of this day.
        text: part of the source or the note.
        sources: rows whose source is one of these.
    """

    sites: Collection[str] | None = None
    activity: str = ""
    month: date | None = None
    text: str = ""
    sources: Collection[str] | None = None

    def condition(self) -> tuple[str, list[Any]]:
        """As SQL, with its parameters."""
        parts, values = ["true"], list[Any]()
        for column, allowed in (("site", self.sites), ("source", self.sources)):
            if allowed:  # the bounds let the engine pass over whole parts of a file
                parts.append(f"{column} BETWEEN ? AND ?")
                values += [min(allowed), max(allowed)]
            if allowed is not None:
                parts.append(f"list_contains(?::VARCHAR[], {column})")
                values.append(sorted(allowed))
        if self.activity:
            parts.append("activity = ?")
            values.append(self.activity)
        if self.month is not None:
            parts.append("date_trunc('month', start) = date_trunc('month', ?::DATE)")
            values.append(self.month)
        if self.text:
            plain = _ESCAPED.sub(r"!\g<0>", self.text)
            escape = " ESCAPE '!'" if plain != self.text else ""  # slower
            parts.append(f"(source ILIKE ?{escape} OR note ILIKE ?{escape})")
            values += [f"%{plain}%"] * 2
        return " AND ".join(parts), values


def totals(parquet: Path) -> list[Total]:
    """What the rows come to, by site, activity, unit and month of their first day."""
    found = _ask(
        "SELECT site, activity, unit, CAST(date_trunc('month', start) AS DATE) AS month, count(*), "
        f"sum(CAST(quantity AS DECIMAL(28, 6))) FROM {scan(parquet)} "
        "GROUP BY ALL ORDER BY site, activity, unit, month"
    )
    return [Total(*row) for row in found]


def page(parquet: Path, wanted: Filter, after: int = 0, most: int = 50) -> list[LedgerRow]:
    """Rows below a row, in the order of the file."""
    where, values = wanted.condition()
    sql = (
        'SELECT row, sheet, site, activity, quantity_text, unit, start, "end", region, '
        f"instrument, source, note FROM {scan(parquet)} "
        f"WHERE {where} AND row > ? AND row <= ? ORDER BY row LIMIT ?"
    )
    found: list[tuple[Any, ...]] = []
    with _engine() as connection:
        for width in _WINDOWS:  # a few rows below are mostly enough, and quick to find
            given = [*values, after, after + width, most - len(found)]
            found += connection.execute(sql, given).fetchall()
            if len(found) == most:
                break
            after += width
    return [LedgerRow(*row) for row in found]


def rows_of(parquets: Sequence[Path], wanted: Filter) -> list[tuple[str, LedgerRow]]:
    """All rows of several files that are wanted, each with the path of its file."""
    if not parquets:
        return []
    where, values = wanted.condition()
    files = ", ".join(literal(glob_escaped(path)) for path in parquets)
    found = _ask(
        'SELECT filename, row, sheet, site, activity, quantity_text, unit, start, "end", region, '
        f"instrument, source, note FROM read_parquet([{files}], filename = true) WHERE {where} "
        'ORDER BY site, activity, source, start, "end", row',
        values,
    )
    return [(row[0], LedgerRow(*row[1:])) for row in found]


def _ask(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with _engine() as connection:
        found: list[tuple[Any, ...]] = connection.execute(sql, list(values)).fetchall()
    return found


def _engine() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config={"memory_limit": _MEMORY})
