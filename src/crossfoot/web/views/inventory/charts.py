"""Charts of the inventory as options of ECharts; the table beside each has its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.calculation.lines import tonnes
from crossfoot.facts.fact import Fact
from crossfoot.languages import LANGUAGES, Language, Text
from crossfoot.quantities.periods import Period
from crossfoot.reports.charts.chart import Form
from crossfoot.reports.charts.look import BAR_WIDTH, LYING_WIDTH, Look
from crossfoot.reports.charts.waterfall import Step, Waterfall
from crossfoot.reports.charts.wording import chart_word
from crossfoot.reports.model import Cell
from crossfoot.reports.numbers import format_number

#: decimals of a bridge's steps
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart for a page, in both themes.

    Attributes:
        id: of its place in the page.
        title: what a reader who does not see is told it is.
        light, dark: options.
        height: pixels.
    """

    id: str
    title: str
    light: dict[str, Any]
    dark: dict[str, Any]
    height: int

    @property
    def options_id(self) -> str:
        """Id of the element that holds them."""
        return f"{self.id}-options"

    @property
    def options(self) -> dict[str, Any]:
        """Both options, for the script."""
        return {"light": self.light, "dark": self.dark}


def bars(
    id_: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    language: Language,
    *,
    stacked: bool = True,
    lying: bool = False,
) -> Chart | None:
    """Bars of tonnes, on top of each other or side by side; None where there is nothing."""
    if not labels or not any(any(values) for _, values in series):
        return None
    light, dark = (
        _bars(look, labels, series, stacked=stacked, lying=lying)
        for look in (Look(language, "light"), Look(language, "dark"))
    )
    height = 90 + (20 + 16 * (1 if stacked else len(series))) * len(labels) if lying else 320
    return Chart(id_, title, light, dark, height)


def distribution(
    id_: str,
    title: str,
    found: Sequence[tuple[int, int, int]],
    name: str,
    language: Language,
) -> Chart:
    """How often a total lay between two masses, as bars without a gap."""
    labels = [
        format_number(Decimal(tonnes((low + high) // 2)), 1, language) for low, high, _ in found
    ]
    light, dark = (
        _bars(look, labels, [(name, [count for *_, count in found])], stacked=False, lying=False)
        for look in (Look(language, "light"), Look(language, "dark"))
    )
    for option in (light, dark):
        (series,) = option["series"]
        series |= {"data": [count for *_, count in found], "barCategoryGap": "1%"}
        series.pop("barMaxWidth")
    return Chart(id_, title, light, dark, 320)


def bridge(
    id_: str,
    title: str,
    before: tuple[Text, int],
    after: tuple[Text, int],
    steps: Sequence[tuple[Text, int]],
    language: Language,
) -> Chart:
    """A waterfall from one total to another; the steps add up to the difference."""
    chart = Waterfall(
        id=id_,
        form=Form.WATERFALL,
        title=Text(title, title),
        unit="t CO2e",
        before=(before[0], _cell(before[1])),
        after=(after[0], _cell(after[1])),
        steps=tuple(Step(name, tonnes(mass)) for name, mass in steps),
        places=_PLACES,
    )
    if begins := chart.axis_begins:
        at = Text(*(format_number(begins, 0, each) for each in LANGUAGES))
        title = f"{title}. {chart_word('waterfall.axis', at=at)[language]}"
    light, dark = (chart.option(look) for look in (Look(language, "light"), Look(language, "dark")))
    return Chart(id_, title, light, dark, chart.body(language) + 40)


def _cell(milligrams: int) -> Cell:
    value = tonnes(milligrams)
    return Cell(Fact("ghg.total", "", Period.year(2000), Decimal(value), "t CO2e"), _PLACES)


def _bars(
    look: Look,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    *,
    stacked: bool,
    lying: bool,
) -> dict[str, Any]:
    names = [name for name, _ in series]
    category = look.category_axis(list(labels), lying)
    value = look.value_axis()
    value["axisLabel"] = value["axisLabel"] | {"hideOverlap": True}
    return look.base() | {
        "legend": look.legend(names),
        "grid": look.grid(names),
        "tooltip": look.tooltip("axis"),
        "xAxis": value if lying else category,
        "yAxis": category if lying else value,
        "series": [
            {
                "name": name,
                "type": "bar",
                "barMaxWidth": LYING_WIDTH if lying else BAR_WIDTH,
                "itemStyle": look.bar() | {"color": look.series(at)},
                "data": [round(float(tonnes(each)), 3) for each in values],
                **({"stack": "whole"} if stacked else {}),
            }
            for at, (name, values) in enumerate(series)
        ],
    }
