"""A page to lines, in the order in which people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.reading.formats.cells import Leading
from crossfoot.reading.formats.columns import Part, find_parts
from crossfoot.reading.formats.continued import crossing
from crossfoot.reading.formats.grids import grid_lines
from crossfoot.reading.formats.paragraphs import is_continued, paragraph_lines
from crossfoot.reading.formats.pdf_pages import Rule
from crossfoot.reading.formats.regions import RuleAt, with_whole_tables
from crossfoot.reading.formats.ruled import RuledTable
from crossfoot.reading.formats.run_on import RunOn
from crossfoot.reading.formats.script import joined
from crossfoot.reading.formats.segments import Glyph, Segment, lines_of_segments
from crossfoot.reading.formats.unruled import table_rows

_BLANK = 0.75
#: columns within columns are read so deep
_DEPTH = 3


@dataclass
class PageLayout:
    """A page as parts above each other, before their lines are known.

    Attributes:
        parts: from above.
        blocks: the lines of each table that rules draw, by the name of its place in the parts.
        rules: its horizontal rules: height, left and right end.
        right: right edge of what stands on it.
    """

    parts: list[Part]
    blocks: dict[str, list[str]]
    rules: Sequence[RuleAt]
    right: float

    @property
    def goes_on(self) -> bool:
        """Whether it begins with the rest of the table that ended the page above."""
        return bool(self.parts) and self.parts[0].goes_on

    def lines(self, leading: Leading) -> list[str]:
        """Its lines, in the order of reading."""
        out: list[str] = []
        for line in _lines_of_parts(self.parts, self.rules, _DEPTH, leading, self.right):
            if line in self.blocks:
                out += self.blocks[line]
            else:
                out.append(line)
        return out


def page_layout(
    segments: Sequence[Segment],
    tables: Sequence[tuple[RuledTable, Sequence[Glyph]]],
    rules: Sequence[Rule],
    gutters: Sequence[float] = (),
    leading: Leading | None = None,
    run_on: RunOn | None = None,
) -> PageLayout:
    """The parts of a page.

    Args:
        segments: what stands outside tables that rules draw.
        tables: those tables, with the characters in each.
        rules: horizontal rules.
        gutters: where the report parts its columns of text.
        leading: the white between lines of a paragraph, from `find_leading`.
        run_on: how the report types the rows of tables as lines, if it does.
    """
    blocks = {
        f"\0{at}": grid_lines(table.grid(glyphs), True, table.cut_above)
        for at, (table, glyphs) in enumerate(tables)
    }
    stand_ins = [
        Segment(name, table.box[0], table.box[2], table.box[1], table.box[3], 10.0)
        for name, (table, _) in zip(blocks, tables, strict=True)
    ]
    everything = [*segments, *stand_ins]
    heights = [((rule.top + rule.bottom) / 2, rule.x0, rule.x1) for rule in rules]
    right = max((s.x1 for s in everything), default=0.0)
    if run_on is not None and not tables:
        return PageLayout(run_on.parts(segments, leading or {}), blocks, heights, right)
    parts = find_parts(everything, gutters, leading or {})
    parts = with_whole_tables(parts, heights, leading or {})
    return PageLayout(parts, blocks, heights, right)


def _lines_of_parts(
    parts: Sequence[Part], rules: Sequence[RuleAt], depth: int, leading: Leading, right: float
) -> list[str]:
    out: list[str] = []
    above: Part | None = None
    for part in parts:
        if above is not None and _apart(above, part):
            out.append("")
        out += _part_lines(part, rules, depth, right, leading)
        above = part
    return out


def _part_lines(
    part: Part, rules: Sequence[RuleAt], depth: int, right: float, leading: Leading
) -> list[str]:
    if part.grid is not None:
        return grid_lines(part.grid, True, part.goes_on)
    if part.is_table:
        heights = crossing(rules, part.columns)
        rows = table_rows(part.segments, part.columns, heights, leading)
        return grid_lines([row.cells for row in rows])
    if part.kind == "rows":
        return _cut_rows(part.segments)
    if part.kind == "text" or depth == 0:
        return _text_lines(part.segments, right)
    out: list[str] = []
    for left, edge in part.columns:
        column = [s for s in part.segments if left - 1 <= s.x0 < edge]
        inner = find_parts(column, (), leading)
        edge_of_text = max((s.x1 for s in column), default=0.0)
        texts = _lines_of_parts(inner, rules, depth - 1, leading, edge_of_text)
        if out and texts and is_continued(out[-1], texts[0]):
            out[-1] = joined(out[-1], texts.pop(0))
        elif out and texts:
            out.append("")
        out += texts
    return out


def _text_lines(segments: Sequence[Segment], right: float) -> list[str]:
    """Paragraphs, with the tables that stand between them."""
    out: list[str] = []
    text: list[Segment] = []
    for segment in [*segments, None]:
        if segment is None or segment.text.startswith("\0"):
            if text:
                out += paragraph_lines(text, right)
            if segment is not None:
                if text and segment.top - text[-1].bottom > _BLANK * text[-1].size:
                    out.append("")
                out.append(segment.text)
            text = []
        else:
            if not text and out and not out[-1].strip("\0 ").isalpha():
                out.append("")
            text.append(segment)
    return out


def _cut_rows(segments: Sequence[Segment]) -> list[str]:
    """Rows whose cells stand under no common column: cut where the white is wide."""
    out = []
    above: Segment | None = None
    for line in lines_of_segments(segments):
        if above is not None and line[0].top - above.bottom > _BLANK * above.size:
            out.append("")
        out.append("\t".join(segment.text for segment in line))
        above = line[0]
    return out


def _apart(above: Part, part: Part) -> bool:
    """Whether there is white between two parts."""
    bottom = max(s.bottom for s in above.segments)
    first = min(part.segments, key=lambda s: s.top)
    sizes = {round(above.segments[-1].size), round(first.size)}
    return first.top - bottom > _BLANK * first.size or len(sizes) > 1
