"""Tables without rules that go on over pages: one set of columns, and rows that a page cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from crossfoot.reading.formats.cells import (
    Leading,
    bottom_of,
    find_blocks,
    find_rows,
    is_value,
    top_of,
    white_between,
    white_of_rows,
)
from crossfoot.reading.formats.columns import Part, columns_of_table
from crossfoot.reading.formats.paragraphs import first_width
from crossfoot.reading.formats.regions import RuleAt
from crossfoot.reading.formats.script import is_wide
from crossfoot.reading.formats.segments import Segment, lines_of_segments
from crossfoot.reading.formats.tracks import (
    Span,
    borders_of,
    column_within,
    columns_of,
    filled_cells,
)
from crossfoot.reading.formats.unruled import table_rows
from crossfoot.reading.header import is_head

#: part of the cells of a page that the columns of all pages may lose
_LOST = 0.05
#: part of the rows whose first cell is filled, so that an empty one says that a row goes on
_USUAL = 0.8
#: a line that ends further left than this, in sizes of the font, had room for the next word
_SLACK = 0.3
#: white between two lines of a cell is so much higher at most, in sizes of the font
_CLOSE = 0.12
#: white between rows of two pages, in sizes of the font, beyond that of the lines of a cell
_APART = 1.0
_ENDS = frozenset(".!?:;。！？：；")


@dataclass
class _Chain:
    """Pieces of one table, put below each other as if a page had no end.

    Attributes:
        page: of the last piece.
        pieces: parts of pages, from above.
        segments: their words, each page below the one before.
        heights: of horizontal rules, on the same scale.
        piece_of: at which piece a segment stands, by its id.
        grown: whether lines of another page were put to it.
    """

    page: int
    pieces: list[Part] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    piece_of: dict[int, int] = field(default_factory=dict)
    grown: bool = False

    def add(
        self, page: int, part: Part, words: Sequence[Segment], heights: Sequence[float]
    ) -> None:
        """Put a piece below the others, its words already at their place."""
        for segment in words:
            self.piece_of[id(segment)] = len(self.pieces)
        self.page = page
        self.pieces.append(part)
        self.segments += words
        self.heights += heights

    def take(self, words: Sequence[Segment]) -> None:
        """Give the last piece lines of its last row, already at their place."""
        self.piece_of |= {id(segment): len(self.pieces) - 1 for segment in words}
        self.segments += words
        self.grown = True

    def settle(self, leading: Leading) -> None:
        """Give each piece its rows, under the columns of all of them."""
        if len(self.pieces) < 2 and not self.grown:
            return
        columns = columns_of_table(self.segments)
        rows = table_rows(self.segments, columns, self.heights, leading)
        width = max((len(row.cells) for row in rows), default=0)
        used = [at for at in range(width) if any(row.cell(at) for row in rows)]
        for at, piece in enumerate(self.pieces):
            piece.grid = []
            piece.goes_on = at > 0
        for row in rows:
            if row.segments:
                first = min(row.segments, key=lambda s: s.top)
                cells = [row.cell(at) for at in used]
                grid = self.pieces[self.piece_of[id(first)]].grid
                if grid is not None:
                    grid.append(cells)


def link_tables(
    pages: Mapping[int, list[Part]],
    rules: Mapping[int, Sequence[RuleAt]],
    leading: Leading,
) -> None:
    """Give the pieces of tables that go on over pages their common cells, in place.

    Args:
        pages: the parts of each page, from above.
        rules: height, left and right end of the horizontal rules of each page.
        leading: the white between lines of a paragraph, from `find_leading`.
    """
    chain: _Chain | None = None
    for number in sorted(pages):
        parts = pages[number]
        joined = None
        if chain is not None and chain.page == number - 1:
            joined = _join(chain, pages, number, rules[number], leading)
        if chain is not None and (joined is None or joined is not parts[-1]):
            chain.settle(leading)
            chain = None
        if chain is None:
            chain = _begin(number, parts, rules[number])
    if chain is not None:
        chain.settle(leading)


def crossing(rules: Sequence[RuleAt], columns: Sequence[Span]) -> list[float]:
    """Heights of the rules that cross a good part of a table."""
    left, end = columns[0][0], columns[-1][1]
    return [y for y, x0, x1 in rules if min(x1, end) - max(x0, left) > 0.4 * (end - left)]


def _begin(number: int, parts: Sequence[Part], rules: Sequence[RuleAt]) -> _Chain | None:
    """The table that ends a page, which may go on on the next one."""
    last = _last_table(parts)
    if last is None:
        return None
    part = parts[last]
    chain = _Chain(number)
    chain.add(number, part, part.segments, crossing(rules, part.columns))
    return chain


def _last_table(parts: Sequence[Part]) -> int | None:
    """Which part is the table that ends a page; lines of its last cell may stand below it."""
    for at in range(len(parts) - 1, max(len(parts) - 3, -1), -1):
        part = parts[at]
        if part.is_table:
            return at
        if part.kind != "text" or at == 0 or not parts[at - 1].is_table:
            return None
        if not _in_one_column(part.segments, parts[at - 1].columns):
            return None
    return None


def _in_one_column(words: Sequence[Segment], columns: Sequence[Span]) -> bool:
    touched = {column_within((s.x0, s.x1), columns) for s in words}
    return len(touched) == 1 and None not in touched


def _join(
    chain: _Chain,
    pages: Mapping[int, list[Part]],
    number: int,
    rules: Sequence[RuleAt],
    leading: Leading,
) -> Part | None:
    """Put the table that begins a page below the one that ended the page before, if it is one."""
    parts = pages[number]
    at = next((at for at, part in enumerate(parts[:2]) if part.is_table), None)
    if at is None or (at and parts[0].kind != "text"):
        _take_rest(chain, pages, number, leading)
        return None
    above = parts[0].segments if at else []
    lower = parts[at]
    trailing = _trailing(pages[number - 1], chain)
    upper = [*chain.segments, *trailing]
    words = [*above, *lower.segments]
    rows = _rows(lower.segments, leading)
    heads = [_texts(row) for row in _rows(chain.segments, leading) if is_head(_texts(row))]
    first = _texts(rows[0])
    if is_head(first) and first not in heads:
        return None
    columns = columns_of_table([*upper, *words])
    if len(columns) < 2 or _loses(chain.segments, columns) or _loses(lower.segments, columns):
        return None
    cut = _is_cut(upper, words, columns, leading)
    if not cut and (above or (trailing and not _names_group(chain.segments, trailing, leading))):
        return None
    size = lower.segments[0].size
    white = _usual_white(size, leading) + (0.0 if cut else _APART * size)
    shift = bottom_of(upper) + white - top_of(words)
    moved = [_moved(segment, shift) for segment in words]
    if trailing:
        chain.pieces[-1].segments += trailing
        chain.segments += trailing
        chain.piece_of |= {id(s): len(chain.pieces) - 1 for s in trailing}
        pages[number - 1].pop()
    if above:
        parts.pop(0)
    chain.add(number, lower, moved, [y + shift for y in crossing(rules, columns)])
    return lower


def _take_rest(
    chain: _Chain, pages: Mapping[int, list[Part]], number: int, leading: Leading
) -> None:
    """Give the last row the lines of a cell that stand alone at the top of the next page."""
    parts = pages[number]
    if not parts or parts[0].kind != "text" or _trailing(pages[number - 1], chain):
        return
    size = parts[0].segments[0].size
    rest: list[Segment] = []
    for line in parts[0].segments:
        if rest and white_between(rest[-1], line) > _usual_white(size, leading) + _CLOSE * size:
            break
        rest.append(line)
    columns = columns_of_table(chain.segments)
    if len(columns) < 2 or not _in_one_column(rest, columns):
        return
    if columns_of((rest[0].x0, rest[0].x1), borders_of(columns))[0] == 0:
        return
    if _is_cut(chain.segments, rest, columns, leading):
        shift = bottom_of(chain.segments) + _usual_white(size, leading) - top_of(rest)
        chain.take([_moved(segment, shift) for segment in rest])
        del parts[0].segments[: len(rest)]
        if not parts[0].segments:
            parts.pop(0)


def _trailing(parts: Sequence[Part], chain: _Chain) -> list[Segment]:
    """The lines that stand below the last table of a page."""
    last = parts[-1]
    return [] if last is chain.pieces[-1] else list(last.segments)


def _names_group(
    segments: Sequence[Segment], trailing: Sequence[Segment], leading: Leading
) -> bool:
    """Whether lines below a table, at the end of a page, name the rows of the next one."""
    rows = _rows(segments, leading)
    gaps = sorted(top_of(low) - bottom_of(high) for high, low in pairwise(rows))
    first, last = trailing[0], segments[-1]
    same = abs(first.size - last.size) < 0.5 and first.bold is last.bold
    white = top_of(trailing) - bottom_of(segments)
    return bool(gaps) and same and white <= gaps[len(gaps) // 2] + 0.5


def _rows(segments: Sequence[Segment], leading: Leading) -> list[list[Segment]]:
    return find_rows(find_blocks(segments, white_of_rows(segments, leading)))


def _texts(row: Sequence[Segment]) -> tuple[str, ...]:
    return tuple(s.text for s in sorted(row, key=lambda s: s.x0))


def _usual_white(size: float, leading: Leading) -> float:
    return leading.get(round(2 * size), 0.2 * size)


def _moved(segment: Segment, shift: float) -> Segment:
    """A segment further down; of its characters one is kept, which knows the base line."""
    base = segment.base
    glyphs = [replace(glyph, base=base + shift) for glyph in segment.glyphs[:1]]
    return replace(segment, top=segment.top + shift, bottom=segment.bottom + shift, glyphs=glyphs)


def _loses(segments: Sequence[Segment], columns: Sequence[Span]) -> bool:
    """Whether cells of a piece come together under the columns of the whole table."""
    own = columns_of_table(segments)
    lines = lines_of_segments(segments)
    cells = filled_cells(lines, borders_of(own))
    return filled_cells(lines, borders_of(columns)) < (1 - _LOST) * cells


def _is_cut(
    upper: Sequence[Segment], lower: Sequence[Segment], columns: Sequence[Span], leading: Leading
) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    last, first = _rows(upper, leading)[-1], _rows(lower, leading)[0]
    borders = borders_of(columns)
    rest = _by_column(first, borders)
    whole = _by_column(last, borders)
    if any(map(is_value, first)) or not set(rest) <= set(whole) or is_head(_texts(last)):
        return False
    every = [*upper, *lower]
    inside = 0 not in rest or len(rest) == len(whole) == 1
    for at, cell in rest.items():
        edge = max(s.x1 for s in every if columns_of((s.x0, s.x1), borders) == (at, at))
        if not _goes_on(whole[at][-1], cell[0], edge, inside):
            return False
    return True


def _by_column(row: Sequence[Segment], borders: Sequence[float]) -> dict[int, list[Segment]]:
    cells: dict[int, list[Segment]] = {}
    for segment in sorted(row, key=lambda s: s.top):
        cells.setdefault(columns_of((segment.x0, segment.x1), borders)[0], []).append(segment)
    return cells


def _goes_on(above: Segment, below: Segment, edge: float, inside: bool) -> bool:
    """Whether a cell goes on: its line is full, and what follows is no new beginning.

    Args:
        above: its last line on the page above.
        below: the first line on the next one.
        edge: the right edge of its column.
        inside: whether the row has no label of its own.
    """
    if abs(above.size - below.size) > 0.5 or above.bold != below.bold:
        return False
    if above.x1 + first_width(below) <= edge - _SLACK * below.size:
        return False
    if above.text[-1] in _ENDS:
        return inside
    return inside or below.text[0].islower() or is_wide(below.text[0])
