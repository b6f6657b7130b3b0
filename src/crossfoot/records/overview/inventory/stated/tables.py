"""The rows of a file of statements as texts, as a form shows them, and back."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.overview.inventory.stated.fields import Field, Form
from crossfoot.records.overview.inventory.stated.kinds import Kind
from crossfoot.tables.text import fold
from crossfoot.workspaces.setting_values import toml

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says.

    Attributes:
        head: values beside the rows.
        rows: the cells of each row by field; empty ones are empty.
    """

    head: Row
    rows: Sequence[Row]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated."""
        return not self.rows and not any(self.head.values())


NOTHING = Stated({}, ())


def read(kind: Kind, path: Path) -> Stated:
    """The rows of a file.

    Raises:
        CrossfootError: it is a workbook, or not text.
    """
    try:
        text = path.read_text("utf-8-sig")
        return _from_toml(kind, text) if path.suffix == ".toml" else _from_csv(kind, text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error, KeyError) as error:
        raise CrossfootError(
            problem(
                Text("the file cannot be filled in here", "该文件无法在此填写"),
                where=path.name,
                remedy=Text(
                    "save it as CSV, UTF-8, and import it again",
                    "请另存为 UTF-8 编码的 CSV 后重新导入",
                ),
            )
        ) from error


def write(kind: Kind, stated: Stated) -> bytes:
    """The file that says the same."""
    text = _as_toml(kind, stated) if kind.file.endswith(".toml") else _as_csv(kind, stated)
    return text.encode("utf-8")


def cleaned(fields: Sequence[Field], cells: Row) -> Row:
    """The cells of a row, without blanks around them.

    Raises:
        CrossfootError: a field is not known, or one that is needed is empty.
    """
    names = {each.name for each in fields}
    if unknown := sorted(set(cells) - names):
        what = Text("there is no field {name}", "没有字段 {name}")
        raise CrossfootError(problem(what, name=unknown[0]))
    found = {each.name: " ".join(cells.get(each.name, "").split()) for each in fields}
    problems = [
        problem(Text("{label} is missing", "缺少{label}"), label=_title(each))
        for each in fields
        if each.required and not found[each.name]
    ]
    problems += [
        problem(
            Text("{label}: {value} is no number", "{label}：{value} 不是数字"),
            label=_title(each),
            value=repr(found[each.name]),
        )
        for each in fields
        if each.form is Form.NUMBER and found[each.name] and not _is_number(found[each.name])
    ]
    if problems:
        raise CrossfootError.of(problems)
    return found


def _title(field: Field) -> str:
    from crossfoot.records.messages import language

    return field.title[language()]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _from_csv(kind: Kind, text: str) -> Stated:
    """Headings may be those of either language."""
    reader = csv.reader(io.StringIO(text))
    headings = {
        fold(said): field.name
        for field in kind.fields
        for said in (field.name, field.title.en, field.title.zh)
    }
    names = [headings[fold(each)] for each in next(reader, [])]
    rows = [
        dict.fromkeys((field.name for field in kind.fields), "")
        | {name: cell.strip() for name, cell in zip(names, row, strict=False)}
        for row in reader
        if any(cell.strip() for cell in row)
    ]
    return Stated({}, rows)


def _from_toml(kind: Kind, text: str) -> Stated:
    content = tomllib.loads(text)
    head = {field.name: str(content.get(field.name, "")) for field in kind.head}
    rows = [
        {field.name: str(event.get(field.name, "")) for field in kind.fields}
        for event in content.get("event", ())
    ]
    return Stated(head, rows)


def _as_csv(kind: Kind, stated: Stated) -> str:
    file = io.StringIO()
    names = [field.name for field in kind.fields]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in stated.rows)
    return file.getvalue()


def _as_toml(kind: Kind, stated: Stated) -> str:
    lines = [f"{field.name} = {_value(field, stated.head[field.name])}" for field in kind.head]
    for row in stated.rows:
        lines += ["", "[[event]]"]
        lines += [
            f"{field.name} = {_value(field, row[field.name])}"
            for field in kind.fields
            if row.get(field.name)
        ]
    return "\n".join(lines) + "\n"


def _value(field: Field, text: str) -> str:
    """A value as TOML has it; what is no number or day stays a text, for the reader to refuse."""
    if field.form is Form.NUMBER:
        return text
    if field.form is Form.DAY:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return toml(text)
    return toml(text)
