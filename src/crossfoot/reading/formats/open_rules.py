"""Rules that a table leaves out: its outer sides, and the side that the end of the page cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Span = tuple[float, float]

#: ends of rules that are nearer to each other, in points, stand together
_NEAR = 3.0
#: shorter rules, in points, are borders of boxes and marks
_LONG = 60.0
#: part of the height of a page, from its edges, where a table is cut
_EDGE = 0.2
#: so many upright rules make two columns
_LEAST = 3


@dataclass(frozen=True)
class Closing:
    """Rules to be added.

    Attributes:
        horizontal: as pdfplumber takes them.
        upright: as pdfplumber takes them.
        top: height of the upper rule that was added where the page begins; None where none was.
        bottom: height of the lower rule that was added where the page ends; None where none was.
    """

    horizontal: tuple[dict[str, Any], ...] = ()
    upright: tuple[dict[str, Any], ...] = ()
    top: float | None = None
    bottom: float | None = None


def close_rules(edges: Sequence[dict[str, Any]], height: float) -> Closing:
    """The rules that a table lacks so that its cells are boxes.

    Args:
        edges: rules of the page, as pdfplumber gives them.
        height: of the page, in points.
    """
    upright = merged_rules(
        (e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"
    )
    across = merged_rules((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h")
    if not upright:
        return Closing()
    sides = tuple(_sides(upright, across))
    top = _cut(upright, across, height, upper=True)
    bottom = _cut(upright, across, height, upper=False)
    added = tuple(_line(x0, x1, y, y) for y, x0, x1 in (end for end in (top, bottom) if end))
    return Closing(added, sides, top[0] if top else None, bottom[0] if bottom else None)


def merged_rules(pieces: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces of rules put together: place, and from where to where."""
    groups: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    last, group = float("-inf"), 0
    for piece in sorted(pieces):
        if piece[0] - last > 1:
            group += 1
        last = piece[0]
        groups[group].append(piece)
    out = []
    for found in groups.values():
        place, begin, end = min(found, key=lambda each: each[1])
        for _, start, stop in sorted(found, key=lambda each: each[1]):
            if start > end + _NEAR:
                out.append((place, begin, end))
                begin = start
            end = max(end, stop)
        out.append((place, begin, end))
    return out


def _cut(
    upright: Sequence[tuple[float, float, float]],
    across: Sequence[tuple[float, float, float]],
    height: float,
    upper: bool,
) -> tuple[float, float, float] | None:
    """Where upright rules end together with no rule at their ends: height, left and right end."""
    ends = [(start if upper else stop, x) for x, start, stop in upright if stop - start > _NEAR]
    if not ends:
        return None
    y = min(ends)[0] if upper else max(ends)[0]
    if (y if upper else height - y) > _EDGE * height:
        return None
    xs = [x for end, x in ends if abs(end - y) <= _NEAR]
    left, right = min(xs), max(xs)
    # a rule that is drawn as a thin box has two sides
    if len([1 for a, b in pairwise(sorted(xs)) if b - a > _NEAR]) + 1 < _LEAST:
        return None
    covered = sum(
        max(min(stop, right) - max(start, left), 0)
        for place, start, stop in across
        if abs(place - y) <= _NEAR
    )
    return None if covered > 0.5 * (right - left) else (y, left, right)


def _sides(
    upright: Sequence[tuple[float, float, float]], across: Sequence[tuple[float, float, float]]
) -> Iterable[dict[str, Any]]:
    """Outer sides of tables that only have rules between their columns and rows."""
    tables: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for rule in across:
        if rule[2] - rule[1] > _LONG:
            tables[round(rule[1] / _NEAR), round(rule[2] / _NEAR)].append(rule)
    for rules in tables.values():
        for (high, left, right), (low, _, _) in pairwise(sorted(rules)):
            inside = [
                x for x, start, stop in upright if start <= high + _NEAR and stop >= low - _NEAR
            ]
            if low - high < _NEAR or not any(left + _NEAR < x < right - _NEAR for x in inside):
                continue
            for side in (left, right):
                if not any(abs(x - side) <= _NEAR for x in inside):
                    yield _line(side, side, high, low)


def _line(x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
