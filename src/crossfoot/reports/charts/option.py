"""A chart as an option of ECharts: plain data, no functions, so it travels as JSON.

Values are drawn as numbers; what is printed beside a mark is the text of `reports.numbers`, so
that a chart never shows a number in another form than the table.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crossfoot.languages import Language
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.charts.chart import LYING, PILED, Chart, Form, Series
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number, qualified
from crossfoot.reports.theme import Palette, Scheme, theme

#: a part of a pile that is smaller than this share of the longest pile has no room for its number
LEAST_LABELLED = Decimal("0.07")

#: a part of a share bar that is smaller than this share has no room for its number
LEAST_SHARE = Decimal("0.11")

#: more bars than this side by side have no room for numbers
MOST_LABELLED = 12

#: more piles than this are too narrow for numbers inside them
MOST_PILES_LABELLED = 3

BAR_WIDTH = 84
FONT_SIZE = 12

#: pixels of a chart for print
WIDTH = 640
BODY = 280
TOP = 22
LEGEND_LINE = 24


def echarts_option(chart: Chart, language: Language, scheme: Scheme = "light") -> dict[str, Any]:
    """The option that ECharts draws, in one language and colour scheme."""
    palette = theme().palette(scheme)
    lying = chart.form in LYING
    names = {"type": "category", "data": [label[language] for label in chart.categories]}
    category = names | _category_axis(palette, lying)
    value = _value_axis(chart, palette)
    # a lying bar chart draws its first category at the bottom; readers begin at the top
    category |= {"inverse": True} if lying else {}
    return {
        "animation": False,
        "color": list(palette.series),
        "textStyle": {"fontFamily": theme().font_family(language), "fontSize": FONT_SIZE},
        "legend": _legend(chart, palette, language),
        "grid": {
            "left": 8,
            "right": 48 if lying and chart.form is not Form.SHARES else 16,
            "top": TOP + LEGEND_LINE * legend_lines(chart, language),
            "bottom": 8,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "tooltip": _tooltip(chart, palette),
        "xAxis": value if lying else category,
        "yAxis": category if lying else value,
        "series": [
            *(_series(chart, index, language, palette) for index in range(len(chart.series))),
            *([_totals(chart.total, language, palette)] if chart.total else []),
        ],
    }


def legend_lines(chart: Chart, language: Language, width: int = WIDTH) -> int:
    """Lines that the legend takes; 0 where there is one series only."""
    if len(chart.series) == 1:
        return 0
    lines, left = 1, width
    for series in chart.series:
        name = series.name[language]
        # a Chinese character is as wide as the font is high, others about half of it
        needed = 36 + sum(FONT_SIZE if ord(letter) > 0x2E7F else 7 for letter in name)
        if needed > left and left < width:
            lines, left = lines + 1, width
        left -= needed
    return lines


def body_height(chart: Chart) -> int:
    """Pixels below the legend: bars that lie on their side need room for each."""
    if chart.form not in LYING:
        return BODY
    each = 44 if chart.form is Form.SHARES else 34
    return 60 + each * len(chart.categories)


def height(chart: Chart, language: Language) -> int:
    """Pixels of a chart for print, legend included."""
    return body_height(chart) + LEGEND_LINE * legend_lines(chart, language)


def printed(cell: Cell, language: Language) -> str:
    """The value as the table prints it."""
    text = format_number(cell.fact.number, cell.places, language)
    return qualified(text, cell.fact.qualifier, language)


def pile(chart: Chart, index: int) -> Decimal:
    """Sum of all series in a category."""
    cells = (series.cells[index] for series in chart.series)
    return sum((cell.fact.number for cell in cells if cell is not None), Decimal(0))


def share_of(chart: Chart, series: Series, index: int) -> Decimal:
    """Share of a series in the sum of a category, 0 to 1; 0 where the sum is 0."""
    cell, whole = series.cells[index], pile(chart, index)
    return cell.fact.number / whole if cell is not None and whole else Decimal(0)


def share_text(share: Decimal, language: Language) -> str:
    """A share as charts print it, in percent with one decimal."""
    return format_number(share * 100, 1, language) + "%"


def _series(chart: Chart, index: int, language: Language, palette: Palette) -> dict[str, Any]:
    series = chart.series[index]
    line = chart.form is Form.LINES
    drawn: dict[str, Any] = {
        "name": series.name[language],
        "type": "line" if line else "bar",
        "data": [_datum(chart, series, at, language) for at in range(len(series.cells))],
        "label": _label(chart, index, palette),
    }
    if chart.form in PILED:
        drawn["stack"] = "whole"
    if line:
        drawn |= {"symbol": "circle", "symbolSize": 7, "lineStyle": {"width": 2.5}}
        drawn["connectNulls"] = False
    else:
        drawn["barMaxWidth"] = 22 if chart.form in LYING else BAR_WIDTH
        # a seam in the colour of the page keeps neighbours apart without relying on hue
        drawn["itemStyle"] = {"borderColor": palette["page"], "borderWidth": 1}
    return drawn


def _datum(chart: Chart, series: Series, index: int, language: Language) -> dict[str, Any] | None:
    """One mark: the number that is drawn, and the texts for label and tooltip."""
    cell = series.cells[index]
    if cell is None:
        return None
    text = printed(cell, language)
    if chart.form is Form.SHARES:
        share = share_of(chart, series, index)
        percent = share_text(share, language)
        return {
            "value": float(round_half_away(share * 100, 6)),
            "text": f"{text} ({percent})",
            "label": {"show": share >= LEAST_SHARE, "formatter": percent},
        }
    return {
        "value": float(cell.fact.number),
        "text": text,
        "label": {"show": _has_room(chart, series, index), "formatter": text},
    }


def _has_room(chart: Chart, series: Series, index: int) -> bool:
    cell = series.cells[index]
    if cell is None or chart.form is Form.MONTHS:
        return False
    if chart.form in PILED and len(chart.series) > 1:
        if chart.form not in LYING and len(chart.categories) > MOST_PILES_LABELLED:
            return False
        longest = max(pile(chart, i) for i in range(len(chart.categories)))
        least = LEAST_LABELLED * (2 if chart.form in LYING else 1)
        return bool(longest) and cell.fact.number / longest >= least
    return len(chart.series) * len(chart.categories) <= MOST_LABELLED


def _label(chart: Chart, index: int, palette: Palette) -> dict[str, Any]:
    inside = chart.form in PILED and (len(chart.series) > 1)
    if inside:
        colour = palette.series[index % len(palette.series)]
        return {"position": "inside", "color": _readable_on(colour), "fontSize": 11}
    position = "right" if chart.form in LYING else "top"
    return {"position": position, "color": palette["text"], "fontSize": 11}


def _totals(total: Series, language: Language, palette: Palette) -> dict[str, Any]:
    """The totals above a pile: a line that is not drawn carries their labels."""
    return {
        "name": total.name[language],
        "type": "line",
        "data": [
            cell
            and {
                "value": float(cell.fact.number),
                "text": printed(cell, language),
                "label": {"formatter": printed(cell, language)},
            }
            for cell in total.cells
        ],
        "symbol": "circle",
        "symbolSize": 0.1,
        "lineStyle": {"opacity": 0},
        "itemStyle": {"color": palette["muted"]},
        "label": {
            "show": True,
            "position": "top",
            "color": palette["text"],
            "fontWeight": 600,
            "fontSize": FONT_SIZE,
        },
    }


def _legend(chart: Chart, palette: Palette, language: Language) -> dict[str, Any]:
    return {
        "show": len(chart.series) > 1,
        "type": "plain",
        "left": 0,
        "top": 0,
        "icon": "roundRect",
        "itemWidth": 12,
        "itemHeight": 12,
        "itemGap": 16,
        "textStyle": {"color": palette["text"], "fontSize": FONT_SIZE},
        "data": [series.name[language] for series in chart.series],
    }


def _tooltip(chart: Chart, palette: Palette) -> dict[str, Any]:
    """Drawn by ECharts itself: a tooltip of HTML would need styles that the page forbids."""
    return {
        "renderMode": "richText",
        "trigger": "axis",
        "axisPointer": {"type": "line" if chart.form is Form.LINES else "shadow"},
        "confine": True,
        "backgroundColor": palette["page"],
        "borderColor": palette["rule"],
        "textStyle": {"color": palette["text"], "fontSize": FONT_SIZE},
    }


def _category_axis(palette: Palette, lying: bool) -> dict[str, Any]:
    label: dict[str, Any] = {"color": palette["text"], "fontSize": FONT_SIZE}
    if lying:
        label |= {"width": 150, "overflow": "break"}
    return {
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": palette["muted"]}},
        "axisLabel": label,
    }


def _value_axis(chart: Chart, palette: Palette) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "type": "value",
        "splitNumber": 4,
        "axisLabel": {"color": palette["muted"], "fontSize": 11},
        "splitLine": {"lineStyle": {"color": palette["rule"]}},
    }
    if chart.form is Form.SHARES:
        axis |= {
            "max": 100,
            "interval": 25,
            "axisLabel": {**axis["axisLabel"], "formatter": "{value}%"},
        }
    elif chart.form in LYING:
        axis["axisLabel"] = {**axis["axisLabel"], "hideOverlap": True}
    return axis


def _readable_on(colour: str) -> str:
    """Black or white, whichever stands out more on a colour (WCAG's relative luminance)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"
