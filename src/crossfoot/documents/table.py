"""A table as a document shows it: texts in rows and columns, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crossfoot.documents.place import Place


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under headings.

    Attributes:
        place: the file, and the sheet or page, that the table stands in.
        headings: the heading of each column, as printed.
        labels: how the document names each column: "C" in a workbook, the heading elsewhere.
        numbers: the row number of each row in the document, counted from 1.
        rows: the cells, one tuple for each row, as long as `headings`.
        caption: the words above or below the table; empty where there are none.
    """

    place: Place
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The rows, in order."""
        return iter(self.rows)

    def place_of(self, row: int, column: int | None = None) -> Place:
        """The place of a row, or of one cell of it.

        >>> table = Table(Place("a.csv"), ("site",), ("site",), (2,), (("hefei",),))
        >>> str(table.place_of(0, 0))
        'a.csv, row 2, column site'

        Args:
            row: index into `rows`.
            column: index into `headings`; None for the row as a whole.
        """
        label = "" if column is None else self.labels[column]
        return replace(self.place, row=self.numbers[row], column=label)
