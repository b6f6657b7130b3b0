"""Bring a file of millions of rows into one Parquet file: checked, typed, whole or not at all."""

# ruff: noqa: S608  names are those of schemas or quoted, texts are quoted; never pasted as they are

from __future__ import annotations

import csv
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.tables.cells import Expected
from crossfoot.tables.delimited import DelimitedFile
from crossfoot.tables.duckdb_cells import ROW, DuckdbCells
from crossfoot.tables.extraction import Extraction
from crossfoot.tables.files import Progress, changed
from crossfoot.tables.headings import Layout
from crossfoot.tables.judge import SHOWN, Cells
from crossfoot.tables.limits import IMPORT, Limits
from crossfoot.tables.opening import OpenFile, is_plain_text, open_file
from crossfoot.tables.parquet_source import ParquetFile, glob_escaped, literal, quoted, scan
from crossfoot.tables.reader import judge_rows
from crossfoot.tables.schema import Column, Kind, Schema

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"

#: the work, in shares of the file's size: to hash and scan, to stage, to check, to write
_SCAN, _STAGE, _CHECK, _WRITE = 1, 4, 2, 3
_HEARTBEAT = 0.1
_LINE = 2 << 20  # of a CSV in bytes, as the engine has it by default; more makes it slow
_LONGEST_CHARACTER = 4  # bytes in UTF-8


@dataclass(frozen=True, slots=True)
class Batch:
    """An imported file.

    Attributes:
        path: the Parquet file written.
        sha256: hash of the file that was imported.
        rows: number of rows.
        file: name of the file that was imported.
        warnings: what a person should know and what did not stop the import.
    """

    path: Path
    sha256: str
    rows: int
    file: str
    warnings: tuple[Problem, ...] = ()


def import_to_parquet(
    path: Path,
    schema: Schema,
    target: Path,
    progress: Progress | None = None,
    *,
    sheet: str | None = None,
    known: Mapping[str, Collection[str]] | None = None,
    period: Period | None = None,
    units_of: Mapping[str, Collection[str]] | None = None,
    limits: Limits = IMPORT,
    memory: str = MEMORY,
    shown: int = SHOWN,
    look: Callable[[Cells], None] | None = None,
) -> Batch:
    """Check a file and write its rows as Parquet.

    Columns: `row` (the heading is row 1), `sheet`, then those of the schema. A decimal column is
    DOUBLE and has its cell as entered beside it (`quantity_text`); dates are DATE; words are
    VARCHAR, the empty text where nothing stands.

    Args:
        path: CSV, Excel, OpenDocument or Parquet.
        schema: its columns, such as `schemas.ACTIVITY`.
        target: the file to write; replaced if it exists.
        progress: told about bytes of work done and to do; may raise to cancel.
        sheet: name of the sheet; where None, the only visible one that has the heading.
        known: for a column, the values it may have (`{"site": {"hefei", "wuhan"}}`).
        period: the period that the file is for; rows outside it are refused.
        units_of: for an activity or metric, the units it is measured in, or those like them.
        limits: how large the file may be.
        memory: how much the engine may use before it uses the disk.
        shown: how many problems are named; the others are counted.
        look: shown the cells as they stand in the file, before they are checked.

    Raises:
        CrossfootError: the first problems and the number of the others; nothing was written.
    """
    path, target = Path(path), Path(target)
    expected = Expected(known or {}, period, units_of or {})
    beat = _Beat(progress)
    before = path.stat() if path.exists() else None
    beat.begin(_SCAN)
    file = open_file(path, schema, limits, sheet, beat.bytes)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(target.parent, memory) as (folder, connection):
        run = _Run(connection, beat)
        extraction = Extraction(file.source)
        beat.begin(_STAGE)
        cells = _stage(file, extraction, folder, connection, run)
        beat.begin(_CHECK)
        if look:
            look(cells)
        verdict = judge_rows(cells, schema, extraction, expected, shown)
        beat.begin(_WRITE)
        written = folder / "rows.parquet"
        run(_writing(schema, file.layout.sheet, extraction.names, written))
        rows = cells.count
        after = path.stat()
        if before is None or (after.st_size, after.st_mtime_ns) != (
            before.st_size,
            before.st_mtime_ns,
        ):
            raise CrossfootError(changed(path))
        _put(written, target)
    beat.finish()
    return Batch(target, file.sha256, rows, path.name, tuple(verdict.warnings))


