"""What a report file is: by its content, its name does not matter."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from zipfile import ZipFile

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.limits import damaged, unreadable
from crossfoot.tables.archives import ARCHIVE_ERRORS
from crossfoot.tables.compound import Compound, held_by

READABLE = "PDF, Word (.docx), Excel (.xlsx), a web page or plain text"


class ReportKind(StrEnum):
    """The kinds of file that a report is read from."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    HTML = "html"
    TEXT = "text"


_HEAD = 64 << 10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"^(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
#: parts of an archive that tell what it is; the first that is there decides
_PARTS = {
    "word/document.xml": ReportKind.DOCX,
    "xl/workbook.xml": ReportKind.XLSX,
    "content.xml": ReportKind.ODS,
}
_FOREIGN = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "a database"),
)


def report_kind(path: Path) -> ReportKind:
    """What a file holds.

    Raises:
        CrossfootError: it is protected, damaged, or of a kind that no report is read from.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise CrossfootError(unreadable(path, error)) from error
    if b"%PDF-" in head[:1024]:
        return ReportKind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(path)
    if head.startswith(_OLE):
        return _kind_of_compound(path)
    for mark, name in _FOREIGN:
        if head.startswith(mark):
            raise CrossfootError(_not_read(path, name))
    return ReportKind.HTML if _MARKUP.match(_narrow(head)) else ReportKind.TEXT


def _narrow(head: bytes) -> bytes:
    """The beginning in single bytes, without the mark of its encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.replace(b"\0", b"")[2:]
    return head.removeprefix(b"\xef\xbb\xbf")


def _kind_of_archive(path: Path) -> ReportKind:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except ARCHIVE_ERRORS as error:
        raise CrossfootError(damaged(path, "file")) from error
    for part, kind in _PARTS.items():
        if part in names and (kind is not ReportKind.ODS or _is_spreadsheet(path)):
            return kind
    raise CrossfootError(_not_read(path, "a zip archive of another kind"))


def _is_spreadsheet(path: Path) -> bool:
    try:
        with ZipFile(path) as archive, archive.open("mimetype") as part:
            return b"spreadsheet" in part.read(200)
    except (*ARCHIVE_ERRORS, KeyError, RuntimeError):
        return False


def _kind_of_compound(path: Path) -> ReportKind:
    match held_by(path):
        case Compound.ENCRYPTED:
            raise CrossfootError(protected(path))
        case Compound.WORKBOOK:
            return ReportKind.XLS
        case Compound.OTHER:
            raise CrossfootError(_not_read(path, "an old Office document (.doc, .ppt)"))


def protected(path: Path) -> Problem:
    """The problem of a file that nobody can open without its password."""
    return Problem(
        "the file is protected by a password",
        where=path.name,
        remedy="open it with the password and save it without one",
    )


def _not_read(path: Path, name: str) -> Problem:
    return Problem(f"the file is {name}", where=path.name, remedy=f"save the report as {READABLE}")
