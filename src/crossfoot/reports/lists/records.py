"""The rows of the lists of a report folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGES, OwnTraditional, Text
from crossfoot.reports.lists.schema import (
    TRADITIONAL_COLUMN,
    ListSchema,
    Type,
    built_in,
    read_schemas,
)
from crossfoot.tables.limits import MEBIBYTE, Limits

#: lists of a report are kept by hand
LIMITS = Limits(file_bytes=10 * MEBIBYTE)

#: a list of the workspace's own lists
OWN = "lists.toml"

#: what a cell may hold
Cell = Text | str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list.

    Attributes:
        values: cell by column; bilingual ones as `Text`.
        row: row of the file.
    """

    values: Mapping[str, Cell]
    row: int

    def __getitem__(self, column: str) -> Cell:
        """The cell in a column."""
        return self.values[column]

    def text(self, column: str) -> Text:
        """A cell of words, in both languages."""
        value = self.values[column]
        return value if isinstance(value, Text) else Text(str(value or ""), str(value or ""))


@dataclass(frozen=True, slots=True)
class RecordList:
    """A list: what it is, its rows, and what a person should know about the file."""

    schema: ListSchema
    rows: tuple[Record, ...]
    where: str
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Lists:
    """The lists of a report folder.

    Attributes:
        path: the folder of the lists.
        name: what messages call it.
        metrics: ids of the metrics that lists may name; any where empty.
    """

    path: Path
    name: str
    metrics: Collection[str] = field(default=())

    @cached_property
    def schemas(self) -> Mapping[str, ListSchema]:
        """All lists that are described, those of the workspace included.

        Raises:
            CrossfootError: the workspace's description is broken.
        """
        own = self.path / OWN
        return {**built_in(), **(read_schemas(own, f"{self.name}/{OWN}") if own.is_file() else {})}

    @property
    def present(self) -> tuple[str, ...]:
        """The lists that have a file."""
        return tuple(id_ for id_ in self.schemas if self.file(id_).is_file())

    def strange(self) -> tuple[str, ...]:
        """Names of files of this folder that are no list."""
        return tuple(
            path.name for path in sorted(self.path.glob("*.csv")) if path.stem not in self.schemas
        )

    def file(self, id_: str) -> Path:
        """Where the rows of a list are."""
        return self.path / f"{id_}.csv"

    def __contains__(self, id_: object) -> bool:
        """Whether a list is described."""
        return id_ in self.schemas

    def get(self, id_: str) -> RecordList:
        """A list; without rows where it has no file.

        Raises:
            KeyError: no such list is described.
            CrossfootError: the file cannot be read; names rows and columns.
        """
        if id_ not in self._read:
            self._read[id_] = self._rows(self.schemas[id_])
        return self._read[id_]

    @cached_property
    def _read(self) -> dict[str, RecordList]:
        return {}

    def _rows(self, schema: ListSchema) -> RecordList:
        from crossfoot.tables.reader import read_table

        path, where = self.file(schema.id), f"{self.name}/{schema.id}.csv"
        if not path.is_file():
            return RecordList(schema, (), where)
        metrics = [c.name for c in schema.columns if c.type is Type.METRIC]
        known = dict.fromkeys(metrics, self.metrics) if self.metrics else {}
        table = read_table(path, schema.table, known=known, limits=LIMITS)
        rows = [_record(row.values, schema, row.place.row or 0) for row in table.rows]
        problems = [p for row in rows for p in _missing_words(row, schema, where)]
        if problems:
            raise CrossfootError(*problems)
        return RecordList(schema, tuple(_sorted(rows, schema.sort)), where, table.warnings)


def _record(values: Mapping[str, object], schema: ListSchema, row: int) -> Record:
    cells: dict[str, Cell] = {}
    for column in schema.columns:
        if column.type is Type.BILINGUAL:
            en, zh, own = (
                str(values.get(f"{column.name}_{language}") or "")
                for language in (*LANGUAGES, TRADITIONAL_COLUMN)
            )
            cells[column.name] = OwnTraditional(en, zh, own) if own else Text(en, zh)
        else:
            cells[column.name] = values[column.name]  # type: ignore[assignment]
    return Record(cells, row)


def _missing_words(row: Record, schema: ListSchema, where: str) -> Iterable[Problem]:
    for column in schema.columns:
        if column.type is Type.BILINGUAL and column.required:
            words = row.text(column.name)
            if not (words.en or words.zh):
                yield Problem(
                    f"{column.name} is empty in both languages",
                    where=f"{where}, row {row.row}, column {column.name}_en",
                    remedy=f"fill in {column.name}_en and {column.name}_zh",
                )


def _sorted(rows: list[Record], column: str) -> list[Record]:
    """Rows by a column, those without a value last."""
    if not column:
        return rows
    name = column.lstrip("-")
    filled = [row for row in rows if row[name] not in (None, "")]
    empty = [row for row in rows if row[name] in (None, "")]

    def key(row: Record) -> Decimal | str:
        value = row[name]
        return value if isinstance(value, Decimal) else str(value)

    return [*sorted(filled, key=key, reverse=column.startswith("-")), *empty]
