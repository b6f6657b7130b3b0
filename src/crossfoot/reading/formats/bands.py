"""Coloured bands behind rows: their sides are no rules between columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Edge = dict[str, Any]

#: lower and narrower boxes, in points, are rules
_LEAST = 5.0
#: sides that are nearer, in points, are one
_NEAR = 2.0
#: coloured cells above each other that make a column
_COLUMN = 3


def without_sides(edges: Sequence[Edge], boxes: Sequence[Edge]) -> list[Edge]:
    """The edges of a page without the upright sides of coloured bands.

    Sides stay where a rule goes on at the same place, and where cells are coloured row by row.

    Args:
        edges: as pdfplumber gives them.
        boxes: the boxes of the page, as pdfplumber gives them.
    """
    bands = [box for box in boxes if _is_band(box)]
    if not bands:
        return list(edges)
    sides: dict[int, set[tuple[int, int]]] = {}
    for band in bands:
        for x in (band["x0"], band["x1"]):
            spans = sides.setdefault(round(x), set())
            spans.add((round(band["top"]), round(band["bottom"])))
    own = {(round(x), *span) for x, spans in sides.items() for span in spans}
    rules = [edge["x0"] for edge in edges if edge["orientation"] == "v" and not _is_side(edge, own)]
    kept = {x for x in sides if any(abs(x - rule) <= _NEAR for rule in rules)}
    kept |= {x for x, spans in sides.items() if _goes_on(spans)}
    return [
        edge
        for edge in edges
        if edge["orientation"] == "h" or not _is_side(edge, own) or round(edge["x0"]) in kept
    ]


def _is_band(box: Edge) -> bool:
    wide = box["x1"] - box["x0"] > _LEAST and box["bottom"] - box["top"] > _LEAST
    return wide and bool(box.get("fill")) and not box.get("stroke")


def _is_side(edge: Edge, own: set[tuple[int, int, int]]) -> bool:
    return (round(edge["x0"]), round(edge["top"]), round(edge["bottom"])) in own


def _goes_on(spans: set[tuple[int, int]]) -> bool:
    """Whether cells are coloured directly above each other."""
    run, end = 1, -1
    for top, bottom in sorted(spans):
        run = run + 1 if abs(top - end) <= _NEAR else 1
        end = bottom
        if run >= _COLUMN:
            return True
    return False
