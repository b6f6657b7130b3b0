"""A first look at a file that somebody sent: its sheets, headings and first rows."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossfoot.tables import delimited, workbooks
from crossfoot.tables.encodings import scan_text
from crossfoot.tables.files import check_size
from crossfoot.tables.headings import SEARCHED_ROWS, column_named
from crossfoot.tables.limits import UPLOAD, Limits
from crossfoot.tables.schema import Schema
from crossfoot.tables.sniffing import FileKind, kind_of
from crossfoot.tables.text import clean

#: rows shown below the heading
SHOWN = 5

#: how much of a text file is looked at
_HEAD = 1 << 20

_MARKS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sheet.

    Attributes:
        sheet: its name; empty where the file has none.
        headings: the first row that is not empty.
        rows: the first rows below.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def suggested(self, schema: Schema) -> dict[str, str]:
        """The columns of a schema whose headings are recognised: column → heading."""
        found: dict[str, str] = {}
        for heading in self.headings:
            name = column_named(heading, schema)
            if name:
                found.setdefault(name, heading)
        return found


def peek(path: Path, limits: Limits = UPLOAD) -> tuple[Head, ...]:
    """The heads of the sheets of a file; of a workbook, only visible sheets that hold anything.

    Raises:
        CrossfootError: the file is of no kind that is read, damaged, or too large.
    """
    check_size(path, limits)
    kind = kind_of(path)
    if kind is FileKind.CSV:
        return (_head("", _text_rows(path)),)
    if kind is FileKind.PARQUET:
        return (_head("", _parquet_rows(path)),)
    heads = (_head(name, rows) for name, rows in workbooks.first_rows(path, kind, limits))
    return tuple(head for head in heads if head.headings)


def _head(sheet: str, rows: Sequence[Sequence[str]]) -> Head:
    filled = [tuple(map(clean, row)) for row in rows if any(map(clean, row))]
    if not filled:
        return Head(sheet, (), ())
    return Head(sheet, filled[0], tuple(filled[1 : 1 + SHOWN]))


def _text_rows(path: Path) -> list[list[str]]:
    """The first rows of a text file; the delimiter is the one that cuts them into most cells."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if len(head) == _HEAD:
            head = head[: head.rfind(b"\n") + 1] or head
        copy.write_bytes(head)
        encoding = scan_text(copy).encoding
        read = {mark: list(_some(delimited.rows(copy, encoding, mark))) for mark in _MARKS}
    return max(read.values(), key=lambda rows: max((len(row) for row in rows), default=0))


def _some(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return itertools.islice(rows, SEARCHED_ROWS)


def _parquet_rows(path: Path) -> list[list[str]]:
    import duckdb

    from crossfoot.errors import CrossfootError
    from crossfoot.tables.parquet_source import scan
    from crossfoot.tables.sniffing import broken

    try:
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT * FROM {scan(path)} LIMIT {SHOWN}")  # noqa: S608
            names = [name for name, *_ in found.description or ()]
            rows = [["" if cell is None else str(cell) for cell in row] for row in found.fetchall()]
    except duckdb.Error as error:
        raise CrossfootError(broken(path)) from error
    return [names, *rows]
