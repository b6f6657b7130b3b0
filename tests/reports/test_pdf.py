"""The report on paper, read back with other programs."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from crossfoot.reports.build import build_report
from crossfoot.reports.excel import write_excel
from crossfoot.reports.pdf.write import write_pdf
from crossfoot.reports.short_book import printed_books
from report_cases import make_input

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def folder(small_report, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pdf")
    books = printed_books(small_report, {}, LANGUAGES)
    for language in LANGUAGES:
        data_book = write_excel(small_report, language, out)
        write_pdf(books[language], out, data_book)
    return out


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def pdf(folder, language):
    with pikepdf.open(folder / f"report.{language}.pdf") as opened:
        yield opened


def elements(node, above=()):
    """Each element of the structure tree with those above it, in reading order."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, above
        if "/K" in node:
            yield from elements(node.K, (*above, str(node.S)))


def structure(pdf):
    return list(elements(pdf.Root.StructTreeRoot.K))


def is_turned(item) -> bool:
    """Whether a character stands at an angle."""
    return item["object_type"] == "char" and abs(item["matrix"][1]) > 0.01


def test_it_is_tagged_and_says_its_language_and_title(pdf, language):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == {"en": "en", "zh": "zh-Hans"}[language]
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert {"en": "ESG report 2023", "zh": "2023年ESG报告"}[language] in str(pdf.docinfo.Title)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_every_figure_is_told_in_words(pdf):
    figures = [node for node, _ in structure(pdf) if node.S == "/Figure"]
    assert len(figures) > 3
    for figure in figures:
        assert len(str(figure.Alt)) > 30


def test_every_table_has_heads(pdf):
    tables = [node for node, _ in structure(pdf) if node.S == "/Table"]
    assert len(tables) > 3
    for table in tables:
        kinds = [str(node.S) for node, _ in elements(table.K)]
        assert "/TH" in kinds
        assert "/TR" in kinds


def test_cells_stand_in_rows_and_rows_in_tables(pdf):
    for node, above in structure(pdf):
        if node.S in ("/TD", "/TH"):
            assert above[-1] == "/TR"
        if node.S == "/TR":
            assert above[-1] in ("/Table", "/THead", "/TBody", "/TFoot")


def test_headings_leave_no_level_out(pdf):
    levels = [int(str(node.S)[2]) for node, _ in structure(pdf) if str(node.S)[:2] == "/H"]
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1


def test_the_reading_order_is_that_of_the_pages(pdf, folder, language):
    """Bookmarks lead to pages that follow each other."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        order = [pages[item.destination[0].objgen] for item in outline.root]
    assert len(order) > 5
    assert order == sorted(order)


def test_every_font_is_embedded_and_chinese_is_that_of_the_mainland(pdf, language):
    names = set()
    for page in pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            [inner] = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
            assert "/ToUnicode" in font
            names.add(str(font.BaseFont))
    assert names
    assert not any("CJK" in name and "-SC" not in name for name in names), names
    if language == "zh":
        assert any("CJK-SC" in name for name in names), names


def test_the_data_book_is_inside_as_it_is(pdf, folder, language):
    name = f"data-book.{language}.xlsx"
    assert list(pdf.attachments) == [name]
    inside = pdf.attachments[name].get_file().read_bytes()
    assert inside == (folder / name).read_bytes()


def test_no_link_leaves_the_document(pdf):
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            assert "/URI" not in note.get("/A", {})
            assert "/JavaScript" not in str(note.get("/A", {}).get("/S", ""))
    assert "/OpenAction" not in pdf.Root


def test_nothing_stands_beyond_the_margins(folder, language):
    import pdfplumber

    millimetre = 72 / 25.4
    with pdfplumber.open(folder / f"report.{language}.pdf") as pdf:
        for page in pdf.pages[1:]:
            # the mark of a draft lies across the page
            straight = page.filter(lambda each: not is_turned(each))
            for word in straight.extract_words():
                assert word["x0"] >= 20 * millimetre - 1, (page.page_number, word["text"])
                assert word["x1"] <= page.width - 20 * millimetre + 4, (
                    page.page_number,
                    word["text"],
                )


def test_a_draft_says_so_behind_the_text(folder, tmp_path, language):
    import pdfplumber

    settled = build_report(make_input(findings=(), stated={}, unresolved=()))
    final = write_pdf(printed_books(settled, {}, LANGUAGES)[language], tmp_path)
    word = {"en": "DRAFT", "zh": "草稿"}[language]
    for path, is_draft in ((folder / f"report.{language}.pdf", True), (final.path, False)):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages[1:]:
                turned = [each for each in page.chars if is_turned(each)]
                assert bool(turned) is is_draft
                if is_draft:
                    assert page.chars[0] == turned[0]  # painted first
                    assert {each["text"] for each in turned} == set(word)


def test_the_same_book_gives_the_same_bytes(small_report, folder, tmp_path, language):
    data_book = write_excel(small_report, language, tmp_path)
    again = write_pdf(printed_books(small_report, {}, LANGUAGES)[language], tmp_path, data_book)
    assert again.path.read_bytes() == (folder / again.path.name).read_bytes()


def test_a_pdf_of_the_same_parts_is_kept_and_any_other_written_anew(small_report, tmp_path):
    book = printed_books(small_report, {}, LANGUAGES)["en"]
    first = write_pdf(book, tmp_path)
    marked = first.path.stat().st_mtime_ns
    assert write_pdf(book, tmp_path) == first
    assert first.path.stat().st_mtime_ns == marked
    first.path.write_bytes(b"somebody else's")
    assert write_pdf(book, tmp_path).path.read_bytes().startswith(b"%PDF")
    other = build_report(make_input(notes=()))
    written = first.path.read_bytes()
    write_pdf(printed_books(other, {}, LANGUAGES)["en"], tmp_path)
    assert first.path.read_bytes() != written


def test_pages_are_listed_where_they_stand(folder, language):
    listed = json.loads((folder / f"pages.{language}.json").read_text(encoding="utf-8"))
    path = folder / f"report.{language}.pdf"
    assert listed["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    import pdfplumber

    word = {"en": "Environment", "zh": "环境"}[language]
    with pdfplumber.open(path) as pdf:
        page = pdf.pages[listed["pages"]["chapter-environment"] - 1]
        large = [each for each in page.extract_words(extra_attrs=["size"]) if each["size"] > 20]
        assert word in {each["text"] for each in large}
