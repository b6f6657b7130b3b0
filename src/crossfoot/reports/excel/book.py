"""A workbook in the house style: formats, widths, cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from crossfoot.languages import Language
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.model import Report
from crossfoot.reports.words import Words, word

#: Excel and LibreOffice both have these, or put a near one in their place
FONTS: dict[Language, str] = {
    "en": "Calibri",
    "zh": "Microsoft YaHei",
    "zh-Hant": "Microsoft JhengHei",
}

NARROWEST, WIDEST = 8, 60

#: Excel's number of a paper size
A4 = 9

#: points of a line of text
LINE_HEIGHT = 15

#: Excel refuses longer text in one cell
LONGEST_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list sheet: its title, its width where the content does not say it.

    `numbers` says that it holds numbers, so that its title stands above them.
    """

    title: str
    width: int = 0
    numbers: bool = False


class Book:
    """A workbook that is being written; `close` writes it."""

    def __init__(self, path: Path, report: Report, language: Language) -> None:
        import xlsxwriter

        self.language: Language = language
        self.words = Words(language)
        self.palette = report.house.light
        # text that begins with = + - or @ stays text, links stay text
        options = {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "in_memory": True,
        }
        self.workbook = xlsxwriter.Workbook(str(path), options)
        self.workbook.set_properties(
            {
                "title": report.title[language],
                "company": report.company[language],
                "author": report.company[language],
                # the same report gives the same bytes
                "created": _midnight(report),
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def close(self) -> None:
        """Write the file."""
        self.workbook.close()

    def style(self, **properties: Any) -> Any:
        """A cell format; the same properties give the same format."""
        given = {"font_name": FONTS[self.language], "font_size": 10, "valign": "top"} | properties
        key = tuple(sorted(given.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(given)
        return self._formats[key]

    def head_style(self, *, numbers: bool = False) -> Any:
        """Format of column titles."""
        return self.style(
            bold=True,
            align="right" if numbers else "left",
            font_color="#ffffff",
            bg_color=self.palette["accent"],
            text_wrap=True,
            valign="vcenter",
        )

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new list sheet: titles in the first row, which stays in sight, with filters."""
        return Sheet(self, self.workbook.add_worksheet(name), columns)


class Sheet:
    """A list sheet that is being written from top to bottom."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self.book = book
        self.sheet = sheet
        self.columns = columns
        self.next_row = 1
        self.widths = [column.width or _width(column.title) for column in columns]
        for index, column in enumerate(columns):
            style = book.head_style(numbers=column.numbers)
            self.sheet.write_string(0, index, column.title, style)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)

    def add(self, values: Sequence[str | Decimal | int | None], **properties: Any) -> int:
        """Write a row of texts and numbers; returns its index, counted from 0."""
        row = self.next_row
        for index, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                style = self.book.style(text_wrap=True, **properties)
                self.text(row, index, value, style)
            else:
                style = self.book.style(num_format=plain_format(value), **properties)
                self.sheet.write_number(row, index, float(value), style)
                self.widen(index, f"{value:,}")
        self.next_row += 1
        return row

    def text(self, row: int, column: int, text: str, style: Any) -> None:
        """Write text as text, whatever it begins with."""
        self.sheet.write_string(row, column, text[:LONGEST_TEXT], style)
        self.widen(column, text)

    def grow(self, row: int, texts: Sequence[str]) -> None:
        """Make a row high enough for texts that break; not every program does so by itself."""
        lines = max(
            (lines_of(text, width) for text, width in zip(texts, self.widths, strict=True)),
            default=1,
        )
        if lines > 1:
            self.sheet.set_row(row, lines * LINE_HEIGHT)

    def widen(self, column: int, text: str) -> None:
        """Make a column wide enough for a text, within limits."""
        if not self.columns[column].width:
            longest = max((_width(line) for line in text.splitlines()), default=0)
            self.widths[column] = max(self.widths[column], longest)

    def finish(self, *, filtered: bool = True) -> None:
        """Set widths, and the filter over all rows."""
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, min(max(width, NARROWEST), WIDEST))
        if filtered and self.next_row > 1:
            self.sheet.autofilter(0, 0, self.next_row - 1, len(self.columns) - 1)


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column of a width.

    >>> lines_of("all on one line", 20), lines_of("核对结果" * 10, 44)
    (1, 2)
    """
    return sum(max(1, -(-_width(line) // width)) for line in text.split("\n"))


def number_format(places: int, qualifier: Qualifier, language: Language) -> str:
    """Excel's format of a printed number, with the words that limit it around it.

    >>> number_format(2, Qualifier.EXACT, "en")
    '#,##0.00'
    >>> number_format(0, Qualifier.MORE_THAN, "zh")
    '"超过"#,##0'
    """
    plain = "#,##0" + ("." + "0" * places if places else "")
    if qualifier is Qualifier.EXACT:
        return plain
    before, after = word(f"qualifier.{qualifier}", number="\0")[language].split("\0")
    return "".join((f'"{before}"' if before else "", plain, f'"{after}"' if after else ""))


def plain_format(value: Decimal | int) -> str:
    """Excel's format of a number of a list: whole numbers grouped, others with all decimals."""
    return "#,##0" if value == int(value) else "#,##0.##########"


def _width(text: str) -> int:
    """Width in Excel's unit: a Chinese character is as wide as two others."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) + 3


def _midnight(report: Report) -> Any:
    from datetime import UTC, datetime, time

    return datetime.combine(report.period.end, time(), UTC).replace(tzinfo=None)
