"""Write a book as PDF: tagged, with bookmarks, page references and the data book inside."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.option import WIDTH, echarts_option, height
from crossfoot.reports.pdf.compose import compose
from crossfoot.reports.pdf.page import PrintPage

if TYPE_CHECKING:
    from crossfoot.reports.writing.book import Book

STATIC = Path(__file__).with_name("static")

#: steps that `progress` counts: composing, charts, pages, file
STEPS = 4


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """A PDF and the page of each address in it ("chapter-about": 5)."""

    path: Path
    pages: dict[str, int]
    count: int


def write_pdf(
    book: Book,
    target: Path,
    data_book: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> WrittenPdf:
    """Lay a book out in pages and write it; the same book gives the same bytes.

    Args:
        book: the chapters in one language.
        target: the file to write; its folder is made where it is missing.
        data_book: the Excel file that goes into the PDF; None for none.
        progress: told after each step.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    from crossfoot.reports.pdf.fetcher import BASE, ReportFetcher

    page = PrintPage(book.report, book.language, book.folder.languages)
    text = compose(book, page)
    progress(1, STEPS)
    parts = {name: svg.encode() for name, svg in _charts(page).items()}
    progress(2, STEPS)
    fetcher = ReportFetcher(parts, book.folder.path)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    document = HTML(string=text, base_url=BASE, url_fetcher=fetcher, media_type="print").render(
        font_config=FontConfiguration()
    )
    progress(3, STEPS)
    made = datetime(book.report.period.end.year, 12, 31, tzinfo=UTC)
    attachments: list[Any] = []
    if data_book is not None:
        attachments.append(
            Attachment(
                filename=str(data_book),
                name=data_book.name,
                description=page.words("pdf.data_book"),
                created=made,
                modified=made,
                relationship="Source",
            )
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    document.write_pdf(
        str(target),
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        attachments=attachments,
        pdf_identifier=(book.report.method.run or book.report.entity).encode(),
    )
    progress(STEPS, STEPS)
    return WrittenPdf(target, _pages(document), len(document.pages))


def _charts(page: PrintPage) -> dict[str, str]:
    """The charts that the book shows, as SVG by the name that templates use."""
    language = page.language
    return {
        f"charts/{chart.id}.svg": draw_svg(
            echarts_option(chart, language), WIDTH, height(chart, language)
        )
        for chart in page.charts.values()
    }


def _pages(document: Any) -> dict[str, int]:
    """Page of each address; the first one where an address stands on several."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found
