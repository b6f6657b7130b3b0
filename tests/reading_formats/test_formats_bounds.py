"""Files that are no reports: a clear error, within bounds of time and memory."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats import limits
from crossfoot.reading.formats.chooser import lines_of
from crossfoot.reading.formats.pdf import read_pdf
from crossfoot.reading.formats.pdf_worker import read_pages


def pdf(stream: bytes, filter_: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page, with its table of places."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (filter_, len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>" % (b"ab" * 32, b"cd" * 32),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 7\n0000000000 65535 f \n%strailer\n<</Size 7/Root 1 0 R%s>>\n"
        % (
            table,
            trailer,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(content)
    )


WORDS = b"BT /F 12 Tf 20 200 Td (Water use) Tj ET"
PDF = pdf(WORDS)


def refused(path, match):
    began = time.monotonic()
    with pytest.raises(CrossfootError, match=match) as caught:
        lines_of(path)
    assert time.monotonic() - began < 30
    assert path.name in str(caught.value)


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_small_pdf_is_read(tmp_path):
    assert lines_of(written(tmp_path, "a.pdf", PDF)).texts == ["Water use"]


def test_empty_missing_and_folder(tmp_path):
    refused(written(tmp_path, "a.pdf", b""), "empty")
    refused(tmp_path / "absent.pdf", "cannot be read")
    refused(tmp_path, "folder")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0x" * 5000, PDF[:90]])
def test_a_broken_pdf(tmp_path, content):
    refused(written(tmp_path, "a.pdf", content), "damaged|no text")


def test_an_encrypted_pdf(tmp_path):
    encrypted = pdf(WORDS, trailer=b"/ID[<00><00>]/Encrypt 6 0 R")
    refused(written(tmp_path, "a.pdf", encrypted), "password")


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"\x89PNG\r\n", "picture"),
        (b"{\\rtf1", "RTF"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><body></body></html>", "no text"),
    ],
)
def test_other_files(tmp_path, content, match):
    refused(written(tmp_path, "a.bin", content), match)


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml"])
def test_a_zip_bomb(tmp_path, part):
    path = tmp_path / "bomb.bin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open(part, "w") as file:
            for _ in range(40):
                file.write(bytes(1 << 20))
    refused(path, "zip bomb")


def test_a_web_page_of_one_long_line(tmp_path):
    refused(written(tmp_path, "a.html", b"<html><p>" + b"x" * 100_000_000), "MB of markup")
    refused(written(tmp_path, "b.html", b"<html><p>" + b"x" * 1_000_000), "characters")


def test_tables_of_a_million_cells(tmp_path):
    html = written(tmp_path, "a.html", b"<table>" + (b"<tr>" + b"<td>1" * 1000) * 1000)
    refused(html, "1,000,000 cells")
    spans = b"<table><tr>" + b"<td rowspan=65534 colspan=1000>1" * 3000
    refused(written(tmp_path, "b.html", spans), "cells")
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "far")
        sheet.write(999, 999, "away")
    refused(path, "rows")


def test_a_word_file_of_too_many_cells(tmp_path, monkeypatch):
    monkeypatch.setattr("crossfoot.reading.formats.word.MOST_CELLS", 3)
    path = tmp_path / "a.docx"
    file = docx.Document()
    file.add_table(2, 2)
    file.save(str(path))
    refused(path, "cells")


def test_a_pdf_that_fills_the_memory_ends_its_own_process(tmp_path):
    import zlib

    bomb = zlib.compress(b"0 0 m 1 1 l S " * 4_000_000, 9)
    content = pdf(bomb, b"/Filter/FlateDecode")
    path = written(tmp_path, "a.pdf", content)
    with pytest.raises(CrossfootError, match="more time or memory"):
        read_pdf(path, seconds=5, memory=1 << 30)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([b"", b"%PDF-1.4\n", b"<html><table>", b"PK\x03\x04"]), st.binary())
def test_no_bytes_raise_anything_else(tmp_path_factory, head, tail):
    path = tmp_path_factory.mktemp("any") / "a.bin"
    path.write_bytes(head + tail)
    try:
        if head.startswith(b"%PDF"):
            read_pages(path, lambda _done, _all: None)
        else:
            assert lines_of(path).lines
    except CrossfootError as error:
        assert error.problems  # noqa: PT017  any other exception fails the test


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(PDF) - 1), st.binary(max_size=6), st.integers(0, 20))
def test_no_damage_to_a_pdf_raises_anything_else(tmp_path_factory, at, put, cut):
    path = tmp_path_factory.mktemp("any") / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + PDF[:at] + put + PDF[at + cut :])
    try:
        read_pages(path, lambda _done, _all: None)
    except CrossfootError as error:
        assert error.problems  # noqa: PT017  any other exception fails the test


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_damage_to_a_word_file_raises_anything_else(tmp_path_factory, data):
    buffer = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("Water")
    file.save(buffer)
    content = bytearray(buffer.getvalue())
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("any") / "a.docx"
    path.write_bytes(content)
    try:
        assert lines_of(path).lines
    except CrossfootError as error:
        assert error.problems  # noqa: PT017  any other exception fails the test


def test_limits_are_ordered():
    assert limits.LARGEST_MARKUP < limits.LARGEST_FILE
    assert limits.ARCHIVE.cells == limits.MOST_CELLS
