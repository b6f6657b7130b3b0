"""Sentences with counts in them, in the number that a count asks for.

A sentence says both forms itself: `{count} {count:row was|rows were} checked`. The first stands
for one, the second for all others. Chinese needs neither.
"""

from __future__ import annotations

from string import Formatter
from typing import Any

_OR = "|"


class _Counting(Formatter):
    """As `str.format`, but a format with a stroke holds the words for one and for many."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value, or the words that its number asks for."""
        one, stroke, many = format_spec.partition(_OR)
        if not stroke:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else many


_COUNTING = _Counting()


def filled(words: str, **values: object) -> str:
    """A sentence with its values.

    >>> filled("{count} {count:row was|rows were} checked", count=1)
    '1 row was checked'
    >>> filled("{count} {count:row was|rows were} checked", count="1,200")
    '1,200 rows were checked'
    """
    return _COUNTING.vformat(words, (), values)
