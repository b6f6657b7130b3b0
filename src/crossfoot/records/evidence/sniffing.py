"""What a file is, by its content: the name and the sender's word count for nothing."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file.

    Attributes:
        name: media type.
        suffix: of its name in the workspace.
        preview: "pdf" or "image" where a browser shows it without running anything of it.
    """

    name: str
    suffix: str
    preview: str = ""


UNKNOWN = Media("application/octet-stream", "")
TEXT = Media("text/plain", ".txt")

#: how the content begins: place of the mark, the mark, the kind
_MARKS: tuple[tuple[int, bytes, Media], ...] = (
    (0, b"%PDF-", Media("application/pdf", ".pdf", "pdf")),
    (0, b"\x89PNG\r\n\x1a\n", Media("image/png", ".png", "image")),
    (0, b"\xff\xd8\xff", Media("image/jpeg", ".jpg", "image")),
    (0, b"GIF87a", Media("image/gif", ".gif", "image")),
    (0, b"GIF89a", Media("image/gif", ".gif", "image")),
    (8, b"WEBP", Media("image/webp", ".webp", "image")),
    (0, b"II*\x00", Media("image/tiff", ".tif")),
    (0, b"MM\x00*", Media("image/tiff", ".tif")),
    (4, b"ftypheic", Media("image/heic", ".heic")),
    (0, b"PAR1", Media("application/vnd.apache.parquet", ".parquet")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media("application/x-ole-storage", ".ole")),
    (0, b"7z\xbc\xaf\x27\x1c", Media("application/x-7z-compressed", ".7z")),
    (0, b"Rar!\x1a\x07", Media("application/vnd.rar", ".rar")),
    (0, b"\x1f\x8b", Media("application/gzip", ".gz")),
)

#: what a ZIP file holds, by a member that it has
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPS: tuple[tuple[str, Media], ...] = (
    ("xl/workbook.xml", Media(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx")),
    ("word/document.xml", Media(f"{_OFFICE}.wordprocessingml.document", ".docx")),
    ("ppt/presentation.xml", Media(f"{_OFFICE}.presentationml.presentation", ".pptx")),
    ("content.xml", Media("application/vnd.oasis.opendocument", ".odf")),
)
_ZIP = Media("application/zip", ".zip")

#: programs prove nothing and harm whoever opens them
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")

#: text that a browser would run or draw as a page; kept, but never given out as what it is
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body")


def media_of(path: Path) -> Media:
    """What a file is.

    Raises:
        CrossfootError: it is a program.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PROGRAMS):
        raise CrossfootError(
            problem(
                Text("the file is a program", "该文件是程序"),
                why=Text(
                    "it proves nothing and harms whoever opens it", "它不能证明数据，打开还有风险"
                ),
                remedy=Text("send the document itself", "请上传文档本身"),
            )
        )
    for place, mark, media in _MARKS:
        if head[place : place + len(mark)] == mark:
            return media
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    return _text(head)


def _zip(path: Path) -> Media:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return _ZIP
    return next((media for member, media in _ZIPS if member in names), _ZIP)


def _text(head: bytes) -> Media:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\x00" in head or start.startswith(_MARKUP):
        return UNKNOWN
    return TEXT


def preview_of(media: str) -> str:
    """How a browser may show a stored file: "pdf", "image", or empty for a download."""
    return next((each.preview for _, _, each in _MARKS if each.name == media), "")
