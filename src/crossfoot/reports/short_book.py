"""The book of a report that has figures but no chapters: its topics, indices, method, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from crossfoot.languages import TRADITIONAL, Language
from crossfoot.reports.model import Report, Topic
from crossfoot.reports.words import word
from crossfoot.reports.writing.blocks import (
    Block,
    FindingsBlock,
    Heading,
    IndexBlock,
    MethodBlock,
    SourcesBlock,
)
from crossfoot.reports.writing.book import Book, Chapter
from crossfoot.reports.writing.chapter_file import ChapterFile
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.glossary import Glossary

FINDINGS = "findings"
INDICES = "content-indices"
METHOD = "method"


@dataclass(frozen=True, slots=True)
class TopicBlock(Block):
    """A topic of the catalogue: its charts, its table, its statements."""

    template: ClassVar[str] = "topic"

    topic: Topic


def printed_books(
    report: Report, books: Mapping[Language, Book], languages: Sequence[Language]
) -> dict[Language, Book]:
    """The book of each language as it is printed.

    A language without chapters has a short book. A book whose findings must be settled ends with
    them.
    """
    return {
        language: _with_findings(books.get(language) or short_book(report, language))
        for language in languages
    }


def short_book(report: Report, language: Language) -> Book:
    """The figures of a report as a book: one chapter for each section, then the appendix."""
    chapters = tuple(_chapters(report, language))
    folder = ReportFolder(Path("report-without-chapters"))
    return Book(report, language, chapters, (), Glossary(), folder)


def _chapters(report: Report, language: Language) -> Iterator[Chapter]:
    for number, section in enumerate(report.sections, start=1):
        blocks: list[Block] = []
        for topic in section.topics:
            title = topic.title[language]
            blocks += [Heading(2, title, topic.anchor, (title,)), TopicBlock(topic)]
        yield _chapter(section.id, section.title[language], blocks, language, str(number))
    if report.indices:
        blocks = []
        for index in report.indices:
            title = index.title[language]
            blocks += [
                Heading(2, title, f"{INDICES}-{index.standard}", (title,)),
                IndexBlock(index),
            ]
        yield _chapter(INDICES, word("page.indices")[language], blocks, language)
    title = word("method.calculation")[language]
    blocks = [Heading(2, title, "chapter-method-calculation", (title,)), MethodBlock()]
    if report.sources:
        title = word("sources.title")[language]
        blocks += [Heading(2, title, "chapter-method-sources", (title,)), SourcesBlock()]
    yield _chapter(METHOD, word("method.title")[language], blocks, language)
    if report.findings and not report.is_draft:  # notes; a draft has them in any case
        yield _findings(report, language, ())


def _with_findings(book: Book) -> Book:
    """The book with a chapter of its findings, where it is a draft."""
    if not is_draft(book) or book.chapter(FINDINGS) is not None:
        return book
    added = _findings(book.report, book.language, book.findings)
    return replace(book, chapters=(*book.chapters, added))


def is_draft(book: Book) -> bool:
    """Whether anything in figures or text must be settled before a book is published."""
    return bool(book.standing) or book.report.is_draft


def _findings(report: Report, language: Language, writing: Sequence[object]) -> Chapter:
    block = FindingsBlock(tuple(writing))  # type: ignore[arg-type]  # findings of the text
    return _chapter(FINDINGS, word("findings.title")[language], [block], language)


def _chapter(
    id_: str, title: str, blocks: Sequence[Block], language: Language, number: str = ""
) -> Chapter:
    part = "body" if number else "back"
    converted = language == TRADITIONAL and id_ != FINDINGS
    file = ChapterFile(f"{id_}.md", "", language, id_, part, bool(number), "", converted=converted)
    headings = tuple(block for block in blocks if isinstance(block, Heading))
    return Chapter(id_, number, title, part, headings, tuple(blocks), file)
