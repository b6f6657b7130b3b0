"""An Excel template that comes back: every row is checked, then it is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.collection.excel_columns import COLUMNS, KEY
from crossfoot.records.messages import language, problem
from crossfoot.tables.archives import check_archive
from crossfoot.tables.limits import MEBIBYTE, Limits
from crossfoot.tables.sheet_xml import inspect_sheet
from crossfoot.tables.workbooks import column_letters

#: a template has a few hundred rows; more is another file
LIMITS = Limits(file_bytes=20 * MEBIBYTE, unpacked_bytes=100 * MEBIBYTE, cells=2_000_000)

_SEARCHED_ROWS = 20


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a template.

    Attributes:
        sheet: its name.
        number: as Excel counts.
        cells: text by the name of the column.
    """

    sheet: str
    number: int
    cells: dict[str, str]

    def where(self, column: str = "") -> str:
        """The place in words: sheet, row, column."""
        letter = ""
        if column:
            at = next(i for i, each in enumerate(COLUMNS) if each.name == column)
            letter = f"{column_letters(at)}{self.number}"
        row = Text(f"row {self.number}", f"第{self.number}行")[language()]
        return ", ".join(part for part in (self.sheet, letter or row) if part)


def read_template(path: Path) -> tuple[list[SheetRow], list[Problem]]:
    """The filled rows of the sheets that have the template's headings, and the formulas in them.

    Returns:
        The rows; and a problem for each cell that is read and holds a formula.

    Raises:
        CrossfootError: it is no workbook, or no sheet has the headings.
    """
    if path.stat().st_size > LIMITS.file_bytes:
        raise _no_template(Text("the file is too large", "文件过大"))
    book = _load(path)
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    found = False
    for name in book.sheet_names:
        content = [list(row) for row in _rows(book, name)]
        heading = _heading(content)
        if heading is None:
            continue
        found = True
        blemishes = inspect_sheet(path, name)
        place, columns = heading
        problems += _formulas(name, blemishes.formulas, place, columns)
        rows += _filled(name, content, place, columns, blemishes.formats)
    if not found:
        raise _no_template(
            Text("no sheet has the headings of the template", "没有工作表含有模板的标题行")
        )
    return rows, problems


def _load(path: Path) -> Any:
    from python_calamine import CalamineError, load_workbook

    try:
        check_archive(path, LIMITS)
        return load_workbook(str(path))
    except (CrossfootError, CalamineError, OSError, ValueError) as error:
        raise _no_template(
            Text("the file cannot be read as an Excel workbook", "无法作为 Excel 文件读取")
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader, which is no `Exception`
            raise
        raise _no_template(Text("the file is damaged", "文件已损坏")) from error


def _rows(book: Any, name: str) -> Iterator[list[Any]]:
    """All rows from A1, each from column A."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return iter(())
    left = [""] * sheet.start[1]
    return ([*left, *row] for row in sheet.iter_rows())


def _heading(content: list[list[Any]]) -> tuple[int, dict[int, str]] | None:
    """The row of the headings, and which column is which."""
    names = {column.heading: column.name for column in COLUMNS}
    for at, row in enumerate(content[:_SEARCHED_ROWS]):
        columns = {i: names[cell] for i, cell in enumerate(row) if cell in names}
        if {KEY, "value"} <= set(columns.values()):
            return at, columns
    return None


def _formulas(
    sheet: str, formulas: list[tuple[int, int, str]], heading: int, columns: dict[int, str]
) -> Iterator[Problem]:
    for row, column, formula in formulas:
        if row > heading and column in columns:
            yield problem(
                Text("the cell holds a formula: {formula}", "单元格含有公式：{formula}"),
                why=Text(
                    "what it depends on is not kept, so nobody could prove the figure",
                    "公式所依据的内容不会保留，数据无法核验",
                ),
                remedy=Text("copy it and paste it as a value", "请复制后选择“粘贴为数值”"),
                where=SheetRow(sheet, row + 1, {}).where(columns[column]),
                formula=formula[:60],
            )


def _filled(
    sheet: str,
    content: list[list[Any]],
    heading: int,
    columns: dict[int, str],
    formats: dict[tuple[int, int], str],
) -> Iterator[SheetRow]:
    for at, row in enumerate(content[heading + 1 :], heading + 1):
        cells = {
            name: as_text(row[i], formats.get((at, i), "")) if i < len(row) else ""
            for i, name in columns.items()
        }
        if any(cells.values()):
            yield SheetRow(sheet, at + 1, cells)


def as_text(cell: Any, shown: str = "") -> str:
    """What a cell says, as a person would type it; Excel keeps 15 digits, the rest is noise.

    >>> as_text(0.1 + 0.2), as_text(0.125, "percent"), as_text(1200.0)
    ('0.3', '12.5%', '1200')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        number = Decimal(format(cell, ".15g"))
        if shown == "percent":
            return format(number.scaleb(2).normalize(), "f") + "%"
        plain = format(number, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "" if cell is None else str(cell).strip()


def _no_template(what: Text) -> CrossfootError:
    return CrossfootError(
        problem(
            what,
            remedy=Text(
                "download the template of this request, fill it in, and upload it as .xlsx",
                "请下载本填报单的模板，填写后以 .xlsx 格式上传",
            ),
        )
    )
