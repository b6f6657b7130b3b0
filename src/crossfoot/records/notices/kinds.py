"""What there is to tell, in both languages: `kinds.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from crossfoot.languages import Language, Text
from crossfoot.records.counting import filled


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of notice.

    Attributes:
        words: with {what} and other values in braces.
        chat: whether chats of teams are told, not only a person.
    """

    words: Text
    chat: bool = False

    def said(self, values: Mapping[str, str | Mapping[str, str]], language: Language) -> str:
        """The words of a notice; a value that is missing is left out.

        >>> Kind(Text("Due on {due}: {what}", "{due} 到期：{what}")).said(
        ...     {"what": {"en": "Water", "zh": "水"}, "due": "2024-03-31"}, "zh"
        ... )
        '2024-03-31 到期：水'
        """
        chosen = {
            name: value if isinstance(value, str) else value[language]
            for name, value in values.items()
        }
        words = self.words[language]
        named = [name for _, name, _, _ in Formatter().parse(words) if name]
        return filled(words, **{name: chosen.get(name, "") for name in named}).strip(" .。")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name."""
    path = Path(__file__).with_name("kinds.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Kind(Text(entry["en"], entry["zh"]), entry.get("chat", False))
        for name, entry in entries.items()
    }
