"""The pages of a piece as objects of a PDF, before it is known where in the book they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pydyf
import weasyprint.pdf
from weasyprint.pdf.fonts import build_fonts_dictionary

from crossfoot.reports.pdf.fonts import Glyphs, shared
from crossfoot.reports.pdf.objects import loose, number_of, referred

# full opacity, the state that every page begins in
_STATE = re.compile(rb"^/[aA]1(?:\.0)? gs\n", re.M)

_Object = tuple[int, bytes, bytes | None]


class _Drawn(Exception):
    """Ends the writing when everything is drawn: the whole book is written later."""


def draw_pages(
    document: Any, name: str, anchors: Mapping[str, int]
) -> tuple[dict[str, Any], list[_Object]]:
    """Draw a document.

    Args:
        document: the pages, laid out.
        name: what distinguishes its names from those of other pieces.
        anchors: the places that are its own.

    Returns:
        What joining needs, as data for JSON, and the objects.
    """
    fonts = _Fonts()
    pdf = _written(document, fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
    [root] = _at(pdf, pdf.catalog["StructTreeRoot"])["K"]
    listed = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    pages = [number_of(each) for each in pdf.page_references]
    _rename(pdf, name)
    about = {
        "pages": pages,
        "parent": pdf.pages.number,
        "tags": number_of(root),
        "kids": [number_of(each) for each in _at(pdf, root)["K"]],
        "listed": [
            [number_of(each) for each in places] if isinstance(places, list) else number_of(places)
            for places in listed[1::2]
        ],
        "places": list(_places(pdf, anchors)),
        "bookmarks": document.make_bookmark_tree(0.75, transform_pages=True),
        "font_list": _font_list(pdf, pages[0]),
        "fonts": [glyphs.data() for glyphs in fonts.shared.values()],
        "font_numbers": {name: each.number for name, each in fonts.stands.items()},
        "lang": document.metadata.lang,
        "info": {key: value.string for key, value in pdf.info.items()},
        "metadata": b"".join(_at(pdf, pdf.catalog["Metadata"]).stream).decode(),
    }
    outside = {pdf.pages.number, about["tags"], *about["font_numbers"].values()}
    first = [*pages, *about["kids"]]
    for each in about["listed"]:
        first += each if isinstance(each, list) else [each]
    return about, list(_reached(pdf, first, outside))


def page_contents(document: Any) -> tuple[list[str], list[Any]]:
    """What each page of a document prints, without tags, and the glyphs for it."""
    fonts = _Fonts()
    pdf = _written(document, fonts, pdf_tags=False)
    found = []
    for reference in pdf.page_references:
        data = pydyf.Stream(_at(pdf, _at(pdf, reference)["Contents"]).stream).data
        shown = data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
        found.append(_STATE.sub(b"", shown).decode("latin-1"))
    return found, [glyphs.data() for glyphs in fonts.shared.values()]


def _font_list(pdf: pydyf.PDF, page: int) -> int:
    return number_of(_at(pdf, pdf.objects[page]["Resources"])["Font"])


class _Fonts:
    """Takes the place of WeasyPrint's writer of fonts: those that are shared come later."""

    def __init__(self) -> None:
        self.shared: dict[str, Glyphs] = {}
        self.stands: dict[str, pydyf.Dictionary] = {}

    def __call__(self, pdf: pydyf.PDF, fonts: Mapping[Any, Any], *options: Any) -> Any:
        own: dict[Any, Any] = {}
        for key, font in fonts.items():
            if not shared(font):
                own[key] = font
            elif font.hash in self.shared:
                self.shared[font.hash].add(Glyphs.of(font))
            else:
                self.shared[font.hash] = Glyphs.of(font)
                self.stands[font.hash] = pydyf.Dictionary()
                pdf.add_object(self.stands[font.hash])
        made = build_fonts_dictionary(pdf, own, *options)
        for name, stand in self.stands.items():
            made[name] = stand.reference
        return made


def _written(document: Any, fonts: _Fonts, **options: Any) -> pydyf.PDF:
    taken: list[pydyf.PDF] = []

    def take(_document: Any, pdf: pydyf.PDF) -> None:
        taken.append(pdf)
        raise _Drawn

    with patch.object(weasyprint.pdf, "build_fonts_dictionary", fonts):
        _write(document, take, **options)
    return taken[0]


def _write(document: Any, take: Callable[[Any, pydyf.PDF], None], **options: Any) -> None:
    """Draw a document without writing the file."""
    number_pages_once()
    try:
        document.write_pdf(BytesIO(), finisher=take, **options)
    except _Drawn:
        return


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[number_of(reference)]


def _places(pdf: pydyf.PDF, anchors: Mapping[str, int]) -> Iterator[tuple[str, int, float, float]]:
    """The places that links lead to: name, page, where on it."""
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for name, (page, _, x, y, _zoom) in zip(names[::2], names[1::2], strict=True):
        if name.string in anchors:
            yield name.string, pages[page], x, y


def _rename(pdf: pydyf.PDF, name: str) -> None:
    """Let the heads of tables have names that no other piece uses."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem":
            heads = item["A"].get("Headers", ()) if isinstance(item.get("A"), dict) else ()
            for text in (item.get("ID"), *heads):
                if text is not None and not text.string.startswith(f"{name}:"):
                    text.string = f"{name}:{text.string}"


def _reached(pdf: pydyf.PDF, first: list[int], outside: set[int]) -> Iterator[_Object]:
    """The objects that the pages and tags need."""
    seen, waiting = set(outside), first[::-1]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        item = pdf.objects[number]
        waiting += referred(item)
        made = loose(item)
        yield number, made.text, made.stream


def number_pages_once() -> None:
    """Let the writer of PDFs make the list of page references once, not for every tag.

    A report of a hundred pages has some thirty thousand tags, each of which asks for the list.
    """

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        numbers = pdf.pages["Kids"][::3]
        if len(getattr(pdf, "_references", ())) != len(numbers):
            pdf._references = tuple(f"{number} 0 R".encode() for number in numbers)
        references: tuple[bytes, ...] = pdf._references
        return references

    pydyf.PDF.page_references = property(page_references)
