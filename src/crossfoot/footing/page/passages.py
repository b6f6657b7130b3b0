"""The text of a report as a page shows it: paragraphs and tables, with the marks of findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.reading.cells import is_row, split_row

_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
#: *words* in asterisks, as converters mark italics; a footnote mark stands alone
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,200}?)(?<=\S)\*(?![\w*])")
_REST_OF_WORD = re.compile(r"[^\W\d_]*")
#: a quotation as long as this may have been cut in the middle of a word
_QUOTATION = 40
#: a value shorter than this is only marked where it stands as a word of its own
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; `number` is the finding that marks it, 0 for none."""

    text: str
    number: int = 0
    severity: str = ""

    @property
    def length(self) -> int:
        """Number of characters."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding on a line: its number in the list, severity, and the values as printed."""

    number: int
    severity: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line: its number, its cells (one where it is no row of a table), its marks."""

    number: int
    cells: tuple[tuple[Span, ...], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that stand together: `kind` is "table", "heading" or "text"."""

    kind: str
    lines: tuple[ShownLine, ...]

    @property
    def is_marked(self) -> bool:
        """Whether a finding stands on any of its lines."""
        return any(line.marks for line in self.lines)


def passages(
    lines: Sequence[str], marks: Mapping[int, Sequence[Mark]], headings: frozenset[int]
) -> Iterator[Passage]:
    """The text, blank lines left out.

    Args:
        lines: the text, line 1 at index 0.
        marks: the findings of each line.
        headings: numbers of the lines that are headings.
    """
    rows: list[ShownLine] = []
    for number, line in enumerate(lines, start=1):
        row = is_row(line)
        if rows and not row and line.strip():
            yield Passage("table", tuple(rows))
            rows = []
        if not line.strip():
            continue
        here = tuple(marks.get(number, ()))
        cells = split_row(line) if row else (line.strip().lstrip("#").strip(),)
        shown = ShownLine(number, tuple(_marked(_bare(cell), here) for cell in cells), here)
        if row:
            rows.append(shown)
        else:
            yield Passage("heading" if number in headings else "text", (shown,))
    if rows:
        yield Passage("table", tuple(rows))


def _bare(cell: str) -> str:
    """A cell without emphasis and tags, which a page would print as such."""
    return _EMPHASIS.sub(r"\1", re.sub(r"\*{2,3}", "", _TAGS.sub(" ", cell))).strip()


def _marked(text: str, marks: Sequence[Mark]) -> tuple[Span, ...]:
    """A text cut at the values of its findings.

    >>> [span.text for span in _marked("a total of 335", [Mark(1, "error", ("335",))])]
    ['a total of ', '335']
    """
    places: list[tuple[int, int, Mark]] = []
    for mark in marks:
        for value in (part for whole in mark.values for part in (whole, _digits(whole)) if part):
            at = _find(text, value)
            end = at + len(value)
            if len(value) >= _QUOTATION and (rest := _REST_OF_WORD.match(text, end)):
                end = rest.end()
            if at >= 0 and not any(at < other and start < end for start, other, _ in places):
                places.append((at, end, mark))
    spans: list[Span] = []
    begin = 0
    for start, end, mark in sorted(places, key=lambda place: place[0]):
        if start > begin:
            spans.append(Span(text[begin:start]))
        spans.append(Span(text[start:end], mark.number, mark.severity))
        begin = end
    if begin < len(text) or not spans:
        spans.append(Span(text[begin:]))
    return tuple(spans)


def _digits(value: str) -> str:
    """The number of a value with a unit, which may stand in another cell."""
    match = re.match(r"[\d.,]+", value)
    return match[0] if match and match[0] != value else ""


def _find(text: str, value: str) -> int:
    if len(value) < _SHORTEST and text.strip() != value:
        return -1
    at = text.find(value)
    while at >= 0 and value[:1].isdigit():
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if not (before.isdigit() or before in (".", ",")) and not after.isdigit():
            break
        at = text.find(value, at + 1)
    return at
