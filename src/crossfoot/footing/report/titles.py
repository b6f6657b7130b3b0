"""The titles of a report, and whether a location of an index is one of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from crossfoot.reading.headings import compact

#: words that titles gain and lose without becoming others
_SMALL = frozenset(
    ("the", "a", "an", "of", "and", "for", "to", "in", "on", "our", "its", "with", "from", "by")
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+|[\u4e00-\u9fff]")
_NUMBERING = re.compile(
    r"^(?:\d+(?:\.\d+)*[.、]?\s+|第[一二三四五六七八九十]+[章节部篇]分?\s*|"
    r"(?:appendix|appendices|annex|chapter|part|section)\s+(?:[IVX]{1,5}|\d{1,2}|[A-Z])\s*[:：.–—-]\s*|"
    r"附[录件表錄]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-Z])\s*[:：.、–—-]?\s*)",
    re.IGNORECASE,
)
#: a place that is named by its number alone: "Appendix I", "Annex 2", "附录一", "第三章"
_PLACE_NUMBER = re.compile(
    r"(?:(?:appendix|annex|chapter|part|section)\s+(?:[IVX]{1,5}|\d{1,2}|[A-Z])|"
    r"附[录件表錄]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-Z])|"
    r"第[一二三四五六七八九十]{1,3}(?:章|节|篇|部分))(?![A-Za-z\d一二三四五六七八九十])",
    re.IGNORECASE,
)
#: fewest letters that tell a title which is cut off at its end
_FEWEST_LETTERS = 8
#: how much a title may differ from one that was misread by a converter
_MISREAD = 0.93
#: how many letters at a cut end may be misread
_CUT_END = 2
#: how many letters at the end of a line of the contents list may be lost
_LOST = 4
#: titles and lines whose words are kept: each check asks for them again
_CACHED = 8_192
#: letters that words of one family share: chairman, chairman's
_STEM = 6


class Fit(StrEnum):
    """How a location fits a title."""

    EXACT = "exact"
    CUT = "cut"  # cut off at the end of a cell, or misread by the converter
    LOOSE = "loose"  # small words differ, or a part of a longer title


#: what parts the titles of a cell
_LISTED = re.compile(r"(\s*[、,，/|+>›»]\s*|\s+[-–—]\s+|\s*[:：—]\s*|\s+(?:and|&)\s+)")


@dataclass(frozen=True, slots=True)
class TitleFit:
    """A title that a location fits.

    Attributes:
        title: as printed.
        fit: how well.
    """

    title: str
    fit: Fit


class Titles:
    """The titles of a report.

    Args:
        chapters: titles of the contents list and of the headings that it names.
        headings: all other headings.
        lines: lines that may be headings which were not told as such; only the same words fit.

    >>> titles = Titles(["Energy and Water Use"], ["Suppliers"])
    >>> titles.find("Energy and Water Us").fit.value, titles.find("Water Use").fit.value
    ('cut', 'loose')
    >>> titles.find("Waste") is None
    True
    """

    def __init__(
        self, chapters: Iterable[str], headings: Iterable[str] = (), lines: Iterable[str] = ()
    ) -> None:
        self.chapters = tuple(dict.fromkeys(chapters))
        self.all = tuple(dict.fromkeys((*self.chapters, *headings)))
        self._lines = {bare(line): line for line in lines}
        self._known: dict[str, TitleFit | None] = {}

    @cached_property
    def _compact(self) -> dict[str, str]:
        return {key: title for title in self.all if (key := bare(title))}

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """The titles that begin with the number of a chapter or an appendix, by that number."""
        found = ((_PLACE_NUMBER.match(title), title) for title in self.all)
        return {compact(number[0]): title for number, title in reversed([*found]) if number}

    @cached_property
    def _words(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(title, significant(title)) for title in self.all]

    def find(self, location: str) -> TitleFit | None:
        """The title that a location means; None where it fits none."""
        if location not in self._known:
            self._known[location] = self._find(location)
        return self._known[location]

    def _find(self, location: str) -> TitleFit | None:
        wanted = bare(location)
        if not wanted:
            return None
        if wanted in self._compact:
            return TitleFit(self._compact[wanted], Fit.EXACT)
        if _PLACE_NUMBER.fullmatch(location.strip()) and compact(location) in self._numbers:
            return TitleFit(self._numbers[compact(location)], Fit.EXACT)
        words = significant(location)
        for title, known_words in self._words:
            if len(words) > 1 and words == known_words:
                return TitleFit(title, Fit.LOOSE)
        for known, title in self._compact.items():
            if _cut(wanted, known) or _cut_title(known, wanted) or _misread(wanted, known):
                return TitleFit(title, Fit.CUT)
        for title, known_words in self._words:
            if len(words) > 1 and _within(words, known_words):
                return TitleFit(title, Fit.LOOSE)
        if wanted in self._lines:
            return TitleFit(self._lines[wanted], Fit.EXACT)
        return None

    def nearest(self, location: str) -> str:
        """The chapter or heading that is most like a location; empty where none is."""
        words = significant(location)
        best, most = "", 0.0
        for title, known in self._words:
            shared = sum(any(_one_word(word, other) for other in known) for word in words)
            if not shared or (len(known) < 2 and len(words) > 1):
                continue
            ratio = difflib.SequenceMatcher(None, compact(location), compact(title)).ratio()
            likeness = shared / (len(words) + len(known) - shared) + ratio / 2
            if likeness > most:
                best, most = title, likeness
        return best

    def parts(self, location: str) -> tuple[tuple[str, TitleFit | None], ...]:
        """A cell of several titles without separators, cut into them; what fits none stays whole.

        >>> titles = Titles(["Climate Change", "Work Safety"])
        >>> [part for part, _ in titles.parts("Climate Change Work Safety")]
        ['Climate Change', 'Work Safety']
        """
        whole = self.find(location)
        if whole is not None:
            return ((location, whole),)
        if (listed := self._listed(location)) is not None:
            return listed
        words = location.split()
        found: list[tuple[str, TitleFit | None]] = []
        loose: list[str] = []
        at = 0
        while at < len(words):
            ends = range(len(words), at + 1, -1)
            end = next((e for e in ends if self._chapter(words[at:e], e == len(words))), 0)
            if not end:
                loose.append(words[at])
                at += 1
                continue
            if loose:
                found.append((" ".join(loose), None))
                loose = []
            part = " ".join(words[at:end])
            found.append((part, self.find(part)))
            at = end
        if loose:
            found.append((" ".join(loose), None))
        # one word left over beside a title belongs to a title of another name
        alone = any(fit is None and len(part.split()) < 2 for part, fit in found)
        left_over = any(fit is None for _, fit in found)
        if alone or (left_over and any(fit and fit.fit is Fit.LOOSE for _, fit in found)):
            return ((location, None),)
        return tuple(found)

    def _listed(self, location: str) -> tuple[tuple[str, TitleFit | None], ...] | None:
        """Titles parted by commas or "and", of which one at least is a title as printed.

        A title may have commas itself, so the longest pieces are tried first.
        """
        pieces = _LISTED.split(location)  # titles at even places, what parts them at odd ones
        found: list[tuple[str, TitleFit | None]] = []
        at = 0
        while at < len(pieces):
            ends = range(len(pieces), at, -2)
            tried = (("".join(pieces[at:end]).strip(), end) for end in ends)
            known = ((text, fit, end) for text, end in tried if (fit := self.find(text)))
            text, fit, end = next(known, (pieces[at].strip(), None, at + 1))
            found.append((text, fit))
            at = end + 1
        sure = sum(fit is not None and fit.fit is not Fit.LOOSE for _, fit in found)
        return tuple(found) if sure and len(found) > 1 and all(t for t, _ in found) else None

    def _chapter(self, words: list[str], at_end: bool) -> bool:
        """Whether words are a chapter; only the last one of a cell can be cut off."""
        fit = self.find(" ".join(words))
        if fit is None or fit.title not in self.chapters:
            return False
        return (
            at_end
            or fit.fit is not Fit.CUT
            or _misread(compact("".join(words)), compact(fit.title))
        )


@lru_cache(maxsize=_CACHED)
def bare(title: str) -> str:
    """The letters of a title without its number.

    >>> bare("3.2 Climate Change") == bare("Climate change")
    True
    """
    return compact(_NUMBERING.sub("", title)) or compact(title)


@lru_cache(maxsize=_CACHED)
def significant(title: str) -> tuple[str, ...]:
    """The words of a title that tell it from others, in small letters."""
    words = (word.casefold() for word in _WORD.findall(title))
    return tuple(word for word in words if word not in _SMALL)


@lru_cache(maxsize=_CACHED)
def stems(title: str) -> tuple[str, ...]:
    """The beginnings of its significant words."""
    return tuple(word[:_STEM] for word in significant(title))


def _one_word(one: str, other: str) -> bool:
    """Whether two words are one, perhaps cut off or with an ending."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _STEM and long.startswith(short))


