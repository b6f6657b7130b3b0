"""Text whose lines were broken at a fixed width: paragraphs put together again.

Nearly all lines of such a text that are followed by another one are about as long. A shorter line
is a title, or the end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crossfoot.reading.cells import is_row
from crossfoot.reading.formats.script import is_wide

#: widths at which text is broken; longer lines are paragraphs, shorter ones columns of words
_NARROWEST, _WIDEST = 40, 160
#: so many lines that are followed by text, and such a part of them, are about as long
_FEWEST, _SHARE = 16, 0.8
#: parts of the width between which a line is full
_FULL, _OVER = 0.7, 1.15
_OPENS = re.compile(
    r"^\s*(?:[-–—•·●○◦▪■□◆*]\s|\(?\d{1,2}[.)、]\s|[①-⑳]|[（(][\da-z一二三四五六七八九十]{1,3}[)）]|#|>|\|)"
)


def unwrap(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines with each paragraph on the first of its lines, and the others empty.

    A text that is not broken at a fixed width is given back as it is.

    >>> unwrap(["A line", "another"])
    ('A line', 'another')
    """
    width = _width(lines)
    if not width:
        return tuple(lines)
    found = list(lines)
    first = 0
    for at in range(1, len(lines)):
        if found[first].strip() and _goes_on(lines[at - 1], lines[at], width):
            found[first] = _joined(found[first].rstrip(), lines[at].strip())
            found[at] = ""
        else:
            first = at
    return tuple(found)


def _width(lines: Sequence[str]) -> int:
    """The width at which the text is broken; 0 where it is not."""
    followed = sorted(
        letters
        for one, other in pairwise(lines)
        if _is_text(one) and _is_text(other) and not _OPENS.match(other)
        if (letters := _letters(one)) >= _NARROWEST
    )
    if len(followed) < _FEWEST:
        return 0
    width = followed[len(followed) * 19 // 20]
    full = sum(_FULL * width <= letters <= width * _OVER for letters in followed)
    return width if _NARROWEST <= width <= _WIDEST and full >= _SHARE * len(followed) else 0


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not is_row(line)


def _goes_on(line: str, following: str, width: int) -> bool:
    if not _is_text(line) or not _is_text(following) or _OPENS.match(following):
        return False
    return _FULL * width <= _letters(line) <= width * _OVER


def _letters(text: str) -> int:
    """The width of a text in letters, of which a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if is_wide(sign) else 1 for sign in text)


def _joined(text: str, rest: str) -> str:
    if not text or not rest:
        return text + rest
    if is_wide(text[-1]) or is_wide(rest[0]) or (text[-1] == "-" and text[-2:-1].isalpha()):
        return text + rest
    return f"{text} {rest}"


def paragraphs_of(lines: Sequence[str], unwrapped: Sequence[str]) -> Iterator[range]:
    """The numbers of the lines of each paragraph that was put together, first line included."""
    first = 0
    for number in range(1, len(lines) + 2):
        joined = number <= len(lines) and lines[number - 1].strip() and not unwrapped[number - 1]
        if not joined:
            if first and number - first > 1:
                yield range(first, number)
            first = number
