"""The books of a report in all its languages, with every check of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crossfoot.footing.finding import Severity
from crossfoot.languages import TRADITIONAL, Language
from crossfoot.reports.index_chapters import fill_indices, unknown_codes
from crossfoot.reports.model import Report
from crossfoot.reports.writing.book import Book, build_book, glossary_of
from crossfoot.reports.writing.findings import WritingFinding
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.list_checks import list_findings
from crossfoot.reports.writing.parity import parity_findings
from crossfoot.reports.writing.target_checks import target_findings
from crossfoot.reports.writing.typed_numbers import typed_number_findings
from crossfoot.traditional import traditional_terms

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def build_books(
    report: Report,
    folder: ReportFolder,
    languages: Sequence[Language] = (),
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[Language, Book]:
    """The book of each language that has chapters, of all of them unless some are named.

    Traditional Chinese has chapters where somebody wrote them, or where it is asked for by name
    and there are Simplified ones to convert.

    Each holds the findings of its own text, of the lists, and of the comparison of both
    languages, errors first.

    Raises:
        CrossfootError: a chapter file cannot be read.
    """
    written = list(folder.languages)
    if TRADITIONAL in languages and "zh" in written and TRADITIONAL not in written:
        written.append(TRADITIONAL)
    books: dict[Language, Book] = {}
    for done, language in enumerate(written):
        progress(done, len(written))
        book = _built(report, folder, language)
        own = replace(book, chapters=tuple(c for c in book.chapters if not c.file.converted))
        found = (*book.findings, *unknown_codes(own), *typed_number_findings(own))
        books[language] = replace(book, findings=found)
    progress(len(written), len(written))
    chapters = {chapter.id for book in books.values() for chapter in book.chapters}
    common = (
        *list_findings(folder, chapters),
        *target_findings(report, folder),
        *parity_findings(books),
    )
    return {
        language: replace(book, findings=_sorted((*book.findings, *common)))
        for language, book in fill_indices(books).items()
        if language in (languages or written)
    }


def _built(report: Report, folder: ReportFolder, language: Language) -> Book:
    """A book, its Traditional words being those of the glossary where that has them."""
    if language != TRADITIONAL:
        return build_book(report, folder, language)
    with traditional_terms(glossary_of(folder).traditional):
        return build_book(report, folder, language)


def _sorted(findings: Sequence[WritingFinding]) -> tuple[WritingFinding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: _SEVERITIES.index(f.severity)))
