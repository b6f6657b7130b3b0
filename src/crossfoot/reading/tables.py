"""All tables of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.header import count_head_rows, is_head_word, read_columns, year_of
from crossfoot.reading.headings import ContentsEntry, Heading, Sections
from crossfoot.reading.index_codes import index_standard_of
from crossfoot.reading.index_entries import names_places
from crossfoot.reading.marks import plain
from crossfoot.reading.notes import find_notes
from crossfoot.reading.numbers import read_cell
from crossfoot.reading.rows import LabelPath, read_rows
from crossfoot.reading.runs import RawRow, find_runs
from crossfoot.reading.table import Column, ReportTable, Role, Row, TableKind

_CAPTION_REACH = 4
_LONGEST_CAPTION = 160
#: a line that ends in a stop and is longer is a sentence, and no caption
_SENTENCE_LENGTH = 50
_CHECKBOX = re.compile(r"checkbox|[□☐☑✓√_]\s?\d\b|□|☐|☑", re.IGNORECASE)
_ENDS_IN_LETTER = re.compile(r"[A-Za-z]$")
#: a code of HKEX before a caption
_CODED = re.compile(r"(?:KPI\s*)?[A-D]\d(?:\.\d{1,2})?\s+\S")
_STARTS_IN_SMALL = re.compile(r"^[a-z]")


def find_tables(
    lines: Sequence[str],
    headings: Sequence[Heading],
    contents: Sequence[ContentsEntry],
    furniture: frozenset[int],
) -> tuple[ReportTable, ...]:
    """The tables of a text, in order."""
    lines = in_one_form(lines)
    sections = Sections(headings)
    no_rows = {entry.line for entry in contents} | furniture
    runs = [
        run for run in find_runs(lines, furniture) if not no_rows.issuperset(r.line for r in run)
    ]
    found: list[ReportTable] = [_contents_table(lines, contents)] if contents else []
    path = LabelPath()
    places: ReportTable | None = None
    for at, run in enumerate(runs):
        stop = runs[at + 1][0].line if at + 1 < len(runs) else len(lines) + 1
        before = found[-1] if found else None
        table, path = _table(run, lines, sections, before, furniture, path)
        if table.head:
            places = table if names_places([c.title for c in table.columns]) else None
            if places and table.kind is TableKind.KPI and not table.years:
                table = replace(table, kind=TableKind.TEXT)  # an index of a standard not known
        elif places and table.kind is TableKind.KPI and len(table.columns) == len(places.columns):
            table = replace(table, kind=TableKind.TEXT)  # a part of an index, without its head
        notes = find_notes(lines, table.last_line, stop)
        found.append(replace(table, id=f"T{len(found) + 1:02d}", notes=notes))
    return tuple(found)


def _contents_table(lines: Sequence[str], contents: Sequence[ContentsEntry]) -> ReportTable:
    """The contents list, chapter lines between its entries included."""
    columns = (Column(0, "", Role.LABEL), Column(1, "", Role.LABEL))
    rows = tuple(
        Row(e.line, (e.title, "" if e.page is None else str(e.page)), e.title) for e in contents
    )
    first, last = contents[0].line, contents[-1].line
    caption = _caption(first, lines, frozenset())
    return ReportTable("T01", TableKind.CONTENTS, caption, (), first, last, (), columns, rows)


def _table(
    run: list[RawRow],
    lines: Sequence[str],
    sections: Sections,
    before: ReportTable | None,
    furniture: frozenset[int],
    above: LabelPath,
) -> tuple[ReportTable, LabelPath]:
    """A table, and the labels in force at its end.

    Args:
        run: its rows, head included.
        lines: of the text.
        sections: the headings of the text.
        before: the table before it.
        furniture: the lines of running heads and page numbers.
        above: the labels in force at the end of the table before it.
    """
    cells = [row.cells for row in run]
    count = count_head_rows(cells)
    head, body = cells[:count], cells[count:]
    columns = read_columns(head, body)
    caption = _caption(run[0].line, lines, furniture)
    inner = _inner_caption(head)
    continues = ""
    if before is not None and _goes_on(before, run[0].line, head, columns, lines, furniture):
        continues = before.id
        if not head:
            columns = _lent(before.columns, columns)
        caption = caption or before.caption
    caption = " · ".join(dict.fromkeys(part for part in (caption, inner) if part))
    path = above if continues else LabelPath()
    rows = read_rows(run[count:], columns, path)
    caption = caption or _caption_in_head(head)
    section = _own_section(sections.at(run[0].line), caption, before)
    kind = _kind(cells, columns, rows, caption, section)
    first, last = run[0].line, run[-1].line
    table = ReportTable(
        "", kind, caption, section, first, last, tuple(head), columns, rows, continues
    )
    return table, path


def _caption_in_head(head: Sequence[tuple[str, ...]]) -> str:
    """The title that stands in the place of the head of the labels: "B5.1 Suppliers by region"."""
    first = next((cells[0] for cells in head if any(cells[1:]) and cells[0]), "")
    titled = _CODED.match(first) or len(plain(first).split()) > 1
    if not any(year_of(cell) for cells in head for cell in cells):
        return ""
    return plain(first) if titled and not is_head_word(first) else ""


def _own_section(
    section: tuple[str, ...], caption: str, before: ReportTable | None
) -> tuple[str, ...]:
    """The headings that a table stands under, without one that is the caption of another table."""
    if before is None or before.kind is not TableKind.KPI or not section or not caption:
        return section
    if before.section != section:
        return section
    title = section[-1]
    return section[:-1] if before.caption == title != caption else section


def _inner_caption(head: Sequence[tuple[str, ...]]) -> str:
    """A title inside the table: a row with one cell, or a title cut into two cells."""
    for at, cells in enumerate(head):
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            return filled[0]
        if len(filled) == 2 and at + 1 < len(head):
            left, right = filled
            if _ENDS_IN_LETTER.search(left) and _STARTS_IN_SMALL.match(right):
                return left + right
    return ""


def _caption(first_line: int, lines: Sequence[str], furniture: frozenset[int]) -> str:
    """The short line above a table."""
    for number in range(first_line - 1, max(0, first_line - 1 - _CAPTION_REACH), -1):
        text = plain(lines[number - 1]).lstrip("#> ").strip()
        if not text:
            continue
        if "\t" in lines[number - 1] or len(text) > _LONGEST_CAPTION:
            return ""
        if text.endswith((".", "。")) and len(text) > _SENTENCE_LENGTH:
            return ""
        if number in furniture or not any(c.isalpha() for c in text):
            continue
        return text
    return ""


def _goes_on(
    before: ReportTable,
    first_line: int,
    head: Sequence[tuple[str, ...]],
    columns: Sequence[Column],
    lines: Sequence[str],
    furniture: frozenset[int],
) -> bool:
    """Whether a table is the rest of the one before: same head, or none, and nothing between."""
    between = range(before.last_line + 1, first_line)
    if any(lines[n - 1].strip() and n not in furniture for n in between) or len(between) > 12:
        return False
    if not head:
        return abs(len(columns) - len(before.columns)) <= 1
    names = [c for c in head[-1] if c]
    return any(names == [c for c in row if c] for row in before.head)


def _lent(lender: Sequence[Column], own: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of the piece before, as far as this piece reaches."""
    return (
        tuple(lender[: max(len(own), 1)])
        if len(lender) >= len(own)
        else (*lender, *own[len(lender) :])
    )


