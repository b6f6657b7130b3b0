"""Text between tables: lines put together to paragraphs, paragraphs cut into clauses.

A clause is what a number is read in: from one full stop, semicolon or bullet to the next. Converted
reports break lines inside sentences; a line that ends without a stop goes on in the next one that
begins in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.reading.cells import is_row, split_row
from crossfoot.reading.formats.script import is_wide
from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.marks import plain
from crossfoot.reading.numbers import read_cell

_STOP = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\"“(\[*\u4e00-\u9fff]|(?:19|20)\d\d年)|(?<=[;。；！？])\s*|(?<=[a-z0-9]\.)\s+(?=\d+[.)])"
)
_ENDS = re.compile(r"[.。;；!！?？:：]\s*$")
_BULLET = re.compile(r"^\s*(?:[-–—•·●○◦▪■□◆>»*]+|\(?\d{1,2}[.)、]|[①-⑳]|[（(]\d{1,2}[)）])\s+")
#: a title with the number of its section: "1.2 Reporting standards"
_NUMBERED = re.compile(
    r"^\s*#*\s*\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[^\W\d])(?!.*[.。;；]\s*$).{2,80}$"
)
#: a cell that says something: five words, or a dozen characters
_CELL_SENTENCE = re.compile(r"(?:[A-Za-z,%]+\s+){4}|(?:[\u4e00-\u9fff，、\d%]\s?){12}")
_PART_BEHIND = re.compile(r"^[a-z][a-z ]*, (?:of (?:whom|which)|including) .*\d", re.IGNORECASE)
_LONGEST_LABEL = 60
_LONGEST_NUMBER = 30
#: two highlights, each with its label
_SMALLEST_PANEL = 4
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
        if number in skip and is_row(line):
            yield from _of_cells(line, number)
        if (pair := _highlight(lines, number, skip)) is not None:
            yield pair
            number += 2
            continue
        if panel := _panel(lines, number, skip):
            yield from panel
            number += 2 * len(panel)
            continue
        if number in skip or not line.strip() or is_row(line) or _NUMBERED.match(line):
            number += 1
            continue
        parts = [(number, plain(_BULLET.sub("", line)))]
        while _goes_on(lines, number, skip) and sum(len(t) for _, t in parts) < _LONGEST_PARAGRAPH:
            number += 1
            parts.append((number, plain(lines[number - 1])))
        yield from _cut(parts)
        number += 1


def _of_cells(line: str, number: int) -> Iterator[Clause]:
    """Cells that are sentences with a number, in a row without values."""
    cells = [cell for cell in split_row(line) if cell]
    if any(read_cell(cell) is not None for cell in cells):
        return
    for cell in cells:
        text = plain(cell)
        if any(c.isdigit() for c in text) and _CELL_SENTENCE.search(text):
            yield from _cut([(number, text)])


def _highlight(lines: Sequence[str], number: int, skip: frozenset[int]) -> Clause | None:
    """Two lines that stand alone, a number and its label: "52.3%" and "Female employees"."""
    if number >= len(lines) or {number, number + 1} & skip:
        return None
    first, second = plain(lines[number - 1]), plain(lines[number])
    if not first or not second or is_row(first) or is_row(second):
        return None
    around = (number - 1, number + 2)
    if any(1 <= n <= len(lines) and lines[n - 1].strip() for n in around):
        return None
    return _pair(first, second, number)


def _panel(lines: Sequence[str], number: int, skip: frozenset[int]) -> list[Clause]:
    """Highlights below each other without blank lines: label and number by turns."""
    if number > 1 and lines[number - 2].strip():
        return []
    end = number
    while end <= len(lines) and lines[end - 1].strip() and end not in skip:
        if len(lines[end - 1]) > _LONGEST_LABEL or is_row(lines[end - 1]):
            break
        end += 1
    texts = [plain(line) for line in lines[number - 1 : end - 1]]
    ends_there = end > len(lines) or not lines[end - 1].strip()
    if len(texts) < _SMALLEST_PANEL or len(texts) % 2 or not ends_there:
        return []
    found = [_pair(texts[at], texts[at + 1], number + at) for at in range(0, len(texts), 2)]
    first = {_is_number(texts[at]) for at in range(0, len(texts), 2)}
    return [pair for pair in found if pair] if None not in found and len(first) == 1 else []


def _is_number(text: str) -> bool:
    return read_cell(text) is not None and len(text) < _LONGEST_NUMBER


def _pair(first: str, second: str, number: int) -> Clause | None:
    """A number and its label on two lines, as one clause."""
    numbers = [_is_number(text) for text in (first, second)]
    label = second if numbers[0] else first
    if sum(numbers) != 1 or len(label) > _LONGEST_LABEL or _ENDS.search(label):
        return None
    at = number + 1 if numbers[0] else number
    if numbers[0] and _PART_BEHIND.search(label):
        # "3,412" above "employees, of whom 42.1% are women"
        return Clause(f"{first} {label}", number, ((len(first) + 1, number + 1),), alone=True)
    text = f"{label}: {first if numbers[0] else second}"
    return Clause(text, at, ((len(label) + 2, 2 * number + 1 - at),), alone=True)


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
        or len(here) + sum(map(is_wide, here[:_SHORTEST_BROKEN])) < _SHORTEST_BROKEN
    ):
        return False
    return after[0].islower() or after[0].isdigit() or not here[-1].isascii()


def _cut(parts: list[tuple[int, str]]) -> Iterator[Clause]:
    text, starts = "", []
    for number, part in parts:
        if text:
            text += "" if is_wide(text[-1]) and is_wide(part[:1] or " ") else " "
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
