"""Engines: the only place that runs the SQL of `crossfoot.calculation.plan`.

- `duckdb`: the embedded engine, one process, memory bounded, spills to disk

`open_engine` is the way in. An engine gets SQL in DuckDB's dialect and tables of plain Python
values, and gives rows back; it knows nothing of factors or gases. May import: `crossfoot.errors`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from crossfoot.errors import CrossfootError, Problem

#: told how much is done of how much, in percent
Progress = Callable[[int, int], None]

ENGINES = ("duckdb",)


class Engine(Protocol):
    """What a calculation asks of an engine."""

    def view_of_parquet(self, name: str, files: Sequence[Path]) -> None:
        """Make files readable as one view, with a column `file` that names each row's file."""

    def create(
        self, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Make a table of (name, type) columns and fill it."""

    def run(self, sql: str) -> None:
        """Run a statement that answers nothing."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and fetch its answer."""

    def batches(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Run a query and give its rows one by one, however many there are."""

    def write_parquet(self, sql: str, target: str) -> None:
        """Run a query and write its answer to a Parquet file, in no order."""

    def close(self) -> None:
        """Free memory and temporary files."""


def open_engine(name: str, progress: Progress | None = None) -> Engine:
    """An engine by its name.

    Raises:
        CrossfootError: there is no engine of that name.
    """
    if name == "duckdb":
        from crossfoot.calculation.backends.duckdb import DuckDB

        return DuckDB(progress=progress)
    close = difflib.get_close_matches(name, ENGINES, n=1)
    raise CrossfootError(
        Problem(
            f"there is no calculation engine {name!r}",
            remedy=f"use {close[0]!r}" if close else f"use one of: {', '.join(ENGINES)}",
        )
    )
