"""The tables of a register's projection: which columns they have, and how a value is written.

Every number is a whole number of millionths, every day the count of days since the year 1, every
moment the count of microseconds since 1970: so that SQLite and PostgreSQL compare, add and round
alike, and no amount is ever a float. What does not fit is marked `inexact`, and figures that touch
it are counted from the records themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from crossfoot.quantities.periods import Period
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import SEALED, Field, FieldType
from crossfoot.registers.values import Money

MILLION = 1_000_000
_LARGEST = 9_000_000_000_000 * MILLION  # a sum of a few of them still fits into 64 bits
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
#: stands between the values of a field that holds several
MARK = "|"
#: grows when the form of the tables changes, so that they are made anew
_FORM = 6

#: columns up to which SQLite keeps a table in the order of its key
_NARROW = 6

#: kinds of columns
TEXT, WORDS, NUMBER, MONEY, DATE, MOMENT, TRUTH, PERIOD, ROWS, PRESENCE = (
    "text",
    "words",
    "number",
    "money",
    "date",
    "moment",
    "truth",
    "period",
    "rows",
    "presence",
)
_KINDS = {
    FieldType.NUMBER: NUMBER,
    FieldType.MONEY: MONEY,
    FieldType.DATE: DATE,
    FieldType.DATETIME: MOMENT,
    FieldType.BOOLEAN: TRUTH,
    FieldType.MULTI: WORDS,
    FieldType.PERIOD: PERIOD,
    FieldType.ATTACHMENT: WORDS,
    FieldType.ROWS: ROWS,
}
#: what a sealed register shows of these is whether they are filled
_TELLING = frozenset(
    {
        FieldType.TEXT,
        FieldType.GEO,
        FieldType.PERSON,
        FieldType.SUPPLIER,
        FieldType.REF,
        FieldType.ATTACHMENT,
    }
)
#: types that lists are filtered by
_SOUGHT = frozenset({FieldType.CHOICE, FieldType.BOOLEAN, FieldType.DATE, FieldType.DATETIME})
#: columns behind the first of a kind, by their ending
_MORE = {MONEY: ("currency",), MOMENT: ("day",), PERIOD: ("end",)}
_TEXTUAL = frozenset({TEXT, WORDS})


@dataclass(frozen=True, slots=True)
class Column:
    """A field as the projection has it.

    Attributes:
        field: its name.
        kind: how its value is written.
    """

    field: str
    kind: str

    @property
    def name(self) -> str:
        """Name of its first column."""
        return f"f_{self.field}"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all its columns."""
        return (self.name, *(f"{self.name}__{ending}" for ending in _MORE.get(self.kind, ())))

    @property
    def types(self) -> tuple[str, ...]:
        """Their SQL types."""
        first = "TEXT" if self.kind in _TEXTUAL else "BIGINT"
        return (first, *("TEXT" if self.kind == MONEY else "BIGINT" for _ in self.names[1:]))


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a register.

    Attributes:
        register: its id.
        columns: of the record's own fields.
        groups: columns of each repeating group.
        sought: fields with an index of their own, for lists that filter by them.
    """

    register: str
    columns: Mapping[str, Column]
    groups: Mapping[str, Mapping[str, Column]]
    sought: frozenset[str] = frozenset()

    @property
    def main(self) -> str:
        """What holds now, one row per entry."""
        return f"register_{self.register}"

    @property
    def was(self) -> str:
        """What held before, one row per span of time."""
        return f"{self.main}__was"

    @property
    def passed(self) -> str:
        """States that entries entered."""
        return f"{self.main}__passed"

    @property
    def kept(self) -> str:
        """Due times kept or missed, and those that run."""
        return f"{self.main}__kept"

    @property
    def search(self) -> str:
        """What a search looks through."""
        return f"{self.main}__search"

    @property
    def grams(self) -> str:
        """The index of a search, on SQLite: three characters in a row; kept by the database."""
        return f"{self.main}__grams"

    def group(self, name: str) -> str:
        """Rows of a repeating group."""
        return f"{self.main}__{name}"

    def every(self) -> tuple[str, ...]:
        """All of them."""
        fixed = (self.main, self.was, self.passed, self.kept, self.search)
        return (*fixed, *map(self.group, self.groups))

    def of_record(self) -> list[tuple[str, str]]:
        """Columns of the main table and of what was, with their types."""
        fixed = [
            ("entry_id", "BIGINT"),
            ("span", "BIGINT"),
            ("key", "TEXT"),
            ("unit", "TEXT"),
            ("state", "TEXT"),
            ("began", "BIGINT"),
            ("since", "BIGINT"),
            ("until", "BIGINT"),
            ("marked", "BIGINT"),
            ("inexact", "BIGINT"),
        ]
        return fixed + list(_typed(self.columns))

    def of_group(self, name: str) -> list[tuple[str, str]]:
        """Columns of a group's table, with their types."""
        fixed = [
            ("entry_id", "BIGINT"),
            ("span", "BIGINT"),
            ("n", "BIGINT"),
            ("inexact", "BIGINT"),
        ]
        return fixed + list(_typed(self.groups[name]))

    @property
    def signature(self) -> str:
        """Changes when the tables must be made anew."""
        parts = [str(_FORM), str(self.of_record())]
        parts += [f"{name}{self.of_group(name)}" for name in sorted(self.groups)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def statements(self, vendor: str) -> Iterator[str]:
        """What makes them.

        On SQLite narrow tables lie in the order of their key, and indexes have the entry at hand.
        """
        for table, columns, key in self._made():
            yield _create(table, columns, key, vendor)

    def searched(self, vendor: str) -> Iterator[str]:
        """What makes the index of a search, and keeps it."""
        if vendor != "sqlite":
            return
        yield (
            f'CREATE VIRTUAL TABLE "{self.grams}" USING fts5(words, detail=none, '
            f"content='{self.search}', content_rowid='entry_id', "
            "tokenize='trigram case_sensitive 1')"
        )
        insert = f'INSERT INTO "{self.grams}"'
        old, new = "old.entry_id, old.words", "new.entry_id, new.words"
        gone = f"{insert} (\"{self.grams}\", rowid, words) VALUES ('delete', {old})"
        come = f"{insert} (rowid, words) VALUES ({new})"
        for event, act in (("INSERT", come), ("DELETE", gone), ("UPDATE", f"{gone}; {come}")):
            yield (
                f'CREATE TRIGGER "{self.search}__{event.lower()}" AFTER {event} ON "{self.search}" '
                f"BEGIN {act}; END"
            )

    def _made(self) -> Iterator[tuple[str, list[tuple[str, str]], tuple[str, ...]]]:
        """Each table with its columns and its key."""
        yield self.main, self.of_record(), ("entry_id",)
        yield self.was, self.of_record(), ("entry_id", "span")
        passed = [("entry_id", "BIGINT"), ("n", "BIGINT"), ("state", "TEXT"), ("at", "BIGINT")]
        yield self.passed, passed, ("entry_id", "n")
        kept = [
            ("entry_id", "BIGINT"),
            ("n", "BIGINT"),
            ("name", "TEXT"),
            ("deadline", "BIGINT"),
            ("in_time", "BIGINT"),
        ]
        yield self.kept, kept, ("entry_id", "n")
        yield self.search, [("entry_id", "BIGINT"), ("words", "TEXT")], ("entry_id",)
        for name in self.groups:
            yield self.group(name), self.of_group(name), ("entry_id", "span", "n")

    def indexes(self, period: str) -> Iterator[str]:
        """What finds rows of a period, of a state, of a unit."""
        for table in (self.main, self.was):
            yield f'CREATE INDEX "{table}__inexact" ON "{table}" (inexact) WHERE inexact = 1'
        day = _day_column(self.columns[period]) if period in self.columns else "unit"
        yield f'CREATE INDEX "{self.main}__period" ON "{self.main}" ("{day}", unit, state)'
        yield f'CREATE INDEX "{self.main}__unit" ON "{self.main}" (unit, "{day}")'
        yield f'CREATE INDEX "{self.main}__key" ON "{self.main}" ("key")'
        yield f'CREATE INDEX "{self.main}__state" ON "{self.main}" (state, unit, since)'
        yield f'CREATE INDEX "{self.was}__state" ON "{self.was}" (state, unit, until, since)'
        yield f'CREATE INDEX "{self.was}__until" ON "{self.was}" (until, since)'
        for name in sorted({period, "title"} & set(self.columns)):  # lists are sorted by them
            title, sorted_by = f"{self.main}__in_{name}", self.columns[name].name
            yield f'CREATE INDEX "{title}" ON "{self.main}" ("{sorted_by}")'
        for number, name in enumerate(sorted(self.sought)):
            column = self.columns[name]
            title = f"{self.main}__by_{number}"
            yield f'CREATE INDEX "{title}" ON "{self.main}" ("{_day_column(column)}")'
        yield f'CREATE INDEX "{self.passed}__state" ON "{self.passed}" (state, "at")'


def _day_column(column: Column) -> str:
    return column.names[1] if column.kind == MOMENT else column.name


def _typed(columns: Mapping[str, Column]) -> Iterator[tuple[str, str]]:
    for column in columns.values():
        yield from zip(column.names, column.types, strict=True)


def _create(table: str, columns: list[tuple[str, str]], key: tuple[str, ...], vendor: str) -> str:
    is_sqlite = vendor == "sqlite"
    alone = is_sqlite and len(key) == 1
    parts = [
        f'"{name}" INTEGER PRIMARY KEY' if alone and name in key else f'"{name}" {kind}'
        for name, kind in columns
    ]
    if not alone:
        parts.append(f"PRIMARY KEY ({', '.join(key)})")
    # a wide row in the tree itself would make every look at it slow
    is_narrow = is_sqlite and not alone and len(columns) <= _NARROW
    end = " WITHOUT ROWID" if is_narrow else ""
    return f'CREATE TABLE "{table}" ({", ".join(parts)}){end}'


@lru_cache(maxsize=128)
def tables(definition: Definition) -> Tables:
    """The tables of a register."""
    own = {each.name: _column(each, definition) for each in definition.every_field()}
    groups = {
        each.name: {name: _column(inner, definition) for name, inner in each.rows.items()}
        for each in definition.every_field()
        if each.rows
    }
    sought = {
        name
        for name, each in definition.fields.items()
        if each.type in _SOUGHT and own[name].kind != PRESENCE and name != definition.period_date
    }
    return Tables(definition.id, own, groups, frozenset(sought))


def _column(field: Field, definition: Definition) -> Column:
    secret = definition.access.level == "sealed" and field.name != "ref_no"
    if field.type in SEALED or (secret and field.type in _TELLING):
        return Column(field.name, PRESENCE)
    kind = _KINDS.get(field.type, TEXT)
    return Column(field.name, WORDS if field.many and kind == TEXT else kind)


# -- values ------------------------------------------------------------------------------------


def written(column: Column, value: Any) -> tuple[tuple[Any, ...], bool]:
    """The columns of a value, and whether they say less than the value does."""
    empty = (None,) * len(column.names)
    if value is None or value in ((), ""):
        return ((0,) if column.kind == ROWS else empty), False
    match column.kind, value:
        case "presence", _:
            return (1,), False
        case "rows", tuple():
            return (len(value),), False
        case "truth", bool():
            return (int(value),), False
        case "number", Decimal():
            return _micro(value)
        case "money", Money():
            (amount,), inexact = _micro(value.amount)
            return (amount, value.currency), inexact
        case "moment", datetime():
            return (micro(value), value.date().toordinal()), False
        case "date", date():
            return (value.toordinal(),), False
        case "period", Period():
            return (value.start.toordinal(), value.end.toordinal()), False
        case "words", tuple():
            words = [str(each) for each in value]
            return (MARK + MARK.join(words) + MARK,), any(MARK in word for word in words)
        case "text", str():
            return (value,), False
    return empty, True  # a value of another version, which no reading could make fit


def _micro(value: Decimal) -> tuple[tuple[int], bool]:
    scaled = value * MILLION
    whole = int(scaled)
    return (max(min(whole, _LARGEST), -_LARGEST),), whole != scaled or abs(whole) > _LARGEST


def micro(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def number(scaled: int | Decimal | None) -> Decimal | None:
    """The number of a count of millionths."""
    return None if scaled is None else Decimal(scaled).scaleb(-6)
