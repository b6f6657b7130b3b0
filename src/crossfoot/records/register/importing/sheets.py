"""A file of entries as sheets of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.collection.excel_read import as_text
from crossfoot.records.messages import problem
from crossfoot.tables import delimited
from crossfoot.tables.archives import check_archive
from crossfoot.tables.encodings import scan_text
from crossfoot.tables.files import check_size
from crossfoot.tables.limits import UPLOAD
from crossfoot.tables.sniffing import FileKind, kind_of

_MARKS = ",;\t|"
_HEAD = 4096
_DAMAGED = Text("the workbook cannot be read", "无法读取该 Excel 文件")
_KIND = Text("entries come as CSV or Excel (.xlsx)", "请使用 CSV 或 Excel（.xlsx）文件")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; a CSV file is one without a name.

    Attributes:
        name: as the workbook has it.
        rows: number, from 1, and cells of each row that is not empty.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """The visible sheets of a file that hold anything.

    Raises:
        CrossfootError: the file is of another kind, damaged or too large.
    """
    check_size(path, UPLOAD)
    kind = kind_of(path)
    if kind is FileKind.CSV:
        found: tuple[Sheet, ...] = (Sheet("", _filled(_text_rows(path))),)
    elif kind in (FileKind.XLSX, FileKind.XLS):
        found = tuple(_workbook(path, kind))
    else:
        raise CrossfootError(problem(_KIND, where=path.name))
    return tuple(each for each in found if each.rows)


def _text_rows(path: Path) -> Iterator[list[str]]:
    scan = scan_text(path)
    with path.open(encoding=scan.encoding) as file:
        head = file.read(_HEAD).partition("\n")[0]
    return delimited.rows(path, scan.encoding, max(_MARKS, key=head.count))


def _workbook(path: Path, kind: FileKind) -> Iterator[Sheet]:
    from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

    if kind is FileKind.XLSX:
        check_archive(path, UPLOAD)
    try:
        book = load_workbook(str(path))
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_name(meta.name)
                yield Sheet(meta.name, _filled(_cells(sheet)))
    except (CalamineError, OSError, ValueError) as error:
        raise CrossfootError(problem(_DAMAGED, where=path.name)) from error


def _cells(sheet: Any) -> Iterator[list[str]]:
    """All rows from A1, each from column A."""
    if sheet.start is None:
        return
    left, above = [""] * sheet.start[1], sheet.start[0]
    yield from ([] for _ in range(above))
    for row in sheet.iter_rows():
        yield [*left, *(as_text(cell) for cell in row)]


def _filled(rows: Iterator[list[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (number, tuple(cell.strip() for cell in row))
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    )
