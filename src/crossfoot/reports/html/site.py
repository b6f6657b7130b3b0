"""The pages of a book: one for each chapter, and the page that a reader begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot.languages import Language
from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.html.page import Page
from crossfoot.reports.writing.blocks import Heading, KpiBlock
from crossfoot.reports.writing.drawing import WEB, Pen

if TYPE_CHECKING:
    from markupsafe import Markup

    from crossfoot.reports.writing.book import Book, Chapter
    from crossfoot.reports.writing.inlines import Picture

HOME = "index.html"

#: what a link of a number begins with; its dialog opens on the page where it stands
LINEAGE = "why/"

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'(<a\b[^>]*?) href="#([^"]+)"')


def file_of(chapter: str) -> str:
    """The file of a chapter's page."""
    return f"{chapter}.html" if f"{chapter}.html" != HOME else "chapter-index.html"


def headings_of(chapter: Chapter, language: Language) -> tuple[Heading, ...]:
    """The headings below a chapter's title, with those of the annex of figures."""
    found: list[Heading] = []
    for block in chapter.blocks:
        if isinstance(block, Heading):
            found.append(block)
        elif isinstance(block, KpiBlock):
            found += [
                Heading(2, section.title[language], section.anchor) for section in block.sections
            ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter in the contents."""

    chapter: Chapter
    file: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before its links are known: the chapter, its HTML, the charts in it."""

    entry: Entry
    body: Markup
    charts: tuple[Chart, ...]


class SitePage(Page):
    """What templates of a site may ask for; it remembers the charts that are drawn."""

    def __init__(self, book: Book, books: Mapping[Language, Book], beside: Iterable[str]) -> None:
        super().__init__(book.report, book.language, tuple(books))
        self.book = book
        self.beside = tuple(beside)
        self._books = books
        self._charts: dict[str, Chart] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The contents."""
        return tuple(
            Entry(chapter, file_of(chapter.id), headings_of(chapter, self.language))
            for chapter in self.book.chapters
        )

    def parts(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """The contents by part: front, body, back."""
        for part in ("front", "body", "back"):
            found = tuple(entry for entry in self.entries if entry.chapter.part == part)
            if found:
                yield part, found

    def twin(self, language: Language, chapter: str) -> str:
        """The page of a chapter in another language; the first page where it has none."""
        known = {each.id for each in self._books[language].chapters}
        return f"../{language}/{file_of(chapter) if chapter in known else HOME}"

    def place(self, _chapter: str, anchor: str) -> str:
        """Address of a place, whose page is known when all are drawn."""
        return f"#{anchor}"

    def image(self, picture: Picture) -> str:
        """Address of a picture."""
        return f"pictures/{picture.name}"

    def chart_height(self, chart: Chart) -> int:
        """Pixels of a chart; asked for by each chart that is drawn."""
        self._charts[chart.id] = chart
        return super().chart_height(chart)

    def sheets(self) -> Iterator[Sheet]:
        """The chapters, drawn."""
        pen = Pen(WEB, self)
        for entry in self.entries:
            self._charts = {}
            body = pen.blocks(entry.chapter.blocks)
            yield Sheet(entry, body, tuple(self._charts.values()))


def linked(pages: Mapping[str, str]) -> dict[str, str]:
    """Pages by file, their links led to the page where the place is; none that leads nowhere."""
    places = {id_: file for file, text in pages.items() for id_ in _ID.findall(text)}
    shown = {}
    for file, text in pages.items():
        own = set(_ID.findall(text))

        def lead(link: re.Match[str], own: set[str] = own) -> str:
            anchor = link[2]
            if anchor in own or anchor.startswith(LINEAGE):
                return link[0]
            if anchor in places:
                return f'{link[1]} href="{places[anchor]}#{anchor}"'
            return link[1]

        shown[file] = _LINK.sub(lead, text)
    return shown
