"""Spans of time as definitions write them: `1 h`, `5 bd`, `7 d`, `2 wk`, `3 mo`, `2 y`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from crossfoot.languages import Text

UNITS: dict[str, Text] = {
    "h": Text("h", "小时"),
    "bd": Text("business days", "个工作日"),
    "d": Text("days", "天"),
    "wk": Text("weeks", "周"),
    "mo": Text("months", "个月"),
    "y": Text("years", "年"),
}

_FORM = re.compile(r"(?P<value>\d+) ?(?P<unit>h|bd|d|wk|mo|y)")
_DAYS = {"d": 1, "wk": 7}
_MONTHS = {"mo": 1, "y": 12}

Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True, slots=True)
class Span:
    """A number of hours, business days, days, weeks, months or years."""

    value: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Span | None:
        """Read a span; None where the text is none.

        >>> Span.parse("2 y")
        Span(value=2, unit='y')
        """
        match = _FORM.fullmatch(text.strip())
        return cls(int(match["value"]), match["unit"]) if match else None

    def __str__(self) -> str:
        """As in a definition."""
        return f"{self.value} {self.unit}"

    @property
    def label(self) -> Text:
        """As people read it."""
        unit = UNITS[self.unit]
        english = unit.en.removesuffix("s") if self.value == 1 else unit.en
        return Text(f"{self.value} {english}", f"{self.value}{unit.zh}")

    def after(self, day: Day, sign: int = 1) -> Day:
        """The day, or moment, one span later (earlier for a sign of -1).

        A month after 31 January is the last day of February. Hours are exact, whatever summer time
        does; business days need a calendar and are for `crossfoot.registers.dues`.

        Raises:
            ValueError: the span is in business days, or hours are added to a day.
        """
        count = self.value * sign
        if self.unit in _MONTHS:
            return _months_after(day, count * _MONTHS[self.unit])
        if self.unit in _DAYS:
            return day + timedelta(days=count * _DAYS[self.unit])
        if self.unit == "h" and isinstance(day, datetime):
            moved = day.astimezone(UTC) + timedelta(hours=count)
            return moved.astimezone(day.tzinfo)
        message = f"{self} cannot be added to {day} without a calendar"
        raise ValueError(message)


def _months_after(day: Day, months: int) -> Day:
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
