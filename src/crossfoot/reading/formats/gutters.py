"""The gutter of a report in two columns: where many pages have it, others have it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.numbers import read_cell

#: parts of the width of a page between which its gutter is looked for, in steps of points
_FROM, _TO, _STEP = 0.3, 0.7, 2.0
#: lines on either side, the part of them that is full, and the part that may lie across
_LINES, _FULL, _ACROSS = 8, 0.35, 0.15
#: cells with values are a table, not columns of text
_VALUES, _VALUES_OF_TWO = 0.15, 0.35
#: places that differ by less, in points, are one gutter
_SAME = 8.0
#: so many pages, and such a part of all, have it
_LEAST_PAGES, _LEAST_SHARE = 2, 0.1


def find_gutters(
    pages: Mapping[int, Sequence[Segment]], widths: Mapping[int, float]
) -> tuple[float, ...]:
    """The gutters of a report, as places from the left in points; empty where it has one column.

    Args:
        pages: what stands outside tables that rules draw, by page.
        widths: of the pages, in points.
    """
    votes = sorted(
        place
        for number, segments in pages.items()
        if (place := _gutter(segments, widths[number])) is not None
    )
    groups: list[list[float]] = []
    for vote in votes:
        if groups and vote - groups[-1][0] <= _SAME:
            groups[-1].append(vote)
        else:
            groups.append([vote])
    least = max(min(_LEAST_PAGES, len(pages)), _LEAST_SHARE * len(pages))
    return tuple(group[len(group) // 2] for group in groups if len(group) >= least)


def few_values(segments: Sequence[Segment], columns: int = 0) -> bool:
    """Whether words stand in a part, rather than the values of a table.

    Args:
        segments: the part.
        columns: in how many columns; of a table with two, every second cell is a value.
    """
    values = sum(read_cell(segment.text) is not None for segment in segments)
    return values <= (_VALUES_OF_TWO if columns == 2 else _VALUES) * len(segments)


def _gutter(segments: Sequence[Segment], width: float) -> float | None:
    if len(segments) < 2 * _LINES or not few_values(segments):
        return None
    free = []
    x = _FROM * width
    while x < _TO * width:
        left = [s for s in segments if s.x1 <= x]
        right = [s for s in segments if s.x0 >= x]
        across = len(segments) - len(left) - len(right)
        if across <= _ACROSS * len(segments) and _are_full(left) and _are_full(right):
            free.append((across, x))
        x += _STEP
    if not free:
        return None
    least = min(free)[0]
    best = [x for across, x in free if across == least]
    return best[len(best) // 2]


def _are_full(lines: Sequence[Segment]) -> bool:
    """Whether a column has lines enough, and as many full ones as running text has."""
    if len(lines) < _LINES:
        return False
    width = max(s.x1 for s in lines) - min(s.x0 for s in lines)
    return sum(s.x1 - s.x0 > 0.8 * width for s in lines) >= _FULL * len(lines)


def gutter_within(whites: Iterable[tuple[float, float]], gutters: Iterable[float]) -> float | None:
    """The gutter that lies in one of the whites between columns; None where none does."""
    spans = list(whites)
    return next((g for g in gutters if any(a - 2 <= g <= b + 2 for a, b in spans)), None)
