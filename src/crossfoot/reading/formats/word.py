"""Word files: paragraphs, headings and tables in the order in which they stand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.grids import cell_text, grid_lines, raised
from crossfoot.reading.formats.limits import (
    ARCHIVE,
    LARGEST_WORD_TEXT,
    MOST_CELLS,
    damaged,
    too_many_cells,
)
from crossfoot.reading.formats.lines import Line, without_doubled_blanks
from crossfoot.tables.archives import check_archive, read_part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CELL_TAG = b"<w:tc>"
#: a cell spans no more columns than this, whatever the file says
_WIDEST_SPAN = 200
#: share of empty paragraphs beyond which they are the white between paragraphs
_EMPTY = 0.2
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", f"{_W}delText"}
_TEXTBOX_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: Path) -> tuple[Line, ...]:
    """The lines of a Word file; deleted text, heads and feet of pages are left out.

    Raises:
        CrossfootError: the file is damaged or beyond the limits.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    check_archive(path, ARCHIVE)
    _check_text(path)
    try:
        body = docx.Document(str(path)).element.body
    except (OpcError, etree.LxmlError, KeyError, ValueError, AttributeError, OSError) as error:
        raise CrossfootError(damaged(path, "Word file")) from error
    except (TypeError, zipfile.BadZipFile) as error:
        raise CrossfootError(damaged(path, "Word file")) from error
    lines: list[Line] = []
    close = _parts_by_empty_paragraphs(body)
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            lines += [Line(""), *_table_lines(block), Line("")]
        else:
            lines += _paragraph_lines(block, close)
    return without_doubled_blanks(lines)


def _check_text(path: Path) -> None:
    """Refuse a text that is far larger than any report before it is read as a tree."""
    size = cells = 0
    before = b""
    for piece in read_part(path, "word/document.xml"):
        size += len(piece)
        cells += (before[-len(_CELL_TAG) + 1 :] + piece).count(_CELL_TAG)
        before = piece
        if size > LARGEST_WORD_TEXT:
            raise CrossfootError(
                too_many_cells(path, cells) if cells > MOST_CELLS else _large(path)
            )
    if cells > MOST_CELLS:
        raise CrossfootError(too_many_cells(path, cells))


def _large(path: Path) -> Problem:
    return Problem(
        f"the text of the Word file has more than {LARGEST_WORD_TEXT / 1e6:,.0f} MB",
        where=path.name,
        why="no report has as much",
        remedy="give the report alone",
    )


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order; those in content controls too."""
    for node in parent:
        if node.tag in (f"{_W}p", f"{_W}tbl"):
            yield node
        elif node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(node)


def _parts_by_empty_paragraphs(body: Any) -> bool:
    """Whether the author parts paragraphs by empty ones; then others follow each other closely."""
    paragraphs = body.findall(f"{_W}p")
    empty = sum(not _text(paragraph).strip() for paragraph in paragraphs)
    return empty > _EMPTY * len(paragraphs)


def _paragraph_lines(paragraph: Any, close: bool) -> list[Line]:
    text = _text(paragraph)
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else str(style.get(f"{_W}val", ""))
    cells = [cell_text(part) for part in text.split("\t")]
    line = "\t".join(cells) if sum(map(bool, cells)) > 1 else "".join(cells)
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    listed = name.startswith("List") or (numbered and not name.startswith("Heading"))
    # rows made with tabs, and items of lists, stand together; paragraphs stand apart
    together = "\t" in line or listed or (close and not name.startswith("Heading"))
    lines = [Line(f"- {line}" if listed and line else line)]
    boxes = [Line(box) for box in _boxes(paragraph)]
    return [*lines, *boxes] if together else [*lines, *boxes, Line("")]


def _boxes(paragraph: Any) -> list[str]:
    """The texts of boxes that are anchored in a paragraph, each once."""
    return [
        text
        for box in paragraph.iter(f"{_W}txbxContent")
        if not any(above.tag == _TEXTBOX_COPY for above in box.iterancestors())
        for inner in box.iter(f"{_W}p")
        if (text := cell_text(_text(inner)))
    ]


def _text(paragraph: Any) -> str:
    """The words of a paragraph; raised digits as such, breaks as spaces, tabs as tabs."""
    words: list[str] = []
    stack = [iter(paragraph)]
    lifted = [False]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            lifted.pop()
        elif node.tag == f"{_W}t":
            words.append(raised(node.text or "") if lifted[-1] else node.text or "")
        elif node.tag == f"{_W}tab":
            words.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            words.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif node.tag in (f"{_W}pPr", f"{_W}rPr") or node.tag in _LEFT_OUT:
            continue
        elif isinstance(node.tag, str):
            align = node.find(f"{_W}rPr/{_W}vertAlign") if node.tag == f"{_W}r" else None
            stack.append(iter(node))
            lifted.append(align is not None and align.get(f"{_W}val") == "superscript")
    return "".join(words)


def _table_lines(table: Any) -> list[Line]:
    grid = []
    for row in _rows(table):
        cells: list[str] = []
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        cells += [""] * (_number(before) if before is not None else 0)
        for cell in _cells(row):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
            inner = [cell_text(_text(p)) for p in cell.iter(f"{_W}p")]
            cells.append("" if goes_on else " ".join(text for text in inner if text))
            cells += [""] * (_number(cell.find(f"{_W}tcPr/{_W}gridSpan")) - 1)
        grid.append(cells)
    return [Line(text) for text in grid_lines(grid)]


def _rows(table: Any) -> Iterator[Any]:
    for node in table:
        if node.tag == f"{_W}tr":
            yield node
        elif node.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _rows(node)


def _cells(row: Any) -> Iterator[Any]:
    for node in row:
        if node.tag == f"{_W}tc":
            yield node
        elif node.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(node)


def _number(node: Any) -> int:
    text = "1" if node is None else str(node.get(f"{_W}val", "1"))
    return min(_WIDEST_SPAN, max(1, int(text))) if text.isascii() and text.isdigit() else 1
