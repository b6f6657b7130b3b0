"""Messages for people: what is wrong, where, why it matters, what to do.

Every mistake that a user can make ends in a `CrossfootError` that carries one or more `Problem`s.
The command line prints them and exits with 2; nothing has been changed by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        what: the mistake, with the offending value ("unit 'kwhh' is not known").
        where: file, sheet, row and column, or file and line; empty where there is no place.
        why: why it matters; empty where that is plain.
        remedy: what to do about it.
    """

    what: str
    where: str = ""
    why: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """The problem on one line, as logs and tests show it."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(_sentence(part) for part in (head, self.why, self.remedy) if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


class CrossfootError(Exception):
    """The input cannot be used; nothing was changed.

    >>> raise CrossfootError(Problem("the file is empty", where="energy.csv"))
    Traceback (most recent call last):
    crossfoot.errors.CrossfootError: energy.csv: the file is empty.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(Problem(p) if isinstance(p, str) else p for p in problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> CrossfootError:
        """An error that carries all the problems found, so that a user mends them in one go."""
        return cls(*problems)
