"""JSON to typed models, and back.

A field that the client does not know is passed over, so that a client may be older than its server.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read(kind: type[T], value: Any) -> T:
    """A value of JSON as what a model says.

    >>> read(date, "2024-01-31")
    datetime.date(2024, 1, 31)

    Raises:
        ValueError: it is nothing of the kind.
    """
    found: T = _read(kind, value)
    return found


def written(value: Any) -> Any:
    """A model, or a value of one, as JSON can hold it; numbers are exact texts.

    >>> written({"month": date(2024, 1, 1), "value": Decimal("1.50")})
    {'month': '2024-01-01', 'value': '1.50'}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (each.name for each in dataclasses.fields(value))
        return {name: written(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(name): written(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):  # and moments, which are days too
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [written(each) for each in value]
    return value


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if hint is Any or origin is Literal:
        return value
    if origin in (Union, types.UnionType):
        return _read_union(get_args(hint), value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in _of(list, value))
    if origin is not None and issubclass(origin, Mapping):
        inner = get_args(hint)[1]
        return {name: _read(inner, each) for name, each in _of(dict, value).items()}
    if hint in _SIMPLE:
        return _SIMPLE[hint](value)
    if dataclasses.is_dataclass(hint):
        return _read_model(hint, _of(dict, value))
    if hint is float and isinstance(value, int):
        return float(value)
    return _of(hint, value)


def _read_union(hints: tuple[Any, ...], value: Any) -> Any:
    """The first that fits: a number where digits stand, else words."""
    if value is None:
        return _of(types.NoneType, value) if types.NoneType in hints else _of(hints[0], value)
    for hint in hints:
        try:
            return _read(hint, value)
        except (ValueError, TypeError):
            continue
    return _of(hints[0], value)


def _read_model(kind: Any, value: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    missing = [
        each.name
        for each in dataclasses.fields(kind)
        if each.name not in value and each.default is dataclasses.MISSING
    ]
    if missing:
        message = f"{kind.__name__} without {', '.join(missing)}"
        raise ValueError(message)
    return kind(**{name: _read(hint, value[name]) for name, hint in hints.items() if name in value})


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _of(kind: type, value: Any) -> Any:
    """The value, if it is of a kind; yes and no are no numbers."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        message = f"{value!r} is no {kind.__name__}"
        raise ValueError(message)
    return value


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        message = f"{value!r} is no number"
        raise ValueError(message)
    return Decimal(value)


_SIMPLE: Mapping[Any, Any] = {
    datetime: lambda value: datetime.fromisoformat(_of(str, value)),
    date: lambda value: date.fromisoformat(_of(str, value)),
    Decimal: _decimal,
}
