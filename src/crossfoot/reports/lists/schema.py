"""The columns of each list, as data (lists.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES, Text
from crossfoot.tables.schema import Column as TableColumn
from crossfoot.tables.schema import Kind, Schema

#: ending of a column of Traditional words, which a list has where they do not follow from `_zh`
TRADITIONAL_COLUMN = "zh_hant"

FILE = Path(__file__).with_name("lists.toml")


class Type(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    BILINGUAL = "text-bilingual"
    DATE = "date"
    NUMBER = "number"
    METRIC = "metric"
    CHOICE = "choice"


_KINDS = {
    Type.TEXT: Kind.TEXT,
    Type.DATE: Kind.DATE,
    Type.NUMBER: Kind.DECIMAL,
    Type.METRIC: Kind.NAME,
    Type.CHOICE: Kind.CHOICE,
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list.

    Attributes:
        name: its name; of a bilingual one the beginning of two headings (`title_en`, `title_zh`).
        type: what its cells hold.
        title: what a printed table calls it.
        required: every row has it; of a bilingual one, in one language at least.
        choices: of a choice, the words of each value.
        minimum: smallest number.
        maximum: largest number.
        refers: what its texts name: "chapter", or nothing.
    """

    name: str
    type: Type
    title: Text
    required: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict, hash=False)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    refers: str = ""

    def table_columns(self) -> tuple[TableColumn, ...]:
        """The columns of the file."""
        if self.type is Type.BILINGUAL:
            return tuple(
                TableColumn(f"{self.name}_{language}", Kind.TEXT, Text(heading, heading))
                for language in (*LANGUAGES, TRADITIONAL_COLUMN)
                for heading in (f"{self.name} {language}",)
            )
        spellings = {value: (words.en, words.zh) for value, words in self.choices.items()}
        bounded = f"it is from {self.minimum} to {self.maximum}"
        return (
            TableColumn(
                self.name,
                _KINDS[self.type],
                self.title,
                required=self.required,
                choices=spellings,
                minimum=self.minimum,
                maximum=self.maximum,
                why_bounded=bounded if self.minimum is not None else "",
            ),
        )


@dataclass(frozen=True)
class ListSchema:
    """A list.

    Attributes:
        id: its name and that of its file.
        title: what a printed table is called.
        columns: its columns.
        show: names of the columns that are printed unless a reference chooses.
        sort: column that rows are ordered by, with a minus for the largest first; empty for none.
        key: columns of the file that no two rows have in common.
    """

    id: str
    title: Text
    columns: tuple[ListColumn, ...]
    show: tuple[str, ...]
    sort: str = ""
    key: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, ListColumn]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def table(self) -> Schema:
        """The columns of the file, for reading."""
        columns = (each for column in self.columns for each in column.table_columns())
        return Schema(self.id, tuple(columns), key=self.key)


@cache
def built_in() -> Mapping[str, ListSchema]:
    """The lists that come with Crossfoot, by id."""
    return read_schemas(FILE, FILE.name)


def read_schemas(path: Path, where: str) -> dict[str, ListSchema]:
    """The lists that a file describes.

    Raises:
        CrossfootError: the file is not TOML, or a list is not as it should be.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return {id_: _schema(id_, entry) for id_, entry in document.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CrossfootError(Problem(f"the file is not TOML: {error}", where=where)) from error
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise CrossfootError(
            Problem(
                f"a list is not described as it should be: {error}",
                where=where,
                remedy="see docs/guides/write-a-report.md, Lists of your own",
            )
        ) from error


def _schema(id_: str, entry: Mapping[str, Any]) -> ListSchema:
    columns = tuple(_column(name, given) for name, given in entry["columns"].items())
    names = [column.name for column in columns]
    show = tuple(entry.get("show", names))
    sort = entry.get("sort", "")
    if unknown := {*show, *([sort.lstrip("-")] if sort else [])} - set(names):
        message = f"{id_} has no column {', '.join(sorted(unknown))}"
        raise ValueError(message)
    title = Text(entry["title"]["en"], entry["title"]["zh"])
    return ListSchema(id_, title, columns, show, sort, tuple(entry.get("key", ())))


def _column(name: str, given: Mapping[str, Any]) -> ListColumn:
    choices = {
        value: Text(words["en"], words["zh"]) for value, words in given.get("choices", {}).items()
    }
    return ListColumn(
        name,
        Type(given["type"]),
        Text(given["en"], given["zh"]),
        bool(given.get("required", False)),
        choices,
        Decimal(given["minimum"]) if "minimum" in given else None,
        Decimal(given["maximum"]) if "maximum" in given else None,
        given.get("refers", ""),
    )
