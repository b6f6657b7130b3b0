"""Rows typed as lines: cells one after another with a fixed gap, under no common columns.

Texts that were exported with tabs look so. A row that is too long goes on in the next line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossfoot.reading.formats.cells import Leading, white_between
from crossfoot.reading.formats.columns import Part
from crossfoot.reading.formats.paragraphs import first_width
from crossfoot.reading.formats.script import joined
from crossfoot.reading.formats.segments import Segment, lines_of_segments

#: so many gaps, and such a part of them, are as wide as one gap or several
_LEAST, _SHARE = 6, 0.8
#: widths that differ by less, as a part, are one
_SAME = 0.05
#: part of the gaps that may end at one place, as gaps before a column do
_ALIGNED = 0.4
#: part of the rows that have a number behind their first cell
_VALUED = 0.25
_HAS_DIGIT = re.compile(r"\d")
#: empty cells in a row
_MOST_EMPTY = 8
#: white between the lines of a row is so much higher at most, in sizes of the font
_CLOSE = 0.15
_SLACK = 0.4
_LONGEST_NAME = 60


@dataclass(frozen=True)
class RunOn:
    """How a report types the rows of tables as lines.

    Attributes:
        tab: the gap between cells, in sizes of the font.
        left: left edge of its text, in points.
        right: right edge of its text, in points.
    """

    tab: float
    left: float
    right: float

    def parts(self, segments: Sequence[Segment], leading: Leading) -> list[Part]:
        """The parts of a page: rows, and the text between them."""
        parts: list[Part] = []
        above: Segment | None = None
        for line in lines_of_segments(segments):
            cells = _cells(line, self.tab, self.left)
            close = above is not None and _is_close(above, line[0], leading)
            full = above is not None and self._is_full(above, line[0])
            last = parts[-1] if parts else Part("text")
            grid = last.grid or [[]]
            row, expected = grid[-1], len(grid[0])
            goes_on = bool(last.grid) and close and bool(cells[0])
            tabbed = above is not None and self._is_full(above, line[0], self.tab)
            if goes_on and tabbed and len(row) + len(cells) == expected:
                row += cells  # the line ended where a cell did
                last.segments += line
            elif goes_on and full:
                row[-1] = joined(row[-1], cells[0])
                row += cells[1:]
                last.segments += line
            elif len(cells) > 1:
                first = self._first_lines(last, leading) if close and full else []
                if not (last.grid and close):
                    last = Part("rows", grid=[])
                    parts = [part for part in parts if part.segments]
                    parts.append(last)
                width = next((len(part.grid[0]) for part in reversed(parts) if part.grid), 0)
                if first and len(cells) + 1 == width:
                    cells.insert(0, "")  # the first cell filled its line
                for upper in reversed(first):
                    cells[0] = joined(upper.text, cells[0])
                last.grid = [*(last.grid or []), cells]
                last.segments += [*first, *line]
            elif last.grid and close and len(cells[0]) <= _LONGEST_NAME:
                last.grid.append(cells)
                last.segments += line
            elif last.kind == "text" and parts:
                last.segments += line
            else:
                parts.append(Part("text", list(line)))
            above = line[-1]
        return parts

    def _is_full(self, above: Segment, below: Segment, tab: float = 0.0) -> bool:
        """Whether the first word of a line would not have fitted into the one above."""
        wanted = above.x1 + tab * above.size + first_width(below)
        return wanted > self.right - _SLACK * above.size

    def _first_lines(self, text: Part, leading: Leading) -> list[Segment]:
        """The lines of the first cell of a row, taken from the text above its other cells."""
        taken: list[Segment] = []
        while text.kind == "text" and text.segments:
            line = text.segments[-1]
            if taken and not (self._is_full(line, taken[0]) and _is_close(line, taken[0], leading)):
                break
            taken.insert(0, text.segments.pop())
        return taken


def find_run_on(pages: Mapping[int, Sequence[Segment]]) -> RunOn | None:
    """How cells are typed one after another; None where a report has no such rows.

    Args:
        pages: what stands on each page, outside tables that rules draw.
    """
    gaps: list[float] = []
    ends: Counter[int] = Counter()
    rows = valued = 0
    for segments in pages.values():
        for line in lines_of_segments(segments):
            cells = [segment for segment in line if not _is_stray(segment)]
            rows += len(cells) > 1
            valued += len(cells) > 1 and any(_HAS_DIGIT.search(cell.text) for cell in cells[1:])
            for left, right in pairwise(cells):
                gaps.append((right.x0 - left.x1) / max(right.size, left.size, 1))
                ends[round(right.x0 / 3)] += 1
    if len(gaps) < _LEAST or max(ends.values()) > _ALIGNED * len(gaps):
        return None
    if valued < _VALUED * rows:
        return None  # spaced letters and menus have gaps as well, and no values
    ordered = sorted(gaps)
    best, tab = 0, 0.0
    for at, gap in enumerate(ordered):
        near = bisect_right(ordered, gap * (1 + _SAME)) - at
        if near > best:
            best, tab = near, gap * (1 + _SAME / 2)
    fitting = sum(_fits(gap, tab) for gap in gaps)
    if fitting < _SHARE * len(gaps) or 2 * best < len(gaps):
        return None
    every = [s for segments in pages.values() for s in segments]
    return RunOn(tab, min(s.x0 for s in every), max(s.x1 for s in every))


def _is_stray(segment: Segment) -> bool:
    """Whether a segment is a letter by itself: part of spaced capitals, a mark, a drawing."""
    text = segment.text.strip()
    return len(text) == 1 and text.isalpha() and text.isascii()


def _cells(line: Sequence[Segment], tab: float, left_edge: float) -> list[str]:
    indent = (line[0].x0 - left_edge) / max(line[0].size, 1)
    cells = [""] * (round(indent / tab) if _fits(indent, tab) else 0) + [line[0].text]
    for left, right in pairwise(line):
        gap = (right.x0 - left.x1) / max(right.size, left.size, 1)
        cells += [""] * (max(round(gap / tab), 1) - 1) + [right.text]
    return cells


def _fits(gap: float, tab: float) -> bool:
    count = round(gap / tab)
    return 1 <= count <= _MOST_EMPTY and abs(gap - count * tab) <= _SAME * tab * count


def _is_close(above: Segment, below: Segment, leading: Leading) -> bool:
    size = above.size
    usual = leading.get(round(2 * size), 0.2 * size)
    return abs(size - below.size) < 0.5 and white_between(above, below) <= usual + _CLOSE * size