def repeated_rows(parquet: Path, other: Path, key: Collection[str] = ()) -> list[tuple[int, int]]:
    """Rows of an imported file that stand in another imported file too.

    Args:
        parquet: the newer file, as `import_to_parquet` writes it.
        other: the earlier file.
        key: columns that tell rows apart; those of activity rows where empty.

    Returns:
        The first 20, as (row of the newer file, row of the earlier file).
    """
    import duckdb

    from crossfoot.tables.schemas import ACTIVITY

    names = ", ".join(map(quoted, key or ACTIVITY.key))
    sql = (
        f"SELECT new.row, min(old.row) FROM {scan(parquet)} AS new JOIN {scan(other)} AS old "
        f"USING ({names}) GROUP BY new.row ORDER BY new.row LIMIT {SHOWN}"
    )
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = {literal(MEMORY)}")
        return [(int(new), int(old)) for new, old in connection.execute(sql).fetchall()]


class _Beat:
    """Tells how much of the work is done."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._size = 1
        self._done = 0
        self._share = 0
        self._told = 0

    def begin(self, share: int) -> None:
        """A piece of work begins; the one before is done."""
        self._done += self._share
        self._share = share
        self.part(0.0)

    def bytes(self, done: int, size: int) -> None:
        """Bytes of the file that have been scanned."""
        self._size = size
        self.part(done / size if size else 1.0)

    def part(self, part: float) -> None:
        """How much of the piece of work is done, from 0 to 1."""
        if self._progress and self._size > 1:
            total = _SCAN + _STAGE + _CHECK + _WRITE
            done = self._done + self._share * min(max(part, 0.0), 1.0)
            self._told = max(self._told, int(done * self._size))  # each statement starts anew
            self._progress(self._told, total * self._size)

    def finish(self) -> None:
        """All is done."""
        self.begin(0)


class _Run:
    """Runs statements; meanwhile tells progress, and interrupts them if that raises."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, beat: _Beat) -> None:
        self._connection = connection
        self._beat = beat

    def __call__(self, sql: str) -> Any:  # the cursor; the engine has no types
        cursor = self._connection.cursor()
        cursor.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        outcome: list[BaseException] = []

        def execute() -> None:
            try:
                cursor.execute(sql)
            except BaseException as error:
                outcome.append(error)

        worker = threading.Thread(target=execute, daemon=True)
        worker.start()
        try:
            worker.join(_HEARTBEAT)
            while worker.is_alive():
                self._beat.part(cursor.query_progress() / 100)
                worker.join(_HEARTBEAT)
        except BaseException:
            cursor.interrupt()
            worker.join()
            raise
        if outcome:
            raise outcome[0]
        return cursor


@contextmanager
def _workplace(beside: Path, memory: str) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """A folder beside the target for unfinished files, and an engine that may spill into it."""
    import duckdb

    folder = Path(tempfile.mkdtemp(prefix=".import-", dir=beside))
    try:
        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = {literal(memory)}")
            connection.execute(f"SET temp_directory = {literal(str(folder / 'spill'))}")
            yield folder, connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stage(
    file: OpenFile,
    extraction: Extraction,
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    run: _Run,
) -> DuckdbCells:
    """The cells of the columns that are read, as texts in a Parquet file."""
    import duckdb

    staged = folder / "cells.parquet"
    source = file.source
    if is_plain_text(file) and isinstance(source, DelimitedFile):
        with suppress(duckdb.Error):  # what the fast reader does not take, the other explains
            run(_staging_of_text(source, extraction.names, staged))
            return DuckdbCells(
                connection,
                staged,
                extraction.names,
                first_row=source.layout.row,
                numbered=False,
                constant=source.layout.fixed,
                run=run,
            )
    if isinstance(source, ParquetFile):
        run(_staging_of_parquet(source, extraction.names, staged))
    else:
        longest = _write_cells(extraction, folder / "cells.csv")
        run(_staging_of_cells(folder / "cells.csv", extraction.names, longest, staged))
    fixed = source.layout.fixed
    return DuckdbCells(connection, staged, extraction.names, constant=fixed, run=run)


