"""Tables that horizontal rules or coloured bands draw: rows between them, columns between white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crossfoot.reading.formats.cells import (
    Leading,
    bottom_of,
    find_blocks,
    find_rows,
    is_value,
    top_of,
    white_of_rows,
)
from crossfoot.reading.formats.ruled import Box, RuledTable
from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.formats.tracks import columns_of, find_borders, spans_of
from crossfoot.reading.header import is_head

#: ends of rules that are nearer to each other, in points, stand together
_NEAR = 3.0
#: shorter rules, in points, are no table's
_LONG = 90.0
#: rules that are nearer above each other, in points, are one
_THICK = 3.5
#: so many rules make a table
_LEAST = 3
#: white beside the words of a row differs by so much, in sizes of the font
_PADDING = 0.18
#: part of the rows that stand alone between two rules, where rules stand under every row
_MOST = 0.5
#: white between two rows, as a part of the white above and below the words of one
_ROWS = 0.7
#: part of the rows of a table that have cells beside each other, and fit its columns
_FITTING = 0.5
#: white around a row, in sizes of the font, and around one of a single cell
_FAR, _ALONE = 4.0, 0.6

#: no page is higher, in points
_PAGE = 20_000.0

RuleAt = tuple[float, float, float]


@dataclass(frozen=True)
class _Row:
    """A row: its upper and lower side, and its segments."""

    top: float
    bottom: float
    segments: list[Segment]


@dataclass
class _Band:
    """What stands between two rules: rows from above, each with its segments."""

    top: float
    bottom: float
    rows: list[list[Segment]] = field(default_factory=list)

    @property
    def segments(self) -> list[Segment]:
        return [segment for row in self.rows for segment in row]

    @property
    def above(self) -> float:
        """The white between the upper rule and the words."""
        return top_of(self.segments) - self.top

    @property
    def below(self) -> float:
        """The white between the words and the lower rule."""
        return self.bottom - bottom_of(self.segments)


@dataclass
class LinedTable:
    """A table between horizontal rules, or what a page holds of it.

    Attributes:
        left: left end of its rules.
        right: right end of its rules.
        rows: its rows.
        open_above: whether its first row begins the page and has no rule above it.
        open_below: whether its last row ends the page and has no rule below it.
        begins: whether nothing stands above it on the page.
        ends: whether nothing stands below it.
    """

    left: float
    right: float
    rows: list[_Row]
    open_above: bool = False
    open_below: bool = False
    begins: bool = False
    ends: bool = False

    @property
    def segments(self) -> list[Segment]:
        """The words in it."""
        return [segment for row in self.rows for segment in row.segments]

    def with_borders(self, borders: Sequence[float]) -> RuledTable:
        """Its cells between borders of columns."""
        edges = [self.left - _NEAR, *borders, self.right + _NEAR]
        boxes = tuple(tuple(_cells(row, borders, edges)) for row in self.rows)
        box = (edges[0], self.rows[0].top, edges[-1], self.rows[-1].bottom)
        return RuledTable(box, boxes, self.open_above, self.open_below)


def find_lined(
    rules: Sequence[RuleAt],
    segments: Sequence[Segment],
    leading: Leading,
    beside: Sequence[LinedTable] = (),
    known: Sequence[_Group] = (),
) -> list[LinedTable]:
    """The tables of a page that have horizontal rules only.

    Args:
        rules: height, left and right end of its horizontal rules and of the sides of bands.
        segments: what stands outside tables that rules draw on all sides.
        leading: the white between lines of a paragraph, from `find_leading`.
        beside: the tables of the page above.
        known: rules of the pages around it, whose padding is known.
    """
    tables: list[LinedTable] = []
    for group in rule_groups(rules, segments, leading):
        every = (g.usual for g in (group, *known) if g.has_sides_of(group))
        # rules at the head and the end alone part no rows
        usual = next((padding for padding in every if padding and padding.every), None)
        if usual is None or not group.inside:
            continue
        goes_on = any(t.open_below and abs(t.left - group.left) <= _NEAR for t in beside)
        for table in _parted(group, usual, segments, goes_on):
            if any(len(spans_of(row.segments)) > 1 for row in table.rows) or table.open_above:
                taken = {id(s) for t in tables for s in t.segments}
                if not any(id(s) in taken for s in table.segments):
                    tables.append(table)
    return sorted(tables, key=lambda t: t.rows[0].top)


@dataclass
class _Group:
    """Rules with the same ends, and what stands between them."""

    left: float
    right: float
    heights: list[float]
    inside: list[Segment] = field(default_factory=list)
    bands: list[_Band] = field(default_factory=list)
    usual: _Padding | None = None

    def has_sides_of(self, other: _Group) -> bool:
        return abs(self.left - other.left) <= _NEAR and abs(self.right - other.right) <= _NEAR


def rule_groups(
    rules: Sequence[RuleAt], segments: Sequence[Segment], leading: Leading
) -> list[_Group]:
    """The rules of a page by their ends, with the padding of the rows between them."""
    groups = []
    for left, right, heights in _groups(rules):
        inside = [s for s in segments if left - _NEAR <= s.x0 and s.x1 <= right + _NEAR]
        # what stands above the first and below the last rule may be rows, too
        edges = [min(heights[0] - 1, 0.0), *heights, heights[-1] + _PAGE]
        bands = [_band(high, low, inside, leading) for high, low in pairwise(edges)]
        usual = _Padding.of(bands[1:-1]) if len(heights) >= _LEAST else None
        groups.append(_Group(left, right, heights, inside, bands, usual))
    return groups


def _groups(rules: Sequence[RuleAt]) -> list[tuple[float, float, list[float]]]:
    """Rules with the same ends: left, right, and heights from above; wide ones first."""
    groups: list[tuple[float, float, list[float]]] = []
    for height, left, right in sorted(rules):
        if right - left < _LONG:
            continue
        for group in groups:
            if abs(group[0] - left) <= _NEAR and abs(group[1] - right) <= _NEAR:
                if height - group[2][-1] > _THICK:
                    group[2].append(height)
                break
        else:
            groups.append((left, right, [height]))
    return sorted(groups, key=lambda g: g[0] - g[1])


def _band(top: float, bottom: float, inside: Sequence[Segment], leading: Leading) -> _Band:
    words = [s for s in inside if top < s.middle < bottom]
    return _Band(top, bottom, find_rows(find_blocks(words, white_of_rows(words, leading))))


def _parted(
    group: _Group, usual: _Padding, segments: Sequence[Segment], goes_on: bool
) -> list[LinedTable]:
    """The tables between the rules; what stands between two tables is left out."""
    bands = group.bands
    found: list[list[_Row]] = [[]]
    open_above = False
    for at, band in enumerate(bands):
        rows = [] if at in (0, len(bands) - 1) else usual.rows(band)
        if rows:
            found[-1] += rows
            continue
        if found[-1]:
            found[-1] += usual.first_rows(band)
        found.append([])
        if at == 0 and goes_on and (rest := usual.rest(band, segments)):
            found[-1], open_above = rest, True
        elif at == 0 or found[-2] or band.rows:
            found[-1] = usual.last_rows(band, group.left) if at + 1 < len(bands) else []
    if not any(found) or bands[-1].rows:
        # a row that goes on over the end of the page, alone on it but for a rule
        alone = usual.first_rows(bands[-1])
        if not any(found) and alone and len(bands[-1].rows) == 1 and len(alone[0].segments) > 2:
            found.append(alone)
    tables: list[LinedTable] = []
    for rows in (piece for each in found for piece in _pieces(each, usual)):
        table = LinedTable(group.left, group.right, rows)
        mine = {id(s) for s in table.segments}
        others = [s for s in segments if id(s) not in mine]
        table.begins = not any(s.middle < rows[0].top for s in others)
        table.ends = not any(s.middle > rows[-1].bottom for s in others)
        table.open_above = open_above and table.begins
        table.open_below = table.ends and rows[-1].bottom > group.heights[-1] + _NEAR
        touches = any(abs(t.rows[-1].bottom - rows[0].top) < 1 for t in tables)
        if len(rows) > 1 or _is_wide(rows) or table.open_above or touches:
            tables.append(table)
    return tables


def _pieces(rows: Sequence[_Row], usual: _Padding) -> list[list[_Row]]:
    """Rows cut where another table may begin: at a head, and below more white than usual."""
    pieces: list[list[_Row]] = []
    head = False
    for at, row in enumerate(rows):
        ordered = sorted(row.segments, key=lambda s: s.x0)
        was_head, head = head, is_head(tuple(s.text for s in ordered))
        above = rows[at - 1] if at else row
        white = above.bottom - bottom_of(above.segments) - usual.below
        if not pieces or (head and not was_head) or (at and white > 0.5 * usual.size):
            pieces.append([])
        pieces[-1].append(row)
    return pieces


def _is_wide(rows: Sequence[_Row]) -> bool:
    """Whether the one row that stands on a page has cells enough to be a table."""
    return any(len(spans_of(row.segments)) > 2 for row in rows)


@dataclass(frozen=True)
class _Padding:
    """The white above and below the words of the rows between two rules.

    Attributes:
        above: in points.
        below: in points.
        size: of the font.
        every: whether rules stand under every row.
        start: where the words of the first column begin, from the left end of the rules.
    """

    above: float
    below: float
    size: float
    every: bool
    start: float

    @classmethod
    def of(cls, bands: Sequence[_Band]) -> _Padding | None:
        """The usual white, from bands that hold one row."""
        full = [band for band in bands if band.rows]
        one = [band for band in full if len(band.rows) == 1 and len(spans_of(band.rows[0])) > 1]
        if not one:
            return None
        above, below = sorted(b.above for b in one), sorted(b.below for b in one)
        sizes = sorted(s.size for b in one for s in b.segments)
        starts = sorted(min(s.x0 for s in b.segments) for b in one)
        return cls(
            above[len(above) // 4],
            below[len(below) // 4],
            sizes[len(sizes) // 2],
            len(one) >= max(_MOST * sum(len(b.rows) for b in full if _is_table(b)), 2),
            starts[0],
        )

    def rows(self, band: _Band) -> list[_Row]:
        """The rows of a band; none where it is no part of a table."""
        if not band.rows:
            return []
        more = (band.above - self.above, band.below - self.below)
        differ = _PADDING * self.size
        even = abs(more[0] - more[1]) <= differ
        whole = [_Row(band.top, band.bottom, band.segments)]
        if len(band.rows) == 1:
            alone = len(spans_of(band.rows[0])) == 1
            near = max(more) <= (_ALONE if alone else _FAR) * self.size
            # a row may be higher than its words, which then stand in its middle or at its top
            at_top = not alone and abs(more[0]) <= differ
            return whole if near and (even or at_top) else []
        if self.every:
            if not even or max(more) > differ:
                return []
            apart = min(top_of(low) - bottom_of(high) for high, low in pairwise(band.rows))
            full = sum(len(spans_of(row)) > 1 for row in band.rows)
            several = apart > _ROWS * (self.above + self.below) and (full > 1 or _stacked(band))
            return _cut(band.top, band.bottom, band.rows) if several else whole
        return _cut(band.top, band.bottom, band.rows) if _is_table(band) else []

    def first_rows(self, band: _Band) -> list[_Row]:
        """The row that ends a table without a rule below it."""
        if not band.rows or len(spans_of(band.rows[0])) < 2:
            return []
        row = band.rows[0]
        if abs(top_of(row) - band.top - self.above) > _PADDING * self.size:
            return []
        return [_Row(band.top, bottom_of(row) + min(self.below, 1.0), row)]

    def rest(self, band: _Band, segments: Sequence[Segment]) -> list[_Row]:
        """The end of a row that began on the page above."""
        if len(band.rows) != 1 or abs(band.below - self.below) > _PADDING * self.size:
            return []
        words = {id(s) for s in band.segments}
        if any(s.middle < band.bottom and id(s) not in words for s in segments):
            return []
        return [_Row(top_of(band.segments) - 1, band.bottom, band.segments)]

    def last_rows(self, band: _Band, left: float) -> list[_Row]:
        """The rows that begin a table without a rule above it."""
        rows: list[list[Segment]] = []
        end, white = band.bottom, self.below
        for row in reversed(band.rows):
            if end - bottom_of(row) > white + _PADDING * self.size:
                break
            indent = min(s.x0 for s in row)
            cell = abs(indent - self.start) < 0.2 * self.size and indent - left > 2
            if len(spans_of(row)) < 2 and not cell:
                break
            rows.insert(0, row)
            end, white = top_of(row), self.above + self.below
        if not rows or all(len(spans_of(row)) < 2 for row in rows):
            return []
        return _cut(top_of(rows[0]) - 1, band.bottom, rows)


def _is_table(band: _Band) -> bool:
    """Whether rows of a table stand in a band, rather than text."""
    several = [row for row in band.rows if len(spans_of(row)) > 1]
    if len(several) < _FITTING * len(band.rows):
        return False
    if len(band.rows) == 1:
        return True
    borders = find_borders(band.rows)
    values = any(is_value(s) for s in band.segments)
    return len(borders) > 1 or (len(borders) == 1 and values)


def _stacked(band: _Band) -> bool:
    """Whether numbers stand above each other in a column."""
    values = [[s for s in row if is_value(s)] for row in band.rows]
    return any(
        a.x0 < b.x1 and b.x0 < a.x1 for high, low in pairwise(values) for a in high for b in low
    )


def _cut(top: float, bottom: float, rows: Sequence[list[Segment]]) -> list[_Row]:
    """Rows that only white parts."""
    edges = [top]
    for high, low in pairwise(rows):
        edges.append((bottom_of(high) + top_of(low)) / 2)
    edges.append(bottom)
    return [_Row(a, b, row) for (a, b), row in zip(pairwise(edges), rows, strict=True)]


def _cells(row: _Row, borders: Sequence[float], edges: Sequence[float]) -> list[Box | None]:
    """The cells of a row; words across a border make one cell of two."""
    joined = set()
    for segment in row.segments:
        first, last = columns_of((segment.x0, segment.x1), borders)
        joined |= set(range(first + 1, last + 1))
    cells: list[Box | None] = []
    for at in range(len(edges) - 1):
        if at in joined:
            cells.append(None)
            continue
        end = at + 1
        while end in joined:
            end += 1
        cells.append((edges[at], row.top, edges[end], row.bottom))
    return cells
