"""Several breakdowns of one whole below each other, in one year: the structure of a workforce."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language, Text
from crossfoot.metrics.dimensions import dimensions as dimension_table
from crossfoot.reports.charts.chart import Chart, DataTable
from crossfoot.reports.charts.look import SMALL, Look
from crossfoot.reports.charts.values import LEAST, Part, parts, percent, printed, total
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart


@dataclass(frozen=True, slots=True)
class Group:
    """One breakdown: its name and its members."""

    name: Text
    parts: tuple[Part, ...]

    def share(self, part: Part) -> Decimal:
        """Share of a member in its breakdown, 0 to 1."""
        whole = total(each.number for each in self.parts)
        return part.number / whole if whole else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Chart):
    """Groups of bars, each group 100% together."""

    groups: tuple[Group, ...]

    def cells(self) -> Iterator[Cell]:
        """All members."""
        for group in self.groups:
            yield from (part.cell for part in group.parts)

    def body(self, language: Language) -> int:
        """A line for each member and each heading."""
        return 24 + 24 * sum(len(group.parts) + 1 for group in self.groups)

    def unit_text(self, language: Language) -> str:
        """Percent of what is counted."""
        unit = printed_unit(self.unit, language, self.metric)
        return chart_word("share.of_unit", unit=unit)[language] if unit else "%"

    def table(self, language: Language) -> DataTable:
        """A row for each member, with its breakdown before it."""
        rows = [
            (
                chart_word("say.of", group=group.name, member=part.name)[language],
                printed(part.cell, language),
                percent(group.share(part), language),
            )
            for group in self.groups
            for part in group.parts
        ]
        unit = printed_unit(self.unit, language, self.metric)
        return DataTable(("", unit, chart_word("share.share")[language]), tuple(rows))

    def sentences(self, language: Language) -> list[str]:
        """One for each breakdown."""
        found = []
        for group in self.groups:
            points = [
                chart_word(
                    "say.point",
                    at=part.name,
                    value=self._both(group, part, language),
                )[language]
                for part in group.parts
            ]
            found.append(
                chart_word("say.points", name=group.name, points=joined(points, language))[language]
            )
        return found

    def _both(self, group: Group, part: Part, language: Language) -> str:
        return f"{printed(part.cell, language)} ({percent(group.share(part), language)})"

    def option(self, look: Look) -> dict[str, Any]:
        """Lying bars; the heading of a group is a line of its own without a bar."""
        language = look.language
        labels: list[Any] = []
        bars: list[dict[str, Any] | None] = []
        for number, group in enumerate(self.groups):
            labels.append(
                {
                    "value": group.name[language],
                    "textStyle": {"fontWeight": 600, "color": look.palette["text"]},
                }
            )
            bars.append(None)
            for part in group.parts:
                labels.append(part.name[language])
                bars.append(self._datum(group, part, look, number))
        axis = look.category_axis(labels, lying=True)
        axis["axisLine"] = {"show": False}
        axis["axisLabel"]["fontSize"] = SMALL
        value = look.value_axis() | {"min": 0, "max": 100, "interval": 25, "show": False}
        return look.base() | {
            "legend": look.legend(()),
            "grid": look.grid(right=64) | {"top": 4},
            "xAxis": value,
            "yAxis": axis,
            "series": [
                {
                    "type": "bar",
                    "barWidth": 13,
                    "showBackground": True,
                    "backgroundStyle": {"color": look.palette["surface"]},
                    "data": bars,
                    "label": look.label("right", show=True),
                }
            ],
        }

    def _datum(self, group: Group, part: Part, look: Look, number: int) -> dict[str, Any]:
        share = group.share(part)
        shown = percent(share, look.language)
        return {
            "value": float(share * 100),
            "text": f"{printed(part.cell, look.language)} ({shown})",
            "label": {"formatter": shown},
            "itemStyle": {"color": look.series(number % 2 * 3)},
        }


def profile(plan: PlannedChart, figures: Figures) -> Iterator[Profile]:
    """The breakdowns of the plan that have two members or more."""
    period, groups = figures.given.period, []
    for written in plan.parts:
        found = parts(written, figures, period)
        dimension = written.partition(" ")[2]
        if len(found) >= LEAST and all(part.number >= 0 for part in found):
            table = dimension_table()
            name = table[dimension].title if dimension in table else Text(dimension, dimension)
            groups.append(Group(name, tuple(found)))
    if len(groups) < LEAST:
        return
    metric = figures.catalogue[groups[0].parts[0].whole]
    yield Profile(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        period=period_label(period),
        metric=metric.id,
        groups=tuple(groups),
    )
