"""How charts look: sizes, axes, labels, legend; everything that the forms share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from crossfoot.languages import Language
from crossfoot.reports.colours import luminance
from crossfoot.reports.theme import Palette, Scheme, Theme, theme

#: print: one picture with its legend; page: the page has a legend and a list of its own
Medium = Literal["print", "page"]

#: pixels of a chart for print
WIDTH = 640
BODY = 280
TOP = 22
LEGEND_LINE = 24
BAR_WIDTH = 84
LYING_WIDTH = 22

FONT_SIZE = 12

#: colour number of what only gathers others
GATHERING = -1
SMALL = 11

#: widest label beside a lying bar; longer ones break
LABEL_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Look:
    """Language, colours and medium that a chart is drawn for."""

    language: Language
    scheme: Scheme = "light"
    medium: Medium = "print"
    house: Theme = field(default_factory=theme)

    @property
    def palette(self) -> Palette:
        """The colours."""
        return self.house.palette(self.scheme)

    def series(self, number: int) -> str:
        """Colour of a series, from 0; begins anew where there are no more. GATHERING is grey."""
        if number == GATHERING:
            return self.palette["muted"]
        return self.palette.series[number % len(self.palette.series)]

    def base(self) -> dict[str, Any]:
        """What every option has."""
        return {
            "animation": False,
            "color": list(self.palette.series),
            "textStyle": {
                "fontFamily": self.house.font_family(self.language),
                "fontSize": FONT_SIZE,
                "color": self.palette["text"],
            },
            "tooltip": self.tooltip(),
        }

    def tooltip(self, trigger: str = "item", pointer: str = "shadow") -> dict[str, Any]:
        """Drawn by ECharts itself: a tooltip of HTML would need styles that the page forbids."""
        return {
            "renderMode": "richText",
            "trigger": trigger,
            "axisPointer": {"type": pointer},
            "confine": True,
            "backgroundColor": self.palette["page"],
            "borderColor": self.palette["rule"],
            "textStyle": {"color": self.palette["text"], "fontSize": FONT_SIZE},
        }

    def legend(self, names: Sequence[str]) -> dict[str, Any]:
        """The legend of a picture; the page draws its own, which breaks its lines."""
        return {
            "show": len(names) > 1 and self.medium == "print",
            "type": "plain",
            "left": 0,
            "top": 0,
            "icon": "roundRect",
            "itemWidth": 12,
            "itemHeight": 12,
            "itemGap": 16,
            "textStyle": {"color": self.palette["text"], "fontSize": FONT_SIZE},
            "data": list(names),
        }

    def top(self, names: Sequence[str]) -> int:
        """Pixels above the plot."""
        lines = lines_of(names) if self.medium == "print" and len(names) > 1 else 0
        return TOP + LEGEND_LINE * lines

    def grid(self, names: Sequence[str] = (), right: int = 16) -> dict[str, Any]:
        """Room of the plot: axis labels lie inside the picture, whatever their length."""
        return {
            "left": 8,
            "right": right,
            "top": self.top(names),
            "bottom": 8,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        }

    def category_axis(self, labels: Sequence[str], lying: bool = False) -> dict[str, Any]:
        """The axis of years, members or sites."""
        label: dict[str, Any] = {"color": self.palette["text"], "fontSize": FONT_SIZE}
        if lying:  # every bar has its name
            label |= {"width": LABEL_WIDTH, "overflow": "break", "interval": 0}
        axis = {
            "type": "category",
            "data": list(labels),
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": self.palette["muted"]}},
            "axisLabel": label,
        }
        # a lying bar chart draws its first category at the bottom; readers begin at the top
        return axis | {"inverse": True} if lying else axis

    def value_axis(self) -> dict[str, Any]:
        """The axis of numbers."""
        return {
            "type": "value",
            "splitNumber": 4,
            "axisLabel": {"color": self.palette["muted"], "fontSize": SMALL, "hideOverlap": True},
            "splitLine": {"lineStyle": {"color": self.palette["rule"]}},
        }

    def bar(self) -> dict[str, Any]:
        """A seam in the colour of the page keeps neighbours apart without relying on hue."""
        return {"borderColor": self.palette["page"], "borderWidth": 1}

    def label(self, position: str, colour: str = "", **other: Any) -> dict[str, Any]:
        """A number beside a mark, or upon one of a colour."""
        ink = readable_on(colour) if colour else self.palette["text"]
        return {"position": position, "color": ink, "fontSize": SMALL, **other}


def lines_of(names: Sequence[str], width: int = WIDTH) -> int:
    """Lines that a legend takes."""
    lines, left = 1, width
    for name in names:
        needed = 42 + text_width(name)
        if needed > left and left < width:
            lines, left = lines + 1, width
        left -= needed
    return lines


def text_width(text: str, size: int = FONT_SIZE) -> int:
    """Pixels of a line: a Chinese character is as wide as the font is high, others about half."""
    wide = sum(ord(letter) > 0x2E7F for letter in text)
    return round(wide * size + (len(text) - wide) * size * 0.55)


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more on a colour."""
    light = luminance(colour)
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"
