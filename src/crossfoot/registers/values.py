"""What a field accepts: from texts of forms, imports and the API to typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.registers import codes
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, such as CNY."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """As `read_value` reads it back."""
        return f"{self.amount} {self.currency}"


class _Refused(Exception):
    """Why a value is not accepted."""


def read_values(definition: Definition, given: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Typed values of some fields; an empty text empties a field.

    Args:
        definition: the register.
        given: texts, lists, dictionaries or typed values by field.
        zone: the entity's time zone, for moments without one.

    Raises:
        CrossfootError: with every value that is not accepted.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = definition.field(name)
        if field is None:
            remedy = did_you_mean(name, definition.fields)
            problems.append(Problem(f"{name!r} is no field of the register", remedy=remedy))
        elif field.is_computed:
            problems.append(Problem(f"{field.label.en}: it is computed and cannot be typed"))
        else:
            found[name] = _read(field, value, zone, problems, field.label.en)
    if problems:
        raise CrossfootError.of(problems)
    return found


def read_value(field: Field, value: Any, zone: tzinfo) -> Any:
    """One value.

    Raises:
        CrossfootError: the field does not accept it.
    """
    problems: list[Problem] = []
    found = _read(field, value, zone, problems, field.label.en)
    if problems:
        raise CrossfootError.of(problems)
    return found


def _read(field: Field, value: Any, zone: tzinfo, problems: list[Problem], where: str) -> Any:
    if value is None or value == "" or value == [] or value == ():
        return None
    if field.type is FieldType.ROWS:
        return _rows(field, value, zone, problems, where)
    several = field.many or field.type is FieldType.MULTI
    try:
        if not several:
            return _READERS[field.type](field, value, zone)
        items = value if isinstance(value, list | tuple) else [value]
        return tuple(_READERS[field.type](field, item, zone) for item in items)
    except _Refused as refused:
        problems.append(Problem(str(refused), where=where))
        return None


def _rows(
    field: Field, value: Any, zone: tzinfo, problems: list[Problem], where: str
) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        problems.append(Problem("rows are expected", where=where))
        return ()
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(value, start=1):
        place = f"{where}, row {number}"
        if not isinstance(item, Mapping):
            problems.append(Problem("a row with named fields is expected", where=place))
            continue
        row: dict[str, Any] = {}
        for name in item:
            if name not in field.rows:
                remedy = did_you_mean(str(name), field.rows)
                problems.append(Problem(f"{name!r} is no field of a row", place, remedy=remedy))
        for name, inner in field.rows.items():
            label = f"{place}, {inner.label.en}"
            row[name] = _read(inner, item.get(name), zone, problems, label)
            if inner.required and row[name] is None and not inner.is_computed:
                problems.append(Problem("it must be filled", where=label))
        rows.append(row)
    return tuple(rows)


# -- one value ---------------------------------------------------------------------------------


def _text(_: Field, value: Any, __: tzinfo) -> str:
    if not isinstance(value, str | int | Decimal):
        message = f"a text is expected, not {value!r}"
        raise _Refused(message)
    return str(value).strip()


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(value, bool):
        message = f"{value!r} is not a number"
        raise _Refused(message)
    return number


def _number(field: Field, value: Any, _: tzinfo) -> Decimal:
    number = _decimal(value)
    if field.at_least is not None and number < field.at_least:
        message = f"{number} is below {field.at_least}"
        raise _Refused(message)
    if field.at_most is not None and number > field.at_most:
        message = f"{number} is above {field.at_most}"
        raise _Refused(message)
    return number


def _money(_: Field, value: Any, __: tzinfo) -> Money:
    if isinstance(value, Money):
        return value
    parts = str(value).split()
    for amount, currency in ((parts[0], parts[-1]), (parts[-1], parts[0])):
        if len(parts) == 2 and currency.isalpha() and currency.isupper() and len(currency) == 3:
            return Money(_decimal(amount), currency)
    message = f"{value!r} is no amount with a currency; write 1200 CNY"
    raise _Refused(message)


def _date(_: Field, value: Any, zone: tzinfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        message = f"{value!r} is no date; write 2024-03-01"
        raise _Refused(message) from None


def _datetime(_: Field, value: Any, zone: tzinfo) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        message = f"{value!r} is no date with time; write 2024-03-01T09:30"
        raise _Refused(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _boolean(_: Field, value: Any, __: tzinfo) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    words |= {"是": True, "否": False}
    found = words.get(str(value).strip().lower())
    if found is None:
        message = f"{value!r} is neither yes nor no"
        raise _Refused(message)
    return found


def _choice(field: Field, value: Any, _: tzinfo) -> str:
    word = str(value).strip()
    is_open = bool(field.codes) and codes.is_open(field.codes)
    if word in field.options or is_open:
        return word
    for option, label in field.options.items():
        if word in (label.en, label.zh):
            return option
    remedy = did_you_mean(word, field.options) or f"Options: {', '.join(field.options)}."
    message = f"{word!r} is not one of the options. {remedy}"
    raise _Refused(message)


def _period(_: Field, value: Any, __: tzinfo) -> Period:
    try:
        return value if isinstance(value, Period) else Period.parse(str(value))
    except ValueError as error:
        raise _Refused(str(error)) from None


_READERS: Mapping[FieldType, Callable[[Field, Any, tzinfo], Any]] = {
    **dict.fromkeys(FieldType, _text),
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.BOOLEAN: _boolean,
    FieldType.CHOICE: _choice,
    FieldType.MULTI: _choice,
    FieldType.PERIOD: _period,
}


def to_json(value: Any) -> Any:
    """A value as JSON keeps it; `read_value` reads it back."""
    match value:
        case None | bool() | str():
            return value
        case tuple() | list():
            return [to_json(item) for item in value]
        case Mapping():
            return {name: to_json(inner) for name, inner in value.items()}
        case date():
            return value.isoformat()
    return str(value)
