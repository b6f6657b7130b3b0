"""Where a table without rules begins and ends, row by row, and which columns it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossfoot.reading.formats.cells import (
    Leading,
    bottom_of,
    find_blocks,
    find_rows,
    top_of,
    white_between,
    white_of_rows,
)
from crossfoot.reading.formats.columns import Part, columns_of_table
from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.formats.tracks import (
    Span,
    borders_of,
    column_within,
    filled_cells,
    find_borders,
    spans_of,
)
from crossfoot.reading.header import is_head

#: a horizontal rule: height, left and right end
RuleAt = tuple[float, float, float]

#: white between two tables, as a multiple of the white between rows, and in sizes of the font
_MORE, _APART = 1.6, 0.5
#: part of the width of a table that a line of text fills, and a paragraph of several lines
_LINE, _PARAGRAPH = 0.7, 0.5
#: sizes of fonts that differ by more are of title and table
_OTHER_SIZE = 0.08
#: rules that are nearer above each other, in points, are one
_THICK = 3.5
#: rows that are looked at where others may be of another table
_SAMPLE = 8
#: lines of text between two pieces that may be rows of one table
_MOST_BETWEEN = 12
#: lines of a cell above the cells beside it
_MOST_LINES = 100


@dataclass(frozen=True)
class _Row:
    """A row: its words, and whether they stand in one cell."""

    segments: list[Segment]

    @property
    def alone(self) -> bool:
        return len(spans_of(self.segments)) == 1

    @property
    def head(self) -> bool:
        return is_head(tuple(s.text for s in sorted(self.segments, key=lambda s: s.x0)))

    @property
    def size(self) -> float:
        return sorted(s.size for s in self.segments)[len(self.segments) // 2]

    @property
    def bold(self) -> bool:
        return 2 * sum(s.bold for s in self.segments) > len(self.segments)


def with_whole_tables(
    parts: Sequence[Part], rules: Sequence[RuleAt], leading: Leading
) -> list[Part]:
    """The parts of a page, its tables without rules cut anew where tables begin and end.

    Args:
        parts: from above.
        rules: height, left and right end of the horizontal rules of the page.
        leading: the white between lines of a paragraph, from `find_leading`.
    """
    out: list[Part] = []
    at = 0
    while at < len(parts):
        end = _end_of_run(parts, at)
        if end == at:
            out.append(parts[at])
            at += 1
            continue
        segments = [s for part in parts[at:end] for s in part.segments]
        if out and out[-1].kind == "text":
            segments = [*_taken_lines(out[-1], segments, leading), *segments]
            out = [part for part in out if part.segments]
        out += _cut(segments, rules, leading)
        at = end
    return out


def _end_of_run(parts: Sequence[Part], at: int) -> int:
    """Behind the last of the parts that may be one table; the same place where none is."""
    end = at
    for n in range(at, len(parts)):
        if _is_open(parts[n]):
            end = n + 1
        elif n == at or parts[n].kind != "text" or not _is_short(parts[n]):
            break
    return end


def _is_open(part: Part) -> bool:
    inside = not any(s.text.startswith("\0") for s in part.segments)
    return part.kind in ("table", "rows") and inside


def _is_short(part: Part) -> bool:
    stand_in = any(s.text.startswith("\0") for s in part.segments)
    return not stand_in and len(part.segments) <= _MOST_BETWEEN


def _taken_lines(above: Part, segments: Sequence[Segment], leading: Leading) -> list[Segment]:
    """The last lines of a text that belong to a table: of a high cell, or names of a group."""
    white = white_of_rows(segments, leading)
    rows = find_rows(find_blocks(segments, white))
    gaps = sorted(top_of(low) - bottom_of(high) for high, low in pairwise(rows))
    usual = gaps[len(gaps) // 2] if gaps else white
    near = rows[:_SAMPLE]  # another table may stand below
    columns = best_columns([s for row in near for s in row], near)
    first = min(segments, key=lambda s: s.top)
    taken: list[Segment] = []
    while above.segments and len(taken) < _MOST_LINES:
        line = above.segments[-1]
        column = column_within((line.x0, line.x1), columns)
        same = abs(line.size - first.size) <= _OTHER_SIZE * first.size and line.bold is first.bold
        if line.text.startswith("\0") or not same or column is None or len(columns) < 2:
            break
        inside = [s for s in (*taken, *segments) if column_within((s.x0, s.x1), columns) == column]
        below = min(inside, key=lambda s: s.top, default=None)
        cell = below is not None and white_between(line, below) <= white
        group = not column and top_of(taken or rows[0]) - bottom_of([line]) <= usual + 0.5
        if not cell and not group:
            break
        taken.insert(0, above.segments.pop())
    return taken


def _cut(segments: Sequence[Segment], rules: Sequence[RuleAt], leading: Leading) -> list[Part]:
    blocks = find_blocks(segments, white_of_rows(segments, leading))
    rows = [_Row(row) for row in find_rows(blocks)]
    gaps = [top_of(low.segments) - bottom_of(high.segments) for high, low in pairwise(rows)]
    several = [gap for gap, (a, b) in zip(gaps, pairwise(rows), strict=True) if not a.alone]
    usual = sorted(several or gaps)[len(several or gaps) // 2] if gaps else 0.0
    width = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    far = [True, *(_is_far(gap, usual, row.size) for gap, row in zip(gaps, rows[1:], strict=True))]
    lonely = [row.alone and a and b for row, a, b in zip(rows, far, [*far[1:], True], strict=True)]
    pieces: list[list[_Row]] = []
    for at, row in enumerate(rows):
        above = rows[at - 1]
        if (
            not at
            or _parted(above, row, rules)
            or _begins(rows, at)
            or _is_text(row, width) is not _is_text(above, width)
            or (far[at] and (lonely[at] or lonely[at - 1] or not _fits(pieces[-1], rows[at:])))
        ):
            pieces.append([])
        pieces[-1].append(row)
    return [part for piece in pieces for part in _parts(piece)]


def _fits(above: Sequence[_Row], rest: Sequence[_Row]) -> bool:
    """Whether the rows below some white stand under the columns of those above it."""
    below = rest[:_SAMPLE]
    both = [row.segments for row in (*above, *below)]
    joint = borders_of(best_columns([s for row in both for s in row], both))
    for piece in (above, below):
        own_rows = [row.segments for row in piece]
        own = borders_of(best_columns([s for row in own_rows for s in row], own_rows))
        if filled_cells(own_rows, joint) < filled_cells(own_rows, own):
            return False
    return True


def _parted(high: _Row, low: _Row, rules: Sequence[RuleAt]) -> bool:
    """Whether one table ends and another begins between two rows: both have a rule."""
    top, bottom = bottom_of(high.segments), top_of(low.segments)
    left = min(s.x0 for s in (*high.segments, *low.segments))
    right = max(s.x1 for s in (*high.segments, *low.segments))
    between = sorted(
        y
        for y, x0, x1 in rules
        if top - 1 <= y <= bottom + 1 and min(x1, right) - max(x0, left) > 0.5 * (right - left)
    )
    return bool(between) and between[-1] - between[0] > _THICK


def _begins(rows: Sequence[_Row], at: int) -> bool:
    """Whether a head begins another table here, or the title above that head."""
    row, above = rows[at], rows[at - 1]
    if row.head and not above.head:
        return not (above.alone and at >= 2)
    below = rows[at + 1] if at + 1 < len(rows) else None
    return row.alone and not above.alone and below is not None and below.head


def _is_text(row: _Row, width: float) -> bool:
    """Whether a row is a line or a paragraph of text."""
    if not row.alone:
        return False
    left, right = spans_of(row.segments)[0]
    return right - left > (_LINE if len(row.segments) == 1 else _PARAGRAPH) * width


def _is_far(gap: float, usual: float, size: float) -> bool:
    return gap > max(_MORE * usual, usual + _APART * size)


def _parts(rows: list[_Row]) -> list[Part]:
    """A piece as a table, with the titles above it and the lines below it."""
    first = next((at for at, row in enumerate(rows) if not row.alone), len(rows))
    last = max((at for at, row in enumerate(rows) if not row.alone), default=-1)
    if first == len(rows):
        return [Part("text", [s for row in rows for s in row.segments])]
    while first and _is_group(rows, first - 1):
        first -= 1
    parts = [_text(rows[:first]), _table(rows[first : last + 1]), _text(rows[last + 1 :])]
    return [part for part in parts if part.segments]


def _is_group(rows: Sequence[_Row], at: int) -> bool:
    """Whether a cell alone names the rows below it, rather than the table."""
    row, below = rows[at], rows[at + 1]
    same = abs(row.size - below.size) <= _OTHER_SIZE * below.size
    return same and not below.head and row.bold is below.bold


def _text(rows: Sequence[_Row]) -> Part:
    found = [s for row in rows for s in row.segments]
    return Part("text", sorted(found, key=lambda s: (s.top, s.x0)))


def _table(rows: Sequence[_Row]) -> Part:
    segments = sorted((s for row in rows for s in row.segments), key=lambda s: (s.top, s.x0))
    columns = best_columns(segments, [row.segments for row in rows])
    return Part("table" if len(columns) > 1 else "rows", segments, columns)


def best_columns(segments: Sequence[Segment], rows: Sequence[Sequence[Segment]]) -> list[Span]:
    """The columns of a table: those that part more of its cells."""
    strict = columns_of_table(segments)
    borders = find_borders(rows)
    if filled_cells(rows, borders) <= filled_cells(rows, borders_of(strict)):
        return strict
    edges = [min(s.x0 for s in segments), *borders, max(s.x1 for s in segments)]
    return list(pairwise(edges))
