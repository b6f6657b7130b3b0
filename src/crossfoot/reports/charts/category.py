"""Charts over categories: series of printed values by year, member, site or month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.languages import Language, Text
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.charts.chart import Chart, DataTable, Form, Key
from crossfoot.reports.charts.look import (
    BAR_WIDTH,
    BODY,
    FONT_SIZE,
    LYING_WIDTH,
    Look,
)
from crossfoot.reports.charts.values import percent, printed, total
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.model import Cell
from crossfoot.reports.units import COUNT, printed_unit

#: forms whose bars lie on their side, since their labels are long
LYING = (Form.SHARES, Form.MEMBERS, Form.ENTITIES)

#: forms whose series are parts of one whole
PILED = (Form.STACKED, Form.SHARES, Form.ENTITIES, Form.MONTHS)

#: a part of a pile that is smaller than this share of the longest pile has no room for its number
LEAST_LABELLED = Decimal("0.07")

#: a part of a share bar that is smaller than this share has no room for its number
LEAST_SHARE = Decimal("0.11")

#: more bars than this side by side have no room for numbers
MOST_LABELLED = 12

#: more piles than this are too narrow for numbers inside them
MOST_PILES_LABELLED = 3

#: more values than this are summed up by the least and the largest
MOST_LISTED = 8

#: lines are told apart by these as well
SYMBOLS = ("circle", "rect", "triangle", "diamond")
DASHES = ("solid", "dashed", "dotted", "solid")


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name, one for each category; None where there is none."""

    name: Text
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryChart(Chart):
    """Series over categories.

    Attributes:
        categories: labels along the axis.
        series: what is drawn.
        total: the printed total above each stack; None where no fact gives one.
    """

    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    total: Series | None = None

    @property
    def lying(self) -> bool:
        """Whether the bars lie on their side."""
        return self.form in LYING

    def cells(self) -> Iterator[Cell]:
        """All values that are drawn."""
        for series in self.series:
            yield from (cell for cell in series.cells if cell is not None)

    def legend(self, language: Language) -> tuple[Key, ...]:
        """The series, where there are several."""
        if len(self.series) == 1:
            return ()
        return tuple(Key(one.name[language], i) for i, one in enumerate(self.series))

    def body(self, language: Language) -> int:
        """Bars that lie on their side need room for each."""
        if not self.lying:
            return BODY
        each = 44 if self.form is Form.SHARES else 34
        return 60 + each * len(self.categories)

    def unit_text(self, language: Language) -> str:
        """Of shares, percent and what they were measured in."""
        unit = printed_unit(self.unit, language, self.metric)
        if self.form is Form.SHARES:
            return "%" if self.unit == COUNT else chart_word("share.of_unit", unit=unit)[language]
        return unit

    def table(self, language: Language) -> DataTable:
        """The values as they are printed, with shares where the chart draws shares."""
        series = [*self.series, *([self.total] if self.total else [])]
        return DataTable(
            ("", *(one.name[language] for one in series)),
            tuple(
                (label[language], *(self.value(one, index, language) for one in series))
                for index, label in enumerate(self.categories)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """One for each series."""
        return [self._sentence(series, language) for series in self.series]

    def _sentence(self, series: Series, language: Language) -> str:
        indices = [i for i, cell in enumerate(series.cells) if cell is not None]
        if len(indices) > MOST_LISTED:
            largest = max(indices, key=lambda i: _number(series, i))
            smallest = min(indices, key=lambda i: _number(series, i))
            return chart_word(
                "say.range",
                name=series.name,
                least=self.value(series, smallest, language),
                least_at=self.categories[smallest],
                most=self.value(series, largest, language),
                most_at=self.categories[largest],
            )[language]
        listed = [
            chart_word("say.point", at=self.categories[i], value=self.value(series, i, language))[
                language
            ]
            for i in indices
        ]
        return chart_word("say.points", name=series.name, points=joined(listed, language))[language]

    def value(self, series: Series, index: int, language: Language) -> str:
        """One value as the table prints it; a dash where there is none."""
        cell = series.cells[index]
        if cell is None:
            return "–"
        text = printed(cell, language)
        if self.form is Form.SHARES:
            return f"{text} ({percent(self.share_of(series, index), language)})"
        return text

    def pile(self, index: int) -> Decimal:
        """Sum of all series in a category."""
        return total(cell.fact.number for series in self.series if (cell := series.cells[index]))

    def share_of(self, series: Series, index: int) -> Decimal:
        """Share of a series in the sum of a category, 0 to 1; 0 where the sum is 0."""
        cell, whole = series.cells[index], self.pile(index)
        return cell.fact.number / whole if cell is not None and whole else Decimal(0)

    def option(self, look: Look) -> dict[str, Any]:
        """Bars or lines over the categories."""
        names = [one.name[look.language] for one in self.series]
        labels = [label[look.language] for label in self.categories]
        category = look.category_axis(labels, self.lying)
        value = self._value_axis(look)
        pointer = "line" if self.form is Form.LINES else "shadow"
        beside = self.lying and self.form is not Form.SHARES
        return look.base() | {
            "legend": look.legend(names),
            "grid": look.grid(names, right=56 if beside else 16),
            "tooltip": look.tooltip("axis", pointer),
            "xAxis": value if self.lying else category,
            "yAxis": category if self.lying else value,
            "series": [
                *(self._drawn(index, look) for index in range(len(self.series))),
                *([_totals(self.total, look)] if self.total else []),
            ],
        }

    def _value_axis(self, look: Look) -> dict[str, Any]:
        axis = look.value_axis()
        if self.form is Form.SHARES:
            axis |= {"max": 100, "interval": 25}
            axis["axisLabel"] = axis["axisLabel"] | {"formatter": "{value}%"}
        return axis

    def _drawn(self, index: int, look: Look) -> dict[str, Any]:
        series = self.series[index]
        drawn: dict[str, Any] = {
            "name": series.name[look.language],
            "type": "line" if self.form is Form.LINES else "bar",
            "data": [self._datum(index, at, look.language) for at in range(len(series.cells))],
            "label": self._label(index, look),
        }
        if self.form in PILED:
            drawn["stack"] = "whole"
        if self.form is Form.LINES:
            drawn |= {
                "symbol": SYMBOLS[index % len(SYMBOLS)],
                "symbolSize": 8,
                "lineStyle": {"width": 2.5, "type": DASHES[index % len(DASHES)]},
                "connectNulls": False,
            }
        else:
            drawn |= {
                "barMaxWidth": LYING_WIDTH if self.lying else BAR_WIDTH,
                "barCategoryGap": "14%",
                "labelLayout": {"hideOverlap": True},
                "itemStyle": look.bar(),
            }
        return drawn

    def _datum(self, number: int, index: int, language: Language) -> dict[str, Any] | None:
        """One mark: the number that is drawn, and the texts for label and tooltip."""
        series = self.series[number]
        cell = series.cells[index]
        if cell is None:
            return None
        text = printed(cell, language)
        if self.form is Form.SHARES:
            share = self.share_of(series, index)
            shown = percent(share, language)
            return {
                "value": float(round_half_away(share * 100, 6)),
                "text": f"{text} ({shown})",
                "label": {"show": share >= LEAST_SHARE, "formatter": shown},
            }
        label: dict[str, Any] = {"show": self._has_room(cell, index), "formatter": text}
        if cell.fact.number < 0 and not self._labels_inside:
            label["position"] = "left" if self.lying else "bottom"
        elif self.form is Form.LINES and self._is_lower(number, index):
            label["position"] = "bottom"
        return {"value": float(cell.fact.number), "text": text, "label": label}

    def _is_lower(self, number: int, index: int) -> bool:
        """Whether the other one of two lines runs above, so that this label goes below."""
        if len(self.series) != 2:
            return False
        own, other = self.series[number].cells[index], self.series[1 - number].cells[index]
        if own is None or other is None:
            return False
        return (own.fact.number, -number) < (other.fact.number, number - 1)

    @property
    def _labels_inside(self) -> bool:
        return self.form in PILED and len(self.series) > 1

    def _has_room(self, cell: Cell, index: int) -> bool:
        if self.form is Form.MONTHS:
            return False
        if self._labels_inside:
            if not self.lying and len(self.categories) > MOST_PILES_LABELLED:
                return False
            longest = max(self.pile(i) for i in range(len(self.categories)))
            least = LEAST_LABELLED * (2 if self.lying else 1)
            return longest > 0 and cell.fact.number / longest >= least
        return self.lying or len(self.series) * len(self.categories) <= MOST_LABELLED

    def _label(self, index: int, look: Look) -> dict[str, Any]:
        if self._labels_inside:
            return look.label("inside", look.series(index))
        return look.label("right" if self.lying else "top")


def _number(series: Series, index: int) -> float:
    cell = series.cells[index]
    return float(cell.fact.number) if cell is not None else 0.0


def _totals(series: Series, look: Look) -> dict[str, Any]:
    """The totals above a pile: a line that is not drawn carries their labels."""
    return {
        "name": series.name[look.language],
        "type": "line",
        "data": [
            cell
            and {
                "value": float(cell.fact.number),
                "text": printed(cell, look.language),
                "label": {"formatter": printed(cell, look.language)},
            }
            for cell in series.cells
        ],
        "symbol": "circle",
        "symbolSize": 0.1,
        "lineStyle": {"opacity": 0},
        "itemStyle": {"color": look.palette["muted"]},
        "label": look.label("top", show=True, fontWeight=600) | {"fontSize": FONT_SIZE},
    }
