"""Which chapters of a report answer the disclosures of a standard.

A chapter answers a disclosure where its front matter names the code (`answers: [GRI 2-9]`), or
where its text, tables or charts show a figure that answers it. A chapter that names the code comes
first; figures in the front of a report (a message, the year at a glance) count only where no
chapter of its body shows them. The annex of figures stands last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crossfoot.languages import LANGUAGES, TRADITIONAL, Language, OwnTraditional, Text
from crossfoot.reports.index import ContentIndex, IndexRow, Location, Status
from crossfoot.reports.index_answers import code_of
from crossfoot.reports.words import word
from crossfoot.reports.writing.blocks import ChartBlock, IndexBlock, KpiBlock, TableBlock
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.standards.catalogue import STANDARDS, standard

if TYPE_CHECKING:
    from crossfoot.reports.model import Report
    from crossfoot.reports.report_input import ReportInput
    from crossfoot.reports.writing.book import Book, Chapter


@dataclass(frozen=True, slots=True)
class Answers:
    """What one chapter answers.

    Attributes:
        id: id of the chapter, the same in all languages.
        title: its title in each language.
        anchor: its address.
        part: front, body or back.
        metrics: metrics whose figures it shows.
        names: codes that its front matter names, each with its standard.
        is_annex: whether it shows all figures.
    """

    id: str
    title: Text
    anchor: str
    part: str
    metrics: frozenset[str]
    names: tuple[str, ...]
    is_annex: bool = False

    @property
    def location(self) -> Location:
        """The chapter as a location."""
        return Location(self.title, anchor=self.anchor, chapter_id=self.id)


def chapters_of(books: Mapping[Language, Book]) -> tuple[Answers, ...]:
    """What each chapter answers, in printed order; a code that one language names counts."""
    found: dict[str, Answers] = {}
    titles = {
        language: {chapter.id: chapter.title for chapter in book.chapters}
        for language, book in books.items()
    }
    for book in books.values():
        for chapter in book.chapters:
            earlier = found.get(chapter.id)
            names = (*(earlier.names if earlier else ()), *chapter.file.answers)
            metrics = _metrics(chapter) | (earlier.metrics if earlier else set())
            found[chapter.id] = Answers(
                chapter.id,
                _title(chapter, titles),
                chapter.anchor,
                chapter.part,
                frozenset(metrics),
                tuple(dict.fromkeys(names)),
                any(isinstance(block, KpiBlock) for block in chapter.blocks),
            )
    return tuple(found.values())


def _metrics(chapter: Chapter) -> set[str]:
    """The metrics that a chapter shows, in its text, its tables or its charts."""
    found = {fact.metric for fact in chapter.facts}
    for block in chapter.blocks:
        if isinstance(block, TableBlock):
            found |= {cell.fact.metric for cell in block.table.cells()}
        elif isinstance(block, ChartBlock):
            found |= {cell.fact.metric for cell in block.chart.cells()}
    return found


def _title(chapter: Chapter, titles: Mapping[Language, Mapping[str, str]]) -> Text:
    en, zh = (titles.get(language, {}).get(chapter.id, chapter.title) for language in LANGUAGES)
    own = titles.get(TRADITIONAL, {}).get(chapter.id)
    return OwnTraditional(en, zh, own) if own else Text(en, zh)


def in_chapters(
    index: ContentIndex, chapters: Iterable[Answers], given: ReportInput
) -> ContentIndex:
    """The index with the chapters that answer each disclosure.

    A disclosure that a chapter names is disclosed, also where no figure answers it. Topics of the
    annex give way to chapters; locations and reasons that the author stated stay.
    """
    known = tuple(chapters)
    asked = given.standard(index.standard)
    on = asked.day_for(given.period, index.edition if index.is_early else "")
    named: dict[str, list[Answers]] = {}
    for chapter in known:
        for name in chapter.names:
            if code := code_of(name, asked, on):
                named.setdefault(code, []).append(chapter)
    rows = []
    for row in index.rows:
        figures = frozenset(id_ for id_ in row.metrics if given.catalogue[id_].is_numeric)
        rows.append(_row(row, figures, named.get(row.code, ()), known))
    return replace(index, rows=tuple(rows))


def _row(
    row: IndexRow,
    figures: frozenset[str],
    named: Iterable[Answers],
    chapters: tuple[Answers, ...],
) -> IndexRow:
    if row.omission is not None:
        return row
    found = tuple(dict.fromkeys((*named, *_showing(row, figures, chapters))))
    if not found:
        return row
    stated = [each for each in row.locations if not each.anchor]
    places = dict.fromkeys((*(chapter.location for chapter in found), *stated))
    return replace(row, status=Status.DISCLOSED, locations=tuple(places))


def _showing(
    row: IndexRow, figures: frozenset[str], chapters: tuple[Answers, ...]
) -> Iterator[Answers]:
    """The chapters that show a figure of the row: of the body, else of any part, then the annex."""
    wanted = frozenset(row.metrics)
    showing = [chapter for chapter in chapters if chapter.metrics & wanted]
    body = [chapter for chapter in showing if chapter.part == "body"]
    yield from body or showing
    if figures:
        yield from (chapter for chapter in chapters if chapter.is_annex)


def unknown_codes(book: Book) -> Iterator[WritingFinding]:
    """Codes that chapters name, but that no standard and no catalogue of the workspace has."""
    own = book.report.given.catalogues if book.report.given is not None else {}
    standards = [*(standard(name) for name in STANDARDS), *own.values()]
    for chapter in book.chapters:
        for name in chapter.file.answers:
            if not any(code_of(name, each) for each in standards):
                message = word("writing.unknown_code", name=name)
                yield writing_finding(WritingKind.UNKNOWN_CODE, message, chapter.file.where)


def fill_indices(books: Mapping[Language, Book]) -> dict[Language, Book]:
    """The books with the chapters in each index that they print."""
    if not books:
        return {}
    chapters = chapters_of(books)
    return {language: _filled(book, chapters) for language, book in books.items()}


def report_in_chapters(report: Report, books: Mapping[Language, Book]) -> Report:
    """The report with the chapters in its indices, for formats that have no chapters."""
    if report.given is None:
        return report
    chapters, given = chapters_of(books), report.given
    indices = (in_chapters(index, chapters, given) for index in report.indices)
    return replace(report, indices=tuple(indices))


def _filled(book: Book, answers: tuple[Answers, ...]) -> Book:
    given = book.report.given
    if given is None:
        return book
    filled = {index.standard: in_chapters(index, answers, given) for index in book.report.indices}
    chapters = tuple(
        replace(
            chapter,
            blocks=tuple(
                replace(block, index=filled[block.index.standard])
                if isinstance(block, IndexBlock)
                else block
                for block in chapter.blocks
            ),
        )
        if any(isinstance(block, IndexBlock) for block in chapter.blocks)
        else chapter
        for chapter in book.chapters
    )
    return replace(book, chapters=chapters)
