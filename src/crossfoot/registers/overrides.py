"""Parameters and due times as they hold for a record on a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crossfoot.registers.context import Context, Override
from crossfoot.registers.definition import Definition
from crossfoot.registers.due_times import DueTime
from crossfoot.registers.expressions.tree import Node
from crossfoot.registers.records import RecordView

Holds = Callable[[Node | None, RecordView], bool]


def param_value(
    definition: Definition, name: str, record: RecordView, context: Context, holds: Holds
) -> Any:
    """The value of a parameter for a record."""
    override = overriding(definition.id, name, record, context, holds)
    return override.value if override is not None else definition.params[name].value


def due_time(
    definition: Definition,
    name: str,
    default: DueTime | None,
    record: RecordView,
    context: Context,
    holds: Holds,
) -> DueTime | None:
    """The due time of a step or clock for a record.

    Args:
        definition: the register.
        name: key of the step, or name of the clock.
        default: what the definition says.
        record: the record.
        context: with the overrides.
        holds: evaluates the condition of an override.
    """
    override = overriding(definition.id, f"due.{name}", record, context, holds)
    if override is None:
        return default
    return DueTime.parse(str(override.value)) if override.value else None


def overriding(
    register: str, name: str, record: RecordView, context: Context, holds: Holds
) -> Override | None:
    """The override that holds: the narrowest one, of those the latest; None where none does."""
    today = context.now.date()
    entity = record.value("entity")
    found = [
        each
        for each in context.overrides
        if each.register == register
        and each.name == name
        and each.valid_from <= today
        and each.entity in ("", entity)
        and holds(each.when, record)
    ]

    def narrowness(each: Override) -> tuple[bool, bool, int]:
        return (each.when is not None, bool(each.entity), each.valid_from.toordinal())

    return max(found, key=narrowness, default=None)
