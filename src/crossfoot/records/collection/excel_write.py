"""The Excel template of a request: what is asked for, what stands there, lists to choose from."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import LANGUAGES, Language, Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.completeness import Line, lines_of
from crossfoot.records.collection.excel_columns import (
    COLUMNS,
    KEY,
    KINDS,
    QUALIFIERS,
    YES_NO,
    key_of,
)
from crossfoot.records.collection.excel_units import unit_choices
from crossfoot.records.collection.labels import (
    members,
    metric_title,
    metric_unit,
    request_title,
    unit_words,
)
from crossfoot.records.collection.models import Kind, Request
from crossfoot.tables.numbers import read_number

#: the row of the headings, from 0; above it stands what the sheet is
HEADING_ROW = 3
LISTS = "lists"
_EXACT_DIGITS = 15  # that Excel keeps of a number
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")

_STEPS: tuple[Text, ...] = (
    Text(
        "Fill in the blue cells of the next sheet. The others are locked.",
        "请在下一工作表的蓝色单元格中填报，其余单元格已锁定。",
    ),
    Text(
        "Value: a number such as 1234.5; choose its unit in the list beside it.",
        "数值：如 1234.5；单位请从旁边的列表中选择。",
    ),
    Text(
        "Nothing occurred: choose the kind “None in this period”, and leave the value empty.",
        "本期未发生：填报类型选“本期无”，数值留空。",
    ),
    Text(
        "The unit has no such source: choose “Not applicable” and say why under “Reason”.",
        "本单位不涉及：填报类型选“不适用”，并在“原因”中说明。",
    ),
    Text(
        "Type values, not formulas: a formula is refused, as what it depends on is not kept.",
        "请填数值，不要填公式：公式所依据的内容不会保留，因此不予接受。",
    ),
    Text(
        "Do not add, delete or sort rows. What you leave as it is stays as it is.",
        "请勿增删或排序行。未改动的内容保持不变。",
    ),
    Text(
        "Upload the file on the page of the request. Before anything changes you see what would.",
        "请在填报单页面上传本文件。更改前会先显示预览。",
    ),
)


def write_template(request: Request, language: Language) -> bytes:
    """The template as a workbook.

    Args:
        request: with its campaign and unit; its cells stand in their order.
        language: of titles and choices; headings and instructions have both.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    _Template(book, request, language).write()
    book.close()
    return content.getvalue()


