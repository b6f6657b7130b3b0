"""Parts of a page that stand above each other: text, columns of text, tables without rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crossfoot.reading.formats.cells import Leading, white_between, white_of_rows
from crossfoot.reading.formats.gutters import few_values, gutter_within
from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.header import is_head
from crossfoot.reading.numbers import read_cell

Span = tuple[float, float]

#: white that parts columns, in sizes of the font
_GUTTER = 0.55
#: white above a part that is another one, in sizes of the font
_FAR = 3.0
#: white between two tables, in sizes of the font, where their columns differ
_APART = 1.0
#: white between two tables, as a multiple of the white between rows
_MORE = 1.6
#: columns of text have lines of so many characters, most of them full
_LETTERS, _FULL = 18, 0.45


@dataclass
class Part:
    """A part of a page.

    Attributes:
        kind: "text" of one column, "columns" of text, "table", or "rows" without columns.
        segments: what stands in it.
        columns: left and right edge of each column.
        grid: the cells of a table that goes on over pages; None where it stands alone.
        goes_on: whether it is the rest of the table that ended the page above.
    """

    kind: str
    segments: list[Segment] = field(default_factory=list)
    columns: list[Span] = field(default_factory=list)
    grid: list[list[str]] | None = None
    goes_on: bool = False

    @property
    def is_table(self) -> bool:
        """Whether it is a table without rules."""
        return self.kind == "table" and not any(s.text.startswith("\0") for s in self.segments)


def find_parts(
    segments: Sequence[Segment],
    gutters: Sequence[float] = (),
    leading: Leading | None = None,
) -> list[Part]:
    """The parts of a page, from above.

    Args:
        segments: what stands on it.
        gutters: where the report parts its columns of text.
        leading: the white between lines of a paragraph, from `find_leading`.
    """
    ordered = sorted(segments, key=lambda s: (s.top, s.x0))
    beside = _beside(ordered)
    parts: list[Part] = []
    at = 0
    while at < len(ordered):
        if id(ordered[at]) in beside:
            end = _run(ordered, at, beside)
            judged = _judged(ordered[at:end], beside, gutters)
            if judged[0].kind == "columns" and parts and parts[-1].kind == "text":
                _take_first_lines(judged[0], parts[-1])
                parts = [part for part in parts if part.segments]
            for part in judged:
                if part.kind == "table" and parts and parts[-1].kind == "text":
                    _take_lines_of_cells(part, parts[-1], leading or {})
                    parts = [part for part in parts if part.segments]
                parts.append(part)
            if judged[-1].kind == "columns":
                end = _take_last_lines(judged[-1], ordered, end)
        else:
            end = at + 1
            while end < len(ordered) and id(ordered[end]) not in beside:
                end += 1
            parts.append(Part("text", list(ordered[at:end])))
        at = end
    return parts


def _take_first_lines(part: Part, above: Part) -> None:
    """Give a column the first lines that stand higher than those of the columns beside it."""
    while above.segments:
        segment = above.segments[-1]
        inside = [c for c in part.columns if c[0] - 1 <= segment.x0 and segment.x1 <= c[1] + 1]
        below = [s for s in part.segments if inside and inside[0][0] - 1 <= s.x0 < inside[0][1]]
        if not below or min(s.top for s in below) - segment.bottom > 0.9 * segment.size:
            return
        part.segments.insert(0, above.segments.pop())


def _take_lines_of_cells(part: Part, above: Part, leading: Leading) -> None:
    """Give a table the lines of a high cell that begins above the cells beside it."""
    white = white_of_rows(part.segments, leading)
    columns = part.columns
    while above.segments:
        segment = above.segments[-1]
        inside = [(a, b) for a, b in columns if a - 1 <= segment.x0 and segment.x1 <= b + 1]
        below = [s for s in part.segments if inside and inside[0][0] - 1 <= s.x0 < inside[0][1]]
        first = min(below, key=lambda s: s.top, default=segment)
        if first is segment or white_between(segment, first) > white:
            return
        if segment.bold != first.bold or abs(segment.size - first.size) > 0.5:
            return
        part.segments.insert(0, above.segments.pop())


def _take_last_lines(part: Part, ordered: Sequence[Segment], at: int) -> int:
    """Give a column the last lines that stand lower than those of the columns beside it."""
    while at < len(ordered):
        segment = ordered[at]
        inside = [c for c in part.columns if c[0] - 1 <= segment.x0 and segment.x1 <= c[1] + 1]
        above = [s for s in part.segments if inside and inside[0][0] - 1 <= s.x0 < inside[0][1]]
        if not above or segment.top - max(s.bottom for s in above) > 0.9 * segment.size:
            return at
        part.segments.append(segment)
        at += 1
    return at


def _beside(ordered: Sequence[Segment]) -> set[int]:
    """The segments that have another one at their side."""
    found: set[int] = set()
    for at, segment in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.top >= segment.bottom:
                break
            overlap = min(segment.bottom, other.bottom) - max(segment.top, other.top)
            apart = segment.x1 <= other.x0 or other.x1 <= segment.x0
            if apart and overlap > 0.3 * min(segment.size, other.size):
                found |= {id(segment), id(other)}
    return found


def _run(ordered: Sequence[Segment], start: int, beside: set[int]) -> int:
    """Where a part with columns ends."""
    left, right = min(s.x0 for s in ordered), max(s.x1 for s in ordered)
    free: list[Span] = [(left, right)]
    inside: list[Segment] = []
    bottom = ordered[start].bottom
    at, spanning = start, 0
    while at < len(ordered):
        segment = ordered[at]
        if inside and segment.top - bottom > _FAR * segment.size:
            break
        narrower = _without(free, segment)
        had = len(_gutters(free, inside))
        left_over = len(_gutters(narrower, [*inside, segment])) if had else 0
        if left_over < had and _spans(ordered, at, free, inside, beside) and not spanning:
            spanning += 1  # a line across the table, such as the name of a group
        elif left_over < had and (new := _new_start(ordered, start, at, beside)):
            return new
        elif had and not left_over:
            break
        else:
            free = narrower
            spanning = 0 if id(segment) in beside else spanning
        inside.append(segment)
        bottom = max(bottom, segment.bottom)
        at += 1
    return max(at, start + 1)


def _spans_between(gutters: Sequence[Span], left: float, right: float) -> list[Span]:
    edges = [left, *(x for gutter in gutters for x in gutter), right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def columns_of_table(segments: Sequence[Segment]) -> list[Span]:
    """The columns of a table: left and right edge of each."""
    ordered = sorted(segments, key=lambda s: (s.top, s.x0))
    left, right = min(s.x0 for s in ordered), max(s.x1 for s in ordered)
    return _columns_of(ordered, _beside(ordered), left, right)


def _columns_of(
    inside: Sequence[Segment], beside: set[int], left: float, right: float
) -> list[Span]:
    """The columns between white that no row crosses; a line alone may lie across them."""
    free: list[Span] = [(left, right)]
    for segment in inside:
        if id(segment) in beside:
            free = _without(free, segment)
    free = _gutters(free, [s for s in inside if id(s) in beside])
    for segment in inside:
        if id(segment) not in beside:
            narrower = _without(free, segment)
            free = narrower if len(narrower) == len(free) else free
    return _spans_between(free, left, right)


def _new_start(ordered: Sequence[Segment], start: int, at: int, beside: set[int]) -> int:
    """Where another table began, whose columns stand elsewhere: at a line alone, or below white.

    Zero where nothing tells it from the table above.
    """
    for back in range(at, max(start, at - 8), -1):
        segment = ordered[back]
        above = max(s.bottom for s in ordered[start:back])
        if id(segment) not in beside or segment.top - above > _APART * segment.size:
            while back > start + 1 and id(ordered[back - 1]) not in beside:
                back -= 1
            return back if any(id(s) in beside for s in ordered[start:back]) else 0
    return 0


def _without(free: Sequence[Span], segment: Segment) -> list[Span]:
    out: list[Span] = []
    least = _GUTTER * min(segment.size, 14)
    for left, right in free:
        if segment.x1 <= left or segment.x0 >= right:
            out.append((left, right))
            continue
        out += [(a, b) for a, b in ((left, segment.x0), (segment.x1, right)) if b - a >= least]
    return out


def _gutters(free: Sequence[Span], inside: Sequence[Segment]) -> list[Span]:
    """The free spans that have words on both sides."""
    if not inside:
        return []
    left, right = min(s.x1 for s in inside), max(s.x0 for s in inside)
    return [(a, b) for a, b in free if a >= left - 0.1 and b <= right + 0.1]


def _spans(
    ordered: Sequence[Segment],
    at: int,
    free: Sequence[Span],
    inside: Sequence[Segment],
    beside: set[int],
) -> bool:
    """Whether a line lies across columns that go on below it."""
    segment = ordered[at]
    gutters = _gutters(free, inside)
    below = [
        s
        for s in ordered[at + 1 : at + 12]
        if id(s) in beside and s.top - segment.bottom < 1.5 * segment.size
    ]
    fits = [s for s in below if not any(s.x0 < b and s.x1 > a for a, b in gutters)]
    return id(segment) not in beside and len(fits) >= 2 and len(fits) == len(below)


def _judged(inside: Sequence[Segment], beside: set[int], gutters: Sequence[float]) -> list[Part]:
    """A part with columns: text, or tables and the lines between them."""
    left, right = min(s.x0 for s in inside), max(s.x1 for s in inside)
    columns = _columns_of(inside, beside, left, right)
    gutter = gutter_within(((a[1], b[0]) for a, b in pairwise(columns)), gutters)
    if gutter is not None and few_values(inside, len(columns)):
        return _parted(inside, left, gutter, right)
    if len(columns) == 2 and _is_text(inside, columns):
        return _parted(inside, left, (columns[0][1] + columns[1][0]) / 2, right)
    if len(columns) > 1 and _is_text(inside, columns):
        return [Part("columns", list(inside), columns)]
    parts: list[Part] = []
    for block in _whole_tables(_blocks(inside, beside), beside, left, right):
        while block and id(block[0]) not in beside:
            _add_text(parts, block.pop(0))
        if block:
            parts += _table(block, beside, left, right)
    return parts


def _parted(inside: Sequence[Segment], left: float, gutter: float, right: float) -> list[Part]:
    """Columns of text on both sides of a gutter, and what lies across it."""
    parts: list[Part] = []
    for segment in inside:
        across = segment.x0 < gutter - 2 and segment.x1 > gutter + 2
        kind = "text" if across else "columns"
        if not parts or parts[-1].kind != kind:
            parts.append(Part(kind, columns=[] if across else [(left, gutter), (gutter, right)]))
        parts[-1].segments.append(segment)
    return parts


def _blocks(inside: Sequence[Segment], beside: set[int]) -> list[list[Segment]]:
    """Tables that follow each other: parted by more white than their rows."""
    blocks: list[list[Segment]] = []
    bottom = float("-inf")
    whites: list[float] = []
    for segment in inside:
        white = segment.top - bottom
        usual = sorted(whites)[len(whites) // 2] if whites else segment.size
        if not blocks or white > max(_MORE * usual, usual + 0.5 * segment.size):
            blocks.append([])
            whites = []
        elif white > 0:
            whites.append(white)
        blocks[-1].append(segment)
        bottom = max(bottom, segment.bottom)
    return blocks


def _whole_tables(
    blocks: list[list[Segment]], beside: set[int], left: float, right: float
) -> list[list[Segment]]:
    """Blocks under the same columns put together again, unless a head begins the second."""
    whole: list[list[Segment]] = []
    for block in blocks:
        if whole and not _begins_table(block, beside):
            both = [*whole[-1], *block]
            counts = [
                len(_columns_of(part, beside, left, right)) for part in (whole[-1], block, both)
            ]
            if counts[2] >= max(counts[0], counts[1], 2):
                whole[-1] = both
                continue
        whole.append(block)
    return whole


def _begins_table(block: Sequence[Segment], beside: set[int]) -> bool:
    first = next((s for s in block if id(s) in beside), None)
    if first is None:
        return block[0].bold
    row = [s for s in block if abs(s.middle - first.middle) < 0.5 * first.size]
    return is_head(tuple(s.text for s in sorted(row, key=lambda s: s.x0)))


def _add_text(parts: list[Part], segment: Segment) -> None:
    if parts and parts[-1].kind == "text":
        parts[-1].segments.append(segment)
    else:
        parts.append(Part("text", [segment]))


def _table(block: list[Segment], beside: set[int], left: float, right: float) -> list[Part]:
    """A table, and the lines of text under it."""
    columns = _columns_of(block, beside, left, right)
    last = max(at for at, s in enumerate(block) if id(s) in beside)
    body, below = block[: last + 1], block[last + 1 :]
    while below:
        gap = below[0].top - max(s.bottom for s in body)
        spans = sum(below[0].x0 < b and below[0].x1 > a for a, b in columns) > 1
        if gap > 0.6 * below[0].size or spans:
            break
        body.append(below.pop(0))  # the rest of a cell
    parts = [Part("table", body, columns) if len(columns) > 1 else Part("rows", body)]
    return [*parts, Part("text", below)] if below else parts


def _is_text(inside: Sequence[Segment], columns: Sequence[Span]) -> bool:
    """Whether columns hold running text: long lines that are full, few values."""
    if len(columns) > 4:
        return False
    if sum(read_cell(s.text) is not None for s in inside) > 0.15 * len(inside):
        return False
    for left, right in columns:
        lines = [s for s in inside if left - 1 <= s.x0 < right]
        if len(lines) < 3:
            return False
        edge = max(s.x1 for s in lines)
        width = edge - min(s.x0 for s in lines)
        full = sum(s.x1 - s.x0 > 0.8 * width for s in lines)
        letters = sorted(_weight(s.text) for s in lines)[len(lines) // 2]
        if full < _FULL * len(lines) or letters < _LETTERS:
            return False
    return not _rows_agree(inside, columns)


def _weight(text: str) -> int:
    """The length of a text; a Chinese character says as much as two letters."""
    return len(text) + sum(ord(c) > 0x2E80 for c in text)


def _rows_agree(inside: Sequence[Segment], columns: Sequence[Span]) -> bool:
    """Whether white between lines stands at the same heights in all columns, as rows have it."""
    whites = []
    for left, right in columns:
        lines = sorted((s for s in inside if left - 1 <= s.x0 < right), key=lambda s: s.top)
        gaps = [(a.bottom, b.top) for a, b in pairwise(lines)]
        whites.append([gap for gap in gaps if gap[1] - gap[0] > 0.5 * lines[0].size])
    if any(not white for white in whites):
        return False
    first = whites[0]
    agreeing = sum(
        all(any(a < d and c < b for c, d in other) for other in whites[1:]) for a, b in first
    )
    return agreeing >= 2 and agreeing >= 0.7 * max(len(white) for white in whites)