def _staging_of_text(source: DelimitedFile, names: Collection[str], staged: Path) -> str:
    count = source.width
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(count))
    reader = (
        f"read_csv({literal(glob_escaped(source.path))}, auto_detect = false, header = false, "
        f"columns = {{{columns}}}, delim = {literal(source.delimiter)}, quote = '\"', "
        "escape = '\"', strict_mode = true, null_padding = false, ignore_errors = false, "
        "comment = '')"
    )
    layout = source.layout
    cells = ", ".join(
        f"coalesce({_fixed(layout, name) or f'c{layout.columns[name]}'}, '') AS {quoted(name)}"
        for name in names
    )
    return f"COPY (SELECT {cells} FROM {reader}) TO {literal(str(staged))} (FORMAT parquet)"


def _staging_of_parquet(source: ParquetFile, names: Collection[str], staged: Path) -> str:
    layout = source.layout
    given = {name: _fixed(layout, name) for name in names}
    cells = ", ".join(
        f"coalesce({given[name] or _text_of(source, name)}, '') AS {quoted(name)}" for name in names
    )
    return (
        f"COPY (SELECT file_row_number + 2 AS {ROW}, {cells} "
        f"FROM {scan(source.path, numbered=True)}) TO {literal(str(staged))} (FORMAT parquet)"
    )


def _fixed(layout: Layout, name: str) -> str:
    """The value of a column that holds for all rows, as SQL; empty where the file has it."""
    return literal(layout.fixed[name]) if name in layout.fixed else ""


def _text_of(source: ParquetFile, name: str) -> str:
    return f"CAST({quoted(source.names[source.layout.columns[name]])} AS VARCHAR)"


def _write_cells(extraction: Extraction, path: Path) -> int:
    """Write the cells as CSV of one plain form; the length of a line that holds any of them."""
    longest = _LINE
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells in extraction.rows():
            longest = max(longest, writer.writerow((number, *cells)) * _LONGEST_CHARACTER)
    return longest


def _staging_of_cells(path: Path, names: Collection[str], longest: int, staged: Path) -> str:
    columns = ", ".join(["'#row': 'BIGINT'", *(f"{literal(name)}: 'VARCHAR'" for name in names)])
    cells = ", ".join(f"coalesce({quoted(name)}, '') AS {quoted(name)}" for name in names)
    reader = (
        f"read_csv({literal(glob_escaped(path))}, auto_detect = false, header = false, "
        f"columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"', comment = '', "
        f"new_line = '\\n', max_line_size = {longest})"
    )
    return f"COPY (SELECT {ROW}, {cells} FROM {reader}) TO {literal(str(staged))} (FORMAT parquet)"


def _writing(schema: Schema, sheet: str, names: Collection[str], written: Path) -> str:
    """The statement that writes the typed rows, in the order of the file."""
    cells = [f"{ROW} AS row", f"{literal(sheet)} AS sheet"]
    for column in schema.columns:
        cells += _typed(column) if column.name in names else _absent(column)
    return (
        f"COPY (SELECT {', '.join(cells)} FROM meant) "
        f"TO {literal(str(written))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _typed(column: Column) -> list[str]:
    name, entered = quoted(column.name), quoted(f"as entered {column.name}")
    if column.kind is Kind.DECIMAL:
        number = f"CAST(nullif(replace({name}, ',', ''), '') AS DOUBLE) AS {name}"
        return [number, f"{entered} AS {quoted(column.name + '_text')}"]
    if column.kind is Kind.DATE:
        return [f"CAST(nullif({name}, '') AS DATE) AS {name}"]
    return [f"{name} AS {name}"]


def _absent(column: Column) -> list[str]:
    name = quoted(column.name)
    if column.kind is Kind.DECIMAL:
        return [f"CAST(NULL AS DOUBLE) AS {name}", f"'' AS {quoted(column.name + '_text')}"]
    if column.kind is Kind.DATE:
        return [f"CAST(NULL AS DATE) AS {name}"]
    return [f"'' AS {name}"]


def _put(written: Path, target: Path) -> None:
    """Move a finished file to its place so that a power cut leaves it whole or absent."""
    with written.open("rb") as handle:
        os.fsync(handle.fileno())
    written.replace(target)
    with suppress(OSError):  # a folder cannot be opened on every system
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
