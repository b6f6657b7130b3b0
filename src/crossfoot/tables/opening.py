"""Open a file of any kind as rows of texts; both ways of reading begin here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from crossfoot.tables.delimited import DelimitedFile, open_delimited
from crossfoot.tables.files import Progress, check_size, sha256_of
from crossfoot.tables.headings import Layout
from crossfoot.tables.limits import Limits
from crossfoot.tables.schema import Schema
from crossfoot.tables.sniffing import FileKind, kind_of
from crossfoot.tables.workbooks import open_workbook


class Rows(Protocol):
    """A file whose heading has been found."""

    @property
    def layout(self) -> Layout:
        """Where the columns stand."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row below the heading."""


@dataclass(frozen=True)
class OpenFile:
    """A file that can be read.

    Attributes:
        path: where it lies.
        kind: what its content is.
        sha256: hash of its bytes.
        source: its rows.
    """

    path: Path
    kind: FileKind
    sha256: str
    source: Rows

    @property
    def layout(self) -> Layout:
        """Where the columns stand."""
        return self.source.layout


def open_file(
    path: Path,
    schema: Schema,
    limits: Limits,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> OpenFile:
    """Find out what a file is, hash it and find its heading.

    Raises:
        CrossfootError: whatever keeps it from being read.
    """
    check_size(path, limits)
    kind = kind_of(path)
    if kind is FileKind.CSV:
        text = open_delimited(path, schema, progress=progress)
        return OpenFile(path, kind, text.scan.sha256, text)
    sha256 = sha256_of(path, progress)
    if kind is FileKind.PARQUET:
        from crossfoot.tables.parquet_source import open_parquet  # brings the engine

        return OpenFile(path, kind, sha256, open_parquet(path, schema, limits))
    return OpenFile(path, kind, sha256, open_workbook(path, kind, schema, limits, sheet))


def is_plain_text(file: OpenFile) -> bool:
    """Whether a fast reader sees the same rows: UTF-8, lines that end alike, none blank."""
    source = file.source
    return (
        isinstance(source, DelimitedFile)
        and source.scan.plain_lines
        and source.scan.encoding in ("utf-8", "utf-8-sig")
    )
