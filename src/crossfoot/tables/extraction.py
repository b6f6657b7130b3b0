"""From the rows of a file to the cells that the checks look at."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.documents.place import Place
from crossfoot.errors import Problem
from crossfoot.tables.headings import Layout
from crossfoot.tables.opening import Rows
from crossfoot.tables.text import clean


class Extraction:
    """The cells of the columns that are read, without invisible surroundings.

    Empty rows are passed over; rows of another length than the heading are noted as problems.

    Args:
        source: an open file.

    Attributes:
        names: the columns, in the order of the cells of each row.
        problems: what was noted so far; at most `limit`.
        beyond: how many more there are.
    """

    limit = 100

    def __init__(self, source: Rows) -> None:
        self.source = source
        self.layout: Layout = source.layout
        self.names = tuple(self.layout.columns)
        self.problems: list[Problem] = []
        self.beyond = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells."""
        places = [(self.layout.columns[n], self.layout.fixed.get(n, "")) for n in self.names]
        width = self.layout.width
        last = max(index for index, _ in places)
        in_workbook = bool(self.layout.sheet)
        for number, row in self.source.rows():
            if len(row) != width and any(map(clean, row)):
                if len(row) < width and not in_workbook:
                    self._note(number, len(row), width)
                    continue
                if len(row) > width and any(map(clean, row[width:])) and not in_workbook:
                    self._note(number, len(row), width)
                    continue
            if len(row) <= last:
                row = [*row, *[""] * (last + 1 - len(row))]
            cells = [clean(row[index]) if index >= 0 else value for index, value in places]
            if any(cell for cell, (index, _) in zip(cells, places, strict=True) if index >= 0):
                yield number, cells

    def _note(self, number: int, cells: int, width: int) -> None:
        if len(self.problems) >= self.limit:
            self.beyond += 1
            return
        self.problems.append(
            Problem(
                f"the row has {cells} {'cell' if cells == 1 else 'cells'}, the heading has {width}",
                where=str(Place(self.layout.file, self.layout.sheet, row=number)),
                why="its cells would land in the wrong columns",
                remedy="put text with the separator in it into quotation marks, or add what lacks",
            )
        )
