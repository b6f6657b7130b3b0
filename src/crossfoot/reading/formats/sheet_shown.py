"""What a sheet of an Excel workbook shows of its cells: number formats, hidden rows, columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats.limits import damaged
from crossfoot.reading.formats.number_formats import BUILT_IN
from crossfoot.tables.archives import read_part
from crossfoot.tables.sheet_xml import column_number, part_of, tree_of

#: columns of an Excel sheet
_LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass
class Shown:
    """Number formats by place, hidden rows and columns; rows and columns count from 0."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def shown_cells(path: Path, sheet: str) -> Shown:
    """The number formats of the cells of a sheet, and the rows and columns that it hides.

    Raises:
        CrossfootError: the workbook is damaged.
    """
    styles = _formats(path)
    shown = Shown()
    row, column = -1, -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        name = tag.rsplit(":", 1)[-1]
        if name == "row":
            row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else row + 1
            column = -1
            if attributes.get("hidden") in ("1", "true"):
                shown.hidden.add(row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            ends = attributes.get("min", ""), attributes.get("max", "")
            if all(end.isdecimal() for end in ends):
                last = min(int(ends[1]), _LAST_COLUMN)
                shown.columns.update(range(int(ends[0]) - 1, last))
        elif name == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_number(place[1].upper()) if place else column + 1
            style = attributes.get("s", "")
            if style in styles and attributes.get("t", "n") == "n":
                shown.formats[row, column] = styles[style]

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in read_part(path, part_of(path, sheet)):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise CrossfootError(damaged(path, "workbook")) from error
    return shown


def _formats(path: Path) -> dict[str, str]:
    """Number of a style → its number format; without those that show numbers as they are."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    styles: dict[str, str] = {}
    for node in tree_of(path, "xl/styles.xml").iter():
        name = node.tag.rsplit("}", 1)[-1]
        if name == "numFmt":
            codes[node.get("numFmtId", "")] = node.get("formatCode", "")
        elif name == "cellXfs":
            for at, style in enumerate(node):
                code = codes.get(style.get("numFmtId", ""), "")
                if code:
                    styles[str(at)] = code
    return styles
