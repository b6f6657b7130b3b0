"""What each row of a file says, by field; rows of groups are put to their entry."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.messages import language, problem
from crossfoot.records.register.importing.columns import (
    ID,
    STEP,
    Place,
    groups,
    matched,
    typed_fields,
)
from crossfoot.records.register.importing.sheets import Sheet, sheets_of
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType

_SEVERAL = re.compile(r"[;；、\n]")
#: how many problems are told
MOST = 100

_NO_ROWS = Text("the file has no rows below its headings", "文件标题行下没有数据")
_NO_ENTRY = Text("no entry of this file has the ID {name}", "文件中没有编号为 {name} 的记录")
_NO_ID = Text("rows of groups need the ID of their entry", "明细行须填写所属记录的编号")
_TWICE = Text("the ID {name} stands in two rows", "编号 {name} 出现两次")


@dataclass(slots=True)
class FileRow:
    """A row that is to be an entry.

    Attributes:
        place: where it stands.
        values: texts by field; lists of them, and rows of groups.
        columns: where each field stands.
        external_id: its name; made of its content where the file gives none.
        step: a step to be taken with it.
    """

    place: Place
    values: dict[str, Any]
    columns: dict[str, int] = field(default_factory=dict)
    external_id: str = ""
    step: str = ""

    def where(self, name: str) -> str:
        """Where a field of it stands."""
        return str(Place(self.place.sheet, self.place.row, self.columns.get(name)))


def rows_of(definition: Definition, path: Path) -> list[FileRow]:
    """The rows of a file.

    Raises:
        CrossfootError: it cannot be read, has headings that are no fields, or rows of groups that
            belong to nothing.
    """
    inner = {each.name: each for each in groups(definition)}
    main: list[Sheet] = []
    parts: list[tuple[Field, Sheet]] = []
    for sheet in sheets_of(path):
        group = next((each for each in inner.values() if _is_called(sheet.name, each)), None)
        if group is not None:
            parts.append((group, sheet))
        elif not main:
            main.append(sheet)
    if not main or len(main[0].rows) < 2:
        raise CrossfootError(problem(_NO_ROWS, where=path.name))
    fields = [each for each in typed_fields(definition) if each.name not in inner]
    found = _entries(main[0], fields)
    for group, sheet in parts:
        _put(found, group, sheet)
    _name(found)
    return found


def _entries(sheet: Sheet, fields: Sequence[Field]) -> list[FileRow]:
    (at, headings), *rest = sheet.rows
    columns = matched(sheet.name, at, headings, fields)
    places = {name: column for column, name in columns.items()}
    by_name = {each.name: each for each in fields}
    found: list[FileRow] = []
    named: set[str] = set()
    problems: list[Problem] = []
    for number, cells in rest:
        texts = _texts(columns, cells)
        row = FileRow(
            Place(sheet.name, number),
            {name: _value(by_name[name], text) for name, text in texts.items() if name in by_name},
            places,
            texts.get(ID, ""),
            texts.get(STEP, ""),
        )
        if row.external_id and row.external_id in named:
            where = row.where(ID)
            problems.append(problem(_TWICE, where=where, name=repr(row.external_id)))
        named.add(row.external_id)
        found.append(row)
    if problems:
        raise CrossfootError.of(problems[:MOST])
    return found


def _put(found: list[FileRow], group: Field, sheet: Sheet) -> None:
    """Put the rows of a group to their entries."""
    if not sheet.rows:
        return
    (at, headings), *rest = sheet.rows
    fields = [each for each in group.rows.values() if not each.is_computed and not each.is_sealed]
    columns = matched(sheet.name, at, headings, fields)
    by_name, owners = (
        {each.name: each for each in fields},
        {each.external_id: each for each in found},
    )
    problems: list[Problem] = []
    for number, cells in rest:
        texts = _texts(columns, cells)
        name = texts.pop(ID, "")
        owner = owners.get(name) if name else None
        if owner is None:
            what, place = (_NO_ENTRY if name else _NO_ID), str(Place(sheet.name, number))
            problems.append(problem(what, where=place, name=repr(name)))
            continue
        row = {each: _value(by_name[each], text) for each, text in texts.items() if each in by_name}
        owner.values.setdefault(group.name, []).append(row)
    if problems:
        raise CrossfootError.of(problems[:MOST])


def _name(found: list[FileRow]) -> None:
    """Rows without an ID are named by what they say, so that the same row is known again."""
    seen: dict[str, int] = {}
    for row in found:
        if row.external_id:
            continue
        text = json.dumps(row.values, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        seen[digest] = seen.get(digest, 0) + 1
        row.external_id = f"row:{digest}:{seen[digest]}"


def _texts(columns: dict[int, str], cells: Sequence[str]) -> dict[str, str]:
    """What the cells say; empty ones are left out, so that nothing is emptied by a file."""
    return {
        name: cells[column]
        for column, name in columns.items()
        if column < len(cells) and cells[column]
    }


def _value(known: Field, text: str) -> Any:
    if known.many or known.type is FieldType.MULTI:
        return [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    if known.type is FieldType.DATETIME:
        return text.replace(" ", "T", 1)
    return text


def _is_called(name: str, group: Field) -> bool:
    plain = name.strip().lower()
    labels = (group.name, group.label.en, group.label.zh)
    return plain in {each[:31].strip().lower() for each in labels}


def labels_of(definition: Definition) -> dict[str, str]:
    """Fields by the label that problems name."""
    said = language()
    return {each.label[said]: each.name for each in definition.every_field()}
