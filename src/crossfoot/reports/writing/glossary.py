"""The terms of a report in both languages, from `lists/glossary.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from crossfoot.languages import TRADITIONAL, Language, OwnTraditional, Text


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

    @cached_property
    def traditional(self) -> dict[str, str]:
        """The terms that have Traditional words of their own, by their Simplified ones."""
        return {
            entry.term.zh: entry.term[TRADITIONAL]
            for entry in self.entries
            if isinstance(entry.term, OwnTraditional) and entry.term.zh
        }

    def find(self, term: str, language: Language) -> Entry | None:
        """The entry of a term; capitals do not matter."""
        wanted = " ".join(term.split()).casefold()
        if language != TRADITIONAL:
            return self._by_term.get((language, wanted))
        found = (e for e in self.entries if e.term[language].casefold() == wanted)
        return next(found, None) or self._by_term.get(("zh", wanted))

    def terms(self, language: Language) -> tuple[str, ...]:
        """All terms in a language."""
        return tuple(entry.term[language] for entry in self.entries)

    def sorted(self, language: Language) -> tuple[Entry, ...]:
        """The entries as a glossary prints them: Latin terms by letter, others as listed."""
        return tuple(sorted(self.entries, key=lambda e: _place(e.term[language])))


def _place(term: str) -> tuple[int, str]:
    latin = term[:1].isascii()
    return (0, term.casefold()) if latin else (1, "")
