"""What kind of file it is: by its content, never by its name alone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.compound import Compound, held_by

READABLE = "CSV, Excel (.xlsx, .xls), OpenDocument (.ods) or Parquet"


class FileKind(StrEnum):
    """The kinds of file that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    PARQUET = "parquet"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMES = {
    FileKind.CSV: "plain text",
    FileKind.XLSX: "an Excel workbook (.xlsx)",
    FileKind.XLS: "an old Excel workbook (.xls)",
    FileKind.ODS: "an OpenDocument spreadsheet (.ods)",
    FileKind.PARQUET: "Parquet",
}
_ENDINGS = {
    ".csv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".xlsx": FileKind.XLSX,
    ".xlsm": FileKind.XLSX,
    ".xls": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET,
}
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3", "a database"),
)
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml")


def kind_of(path: Path) -> FileKind:
    """The kind of a file.

    Raises:
        CrossfootError: it is protected by a password, of a kind that is not read, or its name
            says another kind than its content.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _by_content(path, head)
    named = _ENDINGS.get(path.suffix.casefold())
    if named is not None and kind is not named:
        raise CrossfootError(
            Problem(
                f"the file is named {path.suffix} but holds {_NAMES[kind]}",
                where=path.name,
                why="a file that is not what its name says was often renamed instead of saved",
                remedy=f"open it and save it as {_NAMES[named]}"
                if named is not FileKind.CSV
                else f"rename it to end in .{kind}",
            )
        )
    return kind


def _by_content(path: Path, head: bytes) -> FileKind:
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _kind_of_archive(path)
    if head.startswith(_OLE):
        return _kind_of_compound(path)
    for mark, name in _FOREIGN:
        if head.startswith(mark):
            raise CrossfootError(_not_read(path, name))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise CrossfootError(
            Problem(
                "the file holds a web page or XML, not a table of cells",
                where=path.name,
                why="some systems export a web page and name it .xls",
                remedy="open it in a spreadsheet program and save it as .xlsx or CSV",
            )
        )
    return FileKind.CSV


def _kind_of_archive(path: Path) -> FileKind:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise CrossfootError(broken(path)) from error
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return FileKind.ODS
    if "xl/workbook.bin" in names:
        raise CrossfootError(_not_read(path, "a binary Excel workbook (.xlsb)"))
    if "word/document.xml" in names:
        raise CrossfootError(_not_read(path, "a Word document"))
    if "[Content_Types].xml" in names:
        raise CrossfootError(broken(path))
    raise CrossfootError(_not_read(path, "a zip archive"))


def _kind_of_compound(path: Path) -> FileKind:
    match held_by(path):
        case Compound.ENCRYPTED:
            raise CrossfootError(protected(path))
        case Compound.WORKBOOK:
            return FileKind.XLS
        case Compound.OTHER:
            raise CrossfootError(_not_read(path, "an old Office document"))


def protected(path: Path) -> Problem:
    """The problem of a workbook that nobody can open without its password."""
    return Problem(
        "the workbook is protected by a password",
        where=path.name,
        remedy="open it, remove the password (File, Info, Protect Workbook) and save it",
    )


def broken(path: Path, detail: str = "") -> Problem:
    """The problem of a file that ends too early or is damaged."""
    return Problem(
        "the file is damaged or was cut off" + (f": {detail}" if detail else ""),
        where=path.name,
        remedy="copy or export it again; if a spreadsheet program can repair it, save the repaired "
        "file",
    )


def _not_read(path: Path, name: str) -> Problem:
    return Problem(f"the file is {name}", where=path.name, remedy=f"save the table as {READABLE}")
