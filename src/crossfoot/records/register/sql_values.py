"""Pieces of SQL that stand for values, and how two of them are compared.

A condition never gives NULL: an empty field equals nothing, differs from everything, and is
neither smaller nor larger, as in the language of guards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crossfoot.quantities.periods import Period
from crossfoot.records.register.projection_tables import (
    DATE,
    MARK,
    MILLION,
    MOMENT,
    MONEY,
    NUMBER,
    PERIOD,
    ROWS,
    TEXT,
    TRUTH,
    WORDS,
    Column,
    micro,
)

#: a value that is known without looking at any entry
CONSTANT = "constant"


class NotInSqlError(Exception):
    """This has no form in SQL; the engine evaluates it over records."""


@dataclass(frozen=True, slots=True)
class Sql:
    """Text with its parameters."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        """One behind the other."""
        return Sql(self.text + other.text, self.params + other.params)


TRUE, FALSE, NULL = Sql("1=1"), Sql("1=0"), Sql("NULL")


@dataclass(frozen=True, slots=True)
class Value:
    """A value.

    Attributes:
        kind: as the projection's columns have it, or `constant`.
        sql: its first column.
        more: the second: day of a moment, end of a period, currency of an amount.
        constant: the value itself, where it is one.
    """

    kind: str
    sql: Sql = NULL
    more: Sql = NULL
    constant: Any = None


def of_column(column: Column, alias: str) -> Value:
    """The value of a column."""
    first, *rest = (Sql(f'{alias}."{name}"') for name in column.names)
    return Value(column.kind, first, rest[0] if rest else NULL)


def constant(value: Any) -> Value:
    """A value that is known."""
    return Value(CONSTANT, constant=value)


def settled(value: Value) -> Value:
    """A constant as the columns would have it.

    Raises:
        NotInSqlError: it has no such form.
    """
    if value.kind != CONSTANT:
        return value
    match value.constant:
        case bool() as truth:
            return Value(TRUTH, Sql("%s", (int(truth),)))
        case Decimal() as number:
            return Value(NUMBER, Sql("%s", (scaled(number),)))
        case str() as text:
            return Value(TEXT, Sql("%s", (text,)))
        case datetime() as moment:
            day = Sql("%s", (moment.date().toordinal(),))
            return Value(MOMENT, Sql("%s", (micro(moment),)), day)
        case date() as day:
            return Value(DATE, Sql("%s", (day.toordinal(),)))
        case Period() as period:
            end = Sql("%s", (period.end.toordinal(),))
            return Value(PERIOD, Sql("%s", (period.start.toordinal(),)), end)
    raise NotInSqlError(value.constant)


def scaled(number: Decimal) -> int:
    """Millionths of a number.

    Raises:
        NotInSqlError: it has more decimals.
    """
    whole = int(number * MILLION)
    if whole != number * MILLION:
        raise NotInSqlError(number)
    return whole


def joined(word: str, parts: Iterable[Sql]) -> Sql:
    """Conditions joined by AND or OR, in brackets."""
    found = list(parts)
    if not found:
        return TRUE if word == "AND" else FALSE
    if len(found) == 1:
        return found[0]
    text = f" {word} ".join(f"({part.text})" for part in found)
    return Sql(f"({text})", tuple(param for part in found for param in part.params))


def negated(part: Sql) -> Sql:
    """What is false where a condition is true."""
    return Sql(f"NOT ({part.text})", part.params)


def is_true(value: Value) -> Sql:
    """Whether a truth is true."""
    if value.kind == CONSTANT:
        return TRUE if value.constant is True else FALSE
    if value.kind != TRUTH:
        return FALSE
    return Sql(f"({value.sql.text} IS NOT NULL AND {value.sql.text} = 1)", value.sql.params * 2)


def is_filled(value: Value) -> Sql:
    """Whether a field holds something."""
    if value.kind == CONSTANT:
        return FALSE if value.constant in (None, (), "") else TRUE
    if value.kind == ROWS:
        return Sql(f"COALESCE({value.sql.text}, 0) > 0", value.sql.params)
    return Sql(f"{value.sql.text} IS NOT NULL", value.sql.params)


def compared(op: str, left: Value, right: Value) -> Sql:
    """A comparison, as the language has it.

    Raises:
        NotInSqlError: SQL cannot compare these.
    """
    if op == "!=":
        return negated(compared("=", left, right))
    for side in (left, right):
        if side.kind == CONSTANT and side.constant is None:
            return FALSE
    first, second = _alike(settled(left), settled(right))
    known = [
        Sql(f"{side.text} IS NOT NULL", side.params)
        for given, side in ((left, first), (right, second))
        if given.kind != CONSTANT
    ]
    middle = Sql(f"{first.text} {op} {second.text}", first.params + second.params)
    return joined("AND", [*known, middle])


def _alike(left: Value, right: Value) -> tuple[Sql, Sql]:
    kinds = {left.kind, right.kind}
    if kinds == {DATE, MOMENT}:
        return day_of(left), day_of(right)
    if len(kinds) == 1 and kinds <= {NUMBER, MONEY, DATE, MOMENT, TRUTH, TEXT}:
        return left.sql, right.sql
    if kinds == {NUMBER, MONEY}:
        return left.sql, right.sql
    raise NotInSqlError(left.kind, right.kind)


def day_of(value: Value) -> Sql:
    """The day of a date or moment.

    Raises:
        NotInSqlError: it is neither.
    """
    found = settled(value)
    if found.kind == MOMENT:
        return found.more
    if found.kind == DATE:
        return found.sql
    raise NotInSqlError(found.kind)


def has_word(value: Value, word: Any) -> Sql:
    """Whether several words have one among them.

    Raises:
        NotInSqlError: it holds no words.
    """
    if value.kind == CONSTANT and not value.constant:
        return FALSE
    if value.kind != WORDS or not isinstance(word, str):
        raise NotInSqlError(value.kind, word)
    text = value.sql.text
    # not LIKE: that takes "_" for any letter, and is blind to case on SQLite
    found = Sql(f"REPLACE({text}, %s, '') <> {text}", (f"{MARK}{word}{MARK}",))
    return joined("AND", [Sql(f"{text} IS NOT NULL"), found])


def in_days(value: Value, first: date, last: date) -> Sql:
    """Whether a date, moment or period lies between two days, both inside.

    Raises:
        NotInSqlError: it is none of these.
    """
    if value.kind == CONSTANT and value.constant is None:
        return FALSE
    if value.kind == PERIOD:
        start, end = value.sql, value.more
        inside = Sql(
            f"{start.text} >= %s AND {end.text} <= %s", (first.toordinal(), last.toordinal())
        )
        return joined("AND", [Sql(f"{start.text} IS NOT NULL"), inside])
    day = day_of(value)
    days = (first.toordinal(), last.toordinal())
    inside = Sql(f"{day.text} BETWEEN %s AND %s", day.params + days)
    return joined("AND", [Sql(f"{day.text} IS NOT NULL", day.params), inside])


#: kinds whose value is a number of millionths
NUMBERS = frozenset({NUMBER, MONEY})
