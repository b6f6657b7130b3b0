"""Workbooks: each visible sheet as a heading and the rows of its cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats.grids import cell_text, grid_lines
from crossfoot.reading.formats.kinds import ReportKind, protected
from crossfoot.reading.formats.limits import ARCHIVE, MOST_CELLS, damaged, too_many_cells
from crossfoot.reading.formats.lines import Line, Lines, without_doubled_blanks
from crossfoot.reading.formats.number_formats import shown_number
from crossfoot.reading.formats.sheet_shown import Shown, shown_cells
from crossfoot.tables.archives import Blemishes, check_archive, check_extent
from crossfoot.tables.sheet_ods import inspect_ods
from crossfoot.tables.sheet_xml import inspect_sheet
from crossfoot.tables.workbooks import column_letters


def read_workbook(path: Path, kind: ReportKind) -> Lines:
    """The lines of the visible sheets of a workbook.

    Merged cells hold their text once, in the first of them; formulas give their last result.
    Numbers of an Excel workbook are written as their cells show them, with as many decimals; in
    other workbooks as they are stored, percentages as such. Hidden rows and columns are kept,
    since totals count them, and named.

    Raises:
        CrossfootError: the workbook is damaged, protected, or beyond the limits.
    """
    if kind is not ReportKind.XLS:
        check_archive(path, ARCHIVE)
    every = inspect_ods(path, ARCHIVE) if kind is ReportKind.ODS else {}
    book = _calamine(path, lambda library: library.load_workbook(str(path)))
    lines: list[Line] = []
    columns: list[str] = []
    cells = 0
    visible = _calamine(path, lambda library: _visible(library, book))
    for name in visible:
        blemishes, shown = every.get(name, Blemishes()), Shown()
        if kind is ReportKind.XLSX:
            blemishes = inspect_sheet(path, name)
            check_extent(path, name, blemishes.rows, blemishes.columns, ARCHIVE)
            shown = shown_cells(path, name)
        sheet = _calamine(path, lambda _library, name=name: book.get_sheet_by_name(name))
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            raise CrossfootError(too_many_cells(path, cells))
        lines += _sheet_lines(name, sheet, blemishes, shown)
        columns += [f"{name}!{letters}" for letters in _hidden_columns(sheet, shown)]
    hidden = tuple(meta.name for meta in book.sheets_metadata if meta.name not in visible)
    return Lines(
        path.name,
        kind.value,
        without_doubled_blanks(lines),
        hidden_sheets=hidden,
        hidden_columns=tuple(columns),
    )


def _hidden_columns(sheet: Any, shown: Shown) -> list[str]:
    """The letters of hidden columns that hold something."""
    if sheet.start is None or not shown.columns:
        return []
    left = sheet.start[1]
    filled = {left + at for row in sheet.iter_rows() for at, cell in enumerate(row) if cell != ""}
    return [column_letters(column) for column in sorted(shown.columns & filled)]


def _visible(library: Any, book: Any) -> list[str]:
    return [
        meta.name
        for meta in book.sheets_metadata
        if meta.typ == library.SheetTypeEnum.WorkSheet
        and meta.visible == library.SheetVisibleEnum.Visible
    ]


def _calamine(path: Path, ask: Any) -> Any:
    """What the library answers; its errors, and the panics of its Rust side, as problems."""
    import python_calamine as library

    try:
        return ask(library)
    except library.PasswordError as error:
        raise CrossfootError(protected(path)) from error
    except (library.CalamineError, OSError, ValueError) as error:
        raise CrossfootError(damaged(path, "workbook")) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # is no Exception
            raise CrossfootError(damaged(path, "workbook")) from error
        raise


def _sheet_lines(name: str, sheet: Any, blemishes: Blemishes, shown: Shown) -> list[Line]:
    if sheet.start is None:
        return []
    left = sheet.start[1]
    grid = [
        [
            _text(cell, blemishes.formats.get((row, column), ""), shown.formats.get((row, column)))
            for column, cell in enumerate(cells, start=left)
        ]
        for row, cells in enumerate(sheet.iter_rows())
    ]
    lines = [Line(""), Line(cell_text(name), sheet=name), Line("", sheet=name)]
    for row, text in enumerate(grid_lines(grid), start=1):
        lines.append(Line(text, sheet=name, row=row, hidden=row - 1 in shown.hidden))
    return lines


def _text(cell: Any, shown: str, code: str | None) -> str:
    """What a cell says; a float without the noise of its binary form.

    Args:
        cell: its value.
        shown: "percent" or "month", where it shows that.
        code: its number format, where that is known.
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        number = Decimal(format(cell, ".15g"))
        if code is not None:
            return shown_number(number, code)
        if shown == "percent":
            return format(number.scaleb(2).normalize(), "f") + "%"
        return format(number, "f")
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell:%Y-%m}" if shown == "month" else cell.isoformat()
    return cell_text(str(cell))
