"""A field of a form, made of a column of a file where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from crossfoot.languages import Text
from crossfoot.tables.schema import Column
from crossfoot.tables.schema import Kind as Cell

_NOTHING = Text("", "")


class Form(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several"  # of the choices, with blanks between
    UNIT = "unit"
    DOCUMENT = "document"  # a name or hash; a file may be sent


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a row.

    Attributes:
        name: as the file has it.
        title: as people read it.
        form: how it is filled in.
        required: it must not be empty.
        choices: for a choice, what the file says, and in words.
        hint: what a person must know to fill it in.
    """

    name: str
    title: Text
    form: Form = Form.TEXT
    required: bool = False
    choices: Mapping[str, Text] | None = None
    hint: Text = _NOTHING

    def said(self, value: str) -> Text:
        """A value in words."""
        if self.choices is None:
            return Text(value, value)
        parts = value.split() if self.form is Form.SEVERAL else [value]
        known = [self.choices.get(each, Text(each, each)) for each in parts]
        return Text(", ".join(each.en for each in known), "、".join(each.zh for each in known))


_FORMS = {Cell.DECIMAL: Form.NUMBER, Cell.DATE: Form.DAY, Cell.CHOICE: Form.CHOICE}


def field_of(column: Column, **more: object) -> Field:
    """The field of a column; its first two other spellings are the words of a choice."""
    choices = {name: Text(said[0], said[1]) for name, said in column.choices.items()} or None
    made = Field(
        column.name,
        column.title,
        _FORMS.get(column.kind, Form.TEXT),
        column.required,
        choices,
    )
    return replace(made, **more)  # type: ignore[arg-type]
