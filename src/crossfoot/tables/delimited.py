"""CSV and its relatives: rows of texts, and which character separates the cells."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crossfoot.documents.place import Place
from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.encodings import TextScan, scan_text
from crossfoot.tables.files import Progress
from crossfoot.tables.headings import SEARCHED_ROWS, Layout, columns_found, read_headings
from crossfoot.tables.schema import Schema

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 1 << 20


@dataclass(frozen=True)
class DelimitedFile:
    """A text file whose encoding and delimiter are known.

    Attributes:
        path: the file.
        scan: its hash and encoding.
        delimiter: what separates its cells.
        layout: where its columns stand.
        width: number of cells in its first row.
    """

    path: Path
    scan: TextScan
    delimiter: str
    layout: Layout
    width: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row below the heading.

        Raises:
            CrossfootError: quotation marks that do not close.
        """
        for number, row in enumerate(rows(self.path, self.scan.encoding, self.delimiter), start=1):
            if number > self.layout.row:
                yield number, row


def open_delimited(
    path: Path, schema: Schema, file: str = "", progress: Progress | None = None
) -> DelimitedFile:
    """Find encoding, delimiter and heading of a text file.

    Args:
        path: the file.
        schema: the columns to find.
        file: its name in messages; the name of `path` where empty.
        progress: told how many bytes have been scanned.

    Raises:
        CrossfootError: the encoding or the heading is wrong.
    """
    scan = scan_text(path, progress)
    delimiter = max(_DELIMITERS, key=lambda mark: _fit(path, scan.encoding, mark, schema))
    head = list(itertools.islice(rows(path, scan.encoding, delimiter), SEARCHED_ROWS))
    layout = read_headings(head, schema, file or path.name)
    return DelimitedFile(path, scan, delimiter, layout, len(head[0]))


def _fit(path: Path, encoding: str, delimiter: str, schema: Schema) -> tuple[int, int]:
    """How well a delimiter explains the head of a file: columns named, then cells."""
    try:
        head = list(itertools.islice(rows(path, encoding, delimiter), SEARCHED_ROWS))
    except CrossfootError:
        return (-1, 0)
    return (
        max((columns_found(row, schema) for row in head), default=0),
        max((len(row) for row in head), default=0),
    )


def rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Every row of a text file, as texts.

    Raises:
        CrossfootError: quotation marks that do not close.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise CrossfootError(_unreadable(path, number + 1, str(error))) from error
            if row is None:
                return
            number += 1
            yield row


def _unreadable(path: Path, row: int, detail: str) -> Problem:
    place = str(Place(path.name, row=row))
    if "field larger" in detail or "end of data" in detail:
        return Problem(
            "a quotation mark opens a cell and is never closed",
            where=place,
            why="all that follows would be one cell",
            remedy="close the quotation mark, or double it where it belongs to the text",
        )
    return Problem(
        "a quotation mark stands where the cell does not end",
        where=place,
        remedy="double quotation marks that belong to the text and put the whole cell in quotation "
        "marks",
    )
