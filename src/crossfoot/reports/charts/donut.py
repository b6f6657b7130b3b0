"""Parts of a whole in one year, as a ring with the whole in its middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart, DataTable
from crossfoot.reports.charts.look import FONT_SIZE, SMALL, Look, readable_on
from crossfoot.reports.charts.values import LEAST, ROUNDING, Part, number, parts, percent, printed
from crossfoot.reports.charts.values import total as sum_of
from crossfoot.reports.charts.wording import chart_word, joined
from crossfoot.reports.figures import Figures, period_label
from crossfoot.reports.model import Cell
from crossfoot.reports.units import printed_unit

if TYPE_CHECKING:
    from crossfoot.reports.plan import PlannedChart

#: a smaller part has no room for its share inside the ring
LEAST_INSIDE = Decimal("0.06")


@dataclass(frozen=True, slots=True, kw_only=True)
class Donut(Chart):
    """A ring.

    Attributes:
        parts: the largest first.
        total: the printed whole; None where no fact gives it.
    """

    parts: tuple[Part, ...]
    total: Cell | None

    def cells(self) -> Iterator[Cell]:
        """The parts."""
        yield from (part.cell for part in self.parts)

    def body(self, language: Language) -> int:
        """A ring of one size, and a line for each part beside it."""
        return max(240, 40 + 26 * len(self.parts))

    def _share(self, part: Part) -> Decimal:
        return part.number / sum_of(each.number for each in self.parts)

    def table(self, language: Language) -> DataTable:
        """A row for each part, with its share."""
        unit = printed_unit(self.unit, language, self.metric)
        rows = [
            (p.name[language], printed(p.cell, language), percent(self._share(p), language))
            for p in self.parts
        ]
        return DataTable(("", unit, chart_word("share.share")[language]), tuple(rows))

    def sentences(self, language: Language) -> list[str]:
        """All parts with their shares."""
        points = [
            chart_word(
                "say.point",
                at=part.name,
                value=f"{printed(part.cell, language)} ({percent(self._share(part), language)})",
            )[language]
            for part in self.parts
        ]
        return [chart_word("say.plain", points=joined(points, language))[language]]

    def option(self, look: Look) -> dict[str, Any]:
        """A ring on the left, the names with their shares on the right, each in its own line."""
        language = look.language
        return look.base() | {
            "title": self._middle(look),
            "legend": {
                "orient": "vertical",
                "left": "52%",
                "top": "middle",
                "icon": "roundRect",
                "itemWidth": 12,
                "itemHeight": 12,
                "itemGap": 12,
                "selectedMode": False,
                "textStyle": {
                    "color": look.palette["text"],
                    "fontSize": FONT_SIZE,
                    "width": 260 if look.medium == "print" else 140,
                    "overflow": "break",
                },
                "data": [self._named(part, language) for part in self.parts],
            },
            "series": [
                {
                    "type": "pie",
                    "center": ["25%", "50%"],
                    "radius": ["47%", "70%"] if look.medium == "page" else ["56%", "94%"],
                    "startAngle": 90,
                    "itemStyle": look.bar() | {"borderWidth": 2},
                    "label": {"position": "inside", "fontSize": SMALL},
                    "labelLine": {"show": False},
                    "data": [self._datum(i, part, look) for i, part in enumerate(self.parts)],
                }
            ],
        }

    def _named(self, part: Part, language: Language) -> str:
        return f"{part.name[language]}  {percent(self._share(part), language)}"

    def _datum(self, index: int, part: Part, look: Look) -> dict[str, Any]:
        share = self._share(part)
        shown = percent(share, look.language)
        colour = look.series(index)
        return {
            "name": self._named(part, look.language),
            "value": float(part.number),
            "text": printed(part.cell, look.language),
            "itemStyle": {"color": colour},
            "label": {
                "show": share >= LEAST_INSIDE and look.medium == "print",
                "formatter": shown,
                "color": readable_on(colour),
            },
        }

    def _middle(self, look: Look) -> dict[str, Any]:
        ink = {"color": look.palette["text"], "fontSize": 15, "fontWeight": 600}
        return {
            "show": self.total is not None,
            "text": printed(self.total, look.language) if self.total else "",
            "subtext": printed_unit(self.unit, look.language, self.metric),
            "left": "24.5%",
            "top": "middle",
            "textAlign": "center",
            "itemGap": 4,
            "textStyle": ink,
            "subtextStyle": {"color": look.palette["muted"], "fontSize": SMALL},
        }


def donut(plan: PlannedChart, figures: Figures) -> Iterator[Donut]:
    """The parts of the plan in the reporting year, where none is negative."""
    period = figures.given.period
    found = [part for written in plan.parts for part in parts(written, figures, period)]
    found = [part for part in found if part.number]
    if len(found) < LEAST or any(part.number < 0 for part in found):
        return
    if len({part.cell.fact.unit for part in found}) > 1:
        return
    metric = figures.catalogue[found[0].whole]
    whole = number(figures, figures.catalogue[plan.total], period) if plan.total else None
    if whole is not None:
        drawn = sum_of(part.number for part in found)
        if abs(drawn - whole.fact.number) > ROUNDING * abs(whole.fact.number):
            return  # a ring that lacks a part would give wrong shares
    yield Donut(
        id=plan.id,
        form=plan.form,
        title=plan.title,
        unit=metric.unit,
        period=period_label(period),
        metric=metric.id,
        parts=tuple(sorted(found, key=lambda part: -part.number)),
        total=whole,
    )
