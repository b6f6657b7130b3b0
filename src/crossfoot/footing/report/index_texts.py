"""Descriptions of index rows against each other and against the standard."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.titles import likeness_at_most, stems
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.standards.catalogue import STANDARDS, standard

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry
    from crossfoot.standards.disclosure import Disclosure

#: a description shorter than this is a heading such as "General disclosure"
_FEWEST_LETTERS = 20
#: the same where the standard itself tells whose it is
_FEWEST = 8
#: how much a description must be another disclosure's rather than its own to be called exchanged
_OTHERS, _OWN = 0.75, 0.3
#: the same of the words in which two disclosures differ
_OWN_APART = 0.4
#: words of its own that each of two disclosures must have for its row to be told by them
_FEWEST_APART = 2
#: rows of every aspect, which have one name
_GENERAL = re.compile(
    r"general disclosure|一般披露|management approach|管理方[针法]", re.IGNORECASE
)
_PLACE = re.compile(
    r"\bpp?\.\s?\d{1,3}\s*$|\bpages?\s\d{1,3}\s*$|第?\s?\d{1,3}\s?页$", re.IGNORECASE
)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def repeated_description(context: ReportContext) -> Iterator[ReportFinding]:
    """Two codes of one standard with the same description: one of them is another's."""
    first: dict[tuple[str, str], IndexEntry] = {}
    for entry in context.report.index:
        text = compact(entry.title)
        letters = len(text) + sum(not sign.isascii() for sign in text)  # a Chinese one says more
        if not entry.code or letters < _FEWEST or _GENERAL.search(entry.title):
            continue
        if not entry.location and _PLACE.search(entry.title):
            continue  # a place behind the code, whose description stands before it
        known = first.setdefault((entry.standard, text), entry)
        if known.code == entry.code:
            continue
        if _same_matter(known, entry):
            continue
        wrong, right = _which_is_wrong(known, entry)
        if letters < _FEWEST_LETTERS and not _is_of_the_other(wrong, right):
            continue
        about = disclosure_of(wrong)
        own = about.title if about else Text("", "")
        yield ReportFinding(
            Kind.INDEX_DUPLICATE_TEXT,
            Severity.ERROR,
            wrong.code,
            Text(
                f"{wrong.code} repeats the description of {right.code}"
                + (f"; the standard asks for: {own.en}." if own.en else "."),
                f"{wrong.code}重复了{right.code}的描述"
                + (f"；准则在此要求：{own.zh}。" if own.zh else "。"),
            ),
            (wrong.title,),
            (wrong.line, right.line),
            f"text of {right.code} repeated"
            + (f"; {wrong.code} is about {own.en}" if own.en else ""),
        )


def _is_of_the_other(wrong: IndexEntry, right: IndexEntry) -> bool:
    """Whether a short description is that of the other code in the standard, and not its own."""
    own, others = disclosure_of(wrong), disclosure_of(right)
    if own is None or others is None:
        return False
    return _like(right.title, others) > max(_like(wrong.title, own), _OWN_APART)


def code_listed_twice(context: ReportContext) -> Iterator[ReportFinding]:
    """One code in two rows beside each other, with the same description and place."""
    for one, other in pairwise(context.report.index):
        if not one.code or (one.standard, one.code, one.table) != (
            other.standard,
            other.code,
            other.table,
        ):
            continue
        same = compact(one.title) == compact(other.title) and compact(one.title)
        if not same or compact(one.location) != compact(other.location):
            continue
        yield ReportFinding(
            Kind.INDEX_DUPLICATE_TEXT,
            Severity.WARNING,
            one.code,
            Text(
                f"{one.code} has two rows with the same description and place.",
                f"{one.code}重复出现了两行，描述与位置均相同。",
            ),
            (one.title,),
            (other.line, one.line),
        )


