"""What is left of an entry when its content is forgotten: what figures are counted from.

Dates, choices, yes-or-no and numbers stay, by which no person and no event is told; texts, persons,
amounts, files and links go. Rows stay as rows, so that they can be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType

#: what is counted by
_KEPT = frozenset(
    {
        FieldType.BOOLEAN,
        FieldType.CHOICE,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.ENTITY,
        FieldType.MULTI,
        FieldType.NUMBER,
        FieldType.PERIOD,
        FieldType.SITE,
    }
)
_NUMBER = "ref_no"


def stub(definition: Definition, content: Mapping[str, Any]) -> dict[str, Any]:
    """The part of JSON values that stays.

    Args:
        definition: the register.
        content: values by field, as `values.to_json` writes them.
    """
    found: dict[str, Any] = {}
    for name, value in content.items():
        known = definition.field(name)
        if name == _NUMBER:
            found[name] = value
        elif known is not None and value is not None:
            kept = _kept(known, value)
            if kept is not None:
                found[name] = kept
    return found


def _kept(field: Field, value: Any) -> Any:
    if field.type is FieldType.ROWS:
        return [
            {
                name: row.get(name)
                for name, inner in field.rows.items()
                if inner.type in _KEPT and row.get(name) is not None
            }
            for row in value
        ]
    return value if field.type in _KEPT else None
