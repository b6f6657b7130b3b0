"""Colours as numbers: how light they are, how they contrast, how they mix (WCAG 2.2)."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#[0-9a-f]{6}", re.I)


def is_colour(text: object) -> bool:
    """Whether a text is a colour of the form #rrggbb."""
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 for black to 1 for white.

    >>> luminance("#ffffff"), round(luminance("#777777"), 3)
    (1.0, 0.184)
    """
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of the other one, 0 to 1.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, ground: str, ratio: float) -> str:
    """The colour, lightened in its own hue until it stands out from a dark ground.

    >>> lighter("#ffffff", "#000000", 4.5)
    '#ffffff'
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _channels(colour)))
    for step in range(101):
        raised = light + (1 - light) * step / 100
        # a lightened colour keeps its saturation but for very light ones, which would glare
        parts = colorsys.hls_to_rgb(hue, raised, min(saturation, 0.75))
        found = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(found, ground) >= ratio:
            return found
    return "#ffffff"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
