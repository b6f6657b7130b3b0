"""A table of a report: its columns, its rows with nested labels, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crossfoot.reading.numbers import PrintedNumber


class TableKind(StrEnum):
    """What a table is for."""

    KPI = "kpi"  # figures
    TEXT = "text"  # other matter
    CONTENTS = "contents"
    INDEX = "index"  # where the report answers a standard
    FORM = "form"  # a questionnaire to be filled in


class Role(StrEnum):
    """What a column holds."""

    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        index: position, counted from 0.
        title: the words of its head, several head rows joined by " / ".
        role: what it holds.
        year: the year of its values; None where the head does not say.
        unit: unit in its head, as printed; empty where there is none.
    """

    index: int
    title: str
    role: Role
    year: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell with a value.

    Attributes:
        column: index into the row's cells.
        printed: the number; None where the cell says that there is none ("N/A").
        text: the cell.
        head: the column of the head that it belongs to; None where the head has none.
    """

    column: int
    printed: PrintedNumber | None
    text: str
    head: Column | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: where it stands.
        cells: as printed.
        label: its own label without bullets and marks; empty where it has none.
        groups: labels of the groups it stands in, outermost first.
        loose_groups: labels that may be its groups: those of the row before, where a cell that
            would repeat or close a group is missing.
        unit: its unit as printed; empty where it has none of its own.
        marks: footnote marks of the label.
        values: its values in the order of printing; empty for heads and group lines.
    """

    line: int
    cells: tuple[str, ...]
    label: str = ""
    groups: tuple[str, ...] = ()
    loose_groups: tuple[str, ...] = ()
    unit: str = ""
    marks: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def path(self) -> str:
        """Groups and label as one text: "By gender > Male"."""
        return " > ".join((*self.groups, self.label))


@dataclass(frozen=True)
class ReportTable:
    """A table of a report.

    Attributes:
        id: name within the report: "T07".
        kind: what it is for.
        caption: the title above it; empty where none is printed.
        section: headings that it stands under, outermost first.
        first_line: first line, head included.
        last_line: last line.
        head: the rows of the head, as printed.
        columns: its columns.
        rows: the rows below the head, group lines included.
        continues: id of the table that it goes on with after a page break; empty where none.
        notes: lines printed below it: definitions, sources, boundaries; each with its line.
    """

    id: str
    kind: TableKind
    caption: str
    section: tuple[str, ...]
    first_line: int
    last_line: int
    head: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    continues: str = ""
    notes: tuple[tuple[int, str], ...] = field(default=())

    @property
    def years(self) -> tuple[int, ...]:
        """The years in its head, in printed order, each once."""
        years = (column.year for column in self.columns if column.year is not None)
        return tuple(dict.fromkeys(years))

    @property
    def data_rows(self) -> tuple[Row, ...]:
        """The rows with values."""
        return tuple(row for row in self.rows if row.values)

    @property
    def units(self) -> tuple[str, ...]:
        """The units printed in it, each once."""
        found = [row.unit for row in self.rows if row.unit]
        return tuple(dict.fromkeys([*found, *(c.unit for c in self.columns if c.unit)]))

    def to_json(self) -> dict[str, Any]:
        """The table as `crossfoot foot --format json` gives it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "caption": self.caption,
            "section": list(self.section),
            "first_line": self.first_line,
            "last_line": self.last_line,
            "columns": [
                {"title": c.title, "role": c.role.value, "year": c.year, "unit": c.unit}
                for c in self.columns
            ],
            "rows": [
                {
                    "line": row.line,
                    "label": row.label,
                    "groups": list(row.groups),
                    "unit": row.unit,
                    "cells": list(row.cells),
                }
                for row in self.rows
            ],
            "continues": self.continues,
        }
