"""The cells of a small file, in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from crossfoot.tables.judge import Group, Texts


class MemoryCells:
    """Answers what the checks ask, from lists of texts: see `judge.Cells`.

    Args:
        columns: names in the schema, in the order of the texts of each row.
        rows: row number and texts, without invisible surroundings.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> None:
        self._index = {name: i for i, name in enumerate(columns)}
        self._rows = rows

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def _texts(self, columns: Sequence[str]) -> Iterator[tuple[int, Texts]]:
        indexes = [self._index.get(name) for name in columns]
        for number, row in self._rows:
            yield number, tuple("" if i is None else row[i] for i in indexes)

    def distinct(self, columns: Sequence[str], unlike: str = "") -> Iterator[Group]:
        """The different texts of some columns."""
        found: dict[Texts, list[int]] = {}
        matches = _matcher(unlike)
        for number, texts in self._texts(columns):
            seen = found.get(texts)
            if seen is not None:
                seen[0] += 1
            elif not (unlike and matches(texts[0])):
                found[texts] = [1, number]
        return (Group(texts, count, first) for texts, (count, first) in found.items())

    def leave_out(self, columns: Sequence[str], texts: Sequence[Texts]) -> None:
        """Forget the rows that have these texts in these columns."""
        unwanted = set(texts)
        left_out = {number for number, found in self._texts(columns) if found in unwanted}
        self._rows = [row for row in self._rows if row[0] not in left_out]

    def rewrite(self, column: str, meanings: Mapping[str, str]) -> None:
        """Replace texts of a column by the form in which equal values are equal texts."""
        index = self._index[column]
        self._rows = [
            (number, [*row[:index], meanings.get(row[index], row[index]), *row[index + 1 :]])
            for number, row in self._rows
        ]

    def repeated(self, columns: Sequence[str], limit: int) -> tuple[list[tuple[int, int]], int]:
        """Rows that agree with an earlier one in all the columns."""
        first: dict[Texts, int] = {}
        found = [
            (first[texts], number)
            for number, texts in self._texts(columns)
            if first.setdefault(texts, number) != number
        ]
        return found[:limit], len(found)

    def overlapping(
        self, columns: Sequence[str], start: str, end: str, limit: int
    ) -> tuple[list[tuple[int, int]], int]:
        """Rows that start before another ends that agrees in the columns."""
        periods = sorted(
            (texts[2:], texts[0], texts[1], number)
            for number, texts in self._texts((start, end, *columns))
        )
        found = []
        latest: tuple[Texts, str, int] | None = None  # of one meter: its last end, and that row
        for meter, first_day, last_day, number in periods:
            if latest is None or latest[0] != meter:
                latest = (meter, last_day, number)
                continue
            if first_day <= latest[1]:
                found.append((latest[2], number))
            if last_day > latest[1]:
                latest = (meter, last_day, number)
        found.sort(key=lambda pair: pair[1])
        return found[:limit], len(found)


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def _matcher(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return _compiled(pattern).fullmatch
