"""Headings, the contents list, and page furniture: what a page repeats around its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.reading.cells import is_row, split_row
from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.header import is_head, is_value
from crossfoot.reading.marks import plain
from crossfoot.reading.numbers import read_cell
from crossfoot.reading.printed_units import read_unit

_CONTENTS = re.compile(r"^\W*(?:table of )?(?:contents|目\s*录|目\s*錄)\W*$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^\W{0,3}(?:page |p\. ?|第)?\s?\d{1,4}\s?(?:页|/\s?\d{1,4})?\W{0,3}$", re.IGNORECASE
)
_ENTRY = re.compile(
    r"^(?P<title>\D.{1,118}?)[\s.…·_]*\s(?P<page>\d{1,3})$|^(?P<page2>\d{1,3})\s+(?P<title2>\D.{1,118})$"
)
_SENTENCE_END = re.compile(r"[.。;；,，!！?？:：]$")
_BULLET = re.compile(r"^\s*(?:[-–•●▪◆■□*>]|\d{1,2}[.)、]\s|\(\d+\))")
_NOTE = re.compile(
    r"^(?:notes?\b|remarks?\b|注\d?\s?[:：]|备注|source\b|[¹²³⁴⁵⁶⁷⁸⁹*]\s?)", re.IGNORECASE
)
#: what numbers a chapter: "第一章", "一、", "（一）", "Chapter 2"
_ORDINAL = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[章节篇部分]{1,2}|[一二三四五六七八九十]{1,3}[、.．]|"
    r"[（(][一二三四五六七八九十]{1,3}[)）]|(?:chapter|part|section)\s+[\divx]{1,4}\b|\d{1,2}(?:\.\d{1,2})?[.、\s])"
    r"[\s:：.]*",
    re.IGNORECASE,
)
_LONGEST = 110
_SHORTEST_REPEAT = 4
_LINES_OF_CONTENTS = 120


#: a page number in a cell of its own, beside a running head
_PAGE_ALONE = re.compile(r"\d{1,3}")
_ENDS_IN_PAGE = re.compile(r"(?<![\d.])\d{1,3}$")
_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        line: where it stands.
        text: its words.
        level: 1 for chapters named in the contents list, 2 for others.
    """

    line: int
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the contents list.

    Attributes:
        line: where it stands.
        title: the title of the chapter or section.
        page: its page; None where the page is missing or not legible.
    """

    line: int
    title: str
    page: int | None = None


def compact(text: str) -> str:
    """The letters and digits of a text alone, to compare titles.

    >>> compact("R&D Management ") == compact("r&d management")
    True
    """
    return "".join(filter(str.isalnum, text.casefold()))


def find_furniture(lines: Sequence[str]) -> frozenset[int]:
    """The lines that a page repeats around its text: running heads and page numbers."""
    lines = in_one_form(lines)
    texts = [
        _running_text(line, _is_blank(lines, number - 1) and _is_blank(lines, number + 1))
        if len(line) <= _LONGEST
        else ""
        for number, line in enumerate(lines, start=1)
    ]
    counts = Counter(re.sub(r"\d+", "#", text) for text in texts if text)
    repeated = {text for text, count in counts.items() if count >= _SHORTEST_REPEAT}
    found = set()
    for number, text in enumerate(texts, start=1):
        if not text:
            continue
        above, below = _beside(lines, texts, repeated, number)
        alone = (above and below) or _heads_a_page(texts, repeated, number)
        again = re.sub(r"\d+", "#", text) in repeated and not _BULLET.match(lines[number - 1])
        again = again and text[-1] not in "。；！？"  # a sentence said again is no running head
        if alone and (again or _PAGE_NUMBER.match(text)):
            found.add(number)
    return frozenset(found)


def _beside(
    lines: Sequence[str], texts: Sequence[str], repeated: set[str], number: int
) -> tuple[bool, bool]:
    """Whether a blank line, or another line that pages repeat, stands above and below a line."""
    above, below = (
        _is_blank(lines, n) or re.sub(r"\d+", "#", texts[n - 1]) in repeated
        for n in (number - 1, number + 1)
    )
    return above, below


def _heads_a_page(texts: Sequence[str], repeated: set[str], number: int) -> bool:
    """Whether two lines that pages repeat stand together, one of them with the page number."""
    own = texts[number - 1]
    for other in (texts[n - 1] if 1 <= n <= len(texts) else "" for n in (number - 1, number + 1)):
        if not other or re.sub(r"\d+", "#", other) not in repeated:
            continue
        if sum(bool(_ENDS_IN_PAGE.search(text)) for text in (own, other)) == 1 and own != other:
            return True
    return False


def _running_text(line: str, alone: bool) -> str:
    """What a line may say as a running head: its text, a page number beside it included.

    Args:
        line: the line.
        alone: whether blank lines stand above and below it.
    """
    if not is_row(line):
        return plain(line)
    cells = [cell for cell in split_row(line) if cell]
    pages = [cell for cell in cells if _PAGE_ALONE.fullmatch(cell)]
    named = [cell for cell in cells if cell not in pages]
    if len(named) == len(pages) == 1:
        return named[0]
    if alone and len(pages) == 1 < len(named) and not _is_of_table(named, cells[-1] in pages):
        # company, report, chapter and page: the chapter changes, what stands furthest out stays
        return named[0] if cells[-1] in pages else named[-1] if cells[0] in pages else ""
    words = len(cells) == len(named) == _A_PAIR and not is_head(tuple(cells))
    return " | ".join(cells) if words and not any(is_value(cell) for cell in cells) else ""


def _is_of_table(named: Sequence[str], page_last: bool) -> bool:
    """Whether cells are units or values, as beside a figure; the chapter beside the page apart."""
    outside = named[:_A_PAIR] if page_last else named[-_A_PAIR:]
    return any(is_value(cell) or bool(read_unit(cell)) for cell in outside)


def _is_blank(lines: Sequence[str], number: int) -> bool:
    return not 1 <= number <= len(lines) or not lines[number - 1].strip()


def find_contents(lines: Sequence[str]) -> tuple[ContentsEntry, ...]:
    """The contents list: the lines under "Contents", or a run of titles with pages at the start."""
    lines = in_one_form(lines)
    start = next((n for n, line in enumerate(lines, start=1) if _CONTENTS.match(plain(line))), None)
    if start is not None and start < max(200, len(lines) // 4):
        return _entries(lines, start + 1)
    return _entries_at_start(lines)


def _entries(lines: Sequence[str], first: int) -> tuple[ContentsEntry, ...]:
    found: list[ContentsEntry] = []
    prose = 0
    for number in range(first, min(first + _LINES_OF_CONTENTS, len(lines) + 1)):
        text = lines[number - 1]
        if not text.strip():
            continue
        entries = _entries_of_line(number, text)
        if entries:
            found += entries
            prose = 0
        else:
            prose += 1
            if len(text) > _LONGEST or prose > 1:
                break
    return tuple(found) if len(found) >= 3 else ()


def _entries_at_start(lines: Sequence[str]) -> tuple[ContentsEntry, ...]:
    best: list[ContentsEntry] = []
    now: list[ContentsEntry] = []
    misses = 0
    for number, text in enumerate(lines[:_LINES_OF_CONTENTS], start=1):
        if not text.strip():
            continue
        entry = _entry(number, text)
        if entry is not None:
            now.append(entry)
            misses = 0
        else:
            misses += 1
        if misses > 1:
            best, now = max(best, now, key=len), []
    best = max(best, now, key=len)
    return tuple(best) if len(best) >= 6 else ()


def _entries_of_line(number: int, text: str) -> list[ContentsEntry]:
    """The entries of a line: one, or those of columns that stand side by side."""
    entry = _entry(number, text)
    if entry is not None or not is_row(text):
        return [entry] if entry else []
    found: list[ContentsEntry] = []
    title = ""
    for cell in (plain(cell) for cell in split_row(text) if cell):
        page = _page(cell)
        if page is None:
            title = f"{title} {cell}".strip()
        elif title:
            found.append(ContentsEntry(number, title, page))
            title = ""
        # a number without a title before it is that of a chapter
    return [] if title else found


def _entry(number: int, text: str) -> ContentsEntry | None:
    """A title with its page, in either order, in cells or not."""
    cells = [plain(cell) for cell in split_row(text) if cell] if is_row(text) else []
    if len(cells) == 2:
        pages = [_page(cell) for cell in cells]
        if pages[0] is not None and pages[1] is None:
            return ContentsEntry(number, cells[1], pages[0])
        if len(cells[1]) <= 12:
            return ContentsEntry(number, cells[0], pages[1])
        return None
    if cells:
        return None
    match = _ENTRY.match(plain(text))
    if match is None:
        return None
    title, page = (match["title"] or match["title2"]), (match["page"] or match["page2"])
    return ContentsEntry(number, title.strip(" .…·"), int(page))


def _page(cell: str) -> int | None:
    printed = read_cell(cell)
    if printed is None or printed.unit or printed.decimals or not 0 < printed.number < 1000:
        return None
    return int(printed.number)


def find_headings(
    lines: Sequence[str],
    contents: Sequence[ContentsEntry],
    furniture: frozenset[int],
) -> tuple[Heading, ...]:
    """The headings: short lines that stand alone, or that the contents list names."""
    lines = in_one_form(lines)
    titles = {compact(entry.title) for entry in contents}
    listed = {entry.line for entry in contents}
    found = []
    for number, line in enumerate(lines, start=1):
        if number in listed or not line.strip() or len(line) > _LONGEST or is_row(line):
            continue
        text = plain(line).lstrip("#> ").strip()
        if compact(text) in titles or compact(_ORDINAL.sub("", text)) in titles:
            found.append(Heading(number, text, 1))
        elif number not in furniture and _looks_like_heading(lines, number, line, text):
            found.append(Heading(number, text))
    return tuple(found)


def _looks_like_heading(lines: Sequence[str], number: int, line: str, text: str) -> bool:
    if line.lstrip().startswith("#"):
        return True
    if not _is_blank(lines, number - 1) or _BULLET.match(line) or _NOTE.match(text):
        return False
    below = _is_blank(lines, number + 1) or is_row(lines[number])
    if not below or _SENTENCE_END.search(text) or not any(c.isalpha() for c in text):
        return False
    if _PAGE_NUMBER.match(text) or len(text) < 2:
        return False
    return text[0].isupper() or text[0].isdigit() or not text[0].isascii()


class Sections:
    """The headings that each line stands under."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._lines: list[int] = []
        self._texts: list[tuple[str, ...]] = []
        chapter = nearest = ""
        for heading in headings:
            if heading.level == 1:
                chapter, nearest = heading.text, ""
            else:
                nearest = heading.text
            self._lines.append(heading.line)
            self._texts.append(tuple(text for text in (chapter, nearest) if text))

    def at(self, line: int) -> tuple[str, ...]:
        """The chapter and the nearest heading above a line, as far as there are any."""
        place = bisect_left(self._lines, line)
        return self._texts[place - 1] if place else ()
