"""Which heading is which field: its id, or its label in either language, with or without a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.messages import language, problem
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType
from crossfoot.tables.workbooks import column_letters

#: the name of a row in the system that it comes from
ID = "external_id"
#: a step to be taken with the row
STEP = "step"
WORDS: Mapping[str, Text] = {
    ID: Text("ID in your system", "原系统编号"),
    STEP: Text("Step", "步骤"),
}
#: filled by the register itself
_OWN = frozenset({"source", "opened_on", "closed_on"})

_NO_COLUMN = Text("the register has no field {name}", "台账没有字段 {name}")
_TWICE = Text("two columns are {name}", "有两列均为 {name}")
_UNIT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    sheet: str
    row: int
    column: int | None = None

    def __str__(self) -> str:
        """As problems say it."""
        said = language()
        words = {
            "en": ("sheet", "row", "column"),
            "zh": ("工作表", "行", "列"),
        }["zh" if said == "zh" else "en"]
        parts = [f"{words[0]} {self.sheet}"] if self.sheet else []
        parts.append(f"{words[1]} {self.row}")
        if self.column is not None:
            parts.append(f"{words[2]} {column_letters(self.column)}")
        return ", ".join(parts)


def typed_fields(definition: Definition) -> list[Field]:
    """The fields of an entry that a file may have, in the order of the definition."""
    common = [each for each in definition.every_field() if each.name in ("entity", "site")]
    others = [each for each in definition.every_field() if each not in common]
    return [
        each
        for each in (*common, *others)
        if not each.is_computed and not each.is_sealed and each.name not in _OWN
    ]


def groups(definition: Definition) -> list[Field]:
    """The repeating groups, each a sheet of its own."""
    return [each for each in typed_fields(definition) if each.type is FieldType.ROWS]


def heading(field: Field, said: str) -> str:
    """What a column is called."""
    label = field.label["zh" if said == "zh" else "en"]
    return f"{label} ({field.unit})" if field.unit else label


def matched(
    sheet: str, row: int, headings: Sequence[str], fields: Sequence[Field]
) -> dict[int, str]:
    """The field of each column.

    Raises:
        CrossfootError: with every heading that is no field, or a field twice.
    """
    known = _known(fields)
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for column, text in enumerate(headings):
        name = known.get(_plain(text)) or known.get(_plain(_UNIT.sub("", text)))
        place = str(Place(sheet, row, column))
        if not text:
            continue
        if name is None:
            remedy = did_you_mean(text, [each.name for each in fields])
            said = problem(_NO_COLUMN, where=place, name=repr(text))
            problems.append(Problem(said.what, place, "", remedy))
        elif name in found.values():
            problems.append(problem(_TWICE, where=place, name=repr(name)))
        else:
            found[column] = name
    if problems:
        raise CrossfootError.of(problems)
    return found


def _known(fields: Sequence[Field]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in WORDS.items():
        found |= {_plain(each): name for each in (name, text.en, text.zh)}
    for field in reversed(fields):  # of two of one label the first counts
        found |= {_plain(each): field.name for each in (field.label.en, field.label.zh)}
    return found | {_plain(field.name): field.name for field in fields}


def _plain(text: str) -> str:
    return " ".join(text.rstrip("*＊ ").lower().split())
