"""Chapters that were laid out by themselves are one document: numbers, links, tags, fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pikepdf
import pypdf
import pytest

from crossfoot.reports.pdf.compose import Piece
from crossfoot.reports.pdf.layout import Here, Layout
from crossfoot.reports.pdf.piece import LaidOut
from crossfoot.reports.pdf.write import prepare, write_pdf
from crossfoot.reports.short_book import printed_books


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request, small_report):
    return printed_books(small_report, {}, ("en", "zh"))[request.param]


@pytest.fixture(scope="module")
def path(book, tmp_path_factory) -> Path:
    return write_pdf(book, tmp_path_factory.mktemp("joined")).path


@pytest.fixture
def pdf(path):
    with pikepdf.open(path) as opened:
        yield opened


def places_of(pdf) -> dict[str, int]:
    """Page of each named place, counted from 1."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = list(pdf.Root.Names.Dests.Names)
    assert [str(each) for each in names[::2]] == sorted(str(each) for each in names[::2])
    return {
        str(name): pages[place[0].objgen]
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def test_it_has_no_fault_in_its_structure(path):
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert len(pypdf.PdfReader(path, strict=True).pages) > 10


def test_each_page_but_the_cover_bears_its_number(path):
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            corner = page.crop((page.width * 0.6, page.height - 60, page.width, page.height))
            turned = corner.filter(lambda each: abs(each.get("matrix", (0, 0))[1]) < 0.01)
            assert turned.extract_text().strip() == ("" if number == 1 else str(number))


def test_the_numbers_of_pages_are_no_content(pdf):
    """A reader of tags hears no number of a page."""
    for page in list(pdf.pages)[1:]:
        stream = b"".join(part.read_bytes() for part in page.Contents)
        assert stream.rstrip().endswith(b"EMC")
        assert b"/Artifact BMC" in stream.rpartition(b"ET")[0].rpartition(b"BT")[0][-400:]


def test_contents_name_the_pages_where_chapters_begin(path, pdf, book):
    places = places_of(pdf)
    text = pypdf.PdfReader(path).pages[1].extract_text()
    numbers = [int(each) for each in re.findall(r"\b\d+\b", text)]
    for chapter in book.chapters:
        assert places[chapter.anchor] in numbers, chapter.id
    starts = [places[chapter.anchor] for chapter in book.chapters]
    assert starts == sorted(starts)


def test_every_link_leads_to_a_place_and_says_its_page(path, pdf):
    """The index names pages beside its links: each is the page that the link leads to."""
    places = places_of(pdf)
    found = 0
    with pdfplumber.open(path) as read:
        # contents, which bear other numbers too, have a test of their own
        for page, seen in list(zip(pdf.pages, read.pages, strict=True))[2:]:
            for note in page.get("/Annots", ()):
                name = str(note.Dest)
                target = places[name]
                x0, y0, x1, y1 = (float(each) for each in note.Rect)
                box = (x0 - 0.5, seen.height - max(y0, y1), x1 + 0.5, seen.height - min(y0, y1))
                words = seen.crop(box, strict=False).extract_text().split()
                # marks of notes are numbers too
                if words and words[-1].isdigit() and not name.startswith("note-"):
                    assert int(words[-1]) == target, (name, words)
                    found += 1
    assert found > 10


def test_tags_and_content_point_at_each_other(pdf):
    """Each marked content has its tag, and each link its annotation, in the page it stands on."""
    tree = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    keys = [int(each) for each in tree[::2]]
    assert keys == list(range(len(keys)))
    listed = dict(zip(keys, tree[1::2], strict=True))
    used = set()
    for page in pdf.pages:
        own = listed[int(page.StructParents)]
        used.add(int(page.StructParents))
        parts = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
        stream = b"".join(part.read_bytes() for part in parts)
        marked = {int(each) for each in re.findall(rb"/MCID (\d+)", stream)}
        assert marked == set(range(len(own)))
        for element in own:
            assert element.Pg.objgen == page.obj.objgen
        for note in page.get("/Annots", ()):
            used.add(int(note.StructParent))
            [reference] = [
                kid
                for kid in listed[int(note.StructParent)].K
                if isinstance(kid, pikepdf.Dictionary)
                and kid.get("/Type") == "/OBJR"
                and kid.Obj.objgen == note.objgen
            ]
            assert reference.Pg.objgen == page.obj.objgen
    assert used == set(keys)


def test_heads_of_tables_have_names_of_their_own(pdf):
    names, asked = [], set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            if "/ID" in item:
                names.append(str(item.ID))
            asked |= {str(each) for each in item.get("/A", {}).get("/Headers", ())}
    assert len(names) == len(set(names)) > 10
    assert asked <= set(names)


def test_a_font_is_embedded_once(pdf):
    names = [
        str(item.BaseFont)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
    ]
    assert len(names) == len(set(names)) > 1


def test_other_pieces_do_not_change_one(book, tmp_path):
    """A piece laid out after others is the piece laid out first."""
    parts = prepare(book)
    layouts = [
        Layout(parts.head, pieces, parts.parts, Here(), None).paged("machine")
        for pieces in (parts.pieces, parts.pieces[::-1])
    ]
    forward, backward = layouts[0].pieces, layouts[1].pieces[::-1]
    alone = [not piece.shows_pages for piece in parts.pieces]
    assert sum(alone) > 3
    for one, other, is_alone in zip(forward, backward, alone, strict=True):
        if is_alone:
            assert one == other
        assert LaidOut.unpacked(one).packed() == one


def test_what_a_book_shows_is_told_of_it(book):
    """Only what names pages waits for them."""
    pieces = {piece.name: piece for piece in prepare(book).pieces}
    assert pieces[""].shows_pages
    assert pieces["content-indices"].shows_pages
    assert not pieces["environment"].shows_pages


LINE = "<p>A line of text.</p>"


def paged(texts: dict[str, str], style: str = ""):
    """Pieces with a style sheet that sets `snug-1` and `snug-2` closer."""
    head = (
        "<!doctype html><html lang='en'><title>T</title><style>"
        "@page { size: 100mm 100mm; margin: 10mm } body, p { margin: 0; line-height: 10mm }"
        f".snug-1 p {{ line-height: 8.8mm }} .snug-2 p {{ line-height: 8.5mm }} {style}"
        '</style><body class="book">'
    )
    pieces = tuple(Piece(name, text) for name, text in texts.items())
    return Layout(head, pieces, {}, Here(), None).paged("machine")


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (8, 1),  # they fill the page
        (9, 1),  # one too many, which fits when set closest
        (16, 2),
        (17, 2),  # another page less
        (10, 2),  # two lines of eight: no small change, and the chapter stays as it is
        (13, 2),  # enough stands on the last page
    ],
)
def test_a_chapter_is_set_closer_where_that_saves_a_page(lines, pages):
    assert paged({"one": LINE * lines}).count == pages


def test_pages_are_right_when_an_earlier_chapter_grows_by_its_numbers():
    """A number of three digits may need a line more, which moves what stands behind."""
    reference = '<a class="paged" data-page="#end" href="#end">see</a>'
    style = "a::after { content: attr(data-page) } b { display: inline-block; width: 62mm }"
    before = f"<p><b>x</b>{reference}</p>" + LINE * 7
    many = "".join(f"<div style='break-before: page'>{n}</div>" for n in range(99))
    book = paged({"one": before, "two": many, "three": "<p id='end'>End</p>"}, style)
    first = LaidOut.unpacked(book.pieces[0])
    assert book.pages["end"] == book.count
    assert book.count == first.count + 99 + 1