def description_of_another_code(context: ReportContext) -> Iterator[ReportFinding]:
    """A code in two rows, one of which has the very title of a code that no row has."""
    year = context.report.year
    if year is None:
        return
    rows: dict[tuple[str, str], list[IndexEntry]] = {}
    for entry in context.report.index:
        if entry.code:
            rows.setdefault((entry.standard, entry.code), []).append(entry)
    for (name, code), entries in rows.items():
        if len(entries) < _FEWEST_APART or name not in STANDARDS:
            continue
        for entry in entries:
            own = disclosure_of(entry)
            other = _titled(name, entry.title, year)
            if own is None or other is None or other.code == own.code or other.title == own.title:
                continue
            if (name, other.code) in rows or compact(entry.title) in _titles(own):
                continue
            yield ReportFinding(
                Kind.INDEX_DUPLICATE_TEXT,
                Severity.WARNING,
                code,
                Text(
                    f"{code} stands twice, once with the description of {other.code}, which no "
                    f"row has: “{entry.title}”.",
                    f"{code}出现两次，其中一行的描述“{entry.title}”属于{other.code}，"
                    f"而索引中没有{other.code}。",
                ),
                (entry.title,),
                (entry.line, *(e.line for e in entries if e is not entry)),
                f"“{entry.title}” is {other.code}",
            )


def _titles(disclosure: Disclosure) -> set[str]:
    return {compact(disclosure.title.en), compact(disclosure.title.zh)}


@lru_cache(maxsize=4_096)
def _titled(name: str, title: str, year: int) -> Disclosure | None:
    """The disclosure of a standard that has this title, and no other in force has."""
    text = compact(title)
    in_force = standard(name).disclosures(date(year, 12, 31))
    found = [d for d in in_force if text and text in _titles(d)]
    return found[0] if len({d.code for d in found}) == 1 else None


def exchanged_descriptions(context: ReportContext) -> Iterator[ReportFinding]:
    """Two rows of a topic of which each carries what the standard says of the other."""
    rows = [(entry, found) for entry in context.report.index if (found := disclosure_of(entry))]
    for at, (one, own) in enumerate(rows):
        for other, others in rows[at + 1 : at + 10]:
            if one.group != other.group or one.code == other.code:
                continue
            crossed = min(_like(one.title, others), _like(other.title, own))
            straight = max(_like(one.title, own), _like(other.title, others))
            if (crossed >= _OTHERS and straight <= _OWN) or _told_apart(
                (one.title, other.title), (own, others)
            ):
                yield ReportFinding(
                    Kind.INDEX_DUPLICATE_TEXT,
                    Severity.WARNING,
                    one.code,
                    Text(
                        f"The descriptions of {one.code} and {other.code} are exchanged.",
                        f"{one.code}与{other.code}的描述互换了。",
                    ),
                    (one.title, other.title),
                    (one.line, other.line),
                )


def _told_apart(titles: tuple[str, str], asked: tuple[Disclosure, Disclosure]) -> bool:
    """Whether the words in which two disclosures differ stand in each other's rows.

    Long beginnings that both have ("by gender and employee category") say nothing.
    """
    language = "zh" if _CHINESE.search(titles[0]) else "en"
    first, second = (set(stems(getattr(each.title, language))) for each in asked)
    alone = (first - second, second - first)
    if min(map(len, alone)) < _FEWEST_APART:
        return False
    return all(
        len(words & others) >= _OTHERS * len(others) and len(words & own) <= _OWN_APART * len(own)
        for words, own, others in zip(map(set, map(stems, titles)), alone, alone[::-1], strict=True)
    )


def disclosure_of(entry: IndexEntry) -> Disclosure | None:
    """What the standard asks for under the code of a row; None where it is not known."""
    if entry.standard not in STANDARDS or not entry.code:
        return None
    try:
        return standard(entry.standard).find(entry.code)
    except CrossfootError:
        return None


def _same_matter(one: IndexEntry, other: IndexEntry) -> bool:
    """Whether the standard itself gives two codes one title."""
    first, second = disclosure_of(one), disclosure_of(other)
    return first is not None and second is not None and first.title == second.title


def _which_is_wrong(one: IndexEntry, other: IndexEntry) -> tuple[IndexEntry, IndexEntry]:
    first, second = disclosure_of(one), disclosure_of(other)
    if first is None or second is None:
        return other, one
    if _like(one.title, first) < _like(other.title, second):
        return one, other
    return other, one


def _like(title: str, disclosure: Disclosure) -> float:
    """How much a description is that of a disclosure, in words that both have."""
    words = set(stems(title))
    best = 0.0
    for text in (disclosure.title.en, disclosure.title.zh):
        own = set(stems(text))
        if own and words:
            shared = len(words & own) / len(own)
            best = max(best, shared)
            if likeness_at_most(title, text) > best:
                best = max(best, _letters_alike(title, text))
    return best


@lru_cache(maxsize=4_096)
def _letters_alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
