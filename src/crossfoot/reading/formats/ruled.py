"""Tables that rules draw: cells between ruling lines, merged cells included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crossfoot.reading.formats.open_rules import close_rules
from crossfoot.reading.formats.segments import Glyph, Segment, text_of

Box = tuple[float, float, float, float]

_SETTINGS = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": 2.5,
    "join_tolerance": 2.5,
    "intersection_tolerance": 2.5,
}
_LEAST_CELLS = 2
_LEAST_HEIGHT = 4.0


@dataclass(frozen=True)
class RuledTable:
    """A table between rules.

    Attributes:
        box: where it stands.
        rows: its cells row by row; None where a cell is part of another.
        cut_above: whether its first row has no upper side, as where the page above cut it.
        cut_below: whether its last row has no lower side.
    """

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]
    cut_above: bool = False
    cut_below: bool = False

    def grid(self, glyphs: Sequence[Glyph]) -> list[list[str]]:
        """The texts of the cells, out of the characters that stand in the table."""
        inside: dict[Box, list[Glyph]] = {cell: [] for row in self.rows for cell in row if cell}
        cells = sorted(inside, key=lambda box: box[1])
        tops = [cell[1] for cell in cells]
        highest = max((cell[3] - cell[1] for cell in cells), default=0.0)
        for glyph in glyphs:
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            for cell in cells[bisect_left(tops, y - highest - 1) : bisect_right(tops, y)]:
                if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                    inside[cell].append(glyph)
                    break
        texts = {cell: text_of(found) for cell, found in inside.items()}
        return [[texts[cell] if cell else "" for cell in row] for row in self.rows]

    def holds_box(self, words: Segment) -> bool:
        """Whether words stand within the table."""
        x = (words.x0 + words.x1) / 2
        return self.box[0] <= x <= self.box[2] and self.box[1] <= words.middle <= self.box[3]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands within the table."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


def find_ruled(page: Any, edges: Sequence[dict[str, Any]]) -> list[RuledTable]:
    """The tables of a page that have upright and horizontal rules; boxes around text are none."""
    closing = close_rules(edges, float(page.height))
    upright = sum(edge["orientation"] == "v" for edge in edges)
    across = len(edges) - upright + len(closing.horizontal)
    if upright + len(closing.upright) < 3 or across < 2:
        return []
    settings = _SETTINGS | {
        "explicit_vertical_lines": list(closing.upright),
        "explicit_horizontal_lines": list(closing.horizontal),
    }
    if len(edges) < len(page.edges):
        settings |= {
            "vertical_strategy": "explicit",
            "explicit_vertical_lines": [
                *closing.upright,
                *(edge for edge in edges if edge["orientation"] == "v"),
            ],
        }
    found = []
    for table in page.find_tables(settings):
        rows = [tuple(_box(cell) for cell in row.cells) for row in table.rows]
        rows = [row for row in rows if _height(row) >= _LEAST_HEIGHT]
        cells = sum(cell is not None for row in rows for cell in row)
        width = max((sum(cell is not None for cell in row) for row in rows), default=0)
        if width >= 2 and cells >= _LEAST_CELLS:
            box = _box(table.bbox)
            if box is not None:
                cut_above = closing.top is not None and abs(box[1] - closing.top) < 1
                cut_below = closing.bottom is not None and abs(box[3] - closing.bottom) < 1
                found.append(RuledTable(box, tuple(rows), cut_above, cut_below))
    return found


def _box(cell: Any) -> Box | None:
    return None if cell is None else tuple(float(side) for side in cell)  # type: ignore[return-value]


def _height(row: Sequence[Box | None]) -> float:
    return min((cell[3] - cell[1] for cell in row if cell), default=0.0)
