"""What a template may ask for when it draws for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.html.page import Page
from crossfoot.reports.html.site import headings_of
from crossfoot.reports.model import Cell

if TYPE_CHECKING:
    from crossfoot.reports.writing.blocks import Heading
    from crossfoot.reports.writing.book import Book, Chapter


class PrintPage(Page):
    """A page without lineage behind its numbers; it remembers the charts that are drawn."""

    def __init__(self, book: Book) -> None:
        super().__init__(book.report, book.language, book.folder.languages)
        self.book = book
        self.charts: dict[str, Chart] = {}

    def headings(self, chapter: Chapter) -> tuple[Heading, ...]:
        """The headings of a chapter that the contents list."""
        return tuple(each for each in headings_of(chapter, self.language) if each.level <= 2)

    def anchor(self, cell: Cell) -> str:
        """Paper has no lineage to open."""
        return ""

    def chart_height(self, chart: Chart) -> int:
        """Pixels of a chart; asked for by each chart that is drawn."""
        self.charts[chart.id] = chart
        return super().chart_height(chart)
