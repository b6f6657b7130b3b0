"""Two languages from the first day: English and Simplified Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: what a page says in its `lang` attribute, and what Babel calls the locale
LANGUAGE_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
LOCALES: dict[Language, str] = {"en": "en", "zh": "zh_Hans_CN"}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages.

    >>> Text("Scope 2", "范围二")["zh"]
    '范围二'
    """

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        """The words in one language; the other language's where they are missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
