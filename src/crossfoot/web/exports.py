"""Tables that are taken out: CSV, JSON Lines and Excel; no cell of them is taken for a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

from django.http import StreamingHttpResponse

#: what a spreadsheet may take for a formula, and what may hide one
_RISKY = re.compile(r"[\s\x00-\x1f\x7f]*[=+\-@]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

#: digits that Excel keeps of a number, and characters of a cell
_DIGITS, _CHARACTERS = 15, 32_767


def harmless(value: object) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula; a number stays as it is.

    >>> harmless("=cmd()"), harmless("-12.5"), harmless("-2+3"), harmless(None)
    ("'=cmd()", '-12.5', "'-2+3", '')
    """
    text = "" if value is None else str(value)
    if _RISKY.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_answer(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Rows as CSV, sent while they are read; with the mark by which Excel knows UTF-8."""
    answer = StreamingHttpResponse(
        _csv_lines(headings, rows), content_type="text/csv; charset=utf-8"
    )
    return _named(answer, name)


def json_lines_answer(name: str, rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """Rows as JSON, one on each line, sent while they are read."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    return _named(StreamingHttpResponse(lines, content_type="application/x-ndjson"), name)


def excel_answer(
    name: str, sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]
) -> StreamingHttpResponse:
    """Sheets as a workbook; each begins with its headings. Written to the disk, not to memory.

    Args:
        name: of the file.
        sheets: name of each, and its rows; numbers are written as numbers, all else as text.
    """
    from xlsxwriter import Workbook

    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when it was sent
    book = Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = book.add_format(
        {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}
    )
    for title, rows in sheets:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 20, 22)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, at, column, value, heading if at == 0 else None)
    book.close()
    file.seek(0)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _named(StreamingHttpResponse(_pieces(file), content_type=media), name)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(1 << 16):
            yield piece


def _write(sheet: Any, row: int, column: int, value: object, form: Any) -> None:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        digits = len(Decimal(value).as_tuple().digits)
        if digits <= _DIGITS:
            sheet.write_number(row, column, value, form)
            return
        value = f"{value:f}"
    text = _CONTROL.sub(" ", "" if value is None else str(value))[:_CHARACTERS]
    sheet.write_string(row, column, text, form)


def _csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([harmless(each) for each in headings])
    for row in rows:
        writer.writerow([harmless(each) for each in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if text := buffer.getvalue():
        yield text


def _named(answer: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
