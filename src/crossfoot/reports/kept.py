"""Outputs that are kept because everything that they are made from is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.reports.digests import Digests
from crossfoot.reports.made import Made
from crossfoot.reports.program import program

if TYPE_CHECKING:
    from crossfoot.languages import Language
    from crossfoot.reports.model import Report
    from crossfoot.reports.writing.book import Book


class Kept:
    """What a folder of exports holds, and what it would have to be made from.

    A report without a run is always made anew: nothing says which lineage its figures have.

    Args:
        out: the folder.
        report: the figures.
        books: the chapters as they are printed.
        terms: what Traditional Chinese calls the terms of the glossary.
        anew: whether everything is made anew.
    """

    def __init__(
        self,
        out: Path,
        report: Report,
        books: Mapping[Language, Book],
        terms: Mapping[str, str],
        *,
        anew: bool,
    ) -> None:
        self._report = report
        self._books = books
        self._terms = terms
        self._anew = anew or not report.method.run
        self._made = Made(out)
        self._digests = Digests()

    def of_report(self, language: Language) -> str:
        """Hash of everything that figures in a language are made from."""
        return self._digests.of(language, self._figures)

    def of_book(self, language: Language, beside: Sequence[str]) -> str:
        """Hash of everything that the pages of a language are made from.

        Of the other languages these are the ids of chapters, to which pages link.
        """
        book = self._books[language]
        ids = {each: [c.id for c in other.chapters] for each, other in self._books.items()}
        images = {name: path.read_bytes() for name, path in book.images.items()}
        logo = self._report.house.logo
        images[""] = logo.read_bytes() if logo is not None else b""
        return self._digests.of(language, self._figures, book, ids, images, list(beside))

    @cached_property
    def _figures(self) -> str:
        return self._digests.of(program(), self._report, self._terms)

    def or_made(
        self, output: str, made_from: str, path: Path, make: Callable[[], Iterable[Path]]
    ) -> Path:
        """An output as it is, or made; `make` returns its files.

        What is made anew is not noted: a published edition holds the report and nothing else.
        """
        if self._anew:
            list(make())
        elif not self._made.keeps(output, made_from):
            self._made.add(output, made_from, make())
        return path
