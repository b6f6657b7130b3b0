"""The text of a report as a Word file, a workbook and a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import xlsxwriter

from reading_formats.typesetting import typeset

_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)")


def blocks(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of rows, and of other lines; whether a run is one of rows stands first."""
    run: list[str] = []
    for line in lines:
        if run and ("\t" in line) != ("\t" in run[-1]):
            yield "\t" in run[-1], run
            run = []
        run.append(line)
    if run:
        yield "\t" in run[-1], run


def write_word(lines: Sequence[str], path: Path) -> Path:
    file = docx.Document()
    for is_table, run in blocks(lines):
        if not is_table:
            for line in run:
                file.add_paragraph(_legal(line))
            continue
        rows = [line.split("\t") for line in run]
        width = max(map(len, rows))
        cells = file.add_table(len(rows), width)._cells
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                cells[at * width + column].text = _legal(text)
    file.save(str(path))
    return path


def write_workbook(lines: Sequence[str], path: Path) -> Path:
    """Numbers are stored as such, with more digits than the format of their cell shows."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Text")
        formats: dict[str, object] = {}
        for row, line in enumerate(lines):
            for column, text in enumerate(line.split("\t")):
                number = _NUMBER.fullmatch(text.strip()) if "\t" in line else None
                if number is None or (number[2][0] == "0" and len(number[2]) > 1):
                    sheet.write_string(row, column, _legal(text))
                    continue
                shown = "#,##0" if "," in number[2] else "0"
                shown += f".{'0' * len(number[3])}" if number[3] else ""
                shown += number[4]
                if shown not in formats:
                    formats[shown] = book.add_format({"num_format": shown})
                value = float(text.strip().replace(",", "").rstrip("%"))
                # hidden digits, as a formula leaves them
                value += 0.2 * 10.0 ** -len(number[3] or "") if number[3] else 0
                sheet.write_number(row, column, value / (100 if number[4] else 1), formats[shown])
    return path


def write_page(lines: Sequence[str], path: Path) -> Path:
    path.write_text(typeset(lines, "ruled"), encoding="utf-8")
    return path


def _legal(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "", text)
