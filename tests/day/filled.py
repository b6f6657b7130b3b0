"""The Excel template of a request, filled in as in Excel."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook

from asked import Asked
from crossfoot.records.collection.excel_columns import COLUMNS, KINDS
from northlight import NONE

_AT = {column.name: number for number, column in enumerate(COLUMNS, 1)}


def fill(path: Path, asked: Iterable[Asked], words: str) -> None:
    """Write what a site says into its template; `words` is the language of the choices."""
    book = load_workbook(path)
    sheet, wanted = book.active, {each.cell: each for each in asked}
    found = set()
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, _AT["key"]).value or "").split(":")
        if len(key) == 3 and key[1].isdecimal():
            each = wanted[int(key[1])]
            found.add(each.cell)
            if each.metric == NONE:
                sheet.cell(row, _AT["kind"]).value = KINDS["none"][words]
            else:
                sheet.cell(row, _AT["value"]).value = float(each.value)
    assert found == set(wanted)
    book.save(path)
