"""The workbook that is filled: a column for each field, a sheet for each repeating group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from crossfoot.languages import Language, Text
from crossfoot.records.register.importing.columns import (
    ID,
    STEP,
    WORDS,
    groups,
    heading,
    typed_fields,
)
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType
from crossfoot.tables.workbooks import column_letters

#: rows for which lists are offered
_ROWS = 1000
_LISTS = "_lists"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_FORMS = {
    FieldType.DATE: Text("a day such as 2024-03-01", "日期，如2024-03-01"),
    FieldType.DATETIME: Text("a moment such as 2024-03-01 09:30", "时间，如2024-03-01 09:30"),
    FieldType.PERIOD: Text("2024, 2024-Q2 or 2024-03", "2024、2024-Q2 或 2024-03"),
    FieldType.MONEY: Text("an amount with its currency: 1200 CNY", "金额与币种：1200 CNY"),
    FieldType.ENTITY: Text("the code of the unit", "单位代码"),
    FieldType.SITE: Text("the code of the site", "场所代码"),
    FieldType.PERSON: Text("e-mail address, or key of a worker", "邮箱，或员工记录编号"),
    FieldType.SUPPLIER: Text("number of the entry, or its ID", "记录编号或原系统编号"),
    FieldType.REF: Text("number of the entry, or its ID", "记录编号或原系统编号"),
    FieldType.ATTACHMENT: Text("numbers of documents", "文件编号"),
}
_REQUIRED = Text("must be filled", "必填")
_SEVERAL = Text("several, parted by ;", "可填多个，以；分隔")
_ABOUT_ID = Text(
    "The same ID again changes the entry; without one, the same row is known by what it says.",
    "编号相同则更新该记录；未填编号时，按内容识别重复行。",
)
_ABOUT_GROUP = Text("The ID of the entry that the row belongs to.", "所属记录的编号。")
_YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}


def write_template(definition: Definition, file: Path | IO[bytes], language: Language) -> None:
    """Write the workbook of a register.

    Args:
        definition: the register.
        file: where to.
        language: of headings and options; either is read back, whatever this was.
    """
    from xlsxwriter import Workbook

    said: Language = "zh" if language == "zh" else "en"
    target: Any = file if not isinstance(file, Path) else str(file)
    book = Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    writing = _Writing(book, said)
    inner = groups(definition)
    fields = [each for each in typed_fields(definition) if each not in inner]
    writing.sheet(definition.title[said], fields, _ABOUT_ID, definition)
    for each in inner:
        rows = [one for one in each.rows.values() if not one.is_computed and not one.is_sealed]
        writing.sheet(each.label[said], rows, _ABOUT_GROUP)
    writing.lists()
    book.close()


class _Writing:
    """One workbook."""

    def __init__(self, book: Any, said: Language) -> None:
        self._book, self._said = book, said
        look = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        self._plain = book.add_format({**look, "bg_color": "#4F6D8F"})
        self._required = book.add_format({**look, "bg_color": "#1F4E79"})
        self._lists: dict[tuple[str, ...], int] = {}

    def sheet(
        self, title: str, fields: Sequence[Field], about: Text, steps: Definition | None = None
    ) -> None:
        """Headings with what each column takes, and lists to choose from."""
        sheet = self._book.add_worksheet(_FORBIDDEN.sub(" ", title)[:31].strip() or "Data")
        sheet.freeze_panes(1, 1)
        self._head(sheet, 0, WORDS[ID][self._said], about[self._said], self._plain)
        for column, each in enumerate(fields, start=1):
            look = self._required if each.required else self._plain
            star = "*" if each.required else ""
            label = f"{heading(each, self._said)}{star}"
            self._head(sheet, column, label, self._note(each), look)
            self._choose(sheet, column, self._words(each))
        if steps is not None:
            labels = dict.fromkeys(
                steps.step_label(each)[self._said]
                for each in steps.transitions
                if not each.is_automatic
            )
            at = len(fields) + 1
            self._head(sheet, at, WORDS[STEP][self._said], "", self._plain)
            self._choose(sheet, at, tuple(labels))

    def lists(self) -> None:
        """The words to choose from lie in a hidden sheet: they may hold commas."""
        sheet = self._book.add_worksheet(_LISTS)
        for words, column in self._lists.items():
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
        sheet.hide()

    def _head(self, sheet: Any, column: int, label: str, note: str, look: Any) -> None:
        sheet.write_string(0, column, label, look)
        sheet.set_column(column, column, max(12, min(len(label) * 2, 28)))
        if note:
            sheet.write_comment(0, column, note)

    def _note(self, each: Field) -> str:
        parts = [_REQUIRED[self._said]] if each.required else []
        if each.type in _FORMS:
            parts.append(_FORMS[each.type][self._said])
        if each.many or each.type is FieldType.MULTI:
            parts.append(_SEVERAL[self._said])
        if each.at_least is not None or each.at_most is not None:
            low, high = each.at_least, each.at_most
            parts.append(f"{'' if low is None else low} … {'' if high is None else high}")
        if each.help.en:
            parts.append(each.help[self._said])
        return "\n".join([each.name, *parts])

    def _words(self, each: Field) -> tuple[str, ...]:
        if each.type is FieldType.BOOLEAN:
            return _YES_NO[self._said]
        if each.many or each.type is FieldType.MULTI:
            return ()  # a cell of several words is typed
        return tuple(label[self._said] for label in each.options.values())

    def _choose(self, sheet: Any, column: int, words: tuple[str, ...]) -> None:
        if not words:
            return
        at = column_letters(self._lists.setdefault(words, len(self._lists)))
        source = f"={_LISTS}!${at}$1:${at}${len(words)}"
        rule = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(1, column, _ROWS, column, rule)