def _cut(short: str, whole: str) -> bool:
    """Whether a text is another one cut off at its end, the last letters perhaps misread."""
    if (
        len(short) < _FEWEST_LETTERS
        or 2 * len(short) < len(whole) + 4
        or len(short) > len(whole) + 1
    ):
        return False
    return whole.startswith(short[: max(len(short) - _CUT_END, _FEWEST_LETTERS)])


def _cut_title(title: str, location: str) -> bool:
    """Whether a title of the contents list lost its last letters, which the location has."""
    return 0 <= len(location) - len(title) <= _LOST and _cut(title, location)


def _misread(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _FEWEST_LETTERS or abs(len(one) - len(other)) > 3:
        return False
    if likeness_at_most(one, other) < _MISREAD:
        return False
    return difflib.SequenceMatcher(None, one, other).ratio() >= _MISREAD


def likeness_at_most(one: str, other: str) -> float:
    """What the ratio of two texts cannot exceed: the letters that both have, in any order.

    >>> likeness_at_most("abcd", "bcde")
    0.75
    """
    length = len(one) + len(other)
    shared = sum(min(one.count(letter), other.count(letter)) for letter in set(one))
    return 2.0 * shared / length if length else 1.0


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether words stand in a row in a longer title, and make out a good part of it."""
    if 2 * len(words) < len(others) or len(words) >= len(others):
        return False
    return any(others[at : at + len(words)] == words for at in range(len(others) - len(words) + 1))