class _Template:
    def __init__(self, book: Any, request: Request, language: Language) -> None:
        self.book, self.request, self.said = book, request, language
        self.title = request_title(request, language)
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "heading": book.add_format(
                {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}
            ),
            "locked": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0.############", "valign": "top"}),
            "open": book.add_format(
                {"locked": False, "bg_color": "#EAF2FB", "border": 1, "border_color": "#B4C7DC"}
                | {"text_wrap": True, "valign": "top"}
            ),
            "open_number": book.add_format(
                {"locked": False, "bg_color": "#EAF2FB", "border": 1, "border_color": "#B4C7DC"}
                | {"num_format": "#,##0.############", "valign": "top"}
            ),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        """Instructions, the sheet, the hidden lists."""
        self._instructions()
        sheet = self.book.add_worksheet(_sheet_name(self.title))
        self.list_sheet = self.book.add_worksheet(LISTS)
        self._head(sheet)
        for row, line in enumerate(lines_of(self.request), HEADING_ROW + 1):
            self._row(sheet, row, line)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        self.list_sheet.hide()
        sheet.activate()

    def _instructions(self) -> None:
        sheet = self.book.add_worksheet("Read me 说明")
        sheet.set_column(0, 0, 92)
        sheet.set_column(1, 1, 72)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, self.title, self.formats["title"])
        sheet.write_string(1, 0, self.request.campaign.title[self.said], self.formats["wrapped"])
        for row, step in enumerate(_STEPS, 3):
            for column, each in enumerate(LANGUAGES):
                sheet.write_string(row, column, f"{row - 2}. {step[each]}", self.formats["wrapped"])
        told = self.request.campaign.words[self.said]
        if told:
            sheet.write_string(len(_STEPS) + 4, 0, told, self.formats["wrapped"])
        sheet.protect()

    def _head(self, sheet: Any) -> None:
        sheet.write_string(0, 0, self.title, self.formats["title"])
        sheet.write_string(1, 0, self.request.campaign.title[self.said])
        for at, column in enumerate(COLUMNS):
            hidden = {"hidden": True} if column.name == KEY else {}
            sheet.set_column(at, at, column.width, None, hidden)
            sheet.write_string(HEADING_ROW, at, column.heading, self.formats["heading"])
        sheet.set_row(HEADING_ROW, 32)  # two lines: one language each
        sheet.freeze_panes(HEADING_ROW + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING_ROW)

    def _row(self, sheet: Any, row: int, line: Line) -> None:
        said, cell = self.said, line.cell
        metric = catalogue().get(cell.metric)
        own = metric_unit(cell.metric)
        texts = {
            "metric": metric_title(cell.metric)[said],
            "breakdown": members(cell.breakdown, said),
            "period": cell.period.label(said),
            "own_unit": unit_words(own, said),
            "key": key_of(self.request.pk, cell.pk, cell.version),
        } | self._content(line)
        for at, column in enumerate(COLUMNS):
            number = line.before if column.name == "last" else None
            if column.name == "value" and metric is not None and metric.is_numeric:
                number = _number(texts["value"])
            if number is not None:
                name = "open_number" if column.is_open else "number"
                sheet.write_number(row, at, number, self.formats[name])
            else:
                text = texts.get(column.name, "")
                wanted = "open_number" if column.name == "value" else "open"
                form = self.formats[wanted if column.is_open else "locked"]
                if text:
                    sheet.write_string(row, at, text, form)
                else:
                    sheet.write_blank(row, at, None, form)
        self._choose(sheet, row, "unit", [c.label for c in unit_choices(own, said, texts["typed"])])
        self._choose(sheet, row, "kind", [text[said] for text in KINDS.values()])
        self._choose(sheet, row, "qualifier", [text[said] for text in QUALIFIERS.values()])
        self._choose(sheet, row, "estimated", [text[said] for text in YES_NO.values()])

    def _content(self, line: Line) -> dict[str, str]:
        """What the person may change, as it stands."""
        said, current = self.said, line.cell.current
        own = metric_unit(line.cell.metric)
        typed = current.typed_unit if current else ""
        label = (
            next(c.label for c in unit_choices(own, said, typed) if c.unit == typed) if own else ""
        )
        if current is None:
            return {"value": "", "unit": label, "typed": ""}
        kind = current.kind if current.kind in KINDS else Kind.VALUE.value
        exact = current.qualifier == "exact"
        return {
            "value": current.text or current.typed,
            "unit": label,
            "typed": typed,
            "kind": "" if kind == Kind.VALUE else KINDS[kind][said],
            "qualifier": "" if exact else QUALIFIERS[current.qualifier][said],
            "estimated": YES_NO["yes"][said] if current.estimated else "",
            "comment": current.comment,
            "explanation": current.explanation,
            "reason": current.reason,
        }

    def _choose(self, sheet: Any, row: int, name: str, words: Iterable[str]) -> None:
        """A list to choose from; others are refused by Excel, and by whoever reads the file."""
        listed = tuple(word for word in words if word)
        if not listed:
            return
        at = next(i for i, column in enumerate(COLUMNS) if column.name == name)
        strict = name != "unit"  # a unit may be typed
        sheet.data_validation(
            row,
            at,
            row,
            at,
            {
                "validate": "list",
                "source": self._list(listed),
                "error_type": "stop" if strict else "information",
            },
        )

    def _list(self, words: tuple[str, ...]) -> str:
        """Words of a list lie in a column of a hidden sheet: they may hold commas."""
        if words not in self.lists:
            column = len(self.lists)
            for row, word in enumerate(words):
                self.list_sheet.write_string(row, column, word)
            letter = _letters(column)
            self.lists[words] = f"={LISTS}!${letter}$1:${letter}${len(words)}"
        return self.lists[words]


def _number(typed: str) -> Decimal | None:
    """A value as a number of Excel; None where it would lose digits."""
    if not typed:
        return None
    try:
        number = read_number(typed)
    except CrossfootError:
        return None
    return number if len(number.as_tuple().digits) <= _EXACT_DIGITS else None


def _letters(index: int) -> str:
    from crossfoot.tables.workbooks import column_letters

    return column_letters(index)


def _sheet_name(title: str) -> str:
    return _FORBIDDEN.sub(" ", title)[:31].strip() or "Data"
