"""Write a book as PDF: tagged, with bookmarks, page references and the data book inside.

`prepare` gathers all that the PDF is made from as plain data; `lay_out` makes it, if need be in
another process, and keeps a file that was made from the same.
"""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.option import WIDTH, echarts_option, height
from crossfoot.reports.formats import pdf_name
from crossfoot.reports.pdf.compose import compose, pictures
from crossfoot.reports.pdf.page import PrintPage
from crossfoot.reports.pdf.pages import read_list, write_pages

if TYPE_CHECKING:
    from crossfoot.languages import Language
    from crossfoot.reports.writing.book import Book

STATIC = Path(__file__).with_name("static")

#: characters of HTML on a page, about; for progress alone
PER_PAGE = 14_000

#: raise it when the same parts shall give another PDF
FORM = 1

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PdfParts:
    """All that a PDF is made from.

    Attributes:
        language: its language.
        run: id of the calculation.
        chapters: hash of each chapter's file; none of a book without chapters.
        text: the document as HTML.
        parts: charts and pictures by the name that the document uses.
        data_book: the Excel file inside; None for none.
        about_data_book: what it is called.
        made: time that the PDF states for its attachment, the same in every run.
    """

    language: Language
    run: str
    chapters: dict[str, str]
    text: str
    parts: dict[str, bytes]
    data_book: Path | None
    about_data_book: str
    made: datetime

    @property
    def key(self) -> str:
        """Hash over everything: the same parts make the same PDF."""
        digest = hashlib.sha256(f"{FORM} {version('weasyprint')} {self.run}\0".encode())
        digest.update(self.text.encode())
        for name, content in sorted(self.parts.items()):
            digest.update(f"\0{name}\0".encode() + hashlib.sha256(content).digest())
        if self.data_book is not None:
            digest.update(self.data_book.name.encode() + self.data_book.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """A PDF and the page of each address in it ("chapter-about": 5)."""

    path: Path
    pages: dict[str, int]
    count: int


def write_pdf(
    book: Book,
    out: Path,
    data_book: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> WrittenPdf:
    """Lay a book out in pages and write it; the same book gives the same bytes.

    Args:
        book: the chapters in one language.
        out: the folder to write to; made where it is missing.
        data_book: the Excel file that goes into the PDF; None for none.
        progress: told how much is done.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    return lay_out(prepare(book, data_book), out, progress)


def prepare(book: Book, data_book: Path | None = None) -> PdfParts:
    """Everything that the PDF of a book is made from.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    page = PrintPage(book)
    text = compose(book, page)
    parts = {name: svg.encode() for name, svg in _charts(page).items()}
    parts |= {name: path.read_bytes() for name, path in book.images.items()}
    parts |= pictures(page)
    return PdfParts(
        language=book.language,
        run=book.report.method.run,
        chapters={each.id: each.file.sha256 for each in book.chapters if each.file.sha256},
        text=text,
        parts=parts,
        data_book=data_book,
        about_data_book=page.words("pdf.data_book"),
        made=datetime(book.report.period.end.year, 12, 31, tzinfo=UTC),
    )


def lay_out(
    parts: PdfParts, out: Path, progress: Progress = lambda _done, _total: None
) -> WrittenPdf:
    """Write the PDF and the list of its pages; keep those that were made from the same parts."""
    target = out / pdf_name(parts.language)
    key = parts.key
    kept = read_list(out, parts.language)
    if kept.get("made_from") == key:
        progress(1, 1)
        return WrittenPdf(target, kept["pages"], kept["count"])
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    from crossfoot.reports.pdf.fetcher import BASE, ReportFetcher

    _number_pages_once()
    expected = len(parts.text) // PER_PAGE + 1
    _listen(lambda page: progress(min(page, expected), expected + expected // 3))
    document = HTML(
        string=parts.text,
        base_url=BASE,
        url_fetcher=ReportFetcher(parts.parts),
        media_type="print",
    ).render(font_config=FontConfiguration())
    attachments: list[Any] = []
    if parts.data_book is not None:
        attachments.append(
            Attachment(
                filename=str(parts.data_book),
                name=parts.data_book.name,
                description=parts.about_data_book,
                created=parts.made,
                modified=parts.made,
                relationship="Source",
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    document.write_pdf(
        str(target),
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        attachments=attachments,
        pdf_identifier=key.encode(),
    )
    written = WrittenPdf(target, _pages(document), len(document.pages))
    about = {
        "run": parts.run,
        "chapters": parts.chapters,
        "made_from": key,
        "count": written.count,
        "pages": written.pages,
    }
    write_pages(out, parts.language, about)
    progress(1, 1)
    return written


def lay_out_apart(parts: PdfParts, out: Path, tell: Callable[[tuple[int, int]], None]) -> None:
    """`lay_out` in a process of its own, which ends then."""
    gc.disable()  # layout makes millions of objects that stay until the end
    lay_out(parts, out, lambda done, total: tell((done, total)))


def _number_pages_once() -> None:
    """Let the writer of PDFs make the list of page references once, not for every tag.

    A report of a hundred pages has some thirty thousand tags, each of which asks for the list.
    """
    import pydyf

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        numbers = pdf.pages["Kids"][::3]
        if len(getattr(pdf, "_references", ())) != len(numbers):
            pdf._references = tuple(f"{number} 0 R".encode() for number in numbers)
        references: tuple[bytes, ...] = pdf._references
        return references

    pydyf.PDF.page_references = property(page_references)


def _listen(tell: Callable[[int], None]) -> None:
    """Hear of each page that is laid out."""

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.args and "Page" in str(record.msg):
                tell(int(str(record.args[0] if isinstance(record.args, tuple) else 0)))

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logger = logging.getLogger("weasyprint.progress")
    logger.handlers = [Pages()]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def _charts(page: PrintPage) -> dict[str, str]:
    """The charts that the book shows, as SVG by the name that templates use."""
    language, house = page.language, page.report.house
    return {
        f"charts/{chart.id}.svg": draw_svg(
            echarts_option(chart, language, house=house), WIDTH, height(chart, language)
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
