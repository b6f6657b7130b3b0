"""What a field accepts: from texts of forms, imports and the API to typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from crossfoot.definitions.section import did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language, Text
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
    """Why a value is not accepted, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        self.said = Text(en, zh)
        super().__init__(en)


def _refuse(en: str, zh: str) -> NoReturn:
    raise _Refused(en, zh) from None


_NO_FIELD = Text("{name!r} is no field of the register", "台账没有字段“{name}”")
_COMPUTED = Text("it is computed and cannot be typed", "该字段自动计算，不能填写")
_ROWS = Text("rows are expected", "应为多行数据")
_ROW = Text("a row with named fields is expected", "每行应为带字段名的数据")
_NO_ROW_FIELD = Text("{name!r} is no field of a row", "行内没有字段“{name}”")
_MISSING = Text("it must be filled", "必须填写")
_PLACE = Text("{label}, row {number}", "{label}第{number}行")


def read_values(
    definition: Definition,
    given: Mapping[str, Any],
    zone: tzinfo,
    language: Language = "en",
) -> dict[str, Any]:
    """Typed values of some fields; an empty text empties a field.

    Args:
        definition: the register.
        given: texts, lists, dictionaries or typed values by field.
        zone: the entity's time zone, for moments without one.
        language: of the messages.

    Raises:
        CrossfootError: with every value that is not accepted.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = definition.field(name)
        if field is None:
            remedy = did_you_mean(name, definition.fields)
            problems.append(Problem(_NO_FIELD[language].format(name=name), remedy=remedy))
        elif field.is_computed:
            problems.append(Problem(_COMPUTED[language], where=field.label[language]))
        else:
            reading = _Reading(zone, problems, language)
            found[name] = _read(field, value, reading, field.label[language])
    if problems:
        raise CrossfootError.of(problems)
    return found


def read_value(field: Field, value: Any, zone: tzinfo) -> Any:
    """One value.

    Raises:
        CrossfootError: the field does not accept it.
    """
    problems: list[Problem] = []
    found = _read(field, value, _Reading(zone, problems, "en"), field.label.en)
    if problems:
        raise CrossfootError.of(problems)
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    zone: tzinfo
    problems: list[Problem]
    language: Language

    def problem(self, what: Text, where: str, remedy: str = "", **values: object) -> None:
        said = what[self.language]
        self.problems.append(Problem(said.format(**values) if values else said, where, "", remedy))


def _read(field: Field, value: Any, reading: _Reading, where: str) -> Any:
    if value is None or value == "" or value == [] or value == ():
        return None
    if field.type is FieldType.ROWS:
        return _rows(field, value, reading, where)
    several = field.many or field.type is FieldType.MULTI
    try:
        if not several:
            return _READERS[field.type](field, value, reading.zone)
        items = value if isinstance(value, list | tuple) else [value]
        return tuple(_READERS[field.type](field, item, reading.zone) for item in items)
    except _Refused as refused:
        reading.problem(refused.said, where)
        return None


def _rows(field: Field, value: Any, reading: _Reading, where: str) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        reading.problem(_ROWS, where)
        return ()
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(value, start=1):
        place = _PLACE[reading.language].format(label=where, number=number)
        if not isinstance(item, Mapping):
            reading.problem(_ROW, place)
            continue
        row: dict[str, Any] = {}
        for name in item:
            if name not in field.rows:
                remedy = did_you_mean(str(name), field.rows)
                reading.problem(_NO_ROW_FIELD, place, remedy, name=name)
        for name, inner in field.rows.items():
            label = f"{place}, {inner.label[reading.language]}"
            row[name] = _read(inner, item.get(name), reading, label)
            if inner.required and row[name] is None and not inner.is_computed:
                reading.problem(_MISSING, label)
        rows.append(row)
    return tuple(rows)


# -- one value ---------------------------------------------------------------------------------


def _text(_: Field, value: Any, __: tzinfo) -> str:
    if not isinstance(value, str | int | Decimal):
        _refuse(f"a text is expected, not {value!r}", f"应为文本，不是“{value}”")
    return str(value).strip()


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(value, bool):
        _refuse(f"{value!r} is not a number", f"“{value}”不是数字")
    return number


def _number(field: Field, value: Any, _: tzinfo) -> Decimal:
    number = _decimal(value)
    if field.at_least is not None and number < field.at_least:
        _refuse(f"{number} is below {field.at_least}", f"{number}低于下限{field.at_least}")
    if field.at_most is not None and number > field.at_most:
        _refuse(f"{number} is above {field.at_most}", f"{number}高于上限{field.at_most}")
    return number


def _money(_: Field, value: Any, __: tzinfo) -> Money:
    if isinstance(value, Money):
        return value
    parts = str(value).split()
    for amount, currency in ((parts[0], parts[-1]), (parts[-1], parts[0])):
        if len(parts) == 2 and currency.isalpha() and currency.isupper() and len(currency) == 3:
            return Money(_decimal(amount), currency)
    _refuse(
        f"{value!r} is no amount with a currency; write 1200 CNY",
        f"“{value}”不是带币种的金额，请写如1200 CNY",
    )


def _date(_: Field, value: Any, zone: tzinfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        _refuse(f"{value!r} is no date; write 2024-03-01", f"“{value}”不是日期，请写如2024-03-01")


def _datetime(_: Field, value: Any, zone: tzinfo) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        _refuse(
            f"{value!r} is no date with time; write 2024-03-01T09:30",
            f"“{value}”不是日期时间，请写如2024-03-01T09:30",
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _boolean(_: Field, value: Any, __: tzinfo) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    words |= {"是": True, "否": False}
    found = words.get(str(value).strip().lower())
    if found is None:
        _refuse(f"{value!r} is neither yes nor no", f"“{value}”既不是“是”也不是“否”")
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
    options = "、".join(label.zh for label in field.options.values())
    _refuse(f"{word!r} is not one of the options. {remedy}", f"“{word}”不在选项中，可选：{options}")


def _period(_: Field, value: Any, __: tzinfo) -> Period:
    try:
        return value if isinstance(value, Period) else Period.parse(str(value))
    except ValueError as error:
        _refuse(str(error), f"“{value}”不是期间，请写如2024、2024-Q2或2024-03")


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
