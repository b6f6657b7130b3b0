"""What a reader can search: the passages of all pages, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: elements whose text is one passage
PASSAGES = frozenset(
    ("p", "li", "dt", "dd", "tr", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5")
)

#: cells of a row stand apart from each other
CELLS = frozenset(("td", "th"))

#: elements that a reader does not search
SILENT = frozenset(("script", "style", "nav", "svg"))

#: elements whose id is a place worth opening
PLACES = frozenset(("h1", "h2", "h3", "h4", "h5", "section", "figure", "table", "dt"))

_BLANKS = re.compile(r"\s+")

_VOID = frozenset(("img", "br", "hr", "input", "meta", "link"))


@dataclass
class Passages(HTMLParser):
    """Reads a page into passages: place, heading, text."""

    found: list[tuple[str, str, str]] = field(default_factory=list)

    def __init__(self, text: str, title: str) -> None:
        HTMLParser.__init__(self)
        self.found = []
        self._anchor, self._heading = "", title
        self._silent = 0
        self._open: list[str] = []
        self._passage: list[str] = []
        self.feed(text)
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _VOID:
            return
        if tag in SILENT:
            self._silent += 1
        if tag in PASSAGES:
            self._end()
        elif tag in CELLS:
            self._passage.append(" ")
        given = dict(attrs)
        if tag in PLACES and given.get("id"):
            self._end()
            self._anchor = given["id"] or ""
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in SILENT:
            self._silent -= 1
        if tag in PASSAGES:
            if tag in ("h1", "h2", "h3", "h4", "h5"):
                self._heading = _BLANKS.sub(" ", "".join(self._passage)).strip()
            self._end()

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._silent:
            self._passage.append(data)

    def _end(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._passage)).strip()
        self._passage = []
        if text:
            self.found.append((self._anchor, self._heading, text))


def search_data(pages: Iterable[tuple[str, str, str]]) -> list[list[object]]:
    """The index of a site.

    Args:
        pages: file, title and HTML of each page's text.

    Returns:
        One entry for each place: file, anchor, title of the page, heading, passages.
    """
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for file, title, text in pages:
        for anchor, heading, passage in Passages(text, title).found:
            passages = places.setdefault((file, anchor, title, heading), [])
            if passage != heading and passage not in passages[-1:]:
                passages.append(passage)
    return [[*place, passages] for place, passages in places.items()]
