"""Amounts as bars and their ratio to something as a line, by year, on an axis each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language, Text
from crossfoot.reports.charts.chart import Chart, DataTable, Key
from crossfoot.reports.charts.look import BAR_WIDTH, BODY, Look
from crossfoot.reports.charts.values import LEAST, number, printed
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart

#: the bars end below the line as long as both grow alike
HEADROOM = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityChart(Chart):
    """Two rows of values over the same years.

    Attributes:
        years: labels along the axis.
        amounts: the values of the bars.
        ratios: the values of the line.
        amount_name: what the bars are.
        ratio_name: what the line is.
        ratio_unit: unit of the line.
    """

    years: tuple[Text, ...]
    amounts: tuple[Cell, ...]
    ratios: tuple[Cell | None, ...]
    amount_name: Text
    ratio_name: Text
    ratio_unit: str

    def cells(self) -> Iterator[Cell]:
        """Bars and points."""
        yield from self.amounts
        yield from (cell for cell in self.ratios if cell is not None)

    def body(self, language: Language) -> int:
        """A little higher, for the labels of two rows."""
        return BODY + 20

    def unit_text(self, language: Language) -> str:
        """The legend names both units."""
        return ""

    def legend(self, language: Language) -> tuple[Key, ...]:
        """Bars and line, each with its unit."""
        amount, ratio = self._names(language)
        return Key(amount, 0), Key(ratio, 1)

    def _names(self, language: Language) -> tuple[str, str]:
        pairs = ((self.amount_name, self.unit), (self.ratio_name, self.ratio_unit))
        amount, ratio = (
            chart_word("with.unit", name=name, unit=printed_unit(unit, language))[language]
            for name, unit in pairs
        )
        return amount, ratio

    def table(self, language: Language) -> DataTable:
        """A row for each year."""
        return DataTable(
            ("", *self._names(language)),
            tuple(
                (
                    year[language],
                    printed(amount, language),
                    printed(ratio, language) if ratio else "–",
                )
                for year, amount, ratio in zip(self.years, self.amounts, self.ratios, strict=True)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """One for the bars, one for the line."""
        found = []
        rows = zip(self._names(language), (self.amounts, self.ratios), strict=True)
        for name, cells in rows:
            points = [
                chart_word("say.point", at=year, value=printed(cell, language))[language]
                for year, cell in zip(self.years, cells, strict=True)
                if cell is not None
            ]
            found.append(
                chart_word("say.points", name=name, points=joined(points, language))[language]
            )
        return found

    def option(self, look: Look) -> dict[str, Any]:
        """Bars on the left axis, the line on the right one; both begin at zero."""
        language = look.language
        names = self._names(language)
        left, right = look.value_axis(), look.value_axis()
        most = max((float(cell.fact.number) for cell in self.amounts), default=0.0)
        least = min(float(cell.fact.number) for cell in self.cells())
        if least >= 0:
            left |= {"min": 0, "max": _ceiling(most * HEADROOM)}
            ratios = [float(cell.fact.number) for cell in self.ratios if cell is not None]
            right |= {"min": 0, "max": _ceiling(max(ratios) * 1.2)}
        right |= {"splitLine": {"show": False}, "position": "right"}
        # one grid of lines for both axes: a quarter of each
        for axis in (left, right):
            if "max" in axis:
                axis["interval"] = axis["max"] / 4
        page = look.palette["page"]
        return look.base() | {
            "legend": look.legend(names),
            "grid": look.grid(names, right=8),
            "tooltip": look.tooltip("axis"),
            "xAxis": look.category_axis([year[language] for year in self.years]),
            "yAxis": [left, right],
            "series": [
                {
                    "name": names[0],
                    "type": "bar",
                    "barMaxWidth": BAR_WIDTH,
                    "barCategoryGap": "14%",
                    "labelLayout": {"hideOverlap": True},
                    "itemStyle": look.bar() | {"color": look.series(0)},
                    "data": [_datum(cell, language) for cell in self.amounts],
                    "label": look.label("insideBottom", look.series(0), show=True),
                },
                {
                    "name": names[1],
                    "type": "line",
                    "yAxisIndex": 1,
                    "symbol": "circle",
                    "symbolSize": 9,
                    "lineStyle": {"width": 2.5, "color": look.series(1)},
                    "itemStyle": {"color": look.series(1), "borderColor": page, "borderWidth": 1},
                    "data": [cell and _datum(cell, language) for cell in self.ratios],
                    "label": look.label("top", show=True, fontWeight=600)
                    | {"backgroundColor": page, "padding": [1, 3]},
                },
            ],
        }


def _datum(cell: Cell, language: Language) -> dict[str, Any]:
    text = printed(cell, language)
    return {"value": float(cell.fact.number), "text": text, "label": {"formatter": text}}


def _ceiling(value: float) -> float:
    """The next number that divides well by four."""
    if value <= 0:
        return 1.0
    power = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 10.0 ** -len(f"{1 / value:.0f}")
    steps = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10, 12, 16, 20)
    return float(next(round(step * power, 12) for step in steps if step * power >= value))


def intensity(plan: PlannedChart, figures: Figures) -> Iterator[IntensityChart]:
    """Of two metrics, the amount and its ratio."""
    amount, ratio = plan.known(figures.catalogue)
    found = [
        (period, cell, number(figures, ratio, period))
        for period in figures.given.periods
        if (cell := number(figures, amount, period)) is not None
    ]
    if sum(each is not None for _, _, each in found) < LEAST:
        return
    yield IntensityChart(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=amount.unit,
        metric=amount.id,
        years=tuple(period_label(period) for period, _, _ in found),
        amounts=tuple(cell for _, cell, _ in found),
        ratios=tuple(each for _, _, each in found),
        amount_name=plan.name(0, amount.title),
        ratio_name=plan.name(1, ratio.title),
        ratio_unit=ratio.unit,
    )
