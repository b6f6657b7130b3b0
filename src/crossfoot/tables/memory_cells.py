"""The cells of a small file, in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress

from crossfoot.tables.judge import Group, Texts


class MemoryCells:
    """Answers what the checks ask, from lists of texts: see `judge.Cells`.

    Args:
        columns: names in the schema, in the order of the texts of each row.
        rows: row number and texts, without invisible surroundings.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> None:
        self._numbers = [number for number, _ in rows]
        self._columns = {name: [texts[i] for _, texts in rows] for i, name in enumerate(columns)}

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._numbers)

    def _texts(self, columns: Sequence[str]) -> Iterator[tuple[int, Texts]]:
        empty = [""] * self.count
        texts = zip(*(self._columns.get(name, empty) for name in columns), strict=True)
        return zip(self._numbers, texts, strict=True)

    def distinct(self, columns: Sequence[str], unlike: str = "") -> Iterator[Group]:
        """The different texts of some columns."""
        found: dict[Texts, list[int]] = {}
        for number, texts in self._texts(columns):
            seen = found.get(texts)
            if seen is None:
                found[texts] = [1, number]
            else:
                seen[0] += 1
        matches = re.compile(unlike, re.DOTALL).fullmatch
        return (
            Group(texts, count, first)
            for texts, (count, first) in found.items()
            if not (unlike and matches(texts[0]))
        )

    def leave_out(self, columns: Sequence[str], texts: Sequence[Texts]) -> None:
        """Forget the rows that have these texts in these columns."""
        unwanted = set(texts)
        kept = [found not in unwanted for _, found in self._texts(columns)]
        self._numbers = list(compress(self._numbers, kept))
        self._columns = {name: list(compress(c, kept)) for name, c in self._columns.items()}

    def rewrite(self, column: str, meanings: Mapping[str, str]) -> None:
        """Replace texts of a column by the form in which equal values are equal texts."""
        if any(text != meaning for text, meaning in meanings.items()):
            texts = self._columns[column]
            self._columns[column] = [meanings.get(text, text) for text in texts]

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
