"""The columns of a table: white that its rows leave free, and cells that lie across it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from crossfoot.reading.formats.cells import is_value
from crossfoot.reading.formats.segments import Segment

Span = tuple[float, float]

#: white that parts columns, in sizes of the font
_LEAST = 0.5
#: part of the rows that may have a cell across a border, and how many may at least
_ACROSS, _LEAST_ACROSS = 0.08, 2
#: rows at the top that may be a head
_HEAD = 3


def find_borders(rows: Sequence[Sequence[Segment]]) -> list[float]:
    """Places of the borders between columns, from the left.

    Args:
        rows: the segments of each row.
    """
    spans = [found for row in rows if len(found := spans_of(row)) > 1]
    if not spans:
        return []
    sizes = sorted(segment.size for row in rows for segment in row)
    least = _LEAST * sizes[len(sizes) // 2]
    flat = [span for row in spans for span in row]
    free = _free(flat, least)
    # a number belongs to one column, words may lie across several
    values = {(s.x0, s.x1) for row in rows for s in row if is_value(s)}
    for _ in range(max(_LEAST_ACROSS, int(_ACROSS * len(spans)))):
        for span in (each for each in _alone(flat, least) if each not in values):
            fewer = [each for each in flat if each is not span]
            if len(better := _free(fewer, least)) > len(free):
                flat, free = fewer, better
                break
        else:
            break
    return _without_heads([(a + b) / 2 for a, b in free], spans)


def spans_of(row: Sequence[Segment]) -> list[Span]:
    """The parts of the width that a row fills."""
    spans: list[Span] = []
    for segment in sorted(row, key=lambda s: s.x0):
        if spans and segment.x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], segment.x1))
        else:
            spans.append((segment.x0, segment.x1))
    return spans


def columns_of(span: Span, borders: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a span touches."""
    first = sum(border <= span[0] + 0.5 for border in borders)
    last = sum(border < span[1] - 0.5 for border in borders)
    return first, max(first, last)


def column_within(span: Span, columns: Sequence[Span]) -> int | None:
    """The column in whose width a span lies; None where it touches several."""
    touched = [at for at, (left, right) in enumerate(columns) if span[0] < right and left < span[1]]
    if len(touched) > 1:
        return None
    return touched[0] if touched else columns_of(span, borders_of(columns))[0]


def borders_of(columns: Sequence[Span]) -> list[float]:
    """Places of the borders between columns whose edges are known."""
    return [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]


def filled_cells(rows: Sequence[Sequence[Segment]], borders: Sequence[float]) -> int:
    """The number of cells that have words, less those that lie across a border."""
    filled = 0
    for row in rows:
        touched = [columns_of((s.x0, s.x1), borders) for s in row]
        filled += len({first for first, _ in touched}) - sum(a != b for a, b in touched)
    return filled


def _free(spans: Iterable[Span], least: float) -> list[Span]:
    free: list[Span] = []
    end: float | None = None
    for left, right in sorted(spans):
        if end is not None and left - end >= least:
            free.append((end, left))
        end = right if end is None else max(end, right)
    return free


def _alone(spans: Sequence[Span], least: float) -> list[Span]:
    """The spans that alone cover a part as wide as the white between columns."""
    found = []
    ordered = sorted(spans)
    end = float("-inf")
    for at, span in enumerate(ordered):
        # what those that begin further left leave to it, up to where the next one begins
        start = max(span[0], end)
        for other in ordered[at + 1 :]:
            stop = min(other[0], span[1])
            if stop - start >= least:
                found.append(span)
                break
            start = max(start, other[1])
            if start >= span[1]:
                break
        end = max(end, span[1])
    return found


def _without_heads(borders: list[float], spans: Sequence[Sequence[Span]]) -> list[float]:
    """Borders without those that only part a head from the values under it."""
    kept = list(borders)
    at = 0
    while at < len(kept):
        filled = [{n for span in row for n in _range(columns_of(span, kept))} for row in spans]
        left = [n for n, row in enumerate(filled) if at in row]
        right = [n for n, row in enumerate(filled) if at + 1 in row]
        heads = [rows for rows in (left, right) if rows and max(rows) < _HEAD]
        if not set(left) & set(right) and len(heads) == 1 and len(spans) > 1:
            kept.pop(at)
        else:
            at += 1
    return kept


def _range(columns: tuple[int, int]) -> range:
    return range(columns[0], columns[1] + 1)
