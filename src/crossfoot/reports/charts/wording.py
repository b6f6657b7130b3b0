"""The words of charts, each in both languages (words.toml beside this file)."""

from __future__ import annotations

from pathlib import Path

from crossfoot.languages import Language, Text
from crossfoot.reports.words import filled, words

FILE = Path(__file__).with_name("words.toml")


def chart_word(key: str, **values: Text | str | int) -> Text:
    """The words of a key with values put into their places, in both languages.

    Raises:
        KeyError: words.toml has no such key.
    """
    return filled(words(FILE)[key], values)


def joined(parts: list[str], language: Language) -> str:
    """Several points of a sentence."""
    return ("; " if language == "en" else "，").join(parts)
