"""Read a small file: facts, organisation, factors, some thousand rows of activity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot.documents.place import Place
from crossfoot.errors import Problem
from crossfoot.quantities.periods import Period
from crossfoot.tables.cells import NOTHING_EXPECTED, Expected, Value, absent, read_cell
from crossfoot.tables.extraction import Extraction
from crossfoot.tables.files import Progress
from crossfoot.tables.headings import Layout
from crossfoot.tables.judge import SHOWN, Cells, Texts, Verdict, judge, refuse
from crossfoot.tables.limits import UPLOAD, Limits
from crossfoot.tables.memory_cells import MemoryCells
from crossfoot.tables.opening import open_file
from crossfoot.tables.schema import Schema


@dataclass(frozen=True, slots=True)
class Row:
    """One row with typed values.

    Attributes:
        values: column of the schema → value. Every column is there; where nothing stands, words are
            the empty text and everything else is None.
        texts: column → the cell as entered.
        place: file, sheet and row.
        layout: names the column in a place.
    """

    values: Mapping[str, Value]
    texts: Mapping[str, str]
    place: Place
    layout: Layout = field(repr=False, compare=False)

    def __getitem__(self, column: str) -> Value:
        """The value in a column."""
        return self.values[column]

    def place_of(self, column: str) -> Place:
        """The place of one cell."""
        return self.layout.place(self.place.row, column)


@dataclass(frozen=True)
class TypedTable:
    """The rows of a file that has passed all checks.

    Attributes:
        path: the file.
        sha256: hash of its bytes.
        schema: what its columns are.
        layout: where they stand.
        warnings: what a person should know and what does not stop the import: columns that are
            not read, periods that overlap.
    """

    path: Path
    sha256: str
    schema: Schema
    layout: Layout
    warnings: tuple[Problem, ...]
    _rows: list[tuple[int, list[str]]] = field(repr=False)
    _verdict: Verdict = field(repr=False)
    _expected: Expected = field(repr=False, default=NOTHING_EXPECTED)

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._rows)

    @property
    def sheet(self) -> str:
        """Name of the sheet; empty where the file has none."""
        return self.layout.sheet

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, in the order of the file."""
        index = {name: i for i, name in enumerate(self.layout.columns)}
        for number, cells in self._rows:
            texts = {
                c.name: cells[index[c.name]] if c.name in index else "" for c in self.schema.columns
            }
            values = {
                column.name: self._value(
                    column.name, tuple(texts[name] for name in (column.name, *column.beside))
                )
                for column in self.schema.columns
            }
            yield Row(values, texts, self.layout.place(number), self.layout)

    def _value(self, column: str, texts: Texts) -> Value:
        if column not in self.layout.columns:
            return absent(self.schema[column])
        known = self._verdict.values[column]
        if texts not in known:  # written plainly, so that the checks passed it over
            known[texts] = read_cell(self.schema[column], texts, self._expected)
        return known[texts]


def read_table(
    path: Path,
    schema: Schema,
    *,
    sheet: str | None = None,
    known: Mapping[str, Collection[str]] | None = None,
    period: Period | None = None,
    units_of: Mapping[str, Collection[str]] | None = None,
    text_metrics: Collection[str] | None = None,
    limits: Limits = UPLOAD,
    progress: Progress | None = None,
) -> TypedTable:
    """Read a file and check all of it.

    Args:
        path: CSV, Excel, OpenDocument or Parquet.
        schema: its columns, such as `schemas.FACTS`.
        sheet: name of the sheet; where None, the only visible one that has the heading.
        known: for a column, the values it may have (`{"site": {"hefei", "wuhan"}}`).
        period: the period that the file is for; rows outside it are refused.
        units_of: for an activity or metric, the units it is measured in, or those like them.
        text_metrics: the metrics of a facts file whose values are words.
        limits: how large the file may be.
        progress: told about bytes done; may raise to cancel.

    Raises:
        CrossfootError: up to 20 problems of the file, in its order, and the number of the others.
    """
    path = Path(path)
    expected = Expected(known or {}, period, units_of or {}, text_metrics)
    file = open_file(path, schema, limits, sheet, progress)
    extraction = Extraction(file.source)
    rows = list(extraction.rows())
    verdict = judge_rows(MemoryCells(extraction.names, rows), schema, extraction, expected)
    return TypedTable(
        path, file.sha256, schema, file.layout, tuple(verdict.warnings), rows, verdict, expected
    )


def judge_rows(
    cells: Cells,
    schema: Schema,
    extraction: Extraction,
    expected: Expected,
    shown: int = SHOWN,
) -> Verdict:
    """Check the rows; what was noted while they were taken from the file comes first.

    Raises:
        CrossfootError: all problems of the file.
    """
    noted = extraction.problems
    if not cells.count and not noted:
        noted = [
            Problem(
                "there is a heading but no row below it",
                where=str(extraction.layout.place(None)),
                remedy="add the rows, or send another file; nothing was imported",
            )
        ]
    verdict = judge(cells, schema, extraction.layout, expected)
    beyond = extraction.beyond + verdict.beyond
    refuse([*noted, *verdict.problems], extraction.layout.file, beyond, shown)
    return verdict
