"""What pages say, in both languages: `words.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from crossfoot.languages import LANGUAGE_TAGS, Language, Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty


@cache
def all_words() -> Mapping[str, Text]:
    """Every word by its key."""
    path = Path(__file__).with_name("words.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: Text(entry["en"], entry["zh"]) for key, entry in entries.items()}


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


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: words, language, who is signed in, which pages are open."""
    actor = getattr(request, "actor", None)
    person = actor if isinstance(actor, Person) else None
    return {
        "words": Words(language()),
        "language_tag": LANGUAGE_TAGS[language()],
        "person": person,
        "sees_organisation": person is not None and person.may_somewhere(Duty.READ),
        "sees_journal": person is not None and person.may(Duty.READ_JOURNAL),
    }
