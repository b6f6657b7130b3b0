"""Parquet files, as other systems write them: rows of texts."""

# ruff: noqa: S608  names are those of schemas or quoted, texts are quoted; never pasted as they are

from __future__ import annotations

import glob
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.tables.archives import check_extent
from crossfoot.tables.headings import Layout, read_headings
from crossfoot.tables.limits import Limits
from crossfoot.tables.schema import Schema
from crossfoot.tables.sniffing import broken

_BATCH = 10_000


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file; its column names are the heading, row 1, as in every other file."""

    path: Path
    layout: Layout
    names: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row.

        Raises:
            CrossfootError: the file is damaged.
        """
        import duckdb

        texts = ", ".join(f"coalesce(CAST({quoted(name)} AS VARCHAR), '')" for name in self.names)
        try:
            with duckdb.connect() as connection:
                found = connection.execute(f"SELECT {texts} FROM {scan(self.path)}")
                number = 1
                while batch := found.fetchmany(_BATCH):
                    for row in batch:
                        number += 1
                        yield number, list(row)
        except duckdb.Error as error:
            raise CrossfootError(broken(self.path)) from error


def open_parquet(path: Path, schema: Schema, limits: Limits) -> ParquetFile:
    """Find the columns of a Parquet file.

    Raises:
        CrossfootError: it is damaged, has too many rows, or lacks columns.
    """
    import duckdb

    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {scan(path)}").fetchall()
            counted = connection.execute(f"SELECT count(*) FROM {scan(path)}").fetchone()
    except duckdb.Error as error:
        raise CrossfootError(broken(path)) from error
    names = tuple(name for name, *_ in described)
    count = counted[0] if counted else 0
    if limits.cells:
        check_extent(path, "", count, len(names), limits)
    head = [list(names), *([["…"] * len(names)] if count else [])]
    return ParquetFile(path, read_headings(head, schema, path.name), names)


def scan(path: Path, *, numbered: bool = False) -> str:
    """The table function that reads a Parquet file, as SQL; with `file_row_number`, if asked."""
    options = ", file_row_number = true" if numbered else ""
    return f"read_parquet({literal(glob_escaped(path))}{options})"


def glob_escaped(path: Path) -> str:
    """The path of one file, where a pattern for several is allowed."""
    return glob.escape(str(path.resolve()))


def quoted(name: str) -> str:
    """A name of a column, as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, as SQL."""
    return "'" + text.replace("'", "''") + "'"
