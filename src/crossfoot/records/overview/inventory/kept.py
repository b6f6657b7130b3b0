"""The kept inventory, opened to be read: sums and lines come from its files by SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.calculation.month_lines import (
    CELLS,
    COMBINATIONS,
    FACTORS,
    LINES,
    SITES,
    STREAMS,
)
from crossfoot.records.overview.inventory.writing import EDITION, description_of
from crossfoot.records.overview.store import path_of

if TYPE_CHECKING:
    import duckdb

_MEMORY, _THREADS = "512MB", 2

_FILES = {
    "cells": CELLS,
    "lines": LINES,
    "streams": STREAMS,
    "combinations": COMBINATIONS,
    "sites": SITES,
}


@dataclass(frozen=True)
class Kept:
    """What is known of the kept inventory of a workspace.

    Attributes:
        folder: where its files lie.
        said: the description; see `writing`.
    """

    folder: Path
    said: Mapping[str, Any]

    @property
    def is_empty(self) -> bool:
        """Whether there are no rows of activity data."""
        return not self.said["approaches"]

    @property
    def gwp_sets(self) -> Sequence[str]:
        """Sets of warming potentials; the first one is that of the report."""
        return tuple(self.said["gwp"])

    @property
    def approaches(self) -> Sequence[str]:
        """Consolidation approaches; that of the settings first."""
        own = self.said["approach"]
        return tuple(sorted(self.said["approaches"], key=lambda each: each != own))

    def place(self, approach: str) -> Path:
        """The folder of an approach."""
        return self.folder / str(self.said["approaches"][approach])

    def below(self, unit: str) -> frozenset[str]:
        """A unit and those below it, in the tree of the calculation."""
        found, waiting = {unit}, [unit]
        while waiting:
            above = waiting.pop()
            new = {id_ for id_, parent in self.said["tree"] if parent == above} - found
            found |= new
            waiting += new
        return frozenset(found)

    @contextmanager
    def opened(self, approach: str) -> Iterator[Tables]:
        """The tables of an approach, while they are open."""
        import duckdb

        place = self.place(approach)
        config: dict[str, Any] = {"threads": _THREADS, "memory_limit": _MEMORY}
        with duckdb.connect(":memory:", config=config) as connection:
            for name, file in _FILES.items():
                path = str(place / file).replace("'", "''")
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608  our own file
            yield Tables(connection, place, self)


@dataclass(frozen=True)
class Tables:
    """Cells, lines, streams, combinations and sites of one approach, to be asked."""

    connection: duckdb.DuckDBPyConnection
    place: Path
    kept: Kept

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer to a query; what people typed stands in the values."""
        return self.connection.execute(sql, list(values)).fetchall()

    @cached_property
    def factors(self) -> list[dict[str, Any]]:
        """The factors by number, as they were used."""
        found: list[dict[str, Any]] = json.loads((self.place / FACTORS).read_text("utf-8"))
        return found

    @cached_property
    def years(self) -> list[int]:
        """Calendar years with rows, the earliest first."""
        return [
            int(year) for (year,) in self.rows("SELECT DISTINCT month // 12 FROM cells ORDER BY 1")
        ]


def open_kept(folder: Path) -> Kept | None:
    """The kept inventory of a workspace; None where there is none that can be read."""
    try:
        said = json.loads(description_of(folder).read_text("utf-8"))
        place = path_of(folder).parent / said["folder"]
    except (OSError, ValueError, KeyError):
        return None
    return Kept(place, said) if said.get("edition") == EDITION and place.is_dir() else None


def state_of_kept(folder: Path) -> str:
    """The state from which the kept inventory was made; empty where there is none."""
    kept = open_kept(folder)
    return str(kept.said["state"]) if kept else ""
