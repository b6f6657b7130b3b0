"""The words of `crossfoot foot`, both languages."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from crossfoot.languages import Language, Text


@cache
def foot_words() -> dict[str, Text]:
    """All of them by key."""
    path = Path(__file__).with_suffix(".csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: Text(row["en"], row["zh"]) for row in csv.DictReader(file)}


def say(key: str, language: Language, **values: object) -> str:
    """The words of a key.

    >>> say("vanished", "en", name="Gizmo 2022")
    'Only in Gizmo 2022'
    """
    text = foot_words()[key][language]
    return text.format(**values) if values else text
