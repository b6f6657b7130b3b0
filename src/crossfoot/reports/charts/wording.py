"""The words of charts, each in both languages (words.toml beside this file)."""

from __future__ import annotations

from pathlib import Path

from crossfoot.languages import LANGUAGES, Language, Text
from crossfoot.reports.words import words

FILE = Path(__file__).with_name("words.toml")


def chart_word(key: str, **values: Text | str | int) -> Text:
    """The words of a key with values put into their places, in both languages.

    Raises:
        KeyError: words.toml has no such key.
    """
    found = words(FILE)[key]
    filled = {language: _filled(found[language], language, values) for language in LANGUAGES}
    return Text(filled["en"], filled["zh"])


def joined(parts: list[str], language: Language) -> str:
    """Several points of a sentence."""
    return ("; " if language == "en" else "，").join(parts)


def _filled(text: str, language: Language, values: dict[str, Text | str | int]) -> str:
    return text.format(
        **{
            name: value[language] if isinstance(value, Text) else value
            for name, value in values.items()
        }
    )
