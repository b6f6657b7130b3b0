"""Write a report in every language and format, the languages at the same time.

out/en/index.html          pages; zh/ and zh-Hant/ beside it
out/report.en.pdf          the same chapters on paper, with the data book inside
out/data-book.en.xlsx      the figures
out/pages.en.json          on which page of the PDF each place stands

What was made from the same is kept as it is, and chapters that were laid out before are not laid
out again.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING

from crossfoot.languages import TRADITIONAL, Language
from crossfoot.reports.formats import FORMATS, data_book_name, pdf_name
from crossfoot.reports.short_book import printed_books
from crossfoot.traditional import traditional_terms

if TYPE_CHECKING:
    from crossfoot.reports.kept import Kept
    from crossfoot.reports.model import Report
    from crossfoot.reports.store import Store
    from crossfoot.reports.writing.book import Book

#: how long each format takes, compared with the others
_STEPS = {"xlsx": 4, "html": 2, "pdf": 24}

#: processes that lay out at the same time, at most; each takes some 300 MB
_MOST_PROCESSES = 4

#: folder of a workspace that keeps what was laid out
STORE = ".cache/report"

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


def store_of(workspace: Path) -> Store:
    """What was laid out for a workspace; it may be deleted at any time."""
    from crossfoot.reports.store import Store

    return Store(workspace / STORE)


def write_reports(
    report: Report,
    books: Mapping[Language, Book],
    out: Path,
    languages: Sequence[Language],
    formats: Sequence[str] = FORMATS,
    progress: Progress = lambda _done, _total: None,
    store: Store | None = None,
) -> list[Path]:
    """Write each format in each language below `out`.

    Args:
        report: the figures.
        books: the chapters; a language without any has a short book of figures.
        out: folder; made where it is missing.
        languages: the languages to write.
        formats: of `FORMATS`.
        progress: told how much of all is done.
        store: what was laid out before; without it everything is made anew.

    Returns:
        What to open: the first page, the PDF and the data book of each language.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    from crossfoot.reports.charts.draw import keeping_charts
    from crossfoot.reports.index_chapters import report_in_chapters
    from crossfoot.reports.kept import Kept

    out.mkdir(parents=True, exist_ok=True)
    book = books.get(TRADITIONAL)
    terms = book.glossary.traditional if book else {}
    whole = report_in_chapters(report, books) if books else report
    chosen = tuple(name for name in _STEPS if name in formats)
    temporary = TemporaryDirectory(prefix="crossfoot-")
    with temporary as spare, traditional_terms(terms), keeping_charts(store):
        printed = printed_books(report, books, languages)
        kept = Kept(out, whole, printed, terms, anew=store is None)
        work = _Work(whole, printed, out, chosen, kept, store)
        files = work.write(languages, Path(spare), progress)
    if store is not None:
        store.prune()
    return files


class _Steps:
    """Counts the steps of all formats and languages together; writers tell it from any thread."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._done: dict[tuple[str, Language], int] = {}
        self._lock = Lock()

    def within(self, name: str, language: Language) -> Progress:
        """What a writer tells of its own part."""

        def tell(part: int, whole: int) -> None:
            with self._lock:
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
    kept: Kept
    store: Store | None

    def write(self, languages: Sequence[Language], spare: Path, progress: Progress) -> list[Path]:
        """All formats; PDFs, which take longest, beside everything else."""
        total = sum(_STEPS[name] for name in self.formats) * len(languages)
        steps = _Steps(total, progress)
        progress(0, total)
        files: dict[tuple[str, Language], Path] = {}
        data_books: dict[Language, Future[Path]] = {each: Future() for each in languages}
        with _laying_out(len(languages), data_books.values()) as (threads, processes):
            running = []
            if "pdf" in self.formats:
                for language in languages:
                    tell = steps.within("pdf", language)
                    wait = data_books[language].result
                    running.append(self._start_pdf(language, wait, tell, threads, processes))
                    files["pdf", language] = self.out / pdf_name(language)
            if {"xlsx", "pdf"} & set(self.formats):
                for language in languages:
                    data_book = self._data_book(language, spare)
                    data_books[language].set_result(data_book)
                    if "xlsx" in self.formats:
                        files["xlsx", language] = data_book
                        steps.within("xlsx", language)(1, 1)
            if "html" in self.formats:
                for language in languages:
                    tell = steps.within("html", language)
                    files["html", language] = self._pages(language, files, tell)
            for each in running:
                each.result()
        progress(total, total)
        return [
            files[name, language]
            for language in languages
            for name in FORMATS
            if (name, language) in files
        ]

    def _start_pdf(
        self,
        language: Language,
        data_book: Callable[[], Path],
        progress: Progress,
        threads: Executor,
        processes: Executor,
    ) -> Future[object]:
        """Begin with a PDF; it waits for its data book at the end."""
        from crossfoot.reports.pdf.write import lay_out, prepare

        parts = prepare(self.books[language])
        return threads.submit(lay_out, parts, self.out, data_book, progress, processes, self.store)

    def _data_book(self, language: Language, spare: Path) -> Path:
        from crossfoot.reports.excel import write_excel

        if "xlsx" not in self.formats:
            return write_excel(self.report, language, spare)
        return self.kept.or_made(
            f"xlsx.{language}",
            self.kept.of_report(language),
            self.out / data_book_name(language),
            lambda: [write_excel(self.report, language, self.out)],
        )

    def _pages(
        self, language: Language, files: Mapping[tuple[str, Language], Path], progress: Progress
    ) -> Path:
        from crossfoot.reports.html import files_of, first_page, write_html

        beside = [
            files[name, language].name for name in ("pdf", "xlsx") if (name, language) in files
        ]

        def make() -> list[Path]:
            write_html(self.books, language, self.out, beside, progress)
            return files_of(language, self.out)

        made_from = self.kept.of_book(language, beside)
        page = first_page(language, self.out)
        page = self.kept.or_made(f"html.{language}", made_from, page, make)
        progress(1, 1)
        return page


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it does, however that came about."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _laying_out(
    languages: int, awaited: Iterable[Future[Path]]
) -> Iterator[tuple[Executor, Executor]]:
    """Threads that each look after a PDF, and the processes that lay out its chapters.

    Args:
        languages: number of PDFs.
        awaited: what the threads wait for, and wait for no more when something went wrong.
    """
    count = min(os.cpu_count() or 1, _MOST_PROCESSES)
    processes = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=end_with_parent
    )
    threads = ThreadPoolExecutor(languages)
    try:
        yield threads, processes
    finally:
        for each in awaited:
            each.cancel()
        processes.shutdown(cancel_futures=True)
        threads.shutdown(cancel_futures=True)