def _kind(
    cells: Sequence[tuple[str, ...]],
    columns: Sequence[Column],
    rows: Sequence[Row],
    caption: str,
    section: Sequence[str],
) -> TableKind:
    if sum(any(_CHECKBOX.search(c) for c in row) for row in cells) * 3 >= len(cells):
        return TableKind.FORM
    if index_standard_of(cells, " ".join((*section, caption))):
        return TableKind.INDEX
    if not any(c.title for c in columns) and _lists_pages(cells):
        return TableKind.CONTENTS
    data = [row for row in rows if any(_is_figure(v.text) for v in row.values if v.printed)]
    has_years = any(c.year is not None for c in columns)
    has_units = any(c.role is Role.UNIT or c.unit for c in columns) or any(r.unit for r in data)
    if data and (has_years or has_units or 2 * len(data) >= len(rows)):
        return TableKind.KPI
    return TableKind.TEXT


def _lists_pages(cells: Sequence[tuple[str, ...]]) -> bool:
    """Whether every row is a title and a page, the pages in order: the contents of a chapter."""
    pages = []
    for row in cells:
        filled = [cell for cell in row if cell]
        numbers = [printed for cell in filled if (printed := read_cell(cell)) is not None]
        if len(filled) != 2 or len(numbers) != 1 or numbers[0].unit or numbers[0].decimals:
            return False
        pages.append(numbers[0].number)
    return len(pages) > 2 and pages == sorted(pages) and 0 < pages[-1] < 1000


def _is_figure(text: str) -> bool:
    """Whether a cell is a figure and no year or date."""
    printed = read_cell(text)
    return printed is not None and year_of(text) is None
