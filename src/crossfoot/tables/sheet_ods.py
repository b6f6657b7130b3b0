"""The XML of an OpenDocument spreadsheet: formulas, merged cells, percentages, the extent."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from crossfoot.errors import CrossfootError
from crossfoot.tables.archives import Blemishes, check_extent, read_part, search_part
from crossfoot.tables.limits import Limits
from crossfoot.tables.sniffing import broken, protected

_WORTH_A_LOOK = {
    "seen": re.compile(
        rb"table:formula=|number-(?:columns|rows)-spanned=|value-type=\"percentage\""
        rb"|number-(?:columns|rows)-repeated="
    )
}
_ENCRYPTED = {"seen": re.compile(rb"manifest:encryption-data")}
_MOST_FORMULAS = 1000


def inspect_ods(path: Path, limits: Limits) -> dict[str, Blemishes]:
    """What each sheet of an OpenDocument spreadsheet holds beside plain values.

    Repeated cells, which the format states once with a count, are counted before the workbook
    is opened.

    Raises:
        CrossfootError: the workbook is damaged, protected, or spans too many cells.
    """
    if search_part(path, "META-INF/manifest.xml", _ENCRYPTED)["seen"]:
        raise CrossfootError(protected(path))
    if not search_part(path, "content.xml", _WORTH_A_LOOK)["seen"]:
        return {}
    walker = _Walker()
    try:
        for piece in read_part(path, "content.xml"):
            walker.parser.Parse(piece, False)
        walker.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise CrossfootError(broken(path)) from error
    for name, sheet in walker.sheets.items():
        check_extent(path, name, sheet.rows, sheet.columns, limits)
    return walker.sheets


class _Walker:
    """Follows the cells of all sheets through the XML."""

    def __init__(self) -> None:
        self.sheets: dict[str, Blemishes] = {}
        self.sheet = Blemishes()
        self.row = self.column = 0
        self.rows_repeated = 1
        self.filled = 0  # columns up to the last cell of the row that holds something
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A sheet, a row or a cell begins."""
        if tag == "table:table":
            self.sheet = self.sheets[attributes.get("table:name", "")] = Blemishes()
            self.row = 0
        elif tag == "table:table-row":
            self.column = self.filled = 0
            self.rows_repeated = _count(attributes, "table:number-rows-repeated")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell(attributes)

    def end(self, tag: str) -> None:
        """A row ends; empty rows at the end of a sheet are often stated by the million."""
        if tag == "table:table-row":
            self.row += self.rows_repeated
            if self.filled:
                self.sheet.rows = self.row
                self.sheet.columns = max(self.sheet.columns, self.filled)

    def cell(self, attributes: dict[str, str]) -> None:
        """Note what a cell holds beside a plain value."""
        row, column = self.row, self.column
        self.column += _count(attributes, "table:number-columns-repeated")
        kind = attributes.get("office:value-type")
        if kind or "table:formula" in attributes:
            self.filled = self.column
        if "table:formula" in attributes and len(self.sheet.formulas) < _MOST_FORMULAS:
            formula = attributes["table:formula"].removeprefix("of:")
            self.sheet.formulas.append((row, column, formula))
        if kind == "percentage":
            for repeated in range(column, min(self.column, column + 1000)):
                self.sheet.formats[row, repeated] = "percent"
        wide = _count(attributes, "table:number-columns-spanned")
        high = _count(attributes, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            self.sheet.merged.append((row, column, row + high - 1, column + wide - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1
