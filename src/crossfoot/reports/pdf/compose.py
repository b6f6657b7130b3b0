"""A book as one HTML document for paper."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from crossfoot.reports.short_book import is_draft
from crossfoot.reports.theme import css_variables

if TYPE_CHECKING:
    from jinja2 import Environment

    from crossfoot.reports.pdf.page import PrintPage
    from crossfoot.reports.writing.book import Book

_HERE = Path(__file__).parent

#: names of pictures that every book has
COVER = "cover.svg"
WATERMARK = "watermark.svg"

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'<a\b([^>]*?) href="#([^"]+)"')
# what only a reader with a mouse sees
_DATA = re.compile(r'<details class="chart-data">.*?</details>', re.S)


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


def compose(book: Book, page: PrintPage) -> str:
    """The whole document, its styles included; links that lead nowhere are none."""
    from crossfoot.reports.writing.drawing import PRINT, Pen

    text = (
        _templates()
        .get_template("book.html.jinja")
        .render(
            book=book,
            page=page,
            w=page.words,
            pen=Pen(PRINT, page),
            style=_style(page, draft=is_draft(book)),
            draft=is_draft(book),
        )
    )
    text = _DATA.sub("", text)
    ids = set(_ID.findall(text))
    return _LINK.sub(lambda link: link[0] if link[2] in ids else f"<a{link[1]}", text)


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
