"""Cells and rows of a table out of words: the lines of a cell stand closer than rows do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from crossfoot.reading.formats.segments import Segment, lines_of_segments
from crossfoot.reading.numbers import read_cell

#: steps in which white between lines is counted, in points
_STEP = 0.5
#: of the white between lines of one size, the share that makes it usual
_USUAL = 0.06
#: white differs by so much, in sizes of the font, within one kind
_SAME = 0.12
#: white between rows is so much higher than between lines, in sizes of the font
_JUMP = 0.3
#: white between lines of a paragraph is at most so high, in sizes of the font
_MOST = 0.9
#: lines whose sizes differ by more are not of one cell
_OTHER_SIZE = 0.12
#: part of the size of a font that its letters stand above their base line
_ASCENT = 0.8
#: so many numbers right below each other, on such a part of the lines of a table, tell that rows
#: stand as close as lines
_LEAST_STACKED, _STACKED = 4, 0.4
#: a value that goes on in the next line: pages of an index
_UNFINISHED = re.compile(r"[、，,;；/&·•–—-]$")

Leading = dict[int, float]


def find_leading(pages: Iterable[Sequence[Segment]]) -> Leading:
    """The white between lines of a paragraph by size of the font, doubled and rounded.

    It is the least white that stands often between lines above each other.
    """
    counts: dict[int, Counter[int]] = {}
    for segments in pages:
        for upper, lower in stacked(segments):
            white = white_between(upper, lower)
            if white < _MOST * upper.size and is_value(upper) is is_value(lower) is False:
                counts.setdefault(_size(upper), Counter())[round(white / _STEP)] += 1
    leading: Leading = {}
    for size, whites in counts.items():
        enough = max(3.0, _USUAL * whites.total())
        usual = [white for white, n in whites.items() if n + whites[white + 1] >= enough]
        if usual:
            leading[size] = (min(usual) + 1) * _STEP
    return leading


def stacked(segments: Sequence[Segment]) -> Iterable[tuple[Segment, Segment]]:
    """Each segment with the next one below it, where they are of one size."""
    ordered = sorted(segments, key=lambda s: s.top)
    for at, upper in enumerate(ordered):
        for lower in ordered[at + 1 :]:
            if white_between(upper, lower) > 2 * upper.size:
                break
            beside = lower.middle - upper.middle < 0.5 * min(upper.size, lower.size)
            if beside or lower.x0 >= upper.x1 or upper.x0 >= lower.x1:
                continue
            if abs(upper.size - lower.size) <= _OTHER_SIZE * upper.size:
                yield upper, lower
            break


def white_of_rows(segments: Sequence[Segment], leading: Leading) -> float:
    """The white above which lines in one column are different cells, in points.

    Values above each other are never one cell, and tell how close rows come.
    """
    pairs = list(stacked(segments))
    whites = sorted(white_between(high, low) for high, low in pairs)
    values = [white_between(high, low) for high, low in pairs if is_value(high) and is_value(low)]
    size = sorted(s.size for s in segments)[len(segments) // 2] if segments else 1.0
    usual = leading.get(round(2 * size), 0.2 * size)
    if round(2 * size) in leading and not _are_tight(segments, usual + _SAME * size):
        # numbers in the lines of one cell
        values = [white for white in values if white > usual + _SAME * size]
    if not values:
        return usual + _SAME * size
    row = min(values)
    below = [white for white in whites if white < row - _SAME * size]
    if not below:
        return row - _SAME * size
    edges = [*below, row]
    steps = [(a + b) / 2 for a, b in pairwise(edges) if b - a > _JUMP * size and b > usual]
    return steps[0] if steps else (below[-1] + row) / 2


def _are_tight(segments: Sequence[Segment], white: float) -> bool:
    """Whether rows stand as close as lines do: numbers alone above each other are no cell."""
    blocks = [block for block in find_blocks(segments, white) if all(map(is_value, block))]
    stacked_values = [s for block in blocks if len(block) > 1 for s in block]
    if len(stacked_values) < _LEAST_STACKED or 2 * len(stacked_values) < sum(map(len, blocks)):
        return False
    lines = lines_of_segments(stacked_values)
    if sum(len(line) > 1 for line in lines) > 1:
        return True  # numbers beside each other, too
    return len(lines) >= _STACKED * len(lines_of_segments(segments))


def find_blocks(segments: Sequence[Segment], white: float) -> list[list[Segment]]:
    """Segments that stand above each other with no more white than between lines of a cell."""
    block_of: dict[int, list[Segment]] = {}
    blocks: list[list[Segment]] = []
    ordered = sorted(segments, key=lambda s: (s.top, s.x0))
    for at, segment in enumerate(ordered):
        if id(segment) not in block_of:
            block_of[id(segment)] = [segment]
            blocks.append(block_of[id(segment)])
        mine = block_of[id(segment)]
        for lower in ordered[at + 1 :]:
            if white_between(segment, lower) > white:
                break
            if not _continues(segment, lower):
                continue
            theirs = block_of.get(id(lower))
            if theirs is None:
                mine.append(lower)
                block_of[id(lower)] = mine
            elif theirs is not mine:
                mine += theirs
                blocks.remove(theirs)
                block_of |= {id(s): mine for s in theirs}
    return blocks


def find_rows(blocks: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """Rows, from above: the highest cell of a row reaches from its top to its end."""
    rows: list[list[Segment]] = []
    end = float("-inf")
    for block in sorted(blocks, key=top_of):
        top, bottom = top_of(block), bottom_of(block)
        if top + 0.2 * block[0].size >= end:
            rows.append([])
            end = bottom
        rows[-1] += block
        end = max(end, bottom)
    return rows


def top_of(segments: Iterable[Segment]) -> float:
    """The upper edge of letters; fonts have boxes of different heights, but base lines."""
    return min(s.base - _ASCENT * s.size for s in segments)


def bottom_of(segments: Iterable[Segment]) -> float:
    """The lower edge of letters."""
    return max(s.base + (1 - _ASCENT) * s.size for s in segments)


def white_between(upper: Segment, lower: Segment) -> float:
    """The white between two lines above each other."""
    return top_of([lower]) - bottom_of([upper])


def is_value(segment: Segment) -> bool:
    """Whether a segment is a number by itself, and no piece of a list of pages."""
    return not _UNFINISHED.search(segment.text) and read_cell(segment.text) is not None


def _continues(upper: Segment, lower: Segment) -> bool:
    if lower.middle - upper.middle < 0.5 * min(upper.size, lower.size):
        return False
    if lower.x0 >= upper.x1 or upper.x0 >= lower.x1:
        return False
    return abs(upper.size - lower.size) <= _OTHER_SIZE * upper.size


def _size(segment: Segment) -> int:
    return round(2 * segment.size)
