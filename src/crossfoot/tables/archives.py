"""Workbooks are zip archives of XML: are they safe to open, and what does a fast reader not see?

Sizes are checked against the directory of the archive before anything is unpacked, and unpacking
stops where a part does not keep to the size it stated. Merged cells, formulas and number formats
are looked for in the bytes first; only where something is found, the XML is walked for its place.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.limits import MEBIBYTE, Limits
from crossfoot.tables.sniffing import broken, protected

_CHUNK = 1 << 20
_MOST_PARTS = 10_000
#: what a damaged archive raises, wherever it is damaged
ARCHIVE_ERRORS = (BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


@dataclass
class Blemishes:
    """What a sheet holds beside plain values. Rows and columns count from 0.

    Attributes:
        formulas: place and text of cells that are calculated.
        merged: first row, first column, last row, last column of merged cells.
        formats: place → "percent" or "month", where the cell shows more than its value.
        rows: number of rows up to the last cell; the sheet may not state it.
        columns: number of columns up to the last cell, or a bound of it.
    """

    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse an archive that would unpack into far more than it is, or than it says.

    The sizes that the archive states are checked first; then every part is unpacked once, no
    further than stated, so that a part that goes on is found before the workbook is opened.

    Raises:
        CrossfootError: too many or too large parts, a part that is encrypted, a damaged archive.
    """
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except ARCHIVE_ERRORS as error:
        raise CrossfootError(broken(path)) from error
    if any(part.flag_bits & 1 for part in parts):
        raise CrossfootError(protected(path))
    unpacked = sum(part.file_size for part in parts)
    swollen = [
        part
        for part in parts
        if part.file_size > MEBIBYTE and part.file_size > limits.ratio * max(part.compress_size, 1)
    ]
    if unpacked > limits.unpacked_bytes or swollen or len(parts) > _MOST_PARTS:
        raise CrossfootError(
            Problem(
                f"the workbook has {path.stat().st_size / 1e6:,.1f} MB but would unpack into "
                f"{unpacked / 1e6:,.0f} MB",
                where=path.name,
                why="files made to fill the memory look like this (a zip bomb)",
                remedy="save the sheet with the data alone as a new workbook, or as CSV",
            )
        )
    for part in parts:
        for _ in read_part(path, part.filename):
            pass


def read_part(path: Path, name: str) -> Iterator[bytes]:
    """The bytes of one part, in pieces; nothing where the part is absent.

    Raises:
        CrossfootError: the part is damaged or larger than the archive says.
    """
    try:
        with ZipFile(path) as archive:
            if name not in archive.namelist():
                return
            with archive.open(name) as part:
                while piece := part.read(_CHUNK):
                    yield piece
    except ARCHIVE_ERRORS as error:
        raise CrossfootError(broken(path)) from error


def search_part(path: Path, name: str, patterns: dict[str, re.Pattern[bytes]]) -> dict[str, bool]:
    """Which of some expressions occur in a part; matches are shorter than 300 bytes."""
    found = dict.fromkeys(patterns, False)
    before = b""
    for piece in read_part(path, name):
        window = before + piece
        for key, pattern in patterns.items():
            found[key] = found[key] or pattern.search(window) is not None
        before = window[-300:]
    return found


def check_extent(path: Path, sheet: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose cells span far more than they fill.

    Raises:
        CrossfootError: the rectangle that holds all cells is too large.
    """
    if rows * columns > limits.cells:
        raise CrossfootError(
            Problem(
                f"the cells of sheet {sheet!r} span {rows:,} rows and {columns:,} columns",
                where=path.name,
                why=f"that is more than the {limits.cells:,} cells that are read of a workbook",
                remedy="delete what stands far away from the table, or save the table as CSV",
            )
        )
