"""Broken and sound files, made where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of text or bytes; a list of lines is joined."""

    def write(
        content: str | bytes | Sequence[str], name: str = "energy.csv", encoding: str = "utf-8"
    ) -> Path:
        if not isinstance(content, (str, bytes)):
            content = "\n".join(content) + "\n"
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: sheet name → rows of cells; a function may then change a sheet."""

    def workbook(
        sheets: dict[str, Sequence[Sequence[object]]],
        change: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None] | None = None,
        name: str = "energy.xlsx",
        hidden: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / name
        book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
            if title in hidden:
                sheet.hide()
            if change:
                change(book, sheet)
        book.close()
        return path

    return workbook
