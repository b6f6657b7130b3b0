"""The terms of a report in both languages, from `lists/glossary.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from crossfoot.languages import Language, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and what it means."""

    term: Text
    definition: Text
    anchor: str


@dataclass(frozen=True)
class Glossary:
    """The terms, in the order of the list."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_term(self) -> dict[tuple[Language, str], Entry]:
        found: dict[tuple[Language, str], Entry] = {}
        for entry in self.entries:
            found.setdefault(("en", entry.term.en.casefold()), entry)
            found.setdefault(("zh", entry.term.zh.casefold()), entry)
        return found

    def find(self, term: str, language: Language) -> Entry | None:
        """The entry of a term; capitals do not matter."""
        return self._by_term.get((language, " ".join(term.split()).casefold()))

    def terms(self, language: Language) -> tuple[str, ...]:
        """All terms in a language."""
        return tuple(entry.term[language] for entry in self.entries)

    def sorted(self, language: Language) -> tuple[Entry, ...]:
        """The entries as a glossary prints them: Latin terms by letter, others as listed."""
        return tuple(sorted(self.entries, key=lambda e: _place(e.term[language])))


def _place(term: str) -> tuple[int, str]:
    latin = term[:1].isascii()
    return (0, term.casefold()) if latin else (1, "")
