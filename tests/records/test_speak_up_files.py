"""Photographs and documents lose what they say of their maker, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.records.register.confidential.cleaning import LARGEST, NO, PART, YES, cleaned
from crossfoot.records.register.confidential.pictures import (
    BrokenPictureError,
    clean_jpeg,
    clean_png,
    clean_webp,
)

Image = pytest.importorskip("PIL.Image", reason="Pillow makes the pictures of this test")

MAKER = b"Canon of Zhang San"
PLACE = b"31.8206N"


def picture(kind: str, turned: int = 6, **more: object) -> bytes:
    """A photograph with a maker, a place, a comment and a turn, as a telephone writes it."""
    drawn = Image.new("RGB", (64, 48))
    drawn.putdata([(4 * (n % 64), 5 * (n // 64), 90) for n in range(64 * 48)])
    exif = Image.Exif()
    exif[0x010F] = MAKER.decode()
    exif[0x0112] = turned
    exif[0x8298] = PLACE.decode()
    out = io.BytesIO()
    drawn.save(out, kind, exif=exif, **more)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        return opened.convert("RGB").tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_its_pixels_and_its_turn_and_loses_the_rest(progressive):
    with_comment = picture(
        "JPEG", quality=88, progressive=progressive, comment=MAKER, icc_profile=MAKER * 20
    )
    film = with_comment + b"\x00\x00\x00\x18ftypmp42" + MAKER  # what telephones add behind the end
    assert film.count(MAKER) > 3
    found = clean_jpeg(film)
    assert MAKER not in found
    assert PLACE not in found
    assert pixels(found) == pixels(with_comment)
    with Image.open(io.BytesIO(found)) as opened:
        assert dict(opened.getexif()) == {0x0112: 6}
        assert opened.info.get("icc_profile") is None
        assert opened.info.get("comment") is None


@pytest.mark.parametrize(("kind", "clean"), [("PNG", clean_png), ("WEBP", clean_webp)])
def test_other_pictures_too(kind, clean):
    more = {"lossless": True} if kind == "WEBP" else {}
    content = picture(kind, icc_profile=MAKER * 20, **more)
    assert MAKER in content or kind == "PNG"  # a PNG compresses its profile
    found = clean(content)
    assert MAKER not in found
    assert PLACE not in found
    assert pixels(found) == pixels(content)
    with Image.open(io.BytesIO(found)) as opened:
        assert not dict(opened.getexif())
        assert opened.info.get("icc_profile") is None


@pytest.mark.parametrize("cut", [3, 40, 400])
def test_a_picture_that_is_cut_off_is_kept_as_it_is_and_said_so(cut):
    content = picture("JPEG")[:cut]
    with pytest.raises(BrokenPictureError):
        clean_jpeg(content)
    kept = cleaned("cut.jpg", content)
    assert (kept.content, kept.cleaned) == (content, NO)


def test_office_files_lose_their_properties():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("docProps/core.xml", f"<creator>{MAKER.decode()}</creator>")
        made.writestr("docProps/app.xml", f"<Company>{MAKER.decode()}</Company>")
    kept = cleaned("list.xlsx", out.getvalue())
    assert kept.cleaned == PART
    with zipfile.ZipFile(io.BytesIO(kept.content)) as read:
        assert read.read("xl/workbook.xml") == b"<workbook/>"
        assert all(MAKER not in read.read(name) for name in read.namelist())
        assert {each.date_time for each in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_is_still_one_without_its_properties():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.properties.creator = MAKER.decode()
    book.active["A1"] = "周一"
    out = io.BytesIO()
    book.save(out)
    kept = cleaned("list.xlsx", out.getvalue())
    again = openpyxl.load_workbook(io.BytesIO(kept.content))
    assert again.active["A1"].value == "周一"
    assert again.properties.creator != MAKER.decode()


def test_a_pdf_loses_its_author():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": MAKER.decode(), "/Title": "x"})
    out = io.BytesIO()
    writer.write(out)
    assert MAKER in out.getvalue()
    kept = cleaned("letter.pdf", out.getvalue())
    assert (kept.cleaned, MAKER in kept.content) == (PART, False)
    assert len(PdfReader(io.BytesIO(kept.content)).pages) == 1


def test_what_cannot_be_cleaned_is_said_and_what_cannot_be_taken_is_refused():
    assert cleaned("voice.m4a", b"\x00\x00\x00\x18ftypM4A " + MAKER).cleaned == NO
    assert cleaned("note.txt", b"seen on Monday").cleaned == YES
    assert cleaned("../../etc/passwd", b"x").name == "passwd"
    for name, content in (("a", b""), ("b.exe", b"MZ\x90\x00"), ("c", b"x" * (LARGEST + 1))):
        with pytest.raises(CrossfootError):
            cleaned(name, content)
