"""Types of values in expressions, and what may be done with which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.quantities.units import divide_units, same_dimension
from crossfoot.registers import codes
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.fields import IDENTIFIERS, Field, FieldType

TRUTH = "truth"
NUMBER = "number"
DATE = "date"
DATETIME = "datetime"
WORD = "word"
WORDS = "words"
TEXT = "text"
PERIOD = "period"
SPAN = "span"
ROWS = "rows"
#: a value whose type another register knows, and the empty value
ANY = "any"

#: a number of things, whatever they are called: records, persons, cases
THINGS = "#"
#: amounts of money: the metric that sums them names the currency
MONEY = "money"

_COUNTS = ("count", "case", "person", "person_time", "vehicle", "FTE")

_CALLED = {
    TRUTH: "a yes or no",
    NUMBER: "a number",
    DATE: "a date",
    DATETIME: "a date with time",
    WORD: "one of several words",
    WORDS: "several words",
    TEXT: "a text",
    PERIOD: "a period",
    SPAN: "a span of time",
    ROWS: "rows",
    ANY: "a value",
}

_OF_FIELD = {
    FieldType.TEXT: TEXT,
    FieldType.SEALED_TEXT: TEXT,
    FieldType.NUMBER: NUMBER,
    FieldType.MONEY: NUMBER,
    FieldType.DATE: DATE,
    FieldType.DATETIME: DATETIME,
    FieldType.BOOLEAN: TRUTH,
    FieldType.CHOICE: WORD,
    FieldType.MULTI: WORDS,
    FieldType.PERIOD: PERIOD,
    FieldType.ATTACHMENT: WORDS,
    FieldType.GEO: TEXT,
    FieldType.ROWS: ROWS,
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type; `options` None: any word; `unit` empty: none or not known."""

    kind: str
    options: frozenset[str] | None = None
    unit: str = ""


def called(kind: Type) -> str:
    """What messages call it."""
    return _CALLED[kind.kind]


def of_literal(value: Any) -> Type:
    """The type of a value that is written down."""
    match value:
        case bool():
            return Type(TRUTH)
        case Decimal():
            return Type(NUMBER)
        case Span():
            return Type(SPAN)
        case str():
            return Type(TEXT)
        case tuple():
            return Type(WORDS)
    return Type(ANY)


def of_field(field: Field) -> Type:
    """The type of a field."""
    if field.type in IDENTIFIERS:
        return Type(WORDS if field.many else WORD)
    kind = _OF_FIELD[field.type]
    if kind == TEXT and field.many:
        return Type(WORDS)
    if kind in (WORD, WORDS):
        is_open = bool(field.codes) and codes.is_open(field.codes)
        return Type(kind, None if is_open or not field.options else frozenset(field.options))
    if field.type is FieldType.MONEY:
        return Type(NUMBER, unit=MONEY)
    return Type(kind, unit=field.unit)


def points(field: Field) -> bool:
    """Whether a field points to a record of a register; a person is one of the workforce."""
    return field.type in (FieldType.REF, FieldType.SUPPLIER, FieldType.PERSON)


def comparable(left: Type, right: Type, op: str) -> bool:
    """Whether two values can be compared in that way."""
    kinds = {left.kind, right.kind}
    if ANY in kinds:
        return True
    if kinds <= {DATE, DATETIME} or kinds in ({NUMBER}, {PERIOD}):
        return True
    return op in ("=", "!=") and (kinds in ({TRUTH}, {TEXT}, {WORD}) or kinds == {WORD, TEXT})


def same_unit(left: Type, right: Type) -> bool:
    """Whether two numbers measure the same; a number without a unit fits every other."""
    first, second = left.unit, right.unit
    if not first or not second or first == second:
        return True
    counts = {unit for unit in (first, second) if unit == THINGS or unit in _COUNTS}
    if THINGS in counts:
        return len(counts) == 2
    if MONEY in (first, second):
        return _is_currency(first) and _is_currency(second)
    try:
        return same_dimension(first, second)
    except CrossfootError:
        return False


def _is_currency(unit: str) -> bool:
    last = unit.rsplit(" ", 1)[-1]
    return unit == MONEY or (last.isupper() and len(last) == 3)


def arithmetic(op: str, left: Type, right: Type) -> Type | None:
    """The type of a sum, difference, product or quotient; None where there is none."""
    kinds = (left.kind, right.kind)
    if kinds == (NUMBER, NUMBER):
        if op in "+-":
            return Type(NUMBER, unit=left.unit or right.unit) if same_unit(left, right) else None
        # a plain number converts (kg / 1000 is t); of two units the author declares the result
        unit = left.unit if not right.unit else right.unit if not left.unit and op == "*" else ""
        return Type(NUMBER, unit=unit)
    if op in "+-" and left.kind in (DATE, DATETIME) and right.kind in (SPAN, ANY):
        return Type(left.kind)
    if ANY in kinds and set(kinds) <= {ANY, NUMBER}:
        return Type(NUMBER)
    return None


def of_ratio(left: Type, right: Type) -> Type:
    """The type of a / b."""
    if not left.unit or not right.unit:
        return Type(NUMBER)
    if same_unit(left, right):
        return Type(NUMBER, unit="dimensionless")
    if THINGS in (left.unit, right.unit) or MONEY in (left.unit, right.unit):
        return Type(NUMBER)
    return Type(NUMBER, unit=divide_units(left.unit, right.unit))
