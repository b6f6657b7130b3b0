"""What lists and boards call a record."""

from __future__ import annotations

from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType
from crossfoot.registers.records import Record


def headline(definition: Definition, record: Record) -> str:
    """The title that somebody typed; else what the record is about, in its first line.

    Args:
        definition: of the register; its `heading` names the field that says what a record is about.
        record: with its values as they stand.
    """
    typed = str(record.value("title") or "").strip()
    about = heading_of(definition)
    if typed or about is None:
        return typed
    return str(record.value(about.name) or "").strip().split("\n")[0]


def heading_of(definition: Definition) -> Field | None:
    """The field that says what a record is about: `heading`, else the first text of every record.

    What only some roles may see is no heading.
    """
    if definition.heading:
        return definition.field(definition.heading)
    texts = (each for each in definition.fields.values() if each.type is FieldType.TEXT)
    return next((each for each in texts if each.required and not each.seen_by), None)
