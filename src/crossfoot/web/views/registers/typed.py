"""Values as a form holds them: texts, lists of texts, and rows of both.

`typed_of` turns a value into what the form shows, `sent` reads what came back, `changes` compares
the two, so that a value nobody touched is not written again (a moment keeps its seconds).
`registers.values` reads what is sent; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from crossfoot.registers.fields import Field, FieldType

#: before the name of a field in a form, so that it is none of the form's own
PREFIX = "f."

#: buttons that add a row to a group, or take one out
MORE, LESS = "more", "less"

#: rows that a form may have; more come by import
MOST_ROWS = 500


def several(field: Field) -> bool:
    """Whether a field takes several values."""
    return field.many or field.type is FieldType.MULTI


def typed_of(field: Field, value: Any, zone: tzinfo) -> Any:
    """A value as the form shows it."""
    if field.type is FieldType.ROWS:
        return [
            {name: typed_of(inner, row.get(name), zone) for name, inner in field.rows.items()}
            for row in value or ()
        ]
    if several(field):
        items = value if isinstance(value, tuple | list) else (value,)
        return [_text(item, zone) for item in items if item not in (None, "")]
    return _text(value, zone)


def sent(fields: Iterable[Field], post: QueryDict) -> dict[str, Any]:
    """What a form sent of some fields; those that it did not ask for are left out."""
    names = set(post)
    found: dict[str, Any] = {}
    for field in fields:
        name = f"{PREFIX}{field.name}"
        if field.type is FieldType.ROWS:
            if f"{name}.asked" in names:
                found[field.name] = _rows(field, post, name)
        elif name in names or f"{name}.asked" in names:
            found[field.name] = _sent(field, post, name)
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is different in a form that came back."""
    return {name: value for name, value in after.items() if value != before.get(name, "")}


def arranged(fields: Iterable[Field], typed: dict[str, Any], post: QueryDict) -> bool:
    """Whether a button for rows was pressed; the rows are changed as it says."""
    by_name = {each.name: each for each in fields}
    if (group := by_name.get(post.get(MORE, ""))) is not None and group.rows:
        typed.setdefault(group.name, []).append({})
        return True
    group_name, _, index = post.get(LESS, "").partition(".")
    if group_name in by_name and index.isdecimal():
        rows = typed.get(group_name, [])
        if int(index) < len(rows):
            del rows[int(index)]
        return True
    return False


def without_empty(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The same without rows in which nothing was filled in."""
    return {
        name: [row for row in value if any(row.values())] if _is_rows(value) else value
        for name, value in typed.items()
    }


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _text(value: Any, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        case Decimal():
            return f"{value:f}"
    return str(value)


def _rows(field: Field, post: QueryDict, name: str) -> list[dict[str, Any]]:
    """Rows in the order of their numbers, which need not follow on each other."""
    pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,6}})\.")
    numbers = sorted({int(found[1]) for key in post if (found := pattern.match(key))})
    return [
        {
            inner.name: _sent(inner, post, f"{name}.{number}.{inner.name}")
            for inner in field.rows.values()
        }
        for number in numbers[:MOST_ROWS]
    ]


def _sent(field: Field, post: QueryDict, name: str) -> Any:
    given: Sequence[str] = [each.strip() for each in post.getlist(name)]
    if several(field):
        items = given if field.type is not FieldType.TEXT else _split(given)
        return list(dict.fromkeys(each for each in items if each))
    value = given[-1] if given else ""
    if field.type is FieldType.MONEY and value:
        return f"{value} {post.get(f'{name}.currency', '').strip()}"
    return value.replace("\r\n", "\n")


def _split(texts: Iterable[str]) -> list[str]:
    """Several short texts in one line, such as tags."""
    return [part.strip() for text in texts for part in re.split(r"[,;，；、\n]", text)]
