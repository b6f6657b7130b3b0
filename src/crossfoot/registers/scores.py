"""Computed fields: formulas, defaults, grades. Nothing here asks who or when beyond the context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.fields import Field, Grade
from crossfoot.registers.records import Record


def with_computed(definition: Definition, record: Record, context: Context) -> Record:
    """The record with its computed fields, those of rows first, then in the order of the file."""
    values = dict(record.values)
    evaluator = Evaluator(definition, context)
    for name, field in definition.fields.items():
        if field.rows and values.get(name):
            values[name] = tuple(
                _row(evaluator, field, replace(record, values=values), row) for row in values[name]
            )
    for name, field in definition.fields.items():
        if field.is_computed or field.default is not None:
            here = replace(record, values=values)
            values[name] = _computed(evaluator, field, here, None, values.get(name))
    return replace(record, values=values)


def _row(
    evaluator: Evaluator, group: Field, record: Record, row: Mapping[str, Any]
) -> dict[str, Any]:
    found = dict(row)
    for name, field in group.rows.items():
        if field.is_computed or field.default is not None:
            found[name] = _computed(evaluator, field, record, found, found.get(name))
    return found


def _computed(
    evaluator: Evaluator, field: Field, record: Record, row: Mapping[str, Any] | None, typed: Any
) -> Any:
    if field.grade is not None:
        return graded(field.grade, evaluator, record)
    if field.formula is not None:
        return evaluator.value(field.formula, record, row)
    if typed is None and field.default is not None:
        return evaluator.value(field.default, record, row)
    return typed


def graded(grade: Grade, evaluator: Evaluator, record: Record) -> str | None:
    """The first option whose lower bound the number reaches; None without a number."""
    number = record.value(grade.of)
    if number is None:
        return None
    bands = [(option, evaluator.value(bound, record)) for option, bound in grade.bands]
    reached = [(bound, option) for option, bound in bands if bound is not None and number >= bound]
    return max(reached)[1] if reached else None
