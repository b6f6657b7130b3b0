"""What columns a file has, stated as data: from it come reading, checks, messages and templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from crossfoot.errors import Problem
from crossfoot.languages import Text
from crossfoot.tables.dates import Edge
from crossfoot.tables.text import fold


class Kind(StrEnum):
    """What a cell of a column states."""

    TEXT = "text"  # free words: a note, a source
    NAME = "name"  # a word that other data knows: a site, an activity, a metric
    DECIMAL = "decimal"
    DATE = "date"
    PERIOD = "period"
    UNIT = "unit"
    CHOICE = "choice"
    DIMENSIONS = "dimensions"  # key=member;key=member, in the order of the keys
    VALUE = "value"  # a number or a text, as `Column.beside` decides


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Attributes:
        name: the name that programs use and that a heading may always have.
        kind: what its cells state.
        title: the heading in both languages, as templates print it.
        aliases: further headings under which people know it.
        required: every row must have it; else the column may be absent and its cells empty.
        choices: for a choice, the values allowed, each with other spellings of it.
        minimum: smallest number allowed.
        maximum: largest number allowed.
        why_bounded: why a number beyond the bounds cannot be.
        edge: the day that a month means, "first" or "last".
        share: a percent sign is read as a hundredth ("83%" is 0.83).
        beside: the columns that decide how a cell of kind value is read.
    """

    name: str
    kind: Kind
    title: Text
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    why_bounded: str = ""
    edge: Edge = ""
    share: bool = False
    beside: tuple[str, ...] = ()

    def headings(self) -> frozenset[str]:
        """All headings of the column, folded for comparison."""
        return frozenset(fold(h) for h in (self.name, self.title.en, self.title.zh, *self.aliases))

    def meaning(self, text: str) -> str:
        """What a text of the file stands for; itself, unless a mapping says otherwise."""
        return text


#: looks at the values of some columns of one row together
RowCheck = Callable[..., Problem | None]


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule between cells of one row.

    Attributes:
        columns: what the rule looks at; the problem is placed at the last of them.
        check: called with the typed values of these columns; the problem, or None.
    """

    columns: tuple[str, ...]
    check: RowCheck


@dataclass(frozen=True)
class Schema:
    """The columns of a kind of file and the rules between them.

    Attributes:
        name: what the file is ("activity").
        columns: the columns, in the order of a template.
        rules: rules within a row.
        key: columns that no two rows may have in common; a correction is no second row.
        meter: columns that name one meter; its periods should not overlap. Empty: no such check.
        example: one valid row, for messages and templates.
    """

    name: str
    columns: tuple[Column, ...]
    rules: tuple[RowRule, ...] = ()
    key: tuple[str, ...] = ()
    meter: tuple[str, ...] = ()
    example: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: there is none.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_heading(self) -> dict[str, str]:
        """Folded heading → name of the column."""
        return {heading: column.name for column in self.columns for heading in column.headings()}

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that every file has."""
        return tuple(column.name for column in self.columns if column.required)
