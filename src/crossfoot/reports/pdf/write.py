"""Write a book as PDF: tagged, with bookmarks, page references and the data book inside.

`prepare` gathers all that the PDF is made from as plain data; `lay_out` makes it, if need be in
other processes, and keeps a file that was made from the same.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.reports.charts.draw import draw_svg
from crossfoot.reports.charts.option import WIDTH, echarts_option, height
from crossfoot.reports.formats import pdf_name
from crossfoot.reports.pdf.compose import Piece, compose, pictures
from crossfoot.reports.pdf.layout import Here, Layout, machine
from crossfoot.reports.pdf.page import PrintPage
from crossfoot.reports.pdf.pages import read_list, write_pages
from crossfoot.reports.store import key_of

if TYPE_CHECKING:
    from crossfoot.languages import Language
    from crossfoot.reports.store import Store
    from crossfoot.reports.writing.book import Book

STATIC = Path(__file__).with_name("static")

#: part of the work that joining the pieces is, for progress alone
_JOINING = 10  # percent

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PdfParts:
    """All that a PDF is made from, but for the data book inside.

    Attributes:
        language: its language.
        run: id of the calculation.
        chapters: hash of each chapter's file; none of a book without chapters.
        head: what every document begins with, styles included.
        pieces: the chapters as HTML.
        parts: charts and pictures by the name that the pieces use.
        about_data_book: what the data book is called.
        made: time that the PDF states for its attachment, the same in every run.
    """

    language: Language
    run: str
    chapters: dict[str, str]
    head: str
    pieces: tuple[Piece, ...]
    parts: dict[str, bytes]
    about_data_book: str
    made: datetime

    def key(self, machine_: str, data_book: Path | None) -> str:
        """Hash over everything: the same parts make the same PDF."""
        inside = (data_book.name, data_book.read_bytes()) if data_book is not None else ()
        return key_of(
            machine_,
            self.run,
            self.head,
            *(text for each in self.pieces for text in (each.name, each.text)),
            *(each for name, part in sorted(self.parts.items()) for each in (name, part)),
            self.about_data_book,
            *inside,
        )


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
    return lay_out(prepare(book), out, lambda: data_book, progress)


def prepare(book: Book) -> PdfParts:
    """Everything that the PDF of a book is made from.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    page = PrintPage(book)
    head, pieces = compose(book, page)
    parts = {name: svg.encode() for name, svg in _charts(page).items()}
    parts |= {name: path.read_bytes() for name, path in book.images.items()}
    parts |= pictures(page)
    return PdfParts(
        language=book.language,
        run=book.report.method.run,
        chapters={each.id: each.file.sha256 for each in book.chapters if each.file.sha256},
        head=head,
        pieces=pieces,
        parts=parts,
        about_data_book=page.words("pdf.data_book"),
        made=datetime(book.report.period.end.year, 12, 31, tzinfo=UTC),
    )


def lay_out(
    parts: PdfParts,
    out: Path,
    data_book: Callable[[], Path | None],
    progress: Progress = lambda _done, _total: None,
    executor: Executor | None = None,
    store: Store | None = None,
    *,
    anew: bool = False,
) -> WrittenPdf:
    """Write the PDF and the list of its pages; keep those that were made from the same parts.

    Args:
        parts: what it is made from.
        out: the folder to write to; made where it is missing.
        data_book: gives the Excel file that goes into the PDF, once it is written.
        progress: told how much is done.
        executor: where pieces are laid out; in this process unless given.
        store: what was laid out earlier.
        anew: whether it is written even if nothing changed.
    """
    work = executor or Here()
    target = out / pdf_name(parts.language)
    on = work.submit(machine).result()
    kept = {} if anew else read_list(out, parts.language)
    unchanged = parts.key(on, None)
    if kept.get("pieces_from") == unchanged and kept.get("made_from") == parts.key(on, data_book()):
        progress(1, 1)
        return WrittenPdf(target, kept["pages"], kept["count"])
    paged = Layout(
        parts.head, parts.pieces, parts.parts, work, store, _counted(parts, progress)
    ).paged(on)
    inside = data_book()
    key = parts.key(on, inside)
    out.mkdir(parents=True, exist_ok=True)
    about_book = (inside, parts.about_data_book, parts.made) if inside is not None else None
    work.submit(_join, target, paged.pieces, paged.numbers, about_book, key).result()
    about = {
        "run": parts.run,
        "chapters": parts.chapters,
        "pieces_from": unchanged,
        "made_from": key,
        "count": paged.count,
        "pages": paged.pages,
    }
    write_pages(out, parts.language, about)
    progress(1, 1)
    return WrittenPdf(target, paged.pages, paged.count)


def _join(
    target: Path,
    pieces: tuple[bytes, ...],
    numbers: bytes,
    data_book: tuple[Path, str, datetime] | None,
    key: str,
) -> None:
    """Join the pieces and write the file, whole or not at all."""
    from crossfoot.reports.pdf.joining import Inside, join

    inside = Inside(*data_book) if data_book is not None else None
    written = target.with_suffix(".part")
    written.write_bytes(join(pieces, numbers, inside, key))
    written.replace(target)


def _counted(parts: PdfParts, progress: Progress) -> Callable[[int], None]:
    """Tells the progress of the layout by the characters that were laid out."""
    done = 0
    whole = sum(len(each.text) for each in parts.pieces)
    total = whole + whole * _JOINING // 100

    def tell(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    return tell


def _charts(page: PrintPage) -> dict[str, str]:
    """The charts that the book shows, as SVG by the name that templates use."""
    language, house = page.language, page.report.house
    return {
        f"charts/{chart.id}.svg": draw_svg(
            echarts_option(chart, language, house=house), WIDTH, height(chart, language)
        )
        for chart in page.charts.values()
    }
