"""Files without what they say of who made them and where, as far as that can be done.

Photographs (JPEG, PNG, WebP) and plain text come out clean. From PDF and office files the
properties are taken out, but not what stands in their pages: pictures inside, comments, names of
reviewers. Of others nothing can be taken out. The sender is told which.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.evidence.receiving import plain_name
from crossfoot.records.evidence.sniffing import Media, media_of
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.pictures import (
    BrokenPictureError,
    clean_jpeg,
    clean_png,
    clean_webp,
)

YES, PART, NO = "yes", "part", "no"
#: bytes of one file, and how many come with one form
LARGEST = 10 << 20
MOST = 5

_EMPTY = Text("the file is empty", "文件为空")
_LARGE = Text("the file is larger than {limit} MB", "文件超过 {limit} MB")
_SMALLER = Text("send it in parts, or tell what it shows", "请拆分后发送，或直接说明其内容")
_MANY = Text("more than {most} files", "文件超过 {most} 个")
_MESSAGE = Text("send the others with a message later", "其余文件可稍后随消息发送")
#: properties of office files: who, when, with what
_PROPERTIES = ("docProps/", "meta.xml")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it is kept.

    Attributes:
        name: as the sender calls it.
        media: what it is, by its content.
        content: its bytes.
        cleaned: YES, PART or NO.
    """

    name: str
    media: str
    content: bytes = field(repr=False)
    cleaned: str


def cleaned(name: str, content: bytes) -> Cleaned:
    """A file without what it says of its maker.

    Raises:
        CrossfootError: it is empty, too large, or a program.
    """
    shown = plain_name(name)
    if not content:
        raise CrossfootError(problem(_EMPTY, where=shown))
    if len(content) > LARGEST:
        raise CrossfootError(problem(_LARGE, where=shown, remedy=_SMALLER, limit=LARGEST >> 20))
    media = _media(content)
    clean, how = _CLEANERS.get(media.name, (None, NO))
    if clean is None and media.suffix in _OFFICE:
        clean, how = _clean_office, PART
    if clean is not None:
        try:
            return Cleaned(shown, media.name, clean(content), how)
        except (BrokenPictureError, zipfile.BadZipFile, OSError, ValueError, KeyError):
            how = NO
    return Cleaned(shown, media.name, content, how)


def check_number(count: int) -> None:
    """Go on where a form has no more files than one may have.

    Raises:
        CrossfootError: it has.
    """
    if count > MOST:
        raise CrossfootError(problem(_MANY, remedy=_MESSAGE, most=MOST))


def _media(content: bytes) -> Media:
    """What it is; only its first bytes, or a container that must be looked into, touch a disk.

    `media_of` looks at a path. It lies in memory where the machine has a place for that.
    """
    memory = Path("/dev/shm")  # noqa: S108  # never written to a disk
    where = memory if memory.is_dir() else None
    head = content if content.startswith(b"PK\x03\x04") else content[:4096]
    with tempfile.NamedTemporaryFile(dir=where) as file:
        file.write(head)
        file.flush()
        return media_of(Path(file.name))


def _clean_pdf(content: bytes) -> bytes:
    from pypdf import PdfWriter
    from pypdf.errors import PdfReadError

    try:
        writer = PdfWriter(clone_from=io.BytesIO(content))
        writer.metadata = None
        for page in (writer.root_object, *writer.pages):
            for name in ("/Metadata", "/PieceInfo"):
                page.pop(name, None)
        out = io.BytesIO()
        writer.write(out)
    except (PdfReadError, RecursionError, AttributeError, TypeError) as error:
        raise ValueError from error
    return out.getvalue()


def _clean_office(content: bytes) -> bytes:
    """Without the parts that hold properties, and without times."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        if sum(each.file_size for each in old.infolist()) > 20 * LARGEST:
            raise ValueError
        for member in old.infolist():
            body = old.read(member)
            if member.filename.startswith(_PROPERTIES):
                body = _without_properties(member.filename)
            info = zipfile.ZipInfo(member.filename, _FIXED_TIME)
            how = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, body, how)
    return out.getvalue()


def _without_properties(name: str) -> bytes:
    """An empty part of the kind that its readers expect."""
    namespace = "http://schemas.openxmlformats.org/"
    bodies = {
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{namespace}package/2006/metadata/'
        'core-properties"/>',
        "docProps/app.xml": f'<Properties xmlns="{namespace}officeDocument/2006/'
        'extended-properties"/>',
        "docProps/custom.xml": f'<Properties xmlns="{namespace}officeDocument/2006/'
        'custom-properties"/>',
        "meta.xml": "<office:document-meta "
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
    }
    body = bodies.get(name)
    return f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode() if body else b""


Clean = Callable[[bytes], bytes]
_CLEANERS: Mapping[str, tuple[Clean | None, str]] = {
    "image/jpeg": (clean_jpeg, YES),
    "image/png": (clean_png, YES),
    "image/webp": (clean_webp, YES),
    "text/plain": (bytes, YES),
    "application/pdf": (_clean_pdf, PART),
}
_OFFICE = frozenset({".xlsx", ".docx", ".pptx", ".odf"})
