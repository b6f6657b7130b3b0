"""Join the pieces of a book to one PDF: pages, numbers of pages, tags, bookmarks, links, fonts."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import Attachment
from weasyprint.pdf.anchors import add_outlines, write_pdf_attachment

from crossfoot.reports.pdf.drawn import number_pages_once
from crossfoot.reports.pdf.fonts import Glyphs, embedded
from crossfoot.reports.pdf.objects import Loose, Written
from crossfoot.reports.pdf.piece import LaidOut

_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")


@dataclass(frozen=True, slots=True)
class Inside:
    """A file inside a PDF.

    Attributes:
        path: the file.
        title: what it is called.
        made: the time that is stated of it.
    """

    path: Path
    title: str
    made: datetime


def join(pieces: Sequence[bytes], numbers: bytes, inside: Inside | None, identifier: str) -> bytes:
    """The PDF of a book.

    Args:
        pieces: each a `LaidOut`, packed, in the order of the book.
        numbers: what prints the number of each page, as `draw_numbers` gives it; the first page,
            a cover, bears none.
        inside: a file to put into it.
        identifier: what the file is known by.
    """
    number_pages_once()
    laid = [LaidOut.unpacked(each) for each in pieces]
    pdf = pydyf.PDF()
    glyphs = [Glyphs.from_data(each) for piece in laid for each in piece.about["fonts"]]
    stamps, stamp_fonts = json.loads(numbers)
    glyphs += [Glyphs.from_data(each) for each in stamp_fonts]
    whole = _Whole(pdf, embedded(pdf, glyphs), stamps)
    for piece in laid:
        whole.add(piece)
    whole.finish(laid[0].about, inside)
    file = io.BytesIO()
    pdf.write(file, b"1.7", identifier.encode(), compress=True)
    return file.getvalue()


class _Whole:
    """The book while it is joined."""

    def __init__(self, pdf: pydyf.PDF, fonts: Mapping[str, int], stamps: Sequence[str]) -> None:
        self._pdf = pdf
        self._fonts = fonts
        self._stamps = stamps
        self._places: dict[str, pydyf.Array] = {}
        self._bookmarks: list[Any] = []
        self._listed = pydyf.Array()
        self._count = 0
        self._before = Written(b"<</Length 2>>", b"q\n")
        self._tree = pydyf.Dictionary()
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._document = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()}
        )
        for each in (self._before, self._tree, self._root, self._document):
            pdf.add_object(each)

    def add(self, piece: LaidOut) -> None:
        """Add the pages of the next piece."""
        about, pdf = piece.about, self._pdf
        numbers = {about["parent"]: pdf.pages.number, about["tags"]: self._document.number}
        for name, number in about["font_numbers"].items():
            numbers[number] = self._fonts[name]
        start = len(pdf.objects)
        for at, (number, _, _) in enumerate(piece.objects):
            numbers[number] = start + at
        listed = len(self._listed) // 2
        placed = {}
        for number, text, stream in piece.objects:
            placed[number] = Loose(number, text, stream).placed(numbers, listed)
            pdf.add_object(placed[number])
        self._list_fonts(placed[about["font_list"]], about["font_numbers"])
        for number in about["pages"]:
            self._add_page(placed[number])
        self._tag(about, numbers)
        self._lead(about, numbers, piece.count)

    def _list_fonts(self, listed: Written, known: Container[str]) -> None:
        """Let the pages of a piece use all fonts, since their numbers may have another one."""
        more = (b"/%s %d 0 R" % (n.encode(), at) for n, at in self._fonts.items() if n not in known)
        listed.text = listed.text.removesuffix(b">>") + b"".join(more) + b">>"

    def _add_page(self, page: Written) -> None:
        """List a page, and print its number on it."""
        self._pdf.pages["Count"] += 1
        self._pdf.pages["Kids"].extend([page.number, 0, "R"])
        count = self._pdf.pages["Count"]
        if count == 1:
            return
        shown = b"Q\n/Artifact BMC\nq\n%s\nQ\nEMC" % self._stamps[count - 1].encode("latin-1")
        packed = zlib.compress(shown, 9)
        stamp = Written(b"<</Filter /FlateDecode/Length %d>>" % len(packed), packed)
        self._pdf.add_object(stamp)
        page.text = _CONTENTS.sub(
            rb"/Contents [%b \1 %b]" % (self._before.reference, stamp.reference), page.text, count=1
        )

    def _tag(self, about: dict[str, Any], numbers: dict[int, int]) -> None:
        """Add the tags of a piece to those of the book."""
        self._document["K"].extend(_reference(numbers[each]) for each in about["kids"])
        for each in about["listed"]:
            self._listed.append(len(self._listed) // 2)
            self._listed.append(
                pydyf.Array(_reference(numbers[one]) for one in each)
                if isinstance(each, list)
                else _reference(numbers[each])
            )

    def _lead(self, about: dict[str, Any], numbers: dict[int, int], count: int) -> None:
        """Add the places that links and bookmarks lead to."""
        for name, page, x, y in about["places"]:
            target = _reference(numbers[about["pages"][page]])
            self._places.setdefault(name, pydyf.Array([target, "/XYZ", x, y, 0]))
        self._bookmarks += [_later(each, self._count) for each in about["bookmarks"]]
        self._count += count

    def finish(self, about: dict[str, Any], inside: Inside | None) -> None:
        """What belongs to the whole."""
        pdf = self._pdf
        self._tree["Nums"] = self._listed
        self._root["ParentTree"] = self._tree.reference
        self._root["K"] = pydyf.Array([self._document.reference])
        self._document["P"] = self._root.reference
        pdf.catalog["StructTreeRoot"] = self._root.reference
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["Lang"] = pydyf.String(about["lang"])
        for key, value in about["info"].items():
            pdf.info[key] = pydyf.String(value)
        metadata = pydyf.Stream(
            [about["metadata"].encode()], {"Type": "/Metadata", "Subtype": "/XML"}, compress=True
        )
        pdf.add_object(metadata)
        pdf.catalog["Metadata"] = metadata.reference
        add_outlines(pdf, self._bookmarks)
        names = pydyf.Dictionary()
        pdf.catalog["Names"] = names
        listed = pydyf.Array()
        for name, place in sorted(self._places.items(), key=lambda each: each[0]):
            listed += [pydyf.String(name), place]
        names["Dests"] = pydyf.Dictionary({"Names": listed})
        if inside is not None:
            self._put(inside, names)

    def _put(self, inside: Inside, names: pydyf.Dictionary) -> None:
        attachment = write_pdf_attachment(
            self._pdf,
            Attachment(
                filename=str(inside.path),
                name=inside.path.name,
                description=inside.title,
                created=inside.made,
                modified=inside.made,
                relationship="Source",
            ),
            compress=True,
        )
        files = pydyf.Dictionary({"Names": pydyf.Array([attachment["F"], attachment.reference])})
        self._pdf.add_object(files)
        names["EmbeddedFiles"] = files.reference


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _later(bookmark: list[Any], pages: int) -> list[Any]:
    """A bookmark of a piece that so many pages stand before."""
    title, (page, x, y), below, state = bookmark
    return [title, (page + pages, x, y), [_later(each, pages) for each in below], state]
