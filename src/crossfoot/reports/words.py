"""The words of a report page and a data book, each in both languages (words.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from crossfoot.languages import TRADITIONAL, Language, OwnTraditional, Text, is_chinese

FILE = Path(__file__).with_name("words.toml")


@cache
def words(file: Path = FILE) -> Mapping[str, Text]:
    """All words of a file by dotted key, such as `table.unit`."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{table}.{key}": Text(entry["en"], entry["zh"])
        for table, entries in tables.items()
        for key, entry in entries.items()
    }


def word(key: str, **values: Text | str | int) -> Text:
    """The words of a key with values put into their places, in both languages.

    >>> word("qualifier.more_than", number="20").zh
    '超过20'

    Raises:
        KeyError: words.toml has no such key.
    """
    return filled(words()[key], values)


def filled(found: Text, values: Mapping[str, Text | str | int]) -> Text:
    """Words with values put into their places; values that are no `Text` are never converted."""
    if not values:
        return found
    return OwnTraditional(
        _filled(found, "en", values),
        _filled(found, "zh", values),
        partial(_filled, found, TRADITIONAL, values),
    )


def counted(key: str, count: int) -> Text:
    """The words of a key about a number of things: `key_one` where there is one of them.

    >>> counted("cover.errors", 1).en, counted("cover.errors", 1200).en
    ('1 error', '1,200 errors')
    """
    return word(f"{key}_one" if count == 1 else key, count=f"{count:,}")


def _filled(text: Text, language: Language, values: Mapping[str, Text | str | int]) -> str:
    return text[language].format(
        **{
            name: value[language] if isinstance(value, Text) else value
            for name, value in values.items()
        }
    )


class Words:
    """The words in one language, as templates call them: `w("table.unit")`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, **values: Text | str | int) -> str:
        """The words of a key in this language."""
        found = words()[key]
        return _filled(found, self.language, values) if values else found[self.language]

    def sentences(self, *keys: str) -> str:
        """Several sentences behind each other; Chinese puts no space between them."""
        return ("" if is_chinese(self.language) else " ").join(self(key) for key in keys)
