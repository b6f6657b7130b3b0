"""Whatever values a field may have, for random lives of records."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType


def some_value(field: Field, at_: datetime, chance: random.Random) -> Any:
    match field.type:
        case FieldType.NUMBER:
            low = int(field.at_least or 0)
            return str(chance.randint(low, int(field.at_most) if field.at_most else low + 100))
        case FieldType.MONEY:
            return f"{chance.randint(1, 99)}00000 CNY"
        case FieldType.DATE if field.name == "established_on":
            return (at_ - timedelta(days=1100)).date().isoformat()  # old enough to be admitted
        case FieldType.DATE:
            return at_.date().isoformat()
        case FieldType.DATETIME:
            return at_.isoformat()
        case FieldType.BOOLEAN:
            return chance.choice(["true", "false"])
        case FieldType.CHOICE:
            return chance.choice(list(field.options) or ["CN"])
        case FieldType.MULTI:
            return [chance.choice(list(field.options) or ["CN"])]
        case FieldType.PERIOD:
            return f"{at_.year}-{at_.month:02d}"
        case FieldType.ROWS:
            row = {
                name: some_value(each, at_, chance)
                for name, each in field.rows.items()
                if not each.is_computed
            }
            return [row]
    return chance.choice(["A", "B", "C"])


def filled(
    definition: Definition, names: list[str], at_: datetime, chance: random.Random
) -> dict[str, Any]:
    """Some fields of a register, filled; those that are computed are left out."""
    fields = [definition.field(name) for name in names]
    return {
        field.name: some_value(field, at_, chance)
        for field in fields
        if field is not None and not field.is_computed
    }
