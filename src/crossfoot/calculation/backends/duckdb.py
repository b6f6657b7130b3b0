"""DuckDB: columnar, in this process, within a fixed amount of memory."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from crossfoot.calculation.backends import Progress
from crossfoot.errors import CrossfootError, Problem

#: beyond this DuckDB spills to a temporary folder instead of growing
MEMORY_LIMIT = "1GB"

_POLL_SECONDS = 0.2
#: rows that are handed over at once
_BATCH = 10_000


class DuckDB:
    """One in-memory database with its own temporary folder."""

    def __init__(self, progress: Progress | None = None, memory_limit: str = MEMORY_LIMIT) -> None:
        folder = tempfile.mkdtemp(prefix="crossfoot-")
        self._connection = duckdb.connect(
            config={"memory_limit": memory_limit, "temp_directory": folder}
        )
        # order is stated by ORDER BY where it matters; keeping it elsewhere costs memory
        self._connection.execute("SET preserve_insertion_order = false")
        self._progress = progress
        if progress is not None:
            self._connection.execute("SET enable_progress_bar = true")
            self._connection.execute("SET enable_progress_bar_print = false")
        self._finalizer = weakref.finalize(self, _close, self._connection, folder)

    def view_of_parquet(self, name: str, files: Sequence[Path]) -> None:
        """Make files readable as one view, with a column `file` that names each row's file."""
        if not files:
            raise CrossfootError(
                Problem("there is no activity file to calculate", remedy="import activity data")
            )
        for file in files:
            if not file.is_file():
                raise CrossfootError(Problem("the activity file does not exist", where=str(file)))
        listed = ", ".join(_literal(str(file)) for file in files)
        with _explained(files):
            self._connection.execute(
                f"CREATE VIEW {name} AS SELECT *, parse_filename(filename) AS file "
                f"FROM read_parquet([{listed}], filename = true)"
            )

    def create(
        self, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Make a table of (name, type) columns and fill it.

        The columns travel as lists: one statement, however many rows.
        """
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns)
        self._connection.execute(f"CREATE TABLE {name} ({typed})")
        lists = [list(column) for column in zip(*rows, strict=True)]
        if lists:
            unnested = ", ".join(f"unnest(?::{kind}[])" for _, kind in columns)
            self._connection.execute(f"INSERT INTO {name} SELECT {unnested}", lists)

    def run(self, sql: str) -> None:
        """Run a statement that answers nothing."""
        with self._reporting(), _run_explained():
            self._connection.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and fetch its answer."""
        with self._reporting(), _run_explained():
            return self._connection.execute(sql).fetchall()

    def batches(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Run a query and give its rows one by one, however many there are."""
        answer = self._connection.cursor().execute(sql)
        while rows := answer.fetchmany(_BATCH):
            yield from rows

    def write_parquet(self, sql: str, target: str) -> None:
        """Run a query and write its answer to a Parquet file, in no order."""
        self.run(f"COPY ({sql}) TO {_literal(target)} (FORMAT parquet, COMPRESSION zstd)")

    def close(self) -> None:
        """Free memory and temporary files."""
        self._finalizer()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Tell the caller how far the running query is."""
        if self._progress is None:
            yield
            return
        done = threading.Event()
        reporter = threading.Thread(target=self._report, args=(self._progress, done), daemon=True)
        reporter.start()
        try:
            yield
        finally:
            done.set()
            reporter.join()

    def _report(self, progress: Progress, done: threading.Event) -> None:
        while not done.wait(_POLL_SECONDS):
            percent = self._connection.query_progress()
            if percent >= 0:  # -1 while DuckDB cannot tell
                progress(min(int(percent), 100), 100)


def _close(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


@contextmanager
def _explained(files: Sequence[Path]) -> Iterator[None]:
    """A file that DuckDB cannot read is the user's problem, in the user's words."""
    try:
        yield
    except duckdb.Error as error:
        raise CrossfootError(
            Problem(
                "the activity file is not readable as Parquet",
                where=", ".join(file.name for file in files),
                why=str(error).splitlines()[0],
                remedy="import the data again from its CSV or Excel file",
            )
        ) from error


@contextmanager
def _run_explained() -> Iterator[None]:
    """What can go wrong with the data or the machine, said to the user."""
    try:
        yield
    except duckdb.ConversionException as error:
        raise CrossfootError(
            Problem(
                "a column of the activity data has values of another type",
                why=str(error).splitlines()[0],
                remedy="import the data again from its CSV or Excel file",
            )
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise CrossfootError(
            Problem(
                f"the calculation needs more than {MEMORY_LIMIT} of memory and temporary space",
                why=str(error).splitlines()[0],
                remedy="free space in the temporary folder, or calculate one year at a time",
            )
        ) from error
