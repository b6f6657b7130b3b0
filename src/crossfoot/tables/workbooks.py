"""Excel and OpenDocument workbooks: sheets, and the cells of one as texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from crossfoot.documents.place import Place
from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.archives import Blemishes, check_archive, check_extent
from crossfoot.tables.headings import (
    SEARCHED_ROWS,
    Layout,
    columns_found,
    looks_like_heading,
    read_headings,
)
from crossfoot.tables.judge import refuse
from crossfoot.tables.limits import Limits
from crossfoot.tables.schema import Schema
from crossfoot.tables.sheet_ods import inspect_ods
from crossfoot.tables.sheet_xml import inspect_sheet
from crossfoot.tables.sniffing import FileKind, broken, protected


@dataclass
class WorkbookSheet:
    """One sheet of a workbook, with its heading found and nothing in it that misleads."""

    path: Path
    layout: Layout
    content: Any  # of calamine, which has no types
    blemishes: Blemishes

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row below the heading."""
        formats = self.blemishes.formats
        for index, row in enumerate(_cells(self.content)):
            if index < self.layout.row:
                continue
            if formats:
                yield (
                    index + 1,
                    [_text(cell, formats.get((index, i), "")) for i, cell in enumerate(row)],
                )
            else:
                yield index + 1, [_text(cell) for cell in row]


def open_workbook(
    path: Path,
    kind: FileKind,
    schema: Schema,
    limits: Limits,
    sheet: str | None = None,
    file: str = "",
) -> WorkbookSheet:
    """Find the sheet and the heading.

    Args:
        path: the workbook.
        kind: what its content is.
        schema: the columns to find.
        limits: how large it may be.
        sheet: name of the sheet; where None, the only visible sheet that has the heading.
        file: its name in messages; the name of `path` where empty.

    Raises:
        CrossfootError: it cannot be opened, several sheets are possible, the heading is wrong,
            or there are formulas or merged cells where data is read.
    """
    file = file or path.name
    if kind is not FileKind.XLS:
        check_archive(path, limits)
    every = inspect_ods(path, limits) if kind is FileKind.ODS else {}
    book = _load(path)
    names = [meta.name for meta in book.sheets_metadata if _is_sheet(meta)]
    hidden = {meta.name for meta in book.sheets_metadata if not _is_visible(meta)}
    inspected: dict[str, Blemishes] = {}

    def content(name: str) -> Any:
        if name not in inspected:
            if kind is FileKind.XLSX:
                inspected[name] = inspect_sheet(path, name)
                check_extent(path, name, inspected[name].rows, inspected[name].columns, limits)
            else:
                inspected[name] = every.get(name, Blemishes())
        return _sheet(path, book, name)

    chosen = sheet if sheet is not None else _only_sheet(path, names, hidden, schema, content)
    if chosen not in names:
        raise CrossfootError(
            Problem(
                f"there is no sheet {chosen!r}",
                where=file,
                remedy=f"name one of: {', '.join(map(repr, names))}",
            )
        )
    found = content(chosen)
    head = [list(map(_text, row)) for row in itertools.islice(_cells(found), SEARCHED_ROWS)]
    layout = read_headings(head, schema, file, chosen, label=lambda i, _: column_letters(i))
    blemishes = inspected[chosen]
    blemishes.merged = [(*a, *b) for a, b in found.merged_cell_ranges or ()] or blemishes.merged
    refuse(_misleading(layout, blemishes), file)
    if kind is FileKind.XLS:
        layout = _with_warning(layout)
    return WorkbookSheet(path, layout, found, blemishes)


