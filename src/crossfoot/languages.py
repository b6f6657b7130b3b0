"""Two languages from the first day, English and Simplified Chinese; a third follows from them.

What people write is in the two `LANGUAGES`. A report can be written in each of `EDITIONS`: the
Traditional Chinese of Hong Kong is converted from the Simplified, except where an author has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from crossfoot.traditional import in_traditional

Language = Literal["en", "zh", "zh-Hant"]

#: every language that a report can be written in
EDITIONS: tuple[Language, ...] = get_args(Language)

#: the languages that all words are kept in
LANGUAGES: tuple[Language, ...] = ("en", "zh")

TRADITIONAL: Language = "zh-Hant"

#: what a page says in its `lang` attribute, and what Babel calls the locale
LANGUAGE_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans", "zh-Hant": "zh-Hant-HK"}
LOCALES: dict[Language, str] = {"en": "en", "zh": "zh_Hans_CN", "zh-Hant": "zh_Hant_HK"}


def is_chinese(language: Language) -> bool:
    """Whether a language is written without spaces and counts by the ten thousand.

    >>> is_chinese("zh-Hant"), is_chinese("en")
    (True, False)
    """
    return language != "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages.

    >>> Text("Scope 2", "范围二")["zh"], Text("Scope 2", "范围二")["zh-Hant"]
    ('范围二', '範圍二')
    """

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        """The words in one language; the other language's where they are missing.

        Raises:
            CrossfootError: Traditional Chinese is asked for, but OpenCC is not installed.
        """
        if language == TRADITIONAL:
            return in_traditional(self.zh or self.en)
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True, eq=False)
class OwnTraditional(Text):
    """A text whose Traditional words do not follow from the Simplified ones.

    An author gave them, or a name stands in them that must not be converted. They may be a
    function, which is asked when they are needed.

    >>> OwnTraditional("Scope 2", "范围二", "範疇二")["zh-Hant"]
    '範疇二'
    """

    traditional: str | Callable[[], str]

    def __getitem__(self, language: Language) -> str:
        """The words in one language."""
        if language == TRADITIONAL:
            return self.traditional if isinstance(self.traditional, str) else self.traditional()
        return Text.__getitem__(self, language)

    def __eq__(self, other: object) -> bool:
        """Texts that say the same in both languages are the same."""
        return isinstance(other, Text) and (self.en, self.zh) == (other.en, other.zh)

    def __hash__(self) -> int:
        """As that of the text without it."""
        return hash((self.en, self.zh))
