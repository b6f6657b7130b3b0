"""Web pages: paragraphs, headings and tables, without scripts, menus and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.grids import cell_text, grid_lines, raised
from crossfoot.reading.formats.limits import (
    LARGEST_MARKUP,
    MOST_CELLS,
    MOST_TAGS,
    damaged,
    too_many_cells,
)
from crossfoot.reading.formats.lines import Line, without_doubled_blanks

#: pictures and fonts inside the page
_DATA = re.compile(rb"data:[a-z]{1,20}/[^\"')\s>]{200,}", re.IGNORECASE)
_CELL = re.compile(rb"<t[dh][\s>/]", re.IGNORECASE)
_MARK = re.compile(r"\s*\d{1,2}\s*$")
#: where the mark of a note leads: "#note-3", "#fn3", "#footnote-3"
_NOTE = re.compile(r"#(?:.*[-_])?(?:foot|end)?(?:note|fn)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEFT_OUT = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "nav", "svg", "button", "select"),
        *("textarea", "object", "iframe", "ix:header", "math"),
    )
)
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "figure", "ul"))
_BLOCKS = _APART | frozenset(
    (
        *("div", "li", "ol", "dl", "dt", "dd", "blockquote", "header", "footer", "main", "aside"),
        *("figcaption", "caption", "address", "form", "fieldset", "details", "summary", "hr"),
        *("html", "body"),
    )
)
#: a cell spans no more rows and columns than this, whatever the page says
_WIDEST_SPAN = 200


@dataclass
class _Table:
    """A table that is being read."""

    grid: list[list[str]] = field(default_factory=list)
    held: dict[tuple[int, int], bool] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    in_cell: bool = False
    spans: tuple[int, int] = (1, 1)


def read_html(path: Path) -> tuple[Line, ...]:
    """The lines of a web page.

    Raises:
        CrossfootError: the page is damaged or beyond the limits.
    """
    from lxml import etree

    content = _DATA.sub(b"", path.read_bytes())
    _check(path, content)
    encoding = _encoding(content)
    parser = etree.HTMLParser(
        encoding=encoding, recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise CrossfootError(damaged(path, "web page")) from error
    if root is None:
        raise CrossfootError(damaged(path, "web page"))
    walk = _Walk()
    for event, node in etree.iterwalk(root, events=("start", "end")):
        walk.see(event, node)
        if walk.cells > MOST_CELLS:
            raise CrossfootError(too_many_cells(path, walk.cells))
    walk.end_line()
    return without_doubled_blanks(walk.lines)


def _check(path: Path, content: bytes) -> None:
    cells = len(_CELL.findall(content)) if len(content) <= LARGEST_MARKUP else 0
    if cells > MOST_CELLS:
        raise CrossfootError(too_many_cells(path, cells))
    tags = content.count(b"<")
    if len(content) > LARGEST_MARKUP or tags > MOST_TAGS:
        raise CrossfootError(
            Problem(
                f"the web page has {len(content) / 1e6:,.0f} MB of markup and {tags:,} tags",
                where=path.name,
                why="no report has as much",
                remedy="save the page with the report alone",
            )
        )


def _encoding(content: bytes) -> str:
    """The encoding: by its mark, as far as it is UTF-8, as the page says, or Chinese."""
    import codecs

    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(content[:4096])
        name = said[1].decode("ascii") if said else ""
        try:
            return codecs.lookup(name).name if name and name.lower() != "utf-8" else "gb18030"
        except LookupError:
            return "gb18030"
    return "utf-8"


def _links_note(tag: str, node: Any) -> bool:
    """Whether an element is the mark of a note, which pages also raise by their style."""
    if tag != "a" or not _MARK.match(node.text or ""):
        return False
    return node.get("role") == "doc-noteref" or bool(_NOTE.match(node.get("href") or ""))


class _Walk:
    """The page, element by element: no depth of nesting is too deep."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.tables: list[_Table] = []
        self.hidden: Any = None
        self.raised = 0
        self.preformatted = 0
        self.cells = 0  # with those that merged cells cover, which markup states for nothing

    def see(self, event: str, node: Any) -> None:
        """Take the beginning or the end of an element."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if self.hidden is None and (tag in _LEFT_OUT or _is_hidden(node)):
                self.hidden = node
            if self.hidden is None:
                self._begin(tag, node)
                self._say(raised(node.text) if _links_note(tag, node) else node.text)
            return
        if self.hidden is None:
            self._finish(tag)
            if tag in _BLOCKS and not self.tables and _is_empty(node):
                self.lines.append(Line(""))  # white between blocks
        elif self.hidden is node:
            self.hidden = None
        if self.hidden is None:
            self._say(node.tail)

    def end_line(self) -> None:
        """Put what was said since the last line into a line."""
        text = "".join(self.words)
        self.words = []
        if text.strip():
            rows = self.preformatted and "\t" in text
            self.lines.append(Line(text if rows else cell_text(text)))

    def _say(self, text: str | None) -> None:
        if not text:
            return
        text = raised(text) if self.raised else text
        if self.tables:
            if self.tables[-1].in_cell:
                self.tables[-1].words.append(text)
            return
        if not self.preformatted:
            self.words.append(text)
            return
        first, *others = text.split("\n")
        self.words.append(first)
        for other in others:
            if not "".join(self.words).strip():
                self.lines.append(Line(""))
            self.end_line()
            self.words.append(other)

    def _begin(self, tag: str, node: Any) -> None:
        if tag == "sup":
            self.raised += 1
        elif tag == "br":
            self._break()
        elif tag == "table":
            if not self.tables:
                self.end_line()
                self.lines.append(Line(""))
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].grid.append([])
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            table.in_cell, table.words = True, []
            table.spans = (_span(node, "rowspan"), _span(node, "colspan"))
            self.cells += table.spans[0] * table.spans[1]
        elif tag in _BLOCKS or tag == "pre":
            self._break()
            if tag in _APART and not self.tables:
                self.lines.append(Line(""))
            self.preformatted += tag == "pre"

    def _finish(self, tag: str) -> None:
        if tag == "sup":
            self.raised = max(0, self.raised - 1)
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in ("td", "th") and self.tables:
            _end_cell(self.tables[-1])
        elif tag in _BLOCKS or tag == "pre":
            self._break()
            if tag in _APART and not self.tables:
                self.lines.append(Line(""))
            self.preformatted -= tag == "pre" and self.preformatted > 0

    def _break(self) -> None:
        if self.tables:
            if self.tables[-1].in_cell:
                self.tables[-1].words.append(" ")
        else:
            self.end_line()

    def _end_table(self) -> None:
        table = self.tables.pop()
        if len(self.tables) and self.tables[-1].in_cell:
            # a table within a cell: a page laid out with tables, or a figure beside another
            self.tables[-1].words.append("\n".join(["", *grid_lines(table.grid), ""]))
            self.tables[-1].held[-1, -1] = True
            return
        if table.held.get((-1, -1)):
            for row in table.grid:
                for cell in filter(None, row):
                    texts = [t if "\t" in t else cell_text(t) for t in cell.split("\n")]
                    self.lines += [Line(""), *(Line(text) for text in texts if text)]
        else:
            self.lines += map(Line, grid_lines([[cell_text(c) for c in row] for row in table.grid]))
        self.lines.append(Line(""))


def _end_cell(table: _Table) -> None:
    """Put a cell into the grid, behind the cells that span from above."""
    if not table.grid:
        table.grid.append([])
    at, row = len(table.grid) - 1, table.grid[-1]
    while (at, len(row)) in table.held:
        row.append("")
    nested = table.held.get((-1, -1), False)
    text = "".join(table.words)
    row.append(text.strip() if nested else cell_text(text))
    down, right = table.spans
    column = len(row) - 1
    for below in range(1, down):
        for beside in range(right):
            table.held[at + below, column + beside] = True
    row += [""] * (right - 1)
    table.in_cell, table.words = False, []


def _span(node: Any, name: str) -> int:
    text = node.get(name, "1").strip()
    return min(_WIDEST_SPAN, max(1, int(text))) if text.isascii() and text.isdigit() else 1


def _is_empty(node: Any) -> bool:
    return not len(node) and not (node.text or "").strip()


def _is_hidden(node: Any) -> bool:
    return node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style", "")))
