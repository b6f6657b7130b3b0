"""Chinese for the words that publishers use in English."""

from __future__ import annotations

from functools import cache

from crossfoot.factors.data_files import shipped_table
from crossfoot.languages import Text


def translated(words: str) -> Text:
    """The words with their Chinese; left empty where the table lacks it."""
    return Text(words, _terms().get(words.lower(), ""))


@cache
def _terms() -> dict[str, str]:
    return {row["en"].lower(): row["zh"] for row in shipped_table("terms.csv")}
