"""Labels that a converter broke over several lines, the values behind the last of them.

    Suppliers that signed the
    Code of Conduct             575   539

What stands alone on a line above a row belongs to its label where the row goes on in small letters
or in a bracket, or where the line ends in a word that asks for more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from crossfoot.reading.cells import is_row, is_rule, split_row
from crossfoot.reading.header import is_head, is_value

_LONGEST = 72
_MOST_LINES = 3
_ENDS = re.compile(r"[.。;；:：?？!！]\s*$")
#: a line that ends so is not the end of a label
_ASKS_FOR_MORE = re.compile(
    r"(?:[-–,，/+&、]|\b(?:of|for|the|and|or|by|in|to|per|with|from|at|on|an?|that|which|RMB|HK\$|US\$))\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^(?:[a-z]|[(（](?!\d{1,2}[)）]))")
_OF_WHICH = re.compile(r"^(?:of which|of whom|including|thereof|incl\.)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def broken_labels(lines: Sequence[str], skip: frozenset[int]) -> dict[int, tuple[int, ...]]:
    """For each row whose label begins above it, the numbers of the lines above that belong to it.

    Args:
        lines: the text.
        skip: lines that pages repeat.
    """
    found: dict[int, tuple[int, ...]] = {}
    for number, line in enumerate(lines, start=1):
        if not is_row(line) or is_rule(line) or line.lstrip()[:1] == "|" or number in skip:
            continue
        cells = split_row(line)
        if not cells[0] or not any(is_value(c) or _DIGIT.search(c) for c in cells[1:] if c):
            continue
        above = _above(lines, number, cells[0], skip)
        if above:
            found[number] = above
    return found


def _above(lines: Sequence[str], number: int, first: str, skip: frozenset[int]) -> tuple[int, ...]:
    taken: list[int] = []
    at = number - 1
    while at >= 1 and len(taken) < _MOST_LINES and at not in skip:
        text = lines[at - 1].strip()
        if not _may_begin(lines[at - 1]):
            break
        asks = bool(_ASKS_FOR_MORE.search(text))
        if not asks and (not _GOES_ON.match(first) or _OF_WHICH.match(first)):
            break
        if not asks and not taken and _is_list(lines, number):
            break
        taken.insert(0, at)
        first = text
        at -= 1
    return tuple(taken)


def _may_begin(line: str) -> bool:
    """Whether a line may be the beginning of a label: short words without cells."""
    text = line.strip()
    if not text or is_row(line) or len(text) > _LONGEST or _ENDS.search(text):
        return False
    return any(sign.isalpha() for sign in text) and text[0] not in "#>¹²³⁴⁵*"


def _is_list(lines: Sequence[str], number: int) -> bool:
    """Whether the row below begins in small letters too: members below the name of their group."""
    if number >= len(lines) or not is_row(lines[number]):
        return False
    first = split_row(lines[number])[0]
    return bool(first) and first[0].islower() and not _OF_WHICH.match(first)


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The number of cells that most rows of a run have."""
    counts = Counter(len(cells) for cells in rows)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def goes_on(row: Sequence[str], following: Sequence[str], width: int) -> bool:
    """Whether a row ends in a title that the next one goes on with, and the two make one row."""
    if len(row) + len(following) - 1 != width or len(row) < 2 or is_head(tuple(row)):
        return False
    last, first = row[-1], following[0]
    if not last or not first or is_value(last) or _ENDS.search(last):
        return False
    return bool(_GOES_ON.match(first)) or bool(_ASKS_FOR_MORE.search(last))


def joined(parts: Sequence[str]) -> str:
    """The lines of a label as one; a word that was parted with a hyphen stays one word."""
    whole = ""
    for part in parts:
        text = part.strip()
        whole += text if not whole or whole.endswith("-") else f" {text}"
    return whole
