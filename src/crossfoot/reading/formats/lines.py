"""Lines of a report, each with the place where it stands in the original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crossfoot.documents.place import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading or row of a table.

    Attributes:
        text: its text; the cells of a row are parted by tabs. Empty for a blank line.
        page: page of a PDF, counted from 1; None where the format has no pages.
        sheet: sheet of a workbook; empty elsewhere.
        row: row of that sheet, counted from 1.
        hidden: whether the original hides it.
    """

    text: str
    page: int | None = None
    sheet: str = ""
    row: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Lines:
    """The lines of a file.

    Attributes:
        file: name of the file.
        kind: what it is: "pdf", "xlsx", "docx", "html", "text" …
        lines: its lines in the order of reading; line 1 is at index 0.
        page_labels: the page numbers as printed, by page counted from 1, where they are printed.
        hidden_sheets: names of the sheets that a workbook hides; they are not read.
        hidden_columns: columns that a sheet hides, which are read: "People!D".
    """

    file: str
    kind: str
    lines: tuple[Line, ...]
    page_labels: Mapping[int, str] = field(default_factory=dict)
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The lines as the text reader takes them."""
        return [line.text for line in self.lines]

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the lines stand, line 1 at index 0; empty where the text itself is the original."""
        if not any(line.sheet or line.page is not None for line in self.lines):
            return ()
        return tuple(self.place(number) for number in range(1, len(self.lines) + 1))

    def place(self, number: int) -> Place:
        """Where a line stands.

        >>> str(Lines("a.pdf", "pdf", (Line("Water", page=7),)).place(1))
        'a.pdf, page 7, line 1'

        Args:
            number: of the line, counted from 1.
        """
        line = self.lines[number - 1]
        if line.sheet:
            return Place(self.file, sheet=line.sheet, row=line.row, hidden=line.hidden)
        return Place(self.file, page=line.page, line=number)


def without_doubled_blanks(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines with one blank line where several follow each other, and none at the ends."""
    kept: list[Line] = []
    for line in lines:
        if line.text.strip() or (kept and kept[-1].text):
            kept.append(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept)
