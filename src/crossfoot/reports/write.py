"""Write a report in every language and format, the languages at the same time.

out/en/index.html          pages; zh/ and zh-Hant/ beside it
out/report.en.pdf          the same chapters on paper, with the data book inside
out/data-book.en.xlsx      the figures
out/pages.en.json          on which page of the PDF each place stands
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from crossfoot.languages import TRADITIONAL, Language
from crossfoot.reports.formats import FORMATS, pdf_name
from crossfoot.reports.short_book import printed_books
from crossfoot.traditional import traditional_terms

if TYPE_CHECKING:
    from crossfoot.reports.model import Report
    from crossfoot.reports.pdf.write import PdfParts
    from crossfoot.reports.writing.book import Book

#: how long each format takes, compared with the others
_STEPS = {"xlsx": 2, "html": 3, "pdf": 12}

Progress = Callable[[int, int], None]


def books_of(
    report: Report, workspace: Path, also: Sequence[Language] = ()
) -> dict[Language, Book]:
    """The books of a workspace; none for one that has no chapters.

    Args:
        report: the figures.
        workspace: its folder.
        also: languages that are asked for though they may have no chapters of their own.

    Raises:
        CrossfootError: a chapter file cannot be read.
    """
    from crossfoot.reports.writing.books import build_books
    from crossfoot.reports.writing.folder import report_folder

    folder = report_folder(workspace)
    if folder is None or not folder.languages:
        return {}
    return build_books(report, folder, tuple(dict.fromkeys((*folder.languages, *also))))


def write_reports(
    report: Report,
    books: Mapping[Language, Book],
    out: Path,
    languages: Sequence[Language],
    formats: Sequence[str] = FORMATS,
    progress: Progress = lambda _done, _total: None,
) -> list[Path]:
    """Write each format in each language below `out`.

    Args:
        report: the figures.
        books: the chapters; a language without any has a short book of figures.
        out: folder; made where it is missing.
        languages: the languages to write.
        formats: of `FORMATS`.
        progress: told how much of all is done.

    Returns:
        What to open: the first page, the PDF and the data book of each language.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    from crossfoot.reports.index_chapters import report_in_chapters

    work = _Work(
        report_in_chapters(report, books) if books else report,
        printed_books(report, books, languages),
        out,
        tuple(name for name in _STEPS if name in formats),
    )
    out.mkdir(parents=True, exist_ok=True)
    book = books.get(TRADITIONAL)
    terms = traditional_terms(book.glossary.traditional if book else {})
    with TemporaryDirectory(prefix="crossfoot-") as spare, terms:
        return work.write(languages, Path(spare), progress)


class _Steps:
    """Counts the steps of all formats and languages together."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._done: dict[tuple[str, Language], int] = {}

    def within(self, name: str, language: Language) -> Progress:
        """What a writer tells of its own part."""

        def tell(part: int, whole: int) -> None:
            before = self._done.get((name, language), 0)
            self._done[name, language] = max(before, part * _STEPS[name] // whole)
            self._progress(sum(self._done.values()), self._total)

        return tell


@dataclass(frozen=True)
class _Work:
    """What is written; the data book goes into the PDF also where it is not asked for."""

    report: Report
    books: Mapping[Language, Book]
    out: Path
    formats: tuple[str, ...]

    def write(self, languages: Sequence[Language], spare: Path, progress: Progress) -> list[Path]:
        """All formats; PDFs, which take longest, beside everything else."""
        from crossfoot.reports.excel import write_excel
        from crossfoot.reports.html import write_html
        from crossfoot.reports.pdf.write import prepare

        total = sum(_STEPS[name] for name in self.formats) * len(languages)
        steps = _Steps(total, progress)
        progress(0, total)
        files: dict[tuple[str, Language], Path] = {}
        folder = self.out if "xlsx" in self.formats else spare
        with _Layouts(self.out) as layouts:
            for language in languages:
                data_book = None
                if {"xlsx", "pdf"} & set(self.formats):
                    data_book = write_excel(self.report, language, folder)
                if data_book is not None and "xlsx" in self.formats:
                    files["xlsx", language] = data_book
                    steps.within("xlsx", language)(1, 1)
                if "pdf" in self.formats:
                    parts = prepare(self.books[language], data_book)
                    layouts.start(parts, steps.within("pdf", language))
                    files["pdf", language] = self.out / pdf_name(language)
            for language in languages:
                if "html" in self.formats:
                    beside = [
                        files[name, language].name
                        for name in ("pdf", "xlsx")
                        if (name, language) in files
                    ]
                    files["html", language] = write_html(
                        self.books, language, self.out, beside, steps.within("html", language)
                    )
            layouts.finish()
        progress(total, total)
        return [
            files[name, language]
            for language in languages
            for name in FORMATS
            if (name, language) in files
        ]


class _Layouts:
    """PDFs that are laid out at the same time, each in a process of its own."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._running: dict[Connection, tuple[Any, Progress]] = {}

    def __enter__(self) -> _Layouts:
        return self

    def start(self, parts: PdfParts, progress: Progress) -> None:
        """Begin with one."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_lay_out, args=(parts, self._out, there), daemon=True)
        process.start()
        there.close()
        self._running[here] = (process, progress)

    def finish(self) -> None:
        """Wait for all.

        Raises:
            RuntimeError: one of them ended early.
        """
        while self._running:
            for each in cast("list[Connection]", wait(list(self._running))):
                process, progress = self._running[each]
                try:
                    told = each.recv()
                except EOFError:
                    told = RuntimeError("the layout of the PDF ended without a result")
                if isinstance(told, BaseException):
                    raise told
                if told is None:
                    process.join()
                    del self._running[each]
                else:
                    progress(*told)

    def __exit__(self, *_error: object) -> None:
        for process, _ in self._running.values():
            process.terminate()
            process.join()


def _lay_out(parts: PdfParts, out: Path, there: Connection) -> None:
    """What such a process does: tells its progress, then None, or what went wrong."""
    from crossfoot.reports.pdf.write import lay_out_apart

    try:
        lay_out_apart(parts, out, there.send)
        there.send(None)
    except Exception as error:
        there.send(RuntimeError(f"{type(error).__name__}: {error}"))
        raise