def first_rows(path: Path, kind: FileKind, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """The first rows of each visible sheet, as they stand.

    Raises:
        CrossfootError: the workbook cannot be opened.
    """
    if kind is not FileKind.XLS:
        check_archive(path, limits)
    book = _load(path)
    names = [m.name for m in book.sheets_metadata if _is_sheet(m) and _is_visible(m)]
    return [
        (name, [list(map(_text, row)) for row in itertools.islice(_cells(sheet), SEARCHED_ROWS)])
        for name in names
        for sheet in [_sheet(path, book, name)]
    ]


def column_letters(index: int) -> str:
    """The name of a column, from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _load(path: Path) -> Any:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        return load_workbook(str(path))
    except PasswordError as error:
        raise CrossfootError(protected(path)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise CrossfootError(broken(path)) from error
    except BaseException as error:
        raise _panic(path, error) from error


def _sheet(path: Path, book: Any, name: str) -> Any:
    from python_calamine import CalamineError

    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise CrossfootError(broken(path)) from error
    except BaseException as error:
        raise _panic(path, error) from error


def _panic(path: Path, error: BaseException) -> BaseException:
    """The reader is written in Rust; where it gives up, its panic is no `Exception`."""
    if type(error).__name__ == "PanicException":
        return CrossfootError(broken(path))
    return error


def _is_sheet(meta: Any) -> bool:
    from python_calamine import SheetTypeEnum

    return bool(meta.typ == SheetTypeEnum.WorkSheet)


def _is_visible(meta: Any) -> bool:
    from python_calamine import SheetVisibleEnum

    return bool(meta.visible == SheetVisibleEnum.Visible)


def _only_sheet(
    path: Path, names: list[str], hidden: set[str], schema: Schema, content: Any
) -> str:
    """The one visible sheet that has the heading."""
    if len(names) == 1:
        return names[0]
    heads = {
        name: [list(map(_text, r)) for r in itertools.islice(_cells(content(name)), SEARCHED_ROWS)]
        for name in names
    }
    able = [n for n in names if any(looks_like_heading(row, schema) for row in heads[n])]
    visible = [name for name in able if name not in hidden]
    if len(visible) == 1:
        return visible[0]
    if not able:
        named = {n: max((columns_found(r, schema) for r in heads[n]), default=0) for n in names}
        best = max(named, key=named.__getitem__, default="")
        if best and named[best]:
            return best  # its message says what is missing
        raise CrossfootError(
            Problem(
                f"no sheet has the heading of {schema.name}; there are "
                f"{', '.join(map(repr, names)) or 'no sheets'}",
                where=path.name,
                remedy=f"put the names of the columns in row 1: {', '.join(schema.required)}",
            )
        )
    if not visible:
        raise CrossfootError(
            Problem(
                f"only hidden sheets have the heading of {schema.name}: "
                f"{', '.join(map(repr, able))}",
                where=path.name,
                why="what nobody sees is not imported unasked",
                remedy=f"show the sheet, or name it: --sheet {able[0]!r}",
            )
        )
    raise CrossfootError(
        Problem(
            f"several sheets have the heading of {schema.name}: {', '.join(map(repr, visible))}",
            where=path.name,
            remedy=f"name the one to read: --sheet {visible[0]!r}",
        )
    )


def _misleading(layout: Layout, blemishes: Blemishes) -> list[Problem]:
    """Merged cells and formulas in the columns that are read."""
    read = {index: name for name, index in layout.columns.items()}
    problems = []
    for top, left, bottom, right in blemishes.merged:
        columns = [i for i in range(left, right + 1) if i in read]
        if bottom >= layout.row - 1 and columns:
            corner = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            place = Place(layout.file, layout.sheet, row=top + 1, column=column_letters(left))
            problems.append(
                (
                    (top, left),
                    Problem(
                        f"the cells {corner} are merged",
                        where=str(place),
                        why="only the first of merged cells holds a value; the others are empty",
                        remedy="take the merge apart and fill every cell",
                    ),
                )
            )
    for row, column, formula in blemishes.formulas:
        if row >= layout.row and column in read:
            place = Place(layout.file, layout.sheet, row=row + 1, column=column_letters(column))
            problems.append(
                (
                    (row, column),
                    Problem(
                        f"the {read[column]} is a formula: {formula[:60]}",
                        where=str(place),
                        why="its result depends on other cells, which are not kept as evidence",
                        remedy="copy the column and paste it as values",
                    ),
                )
            )
    return [problem for _, problem in sorted(problems, key=lambda pair: pair[0])]


def _with_warning(layout: Layout) -> Layout:
    from dataclasses import replace

    return replace(
        layout,
        warnings=(
            *layout.warnings,
            Problem(
                "formulas in an old .xls workbook cannot be seen; their last results were read",
                where=layout.file,
                remedy="save it as .xlsx if it has formulas",
            ),
        ),
    )


def _cells(content: Any) -> Iterator[list[Any]]:
    """All rows from A1, each from column A."""
    if content.start is None:
        return iter(())
    left = [""] * content.start[1]
    return ([*left, *row] for row in content.iter_rows())


def _text(cell: Any, shown: str = "") -> str:
    """What a cell says, in the form a person would type it.

    Excel keeps 15 digits; a float has more, which are noise of its binary form.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        number = format(Decimal(format(cell, ".15g")), "f")
        if shown == "percent":
            return format(Decimal(number).scaleb(2).normalize(), "f") + "%"
        return number
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return f"{cell:%Y-%m}" if shown == "month" else cell.isoformat()
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return str(cell)
