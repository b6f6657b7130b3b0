"""Lines of a column to paragraphs: a line goes on where its next word would not have fitted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crossfoot.reading.formats.script import is_wide, joined
from crossfoot.reading.formats.segments import Segment, lines_of_segments

#: distances between lines, in sizes of the font: within a paragraph, and before a blank line
_LEADING, _BLANK = 0.9, 0.75
_OTHER_SIZE = 0.08
_GAP_OF_CELLS = 2.0
_ITEM = re.compile(
    r"^(?:[•●▪◆■□*–—-]\s|\(?\d{1,2}[.)、]\s|[（(][\d一二三四五六七八九十]{1,3}[)）])"
)
_SLACK = 0.4
#: ends of sentences, and the length of a text that is a heading rather than a paragraph
_ENDS, _SHORTEST = frozenset(".!?:;。！？：；"), 24


def paragraph_lines(segments: Sequence[Segment], right: float) -> list[str]:
    """The paragraphs, with a blank line between those that are printed apart.

    Args:
        segments: of one column.
        right: right edge of the column, in points.
    """
    out: list[str] = []
    above: Segment | None = None
    for line in lines_of_segments(segments):
        text = _text(line)
        whole = _whole(line, text)
        if above is not None:
            gap = (whole.top - above.bottom) / max(above.size, 1)
            same = abs(whole.size - above.size) <= _OTHER_SIZE * above.size
            if same and gap < _LEADING and _goes_on(above, whole, right):
                out[-1] = joined(out[-1], text)
                above = whole
                continue
            if gap > _BLANK or not same or (whole.bold != above.bold and not _ITEM.match(text)):
                out.append("")
        out.append(text)
        above = whole
    return out


def _text(line: Sequence[Segment]) -> str:
    text, last = line[0].text, line[0]
    for segment in line[1:]:
        far = segment.x0 - last.x1 > _GAP_OF_CELLS * max(segment.size, last.size)
        text = f"{text}\t{segment.text}" if far else joined(text, segment.text)
        last = segment
    return text


def _whole(line: Sequence[Segment], text: str) -> Segment:
    longest = max(line, key=lambda s: s.x1 - s.x0)
    return Segment(
        text,
        min(s.x0 for s in line),
        max(s.x1 for s in line),
        min(s.top for s in line),
        max(s.bottom for s in line),
        longest.size,
        longest.bold,
    )


def _goes_on(above: Segment, line: Segment, right: float) -> bool:
    """Whether the line above ends because its paragraph is at the right edge."""
    if _ITEM.match(line.text) or "\t" in above.text or "\t" in line.text:
        return False
    first = first_width(line)
    return above.x1 + first > right - _SLACK * line.size


def first_width(line: Segment) -> float:
    """The width of the first word, with the space before it; of one character in Chinese."""
    if is_wide(line.text[0]):
        return line.size
    word = re.split(r"[\s\u3000-\u9fff]", line.text, maxsplit=1)[0]
    share = (len(word) + 1) / max(len(line.text), 1)
    return share * (line.x1 - line.x0)


def is_continued(text: str, below: str) -> bool:
    """Whether a paragraph at the end of a column or page goes on at the top of the next.

    >>> is_continued("The emissions of scope 2 were 1,435.56 tonnes, accounting", "for 94 %.")
    True
    >>> is_continued("Emissions", "of the year"), is_continued("They fell by more than 3 %.", "so")
    (False, False)
    """
    if "\t" in text + below or not below or len(text) < _SHORTEST or text[-1] in _ENDS:
        return False
    if below[0].islower():
        return True
    chinese = is_wide(text[-1]) and is_wide(below[0])
    return chinese and text[-1].isalpha() and any(mark in below for mark in "，。")
