"""How a definition writes a time limit; `dues` says when it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from crossfoot.languages import Text
from crossfoot.registers.expressions.spans import Span

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIXED = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2})(?P<later> next year)?")


class Form(StrEnum):
    """The four ways to write a time limit."""

    COUNTED = "counted"
    BY = "by"
    BEFORE = "before"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class DueTime:
    """A time limit.

    Attributes:
        form: counted from something, by a field, before a field, or a fixed day of the year.
        span: how long; None for `by` and fixed days.
        field: counted from, `by` or `before`; empty for the entry into the state.
        month: of a fixed day.
        day: of a fixed day.
        next_year: the fixed day of the year after the one in which the state was entered.
    """

    form: Form
    span: Span | None = None
    field: str = ""
    month: int = 0
    day: int = 0
    next_year: bool = False

    @classmethod
    def parse(cls, text: str) -> DueTime | None:
        """Read `5 bd`, `7 d @received_at`, `by due_on`, `30 d before valid_to` or `31 Jan`.

        >>> DueTime.parse("7 d @received_at").field
        'received_at'

        Returns:
            None where the text is none of these.
        """
        text = " ".join(text.split())
        if text.startswith("by "):
            return cls(Form.BY, field=text[3:])
        if match := _FIXED.fullmatch(text):
            if match["month"] not in _MONTHS:
                return None
            return cls(
                Form.FIXED,
                month=_MONTHS.index(match["month"]) + 1,
                day=int(match["day"]),
                next_year=bool(match["later"]),
            )
        form, mark = (Form.BEFORE, " before ") if " before " in text else (Form.COUNTED, " @")
        length, _, name = text.partition(mark)
        span = Span.parse(length)
        if span is None or (mark in text and not name):
            return None
        return cls(form, span, name)

    def __str__(self) -> str:
        """As in a definition."""
        match self.form:
            case Form.BY:
                return f"by {self.field}"
            case Form.BEFORE:
                return f"{self.span} before {self.field}"
            case Form.FIXED:
                later = " next year" if self.next_year else ""
                return f"{self.day} {_MONTHS[self.month - 1]}{later}"
        return f"{self.span} @{self.field}" if self.field else f"{self.span}"

    def label(self, fields: dict[str, Text]) -> Text:
        """As people read it.

        Args:
            fields: labels of the register's fields.
        """
        span = self.span.label if self.span else Text("", "")
        name = fields.get(self.field, Text(self.field, self.field))
        match self.form:
            case Form.BY:
                return Text(f"by: {name.en}", f"截至{name.zh}")
            case Form.BEFORE:
                return Text(f"{span.en} before: {name.en}", f"{name.zh}前{span.zh}")
            case Form.FIXED:
                year = "次年" if self.next_year else ""
                return Text(f"by {self}", f"{year}{self.month}月{self.day}日前")
        if self.field:
            return Text(f"{span.en} from: {name.en}", f"{name.zh}起{span.zh}内")
        return Text(f"within {span.en}", f"{span.zh}内")
