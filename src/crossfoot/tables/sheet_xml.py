"""The XML of an Excel sheet: formulas, number formats, the extent of its cells."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from crossfoot.errors import CrossfootError
from crossfoot.tables.archives import Blemishes, read_part
from crossfoot.tables.sniffing import broken

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]{0,200}?\sr=[\"'](\d{1,9})[\"'])?")
_FAR_CELL = re.compile(rb"\sr=[\"']([A-Za-z]{2,3})\d")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_MOST_FORMULAS = 1000
#: number formats that Excel knows without a definition in the file
_PERCENT_IDS = {9, 10}
_MONTH_IDS = {17, 27, 36, 50, 52, 57}


def inspect_sheet(path: Path, sheet: str) -> Blemishes:
    """What a sheet of an Excel workbook holds beside plain values; merged cells are left out.

    Args:
        path: the workbook.
        sheet: name of the sheet.

    Raises:
        CrossfootError: the workbook is damaged.
    """
    part = part_of(path, sheet)
    styles = _special_styles(path)
    special = (
        re.compile(rb"\ss=[\"'](?:%s)[\"']" % b"|".join(b"%d" % style for style in styles))
        if styles
        else None
    )
    blemishes = Blemishes()
    look_closer, rows, before = False, 0, b""
    for piece in read_part(path, part):
        window = before + piece
        look_closer = look_closer or _FORMULA.search(window) is not None
        if special is not None:
            look_closer = look_closer or special.search(window) is not None
        for match in _ROW.finditer(window, 0, len(window)):
            rows += match.end() > len(before)
            blemishes.rows = max(blemishes.rows, int(match[1] or 0))
        far = max(
            (column_number(m.upper().decode()) for m in _FAR_CELL.findall(window)), default=25
        )
        blemishes.columns = max(blemishes.columns, far + 1)
        before = window[-300:]
    blemishes.rows = max(blemishes.rows, rows)
    if look_closer:
        _walk(path, part, styles, blemishes)
    return blemishes


def part_of(path: Path, sheet: str) -> str:
    """Name of the part that holds a sheet."""
    relation = ""
    for node in tree_of(path, "xl/workbook.xml").iter():
        if _local(node.tag) == "sheet" and node.get("name") == sheet:
            relation = next((v for k, v in node.attrib.items() if _local(k) == "id"), "")
    for node in tree_of(path, "xl/_rels/workbook.xml.rels").iter():
        if node.get("Id") == relation:
            target = node.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise CrossfootError(broken(path, f"sheet {sheet!r} has no content"))


def _special_styles(path: Path) -> dict[int, str]:
    """Style of a cell → "percent" or "month", where its number format shows that."""
    root = tree_of(path, "xl/styles.xml")
    codes: dict[int, str] = {}
    styles: dict[int, str] = {}
    for node in root.iter():
        if _local(node.tag) == "numFmt":
            codes[_integer(node.get("numFmtId"))] = node.get("formatCode", "")
        if _local(node.tag) == "cellXfs":
            for index, cell_format in enumerate(node):
                number = _integer(cell_format.get("numFmtId"))
                shown = _shows(number, codes.get(number, ""))
                if shown:
                    styles[index] = shown
    return styles


def _shows(number: int, code: str) -> str:
    """What a number format shows beyond the value: a percentage, a month without its day."""
    if not code:
        return "percent" if number in _PERCENT_IDS else "month" if number in _MONTH_IDS else ""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", code.split(";")[0]).casefold()
    if "%" in bare:
        return "percent"
    if "y" in bare and "m" in bare and not set("dhs") & set(bare):
        return "month"
    return ""


def _walk(path: Path, part: str, styles: dict[int, str], blemishes: Blemishes) -> None:
    """Note the place of each formula and each cell with a special format."""
    cell = [-1, -1]  # row and column, from 0
    formula: list[str] | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal formula
        name = _local(tag)
        if name == "row":
            cell[0] = _integer(attributes.get("r"), cell[0] + 2) - 1
            cell[1] = -1
        elif name == "c":
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            cell[1] = column_number(reference[1].upper()) if reference else cell[1] + 1
            shown = styles.get(_integer(attributes.get("s")))
            if shown and attributes.get("t", "n") in ("n", "d"):
                blemishes.formats[cell[0], cell[1]] = shown
        elif name == "f":
            formula = []

    def text(words: str) -> None:
        if formula is not None:
            formula.append(words)

    def end(tag: str) -> None:
        nonlocal formula
        if formula is not None and _local(tag) == "f":
            if len(blemishes.formulas) < _MOST_FORMULAS:
                blemishes.formulas.append((cell[0], cell[1], "=" + "".join(formula)))
            formula = None

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    try:
        for piece in read_part(path, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise CrossfootError(broken(path)) from error


def tree_of(path: Path, part: str) -> ElementTree.Element:
    """The elements of a part; a single empty one where the part is absent."""
    content = b"".join(read_part(path, part)) or b"<empty/>"
    try:
        return ElementTree.fromstring(content)  # noqa: S314  sizes are checked; expat caps entities
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise CrossfootError(broken(path)) from error


def _local(tag: str) -> str:
    """Name of an element or attribute without its namespace, in either notation."""
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1]


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def column_number(letters: str) -> int:
    """The column that letters name, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
