"""A book as one HTML document for paper."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.reports.short_book import is_draft
from crossfoot.reports.theme import css_variables

if TYPE_CHECKING:
    from jinja2 import Environment

    from crossfoot.reports.pdf.page import PrintPage
    from crossfoot.reports.writing.book import Book

_HERE = Path(__file__).parent
_PAGE_CSS = _HERE.parent / "html" / "static" / "report.css"

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
            style=_style(page),
            draft=is_draft(book),
        )
    )
    text = _DATA.sub("", text)
    ids = set(_ID.findall(text))
    return _LINK.sub(lambda link: link[0] if link[2] in ids else f"<a{link[1]}", text)


def _style(page: PrintPage) -> str:
    house = page.report.house
    sheets = (
        css_variables(house),
        _PAGE_CSS.read_text(encoding="utf-8"),
        (_HERE / "static" / "print.css").read_text(encoding="utf-8"),
        f":root {{ --font: {house.font_family(page.language)}; }}",
    )
    return "\n".join(sheets)
