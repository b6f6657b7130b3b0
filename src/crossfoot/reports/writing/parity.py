"""Whether the languages of a report say the same: chapters, headings, references, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from crossfoot.languages import LANGUAGES, TRADITIONAL, Language
from crossfoot.reports.words import word
from crossfoot.reports.writing.book import Book, Chapter
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.glossary import Glossary
from crossfoot.reports.writing.inlines import Term
from crossfoot.reports.writing.typed_numbers import texts

#: roles that languages may use as they need them
_FREE = ("period", "company", "unit", "metric", "entity", "term")

#: options that say how a figure is shown: money is in million here and in 万元 there
_SHOWN = ("places=", "unit=")

_TAG = re.compile(r"<[^>]*>")

_ROLE = re.compile(r"\{([\w-]+)\}`(.*)`")

#: names of differences that a message lists
MOST_NAMED = 5


def parity_findings(books: Mapping[Language, Book]) -> tuple[WritingFinding, ...]:
    """What one language has and the other lacks; nothing for a report in one language.

    Chapters that somebody wrote in Traditional Chinese are compared with the Simplified ones.
    """
    found: list[WritingFinding] = []
    if all(language in books and books[language].chapters for language in LANGUAGES):
        found += _findings(books["en"], books["zh"])
    if TRADITIONAL in books and "zh" in books:
        found += _findings(books["zh"], books[TRADITIONAL])
    return tuple(found)


def _findings(one: Book, two: Book) -> Iterator[WritingFinding]:
    for book, other in ((one, two), (two, one)):
        known = {chapter.id for chapter in other.chapters}
        for chapter in book.chapters:
            if chapter.id not in known:
                message = word(
                    "writing.chapter_missing",
                    chapter=chapter.id,
                    language=word(f"page.{other.language}"),
                )
                yield writing_finding(WritingKind.CHAPTER_MISSING, message, chapter.file.where)
    by_id = {chapter.id: chapter for chapter in two.chapters if not chapter.file.converted}
    for chapter in one.chapters:
        if (twin := by_id.get(chapter.id)) is not None:
            yield from _compared(chapter, twin)
            yield from _terms(chapter, twin, one.glossary)


def _compared(one: Chapter, two: Chapter) -> Iterator[WritingFinding]:
    if len(one.headings) != len(two.headings):
        message = word(
            "writing.headings_differ",
            count=len(two.headings),
            language=word(f"page.{one.file.language}"),
            there=len(one.headings),
        )
        yield writing_finding(WritingKind.HEADINGS_DIFFER, message, two.file.where)
    ours, theirs = (_references(chapter) for chapter in (one, two))
    for mine, others, chapter in ((ours, theirs, two), (theirs, ours, one)):
        missing = [each for each in mine if each not in others]
        if missing:
            named = ", ".join(missing[:MOST_NAMED])
            more = len(missing) - MOST_NAMED
            message = word("writing.references_differ", names=named + (f" (+{more})" * (more > 0)))
            yield writing_finding(WritingKind.REFERENCES_DIFFER, message, chapter.file.where)


def _references(chapter: Chapter) -> list[str]:
    """The references that both languages should have, each once."""
    return list(dict.fromkeys(each for text in chapter.references if (each := _bare(text))))


def _bare(text: str) -> str:
    """A reference without what languages do differently: single words, titles."""
    role = _ROLE.fullmatch(text)
    if role is None:
        directive, _, argument = text.partition("} ")
        # the title of a box is in the language of the chapter
        named = directive.lstrip(":{").rstrip("}") not in ("case", "statement", "assurance", "todo")
        return (
            f"{directive.rstrip('}')}}} {argument}".strip()
            if named
            else directive.rstrip("}") + "}"
        )
    if role[1] in _FREE:
        return ""
    name, *rest = role[2].split() or [""]
    options = sorted(each for each in rest if "=" in each and not each.startswith(_SHOWN))
    return f"{{{role[1]}}}`{' '.join([name, *options])}`"


def _terms(one: Chapter, two: Chapter, glossary: Glossary) -> Iterator[WritingFinding]:
    texts = {chapter.file.language: _text(chapter) for chapter in (one, two)}
    for entry in glossary.entries:
        if not (entry.term.en and entry.term.zh):
            continue
        here, there = (_has(text, entry.term[language]) for language, text in texts.items())
        if here == there:
            continue
        lacking, other = (two, one) if here else (one, two)
        used, missing = (entry.term[each.file.language] for each in (other, lacking))
        message = word("writing.term_missing", used=used, missing=missing)
        yield writing_finding(WritingKind.TERM_MISSING, message, lacking.file.where)


def _has(text: str, term: str) -> bool:
    """Whether a text has a term; words of Latin letters count as wholes."""
    if not term.isascii():
        return term.casefold() in text.casefold()
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE | re.ASCII) is not None


def _text(chapter: Chapter) -> str:
    typed = (
        part if isinstance(part, str) else part.text
        for block in texts(chapter.blocks)
        for part in block.parts
        if isinstance(part, str | Term)
    )
    return unescape(_TAG.sub("", "\n".join([chapter.title, "".join(typed)])))
