"""Files whose columns have names of their own: which heading gives which column of the schema.

A mapping names, for a column, the heading of the file that gives it, or a value that holds for
all rows (`{"site": "=hefei", "quantity": "用电量"}`). Headings that it does not name are left out.
It may say what the texts of a column mean too: `{"site=合肥一厂": "hefei"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.schema import Column, Kind, Schema
from crossfoot.tables.text import fold

#: what a value for all rows begins with, and what stands between a column and a text of it
FIXED = "="

#: kinds of column whose texts can mean something else
TRANSLATED = frozenset({Kind.NAME, Kind.UNIT, Kind.CHOICE})

#: stands for no heading at all: a character that no keyboard has
_NOTHING = "\ue000"


@dataclass(frozen=True, slots=True)
class _MappedColumn(Column):
    """A column that is known by its mapped heading alone.

    Attributes:
        meanings: folded text of the file → what it stands for.
    """

    meanings: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, text: str) -> str:
        """What a text of the file stands for."""
        return self.meanings.get(fold(text), text) if self.meanings else text

    def headings(self) -> frozenset[str]:
        """None: nothing is a slip for a column that the mapping leaves out."""
        return frozenset({_NOTHING})


@dataclass(frozen=True)
class MappedSchema(Schema):
    """A schema whose columns are found by a mapping alone.

    Attributes:
        heading_of: column → heading of the file.
        fixed: column → value of all rows.
    """

    heading_of: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_heading(self) -> dict[str, str]:
        """Folded heading → name of the column."""
        return {fold(heading): name for name, heading in self.heading_of.items()}

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that the file itself must have."""
        return tuple(name for name in super().required if name not in self.fixed)


def mapped(schema: Schema, mapping: Mapping[str, str]) -> Schema:
    """The schema under the names of a file; the schema itself where the mapping is empty.

    >>> from crossfoot.tables.schemas import ACTIVITY
    >>> mapped(ACTIVITY, {"quantity": "用电量", "site": "=hefei"}).by_heading
    {'用电量': 'quantity'}

    Raises:
        CrossfootError: it names a column that the schema has not, or one heading twice.
    """
    if not mapping:
        return schema
    meanings = _meanings(schema, mapping)
    mapping = {name: each for name, each in mapping.items() if FIXED not in name}
    names = {column.name for column in schema.columns}
    unknown = sorted({*mapping, *meanings} - names)
    if unknown:
        raise CrossfootError(Problem(f"there is no column {unknown[0]!r} to map to"))
    heading_of = {name: each for name, each in mapping.items() if not each.startswith(FIXED)}
    folded: dict[str, str] = {}
    for name, heading in heading_of.items():
        other = folded.setdefault(fold(heading), name)
        if other != name:
            raise CrossfootError(
                Problem(
                    f"the heading {heading!r} is to give both {other} and {name}",
                    why="one cell cannot say two things",
                    remedy="map it to one of the two",
                )
            )
    return MappedSchema(
        name=schema.name,
        columns=tuple(
            _MappedColumn(
                **{each.name: getattr(column, each.name) for each in fields(column)},
                meanings=meanings.get(column.name, {}),
            )
            for column in schema.columns
        ),
        rules=schema.rules,
        key=schema.key,
        meter=schema.meter,
        example=schema.example,
        heading_of=heading_of,
        fixed={n: v[len(FIXED) :] for n, v in mapping.items() if v.startswith(FIXED)},
    )


def translation(column: str, text: str) -> str:
    """The key under which a mapping says what a text of a column means.

    >>> translation("site", "Plant 1")
    'site=Plant 1'
    """
    return f"{column}{FIXED}{text}"


def _meanings(schema: Schema, mapping: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Column → folded text → what it means.

    Raises:
        CrossfootError: the texts of such a column mean what they say, or one text means two things.
    """
    found: dict[str, dict[str, str]] = {}
    kinds = {column.name: column.kind for column in schema.columns}
    for key, meaning in mapping.items():
        column, is_text, text = key.partition(FIXED)
        if not is_text:
            continue
        if column in kinds and kinds[column] not in TRANSLATED:
            raise CrossfootError(
                Problem(
                    f"the texts of {column} cannot mean something else",
                    why="they are numbers, days or free words",
                    remedy="correct them in the file",
                )
            )
        other = found.setdefault(column, {}).setdefault(fold(text), meaning)
        if other != meaning:
            raise CrossfootError(
                Problem(
                    f"{column} {text!r} is to mean both {other!r} and {meaning!r}",
                    remedy="keep one of the two",
                )
            )
    return found


def fixed_of(schema: Schema) -> Mapping[str, str]:
    """The values of a schema that hold for all rows."""
    return schema.fixed if isinstance(schema, MappedSchema) else {}
