"""Text between tables: lines put together to paragraphs, paragraphs cut into clauses.

A clause is what a number is read in: from one full stop, semicolon or bullet to the next. Converted
reports break lines inside sentences; a line that ends without a stop goes on in the next one that
begins in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.reading.cells import is_row
from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.marks import plain

_STOP = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\"“(\[*])|(?<=[;。；！？])\s*|(?<=[a-z0-9]\.)\s+(?=\d+[.)])"
)
_ENDS = re.compile(r"[.。;；!！?？:：]\s*$")
_BULLET = re.compile(r"^\s*(?:[-–—•·●○◦▪■□◆>»*]+|\(?\d{1,2}[.)、]|[①-⑳]|[（(]\d{1,2}[)）])\s+")
_LONGEST_PARAGRAPH = 8_000
_LONGEST_CLAUSE = 1_200
#: shorter lines are captions or highlights, not the beginning of a broken sentence
_SHORTEST_BROKEN = 25


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and where it stands.

    Attributes:
        text: its words, without emphasis.
        line: the line that it begins on.
        starts: offsets in `text` at which further lines begin, with their numbers.
        alone: the clause is all of a short line: a caption, a highlight, a bullet.
    """

    text: str
    line: int
    starts: tuple[tuple[int, int], ...] = ()
    alone: bool = False

    def line_at(self, offset: int) -> int:
        """The line that a character of the clause stands on."""
        line = self.line
        for start, number in self.starts:
            if offset >= start:
                line = number
        return line


def find_clauses(lines: Sequence[str], skip: frozenset[int]) -> Iterator[Clause]:
    """The clauses of a text.

    Args:
        lines: the text.
        skip: numbers of lines that are something else: tables, furniture, contents.
    """
    lines = in_one_form(lines)
    number = 1
    while number <= len(lines):
        line = lines[number - 1]
        if number in skip or not line.strip() or is_row(line):
            number += 1
            continue
        parts = [(number, plain(_BULLET.sub("", line)))]
        while _goes_on(lines, number, skip) and sum(len(t) for _, t in parts) < _LONGEST_PARAGRAPH:
            number += 1
            parts.append((number, plain(lines[number - 1])))
        yield from _cut(parts)
        number += 1


def _goes_on(lines: Sequence[str], number: int, skip: frozenset[int]) -> bool:
    """Whether the sentence of a line goes on in the next one."""
    if number >= len(lines) or number + 1 in skip:
        return False
    here, after = lines[number - 1].rstrip(), lines[number].strip()
    if (
        not after
        or is_row(after)
        or _ENDS.search(here)
        or _BULLET.match(after)
        or len(here) < _SHORTEST_BROKEN
    ):
        return False
    return after[0].islower() or after[0].isdigit() or not here[-1].isascii()


def _cut(parts: list[tuple[int, str]]) -> Iterator[Clause]:
    text, starts = "", []
    for number, part in parts:
        if text:
            text += " "
            starts.append((len(text), number))
        text += part
    begin = 0
    for stop in [*(match for match in _STOP.finditer(text)), None]:
        end = len(text) if stop is None else stop.start()
        clause = text[begin:end].strip()
        if clause and len(clause) <= _LONGEST_CLAUSE:
            offset = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
            before = [n for at, n in starts if at <= offset]
            inside = tuple((at - offset, n) for at, n in starts if offset < at < end)
            line = before[-1] if before else parts[0][0]
            alone = len(parts) == 1 and clause == text.strip() and len(clause) <= 160
            yield Clause(clause, line, inside, alone)
        begin = end if stop is None else stop.end()
