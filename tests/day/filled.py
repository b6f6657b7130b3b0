"""Workbooks: the template of a request filled in, and the report's data book read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
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


def facts_of_book(path: Path) -> Iterator[tuple[str, str, str, str, Decimal]]:
    """Metric, entity, period, breakdown and value of the facts of a data book, as it prints them.

    The sheet is known by its columns: they stand in the same order in both languages.
    """
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        heads = next(rows, ())
        if heads[1:2] in (("Metric id",), ("指标编号",)):
            for row in rows:
                if isinstance(row[6], int | float):
                    yield row[1], row[2], row[3], row[5] or "", Decimal(str(row[6]))
    book.close()
