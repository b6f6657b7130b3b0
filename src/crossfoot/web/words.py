"""What pages say, in both languages: the files of `words/`, one per area, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from crossfoot.languages import Language, Text


@cache
def all_words() -> Mapping[str, Text]:
    """Every word by its key, which is one area's alone.

    Raises:
        ValueError: two areas have a word of one key.
    """
    words: dict[str, Text] = {}
    for path in sorted(Path(__file__).with_name("words").glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        if repeated := set(entries) & set(words):
            message = f"{path.name} repeats {', '.join(sorted(repeated))}"
            raise ValueError(message)
        words |= {key: Text(entry["en"], entry["zh"]) for key, entry in entries.items()}
    return words


class Words:
    """The words of one language, for templates: `{{ words.sign_in }}`.

    >>> Words("zh")["sign_in"]
    '登录'
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def __getitem__(self, key: str) -> str:
        """The words.

        Raises:
            KeyError: there is no such key.
        """
        return all_words()[key][self.language]
