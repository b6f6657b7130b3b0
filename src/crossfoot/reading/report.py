"""What a report was read as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossfoot.documents.place import Place
from crossfoot.languages import Language
from crossfoot.reading.changes import Change
from crossfoot.reading.figure import Figure, Unrecognised
from crossfoot.reading.headings import ContentsEntry, Heading
from crossfoot.reading.index_entries import IndexEntry
from crossfoot.reading.notes import Definition
from crossfoot.reading.table import ReportTable


@dataclass(frozen=True)
class ReadReport:
    """A published report, read.

    Attributes:
        name: name of the file.
        company: full name of the company; empty where none was found.
        year: the reporting year; None where none was found.
        language: the language that most of it is in.
        tables: its tables, in order.
        figures: recognised figures of tables and sentences, in order of lines.
        changes: changes that sentences state in percent.
        index: entries of its content indices.
        headings: its headings.
        contents: entries of its contents list.
        definitions: formulas in words that notes print.
        unrecognised: values of tables that no metric was found for, each with the reason.
        furniture: numbers of lines that pages repeat around their text.
        lines: the text, line 1 at index 0.
        unwrapped: the lines that were read: each paragraph of a text that is broken at a fixed
            width on the first of its lines, the others empty.
        places: where the lines stand in the original: page of a PDF, sheet and row of a workbook;
            empty where the text itself is the original.
        hidden_sheets: names of the sheets that a workbook hides; they were not read.
        hidden_columns: columns that a sheet of a workbook hides, which were read: "People!D".
    """

    name: str
    company: str
    year: int | None
    language: Language
    tables: tuple[ReportTable, ...]
    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]
    index: tuple[IndexEntry, ...]
    headings: tuple[Heading, ...]
    contents: tuple[ContentsEntry, ...]
    definitions: tuple[Definition, ...]
    unrecognised: tuple[Unrecognised, ...]
    furniture: frozenset[int]
    lines: tuple[str, ...]
    unwrapped: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    def place_of(self, line: int) -> Place:
        """Where a line of the text, counted from 1, stands in the original."""
        return self.places[line - 1] if self.places else Place(self.name, line=line)

    def table(self, id_: str) -> ReportTable:
        """The table of that id.

        Raises:
            KeyError: there is none.
        """
        for table in self.tables:
            if table.id == id_:
                return table
        raise KeyError(id_)

    def to_json(self) -> dict[str, Any]:
        """The keys of `crossfoot foot --format json` but the findings, and what else was read."""
        document: dict[str, Any] = {
            "report": {"company": self.company, "year": self.year, "language": self.language},
            "tables": [table.to_json() for table in self.tables],
            "figures": [figure.to_json() for figure in self.figures],
            "changes": [change.to_json() for change in self.changes],
            "index": [entry.to_json() for entry in self.index],
            "unrecognised": [value.to_json() for value in self.unrecognised],
        }
        if self.hidden_sheets:
            document["report"]["hidden_sheets"] = list(self.hidden_sheets)
        if self.hidden_columns:
            document["report"]["hidden_columns"] = list(self.hidden_columns)
        return self._placed(document) if self.places else document

    def _placed(self, value: Any) -> Any:
        """JSON in which every line is joined by its place in the original."""
        if isinstance(value, list):
            return [self._placed(each) for each in value]
        if not isinstance(value, dict):
            return value
        placed: dict[str, Any] = {}
        for key, each in value.items():
            placed[key] = self._placed(each)
            if key in ("line", "first_line") and each:
                placed |= self.place_of(each).to_json()
            elif key == "last_line":
                placed |= {f"last_{k}": v for k, v in self.place_of(each).to_json().items()}
        return placed
