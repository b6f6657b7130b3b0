"""A chart as an option of ECharts: plain data, no functions, so it travels as JSON.

Values are drawn as numbers; what is printed beside a mark is the text of `reports.numbers`, so
that a chart never shows a number in another form than the table.
"""

from __future__ import annotations

from typing import Any

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.charts.look import LEGEND_LINE, WIDTH, Look, Medium, lines_of
from crossfoot.reports.theme import Scheme, Theme, theme

__all__ = ["WIDTH", "body_height", "echarts_option", "height", "legend_lines"]


def echarts_option(
    chart: Chart,
    language: Language,
    scheme: Scheme = "light",
    medium: Medium = "print",
    house: Theme | None = None,
) -> dict[str, Any]:
    """The option that ECharts draws, in one language, colour scheme and house style.

    For `print` the picture holds legend and list; for `page` the page has them.
    """
    return chart.option(Look(language, scheme, medium, house or theme()))


def legend_lines(chart: Chart, language: Language, width: int = WIDTH) -> int:
    """Lines that the legend takes in a picture; 0 where there is none."""
    names = [key.name for key in chart.legend(language)]
    return lines_of(names, width) if names else 0


def body_height(chart: Chart, language: Language = "en") -> int:
    """Pixels of a chart in a page, which draws legend and list itself."""
    return chart.live_body(language)


def height(chart: Chart, language: Language) -> int:
    """Pixels of a chart for print, legend included."""
    return chart.body(language) + LEGEND_LINE * legend_lines(chart, language)
