"""A table without upright rules: its rows and cells from where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossfoot.reading.formats.cells import (
    Leading,
    find_blocks,
    find_rows,
    is_value,
    stacked,
    white_between,
    white_of_rows,
)
from crossfoot.reading.formats.script import joined
from crossfoot.reading.formats.segments import Segment, lines_of_segments
from crossfoot.reading.numbers import read_cell

Span = tuple[float, float]

#: a white band that is this many times higher than the lowest one parts rows, not lines
_HIGHER = 1.5
#: white within a cell is at most so high, in sizes of the font
_WITHIN_CELL = 0.9
#: two columns that never are filled together, with less white between, are one
_NARROW = 2.0
#: rows at the top that may be a head
_HEAD = 3


@dataclass
class TableRow:
    """A row: the texts of its cells, and the words in them."""

    cells: list[str]
    segments: Sequence[Segment]

    def cell(self, at: int) -> str:
        """The text of a cell; empty beyond the last one."""
        return self.cells[at] if at < len(self.cells) else ""


def table_rows(
    segments: Sequence[Segment],
    columns: Sequence[Span],
    rules: Sequence[float],
    leading: Leading | None = None,
) -> list[TableRow]:
    """The rows of a table, from above.

    Args:
        segments: the words in it.
        columns: left and right edge of each column.
        rules: heights of horizontal rules that cross the table.
        leading: the white between lines of a paragraph, from `find_leading`.
    """
    white = white_of_rows(segments, leading or {})
    rows = find_rows(find_blocks(segments, white))
    if not any(_two_values(row, white) for row in rows):
        return _merged_columns(rows, columns, segments)
    bands = _bands(segments, rules)
    found = [bands]
    if _mixes_values(bands, columns) and len(columns) > 2:
        # words of a first column that spans rows hide the white between the rows beside it
        first = columns[0]
        beside = [s for s in segments if s.x0 >= first[1]]
        narrow = _with_group(_bands(beside, rules), [s for s in segments if s.x0 < first[1]])
        found.append(narrow)
    return _merged_columns(max(found, key=len), columns, segments)


def _bands(segments: Sequence[Segment], rules: Sequence[float]) -> list[list[Segment]]:
    """The segments, row by row: parted by rules where there are enough, else by white."""
    pieces = _pieces(segments)
    gaps = [min(s.top for s in low) - max(s.bottom for s in high) for high, low in pairwise(pieces)]
    ruled = [_ruled(high, low, rules) for high, low in pairwise(pieces)]
    size = sorted(s.size for s in segments)[len(segments) // 2]
    if sum(ruled) >= 2 and _rules_part_rows(pieces, ruled):
        # a title between two tables has no rule of its own
        far = [rule or gap > _WITHIN_CELL * size for rule, gap in zip(ruled, gaps, strict=True)]
        return _joined_pieces(pieces, far)
    cut = _threshold(gaps, size)
    apart = [gap > cut or rule for gap, rule in zip(gaps, ruled, strict=True)]
    rows = _joined_pieces(pieces, apart)
    return rows if cut < 0 or not any(_two_values(row) for row in rows) else pieces


def _pieces(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The segments between white bands that cross the whole table."""
    pieces: list[list[Segment]] = []
    bottom = float("-inf")
    for segment in sorted(segments, key=lambda s: s.top):
        # letters of neighbouring lines may touch: the boxes of a font are higher than its letters
        if segment.top + 0.15 * segment.size >= bottom - 0.15 * segment.size:
            pieces.append([])
            bottom = segment.bottom
        pieces[-1].append(segment)
        bottom = max(bottom, segment.bottom)
    return pieces


def _ruled(high: Sequence[Segment], low: Sequence[Segment], rules: Sequence[float]) -> bool:
    upper = max(s.middle for s in high)
    lower = min(s.middle for s in low)
    return any(upper < rule < lower for rule in rules)


def _rules_part_rows(pieces: Sequence[Sequence[Segment]], ruled: Sequence[bool]) -> bool:
    """Whether rules stand under every row: no row between two rules has two values in a column."""
    return not any(_two_values(row) for row in _joined_pieces(pieces, ruled))


def _joined_pieces(
    pieces: Sequence[Sequence[Segment]], apart: Sequence[bool]
) -> list[list[Segment]]:
    rows = [list(pieces[0])] if pieces else []
    for piece, cut in zip(pieces[1:], apart, strict=True):
        if cut:
            rows.append(list(piece))
        else:
            rows[-1] += piece
    return rows


