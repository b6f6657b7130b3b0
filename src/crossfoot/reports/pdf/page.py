"""What a template may ask for when it draws for paper."""

from __future__ import annotations

from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.html.page import Page
from crossfoot.reports.model import Cell


class PrintPage(Page):
    """A page without lineage behind its numbers; it remembers the charts that are drawn."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # the same as of a page
        self.charts: dict[str, Chart] = {}

    def anchor(self, cell: Cell) -> str:
        """Paper has no lineage to open."""
        return ""

    def chart_height(self, chart: Chart) -> int:
        """Pixels of a chart; asked for by each chart that is drawn."""
        self.charts[chart.id] = chart
        return super().chart_height(chart)
