"""Marks that bear numbers, and the list of their names beside the picture.

Names beside marks would overlap as soon as two marks are near each other, and would not fit a
narrow screen; numbers do, and marks that would hide each other are moved apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from crossfoot.reports.charts.chart import Entries
from crossfoot.reports.charts.look import FONT_SIZE, WIDTH, Look, readable_on, text_width

#: pixels between the edges of two marks
APART = 1.5
ROUNDS = 400

LINE = 16
LIST_WIDTH = 246
LIST_LEFT = WIDTH - LIST_WIDTH
DISC = 7

Point = tuple[float, float]


def moved_apart(
    points: Sequence[Point], radii: Sequence[float], width: float, height: float
) -> list[Point]:
    """Marks moved as little as it takes for none to hide another, all within the plot.

    Args:
        points: centres in pixels.
        radii: radius of each.
        width: pixels of the plot.
        height: pixels of the plot.
    """
    moved = [list(point) for point in _unstacked(points)]
    for _ in range(ROUNDS):
        touching = False
        for one in range(len(moved)):
            for other in range(one + 1, len(moved)):
                touching |= _push(moved[one], moved[other], radii[one] + radii[other], other)
        for point, radius in zip(moved, radii, strict=True):
            point[0] = min(max(point[0], radius), width - radius)
            point[1] = min(max(point[1], radius), height - radius)
        if not touching:
            break
    return [(point[0], point[1]) for point in moved]


def _unstacked(points: Sequence[Point]) -> list[Point]:
    """Marks in one place begin as a small spiral, so that they part in all directions."""
    found: list[Point] = []
    for number, (across, down) in enumerate(points):
        before = points[:number].count((across, down))
        far, turn = 0.5 * math.sqrt(before), 2.4 * before
        found.append((across + far * math.cos(turn), down + far * math.sin(turn)))
    return found


def _push(one: list[float], other: list[float], needed: float, seed: int) -> bool:
    """Moves two marks away from each other where they touch; says whether they did."""
    across, down = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(across, down)
    if distance >= needed + APART:
        return False
    if distance < 1e-6:  # the same place: any direction, but always the same one
        across, down, distance = math.cos(seed * 2.4), math.sin(seed * 2.4), 1.0
        gap = needed + APART + 0.5
    else:
        gap = needed + APART + 0.5 - distance
    step_x, step_y = across / distance * gap / 2, down / distance * gap / 2
    one[0], one[1] = one[0] - step_x, one[1] - step_y
    other[0], other[1] = other[0] + step_x, other[1] + step_y
    return True


def list_height(groups: Sequence[Entries]) -> int:
    """Pixels of the list in a picture."""
    return sum(_group_height(group) for group in groups)


def _group_height(group: Entries) -> int:
    heading = LINE + 5 if group.heading else 0
    return heading + sum(LINE * len(_wrapped(entry.text)) for entry in group.entries) + 8


def list_beside(groups: Sequence[Entries], look: Look) -> list[dict[str, Any]]:
    """The list as texts and discs, on the right of a picture for print."""
    found: list[dict[str, Any]] = []
    top = 8
    for group in groups:
        if group.heading:
            found.append(_text(LIST_LEFT, top, group.heading, look, bold=True))
            top += LINE + 5
        for entry in group.entries:
            lines = _wrapped(entry.text)
            found.append(_disc(top + DISC - 1, look.series(entry.colour)))
            ink = readable_on(look.series(entry.colour))
            found.append(_number(top + DISC - 1, entry.number, ink, look))
            for line in lines:
                found.append(_text(LIST_LEFT + 24, top, line, look))
                top += LINE
        top += 8
    return found


def _text(left: int, top: int, text: str, look: Look, bold: bool = False) -> dict[str, Any]:
    return {
        "type": "text",
        "left": left,
        "top": top,
        "silent": True,
        "style": {
            "text": text,
            "fill": look.palette["text"],
            "fontSize": FONT_SIZE,
            "fontWeight": 600 if bold else "normal",
            "fontFamily": look.house.font_family(look.language),
        },
    }


def _disc(middle: int, colour: str) -> dict[str, Any]:
    return {
        "type": "circle",
        "silent": True,
        "shape": {"cx": LIST_LEFT + DISC, "cy": middle, "r": DISC},
        "style": {"fill": colour},
    }


def _number(middle: int, number: int, ink: str, look: Look) -> dict[str, Any]:
    return {
        "type": "text",
        "silent": True,
        "x": LIST_LEFT + DISC,
        "y": middle,
        "style": {
            "text": str(number),
            "fill": ink,
            "fontSize": 10,
            "textAlign": "center",
            "textVerticalAlign": "middle",
            "fontFamily": look.house.font_family(look.language),
        },
    }


def _wrapped(text: str) -> list[str]:
    """A text in lines that fit beside the picture; Chinese breaks between any two characters."""
    room, lines, line = LIST_WIDTH - 28, [], ""
    for word in _words(text):
        if line and text_width((line + word).rstrip()) > room:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _words(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        wide = ord(letter) > 0x2E7F
        closing = letter in "，。、）：；"
        if found and (
            closing or (not wide and not found[-1].endswith(" ") and not _is_wide(found[-1][-1]))
        ):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _is_wide(letter: str) -> bool:
    return ord(letter) > 0x2E7F
