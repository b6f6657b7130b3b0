"""What a reference raises that finds nothing; the book makes a finding and a mark of it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from crossfoot.languages import Text
from crossfoot.reports.words import word
from crossfoot.reports.writing.findings import WritingKind

#: names that a message suggests
MOST_NEAR = 3


class WritingProblem(Exception):
    """A reference cannot be resolved.

    Attributes:
        kind: what is wrong.
        message: what is wrong, in both languages.
    """

    def __init__(
        self, kind: WritingKind, near: Iterable[str] = (), **values: Text | str | int
    ) -> None:
        self.kind = kind
        self.message = joined(word(f"writing.{kind}", **values), suggestion(near))
        super().__init__(self.message.en)


def near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known names that are like a name."""
    return _near(name, tuple(known))


@lru_cache(maxsize=1000)
def _near(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(get_close_matches(name, known, n=MOST_NEAR, cutoff=0.5))


def suggestion(names: Iterable[str]) -> Text:
    """“Did you mean …?”, empty where nothing is near."""
    found = [f"`{name}`" for name in names]
    if not found:
        return Text("", "")
    return word("writing.near", names=Text(", ".join(found), "、".join(found)))


def joined(*sentences: Text) -> Text:
    """Sentences behind each other; Chinese puts no space between them."""
    return Text(
        " ".join(each.en for each in sentences if each.en),
        "".join(each.zh for each in sentences if each.zh),
    )
