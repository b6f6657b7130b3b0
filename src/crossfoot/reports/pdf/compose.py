"""A book as HTML for paper, in pieces that begin a page of their own.

Each piece is laid out alone, so a piece names the pages of others by their numbers, which are
known when all are laid out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from crossfoot.reports.short_book import is_draft
from crossfoot.reports.theme import css_variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from crossfoot.reports.pdf.page import PrintPage
    from crossfoot.reports.writing.book import Book

_HERE = Path(__file__).parent

#: names of pictures that every book has
COVER = "cover.svg"
WATERMARK = "watermark.svg"

#: the piece that begins a book, cover and contents; no chapter is called so
FRONT = ""

#: what stands for the number of a page that is not known yet; most have two digits
UNKNOWN = "00"

_BODY = '<body class="'

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'<a\b([^>]*?) href="#([^"]+)"')
_SHOWN = re.compile(r'\bclass="[^"]*\b(?:paged|place)\b')
_PAGE = re.compile(r' data-page="#([^"]+)"')
# what only a reader with a mouse sees
_DATA = re.compile(r'<details class="chart-data">.*?</details>', re.S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a book with pages of its own.

    Attributes:
        name: `FRONT`, or the id of a chapter.
        text: its HTML; `data-page="#place"` where the page of a place is shown.
    """

    name: str
    text: str

    @property
    def shows_pages(self) -> bool:
        """Whether it names pages, which may be known only later."""
        return _PAGE.search(self.text) is not None

    def html(self, head: str, pages: Mapping[str, int], snug: int = 0) -> str:
        """The whole document, with the numbers of the pages that are known.

        Args:
            head: what every document begins with.
            pages: page of each place.
            snug: how much closer than others it is set.
        """

        def number(shown: re.Match[str]) -> str:
            return f' data-page="{pages.get(shown[1], UNKNOWN)}"'

        begun = head.replace(_BODY, f"{_BODY}snug-{snug} ") if snug else head
        return f"{begun}{_PAGE.sub(number, self.text)}</body></html>"


@cache
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader(
            [PackageLoader("crossfoot.reports.pdf"), PackageLoader("crossfoot.reports.html")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compose(book: Book, page: PrintPage) -> tuple[str, tuple[Piece, ...]]:
    """The head of every document, styles included, and the pieces; no link leads nowhere."""
    draft = is_draft(book)
    head = _templates().get_template("book.html.jinja")
    drawn = {name: _DATA.sub("", text) for name, text in _drawn(book, page)}
    places = {id_ for text in drawn.values() for id_ in _ID.findall(text)}

    def linked(name: str, text: str) -> str:
        def lead(link: re.Match[str]) -> str:
            attributes, place = link[1], link[2]
            if place not in places:
                return f"<a{attributes}"
            shown = name == FRONT or _SHOWN.search(attributes)
            return link[0] + (f' data-page="#{place}"' if shown else "")

        return _LINK.sub(lead, text)

    return (
        head.render(page=page, w=page.words, style=_style(page, draft=draft), draft=draft),
        tuple(Piece(name, linked(name, text)) for name, text in drawn.items()),
    )


def _drawn(book: Book, page: PrintPage) -> Iterator[tuple[str, str]]:
    from crossfoot.reports.writing.drawing import PRINT, Pen

    given = {"book": book, "page": page, "w": page.words, "draft": is_draft(book)}
    yield FRONT, _templates().get_template("book_front.html.jinja").render(**given)
    template, pen = _templates().get_template("book_chapter.html.jinja"), Pen(PRINT, page)
    for chapter in book.chapters:
        yield chapter.id, template.render(**given, chapter=chapter, pen=pen)


def numbers(head: str, count: int) -> str:
    """Pages that bear their numbers and nothing else."""
    return f'{head}<div class="numbers">{"<p></p>" * count}</div></body></html>'


def _style(page: PrintPage, *, draft: bool) -> str:
    house = page.report.house
    behind = (
        f"@page {{ background: url({WATERMARK}) center / 210mm 297mm no-repeat }}" if draft else ""
    )
    sheets = (
        css_variables(house),
        f":root {{ --font: {house.font_family(page.language)}; }}",
        behind,
        (_HERE / "static" / "print.css").read_text(encoding="utf-8"),
    )
    return "\n".join(sheets)


def pictures(page: PrintPage) -> dict[str, bytes]:
    """The pictures that belong to the form of the book: its cover, the mark of a draft."""
    house = page.report.house
    found = {COVER: _cover(house.light["accent"], house.light.series[1])}
    if is_draft(page.book):
        words, font = page.words("cover.watermark"), house.font_family(page.language)
        found[WATERMARK] = _watermark(words, font)
    made = {name: svg.encode() for name, svg in found.items()}
    if house.logo is not None:
        made[house.logo.name] = house.logo.read_bytes()
    return made


def _cover(ground: str, other: str) -> str:
    """The two colours of the house as planes."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">'
        f'<rect width="210" height="297" fill="{ground}"/>'
        '<path d="M0 297V236L210 176V297Z" fill="#ffffff" fill-opacity="0.1"/>'
        f'<path d="M62 297L210 214V297Z" fill="{other}"/>'
        '<path d="M0 297V262L210 297Z" fill="#ffffff" fill-opacity="0.16"/>'
        "</svg>"
    )


def _watermark(words: str, font: str) -> str:
    """The word for a draft across the page; it stands behind the text."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">'
        '<text x="0" y="0" transform="translate(105 158) rotate(-38)" text-anchor="middle"'
        f' font-family="{font}" font-size="46" font-weight="700" letter-spacing="4"'
        f' fill="#f9ebe9">{escape(words)}</text></svg>'
    )