def _threshold(gaps: Sequence[float], size: float) -> float:
    """The height of white that parts rows; below zero where every band does."""
    ordered = sorted(gaps)
    best, cut = _HIGHER, -size
    for low, high in pairwise(ordered):
        ratio = (high + 0.1 * size) / (max(low, 0) + 0.1 * size)
        if ratio > best and low <= _WITHIN_CELL * size:
            best, cut = ratio, (low + high) / 2
    return cut


def _two_values(row: Sequence[Segment], white: float = float("-inf")) -> bool:
    """Whether numbers stand above each other within a row, which then is more than one.

    Numbers with no more white between them than the lines of a cell are no evidence.
    """
    return any(
        is_value(high) and is_value(low) and white_between(high, low) > white
        for high, low in stacked(row)
    )


def _mixes_values(bands: Sequence[Sequence[Segment]], columns: Sequence[Span]) -> bool:
    return any(_two_values([s for s in band if s.x0 >= columns[0][1]]) for band in bands)


def _with_group(bands: list[list[Segment]], group: Sequence[Segment]) -> list[list[Segment]]:
    """The rows with the words of a spanning column, each at the height of its first line."""
    blocks: list[list[Segment]] = []
    for segment in sorted(group, key=lambda s: s.top):
        if blocks and segment.top - blocks[-1][-1].bottom < 0.5 * segment.size:
            blocks[-1].append(segment)
        else:
            blocks.append([segment])
    rows = [list(band) for band in bands]
    for block in blocks:
        top = block[0].middle
        at = min(
            range(len(bands)), key=lambda n: abs(min(s.middle for s in bands[n]) - top), default=0
        )
        if rows:
            rows[at] += block
    return rows


def _grid(bands: Sequence[Sequence[Segment]], columns: Sequence[Span]) -> list[list[str]]:
    grid = []
    for band in bands:
        cells: list[list[Segment]] = [[] for _ in columns]
        for segment in band:
            cells[_column_of(segment, columns)].append(segment)
        if len(band) > 1 and _crowded(cells) and len(lines_of_segments(band)) == 1:
            # cells that stand under no column: better out of their column than in one cell
            grid.append([s.text for s in sorted(band, key=lambda s: s.x0)])
            continue
        row = []
        for cell in cells:
            text = ""
            for line in lines_of_segments(cell):
                for segment in line:
                    text = joined(text, segment.text)
            row.append(text)
        grid.append(row)
    return grid


def _crowded(cells: Sequence[Sequence[Segment]]) -> bool:
    """Whether a cell holds words far apart on one line."""
    return any(
        len(line) > 1 and line[-1].x0 - line[0].x1 > line[0].size
        for cell in cells
        for line in lines_of_segments(cell)
    )


def _column_of(segment: Segment, columns: Sequence[Span]) -> int:
    """The column that a segment begins in."""
    start = segment.x0 + 0.2 * segment.size
    return max((at for at, (left, _) in enumerate(columns) if left <= start), default=0)


def _merged_columns(
    bands: Sequence[Sequence[Segment]], columns: Sequence[Span], segments: Sequence[Segment]
) -> list[TableRow]:
    """The rows, with columns put together that only alignment parts: head left, values right."""
    grid = _grid(bands, columns)
    size = sorted(s.size for s in segments)[len(segments) // 2]
    at = len(columns) - 1 if all(len(row) == len(columns) for row in grid) else 0
    while at > 0:
        near = columns[at][0] - columns[at - 1][1] < _NARROW * size
        alone = not any(row[at] and row[at - 1] for row in grid)
        values = [row[n] for row in grid for n in (at - 1, at) if row[n]]
        joins = near or _heads(grid, at - 1, at) or _heads(grid, at, at - 1)
        # labels may be empty below a head, numbers of rows are not
        full = at > 1 or (near and sum(bool(row[1]) for row in grid) >= len(grid) - 1)
        if joins and alone and full and any(read_cell(value) for value in values):
            for row in grid:
                row[at - 1 : at + 1] = [row[at - 1] or row[at]]
        at -= 1
    return [TableRow(cells, band) for cells, band in zip(grid, bands, strict=True)]


def _heads(grid: Sequence[Sequence[str]], title: int, values: int) -> bool:
    """Whether a column holds nothing but the title of the one beside it."""
    titles = [n for n, row in enumerate(grid) if row[title]]
    below = [n for n, row in enumerate(grid) if row[values]]
    return bool(titles and below) and max(titles) < min(_HEAD, below[0])
