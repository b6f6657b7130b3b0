"""What is wrong with rows, as a table: sheet, row, column, what, why, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crossfoot.documents.place import Place
from crossfoot.errors import Problem

#: how many problems of a file are kept; the others are counted
SHOWN = 200

_PLACE = re.compile(
    r"""(?:^|,\ )(?:sheet\ (?P<sheet>'[^']*'|"[^"]*")|row\ (?P<row>\d+)|column\ (?P<column>.+)$)"""
)
_BEYOND = re.compile(r"and ([\d,]+) more problems?")


def as_rows(problems: Iterable[Problem]) -> tuple[list[dict[str, str]], int]:
    """Problems as rows of a table, and how many more there are."""
    rows, beyond = [], 0
    for problem in problems:
        counted = _BEYOND.fullmatch(problem.what)
        if counted:
            beyond += int(counted[1].replace(",", ""))
            continue
        rows.append(
            {
                **place_of(problem.where),
                "what": problem.what,
                "why": problem.why,
                "remedy": problem.remedy,
            }
        )
    return rows[:SHOWN], beyond + max(0, len(rows) - SHOWN)


def placed(row: Mapping[str, str], name: str) -> Problem:
    """A row of the table as a problem again, at its place in a file."""
    number = int(row["row"]) if row["row"] else None
    where = str(Place(name, row["sheet"], row=number, column=row["column"]))
    return Problem(row["what"], where=where, why=row["why"], remedy=row["remedy"])


def place_of(where: str) -> dict[str, str]:
    """Sheet, row and column of a place in words.

    >>> place_of("energy.xlsx, sheet '2023', row 7, column C")
    {'sheet': '2023', 'row': '7', 'column': 'C'}
    """
    found = {"sheet": "", "row": "", "column": ""}
    for match in _PLACE.finditer(where):
        found |= {name: text.strip("'\"") for name, text in match.groupdict().items() if text}
    return found
