"""Two members on either side of groups: employees by age, women to the left, men to the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Language, Text
from crossfoot.reports.charts.chart import Chart, DataTable, Key
from crossfoot.reports.charts.look import Look
from crossfoot.reports.charts.values import LEAST, number, percent, printed, total
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, member_order, period_label
from crossfoot.reports.model import Cell

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart

#: colours that differ in lightness as well as in hue
COLOURS = (1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyramid(Chart):
    """Bars to either side of an axis.

    Attributes:
        groups: from the bottom to the top of a pyramid, the youngest first.
        sides: names of the left and the right side.
        values: for each group the values of both sides.
    """

    groups: tuple[Text, ...]
    sides: tuple[Text, Text]
    values: tuple[tuple[Cell | None, Cell | None], ...]

    def cells(self) -> Iterator[Cell]:
        """All values."""
        for pair in self.values:
            yield from (cell for cell in pair if cell is not None)

    def body(self, language: Language) -> int:
        """A line for each group."""
        return 40 + 44 * len(self.groups)

    def legend(self, language: Language) -> tuple[Key, ...]:
        """The sides."""
        return tuple(
            Key(side[language], colour) for side, colour in zip(self.sides, COLOURS, strict=True)
        )

    def _text(self, cell: Cell | None, language: Language) -> str:
        if cell is None:
            return "–"
        whole = total(each.fact.number for each in self.cells())
        share = percent(cell.fact.number / whole, language) if whole else "–"
        return f"{printed(cell, language)} ({share})"

    def table(self, language: Language) -> DataTable:
        """A row for each group; shares are of all."""
        return DataTable(
            ("", *(side[language] for side in self.sides)),
            tuple(
                (group[language], *(self._text(cell, language) for cell in pair))
                for group, pair in zip(self.groups, self.values, strict=True)
            ),
        )

    def sentences(self, language: Language) -> list[str]:
        """One for each side."""
        found = []
        for side, name in enumerate(self.sides):
            points = [
                chart_word("say.point", at=group, value=self._text(pair[side], language))[language]
                for group, pair in zip(self.groups, self.values, strict=True)
            ]
            found.append(
                chart_word("say.points", name=name, points=joined(points, language))[language]
            )
        return found

    def option(self, look: Look) -> dict[str, Any]:
        """Two halves with an axis of their own each; names of the groups in between."""
        language = look.language
        names = [side[language] for side in self.sides]
        most = max((float(cell.fact.number) for cell in self.cells()), default=1.0) or 1.0
        labels = [group[language] for group in self.groups]
        top, bottom = look.top(names) - 14, 8
        grids = [
            {"left": 8, "width": "38%", "top": top, "bottom": bottom, "outerBoundsMode": "none"},
            {"right": 8, "width": "38%", "top": top, "bottom": bottom, "outerBoundsMode": "none"},
        ]
        hidden = look.value_axis() | {"show": False, "min": 0, "max": most * 1.55}
        bare = look.category_axis(labels) | {"axisLabel": {"show": False}}
        left, right = bare | {"position": "right", "gridIndex": 0}, bare | {"gridIndex": 1}
        # the names stand on an axis of their own in the middle, whatever the width
        grids.append({"left": "50%", "width": 0, "top": top, "bottom": bottom})
        grids[2]["outerBoundsMode"] = "none"
        names_axis = look.category_axis(labels) | {"gridIndex": 2, "axisLine": {"show": False}}
        names_axis["axisLabel"] |= {"align": "center", "margin": 0, "interval": 0}
        return look.base() | {
            "legend": look.legend(names),
            "grid": grids,
            "tooltip": look.tooltip(),
            "xAxis": [
                hidden | {"inverse": True, "gridIndex": 0},
                hidden | {"gridIndex": 1},
                hidden | {"gridIndex": 2},
            ],
            "yAxis": [left, right, names_axis],
            "series": [self._side(side, look, names) for side in (0, 1)],
        }

    def _side(self, side: int, look: Look, names: list[str]) -> dict[str, Any]:
        data: list[dict[str, Any] | None] = []
        for pair in self.values:
            cell = pair[side]
            if cell is None:
                data.append(None)
                continue
            text = self._text(cell, look.language)
            # a narrow page has room for the number alone
            shown = text if look.medium == "print" else printed(cell, look.language)
            value = float(cell.fact.number)
            data.append({"value": value, "text": text, "label": {"formatter": shown}})
        colour = look.series(COLOURS[side])
        return {
            "name": names[side],
            "type": "bar",
            "xAxisIndex": side,
            "yAxisIndex": side,
            "barMaxWidth": 26,
            "itemStyle": {"color": colour},
            "data": data,
            "label": look.label("left" if side == 0 else "right", show=True),
        }


def pyramid(plan: PlannedChart, figures: Figures) -> Iterator[Pyramid]:
    """A metric that is broken down by the two dimensions of the plan at once."""
    metric, period = plan.known(figures.catalogue)[0], figures.given.period
    sides, groups = plan.dimension.split(" ")
    crossed = [
        breakdown
        for breakdown in figures.breakdowns(metric, period)
        if set(breakdown) == {sides, groups}
    ]
    left_right = sorted({each[sides] for each in crossed}, key=lambda m: member_order(sides, m))
    rows = sorted({each[groups] for each in crossed}, key=lambda m: member_order(groups, m))
    if len(left_right) != 2 or len(rows) < LEAST:
        return
    one, other = left_right
    values = tuple(
        (
            number(figures, metric, period, Dimensions({sides: one, groups: row})),
            number(figures, metric, period, Dimensions({sides: other, groups: row})),
        )
        for row in rows
    )
    if any(cell is not None and cell.fact.number < 0 for pair in values for cell in pair):
        return
    yield Pyramid(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        period=period_label(period),
        metric=metric.id,
        groups=tuple(figures.member(groups, row) for row in rows),
        sides=(figures.member(sides, one), figures.member(sides, other)),
        values=values,
    )
