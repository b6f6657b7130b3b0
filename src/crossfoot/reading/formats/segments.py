"""Characters of a page to segments: words on one base line, without a wide gap between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import normalize

from crossfoot.reading.formats.grids import raised
from crossfoot.reading.formats.script import is_wide, joined

#: fonts of PDFs often name the radical 气 where the character of the same shape is meant
_RADICALS = {code: normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)} | str.maketrans(
    "\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed8\u2ed9\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee4"
    "\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eea\u2eec\u2eee\u2ef0\u2ea0\u2ec4\u2ec1\u2eae\u2e9d\u2ea9\u2e81",
    "见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙民西虎竹月王厂",
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
#: gaps, in sizes of the font: where no space is printed, where a space is printed
_GAP, _GAP_WITH_SPACE = 0.6, 1.3
_WORD_GAP, _WIDE_WORD_GAP = 0.2, 0.5
#: spaces of a justified line differ by at most this part
_EQUAL = 0.1
#: base lines that differ by less, in points, are one
_SAME_BASE = 1.2
#: a character this much smaller may be raised or lowered beside its line
_SMALL = 0.9
_RAISED_BY = 0.15
#: and by so much at most; the mark of a note, which is short, may stand higher
_MOST_RAISED, _MOST_LIFT, _LONGEST_MARK = 0.6, 0.9, 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its place on the page, in points from the upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Segment:
    """Words that stand together on one line.

    Attributes:
        text: the words.
        x0: left edge, in points from the left.
        x1: right edge.
        top: upper edge, in points from above.
        bottom: lower edge.
        size: size of most of its characters.
        bold: whether most of them are bold.
        glyphs: its characters.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def base(self) -> float:
        """The height of its base line."""
        if not self.glyphs:
            return self.bottom - 0.2 * self.size
        return sorted(glyph.base for glyph in self.glyphs)[len(self.glyphs) // 2]

    @property
    def middle(self) -> float:
        """Half of its height."""
        return (self.top + self.bottom) / 2


def find_segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """The segments of a page, from above."""
    runs = [run for line in _base_lines(glyphs) for run in _split(line)]
    runs = _with_raised([run for run in runs if any(not g.text.isspace() for g in run)])
    found = [_segment(run) for run in runs]
    return sorted(found, key=lambda s: (s.top, s.x0))


def text_of(glyphs: Iterable[Glyph]) -> str:
    """The text of a cell: its segments in order, lines joined."""
    text = ""
    for line in lines_of_segments(find_segments(glyphs)):
        for segment in line:
            text = joined(text, segment.text)
    return text


def lines_of_segments(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments on the same line put together, lines from above, each from the left."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.middle):
        last = lines[-1][-1] if lines else None
        if last is not None and abs(segment.middle - last.middle) < 0.4 * min(
            segment.size, last.size
        ):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda s: s.x0) for line in lines]


def _base_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if lines and glyph.base - lines[-1][-1].base <= min(_SAME_BASE, 0.25 * glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _split(line: list[Glyph]) -> list[list[Glyph]]:
    """A line cut at wide gaps and where the size of the font changes much."""
    words = _words(line)
    gaps = [_Gap.between(left, right) for left, right in pairwise(words)]
    runs: list[list[Glyph]] = []
    for at, word in enumerate(words):
        gap = gaps[at - 1] if at else None
        if gap is None or (gap.is_wide and not _is_justified(gaps, at - 1, words)):
            runs.append([])
        elif gap.spaces:
            last, first = runs[-1][-1], word.glyphs[0]
            runs[-1].append(Glyph(" ", first.x0 - 0.01, first.x0, last.top, last.bottom, 0, 0))
        runs[-1] += word.glyphs
    return runs


@dataclass(slots=True)
class _Word:
    """Characters without a space or wide gap between them, and the spaces before them."""

    glyphs: list[Glyph]
    spaces: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """The white between two words: its width in points and in sizes of the font, its spaces."""

    width: float
    share: float
    spaces: int

    @classmethod
    def between(cls, left: _Word, right: _Word) -> _Gap:
        last, first = left.glyphs[-1], right.glyphs[0]
        width = first.x0 - last.x1
        return cls(width, width / max(first.size, last.size, 1), right.spaces)

    @property
    def is_wide(self) -> bool:
        return self.share > (_GAP_WITH_SPACE if self.spaces else _GAP)


def _words(line: list[Glyph]) -> list[_Word]:
    words: list[_Word] = []
    spaces = 0
    for glyph in sorted(line, key=lambda g: g.x0):
        if glyph.text.isspace():
            spaces += 1
            continue
        last = words[-1].glyphs[-1] if words else None
        if last is not None and glyph.text == last.text and glyph.x0 - last.x0 < 0.15 * glyph.size:
            continue  # bold print that is drawn twice
        far = last is not None and (glyph.x0 - last.x1) / max(glyph.size, last.size, 1) > _GAP
        if last is None or spaces or far:
            words.append(_Word([], spaces))
            spaces = 0
        words[-1].glyphs.append(glyph)
    return words


def _is_justified(gaps: Sequence[_Gap], at: int, words: Sequence[_Word]) -> bool:
    """Whether a wide gap is a space that was stretched: as wide as the next one, and no column."""
    gap = gaps[at]
    if gap.spaces != 1 or (_has_digit(words[at]) and _has_digit(words[at + 1])):
        return False
    beside = [gaps[n] for n in (at - 1, at + 1) if 0 <= n < len(gaps)]
    return any(
        each.spaces == 1 and abs(each.width - gap.width) < _EQUAL * gap.width for each in beside
    )


def _has_digit(word: _Word) -> bool:
    return any(glyph.text.isdigit() for glyph in word.glyphs)


def _with_raised(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs with raised and lowered characters put into the line that they stand beside."""
    sizes = [max(g.size for g in run) for run in runs]
    spans = [(run[0].x0, run[-1].x1) for run in runs]
    order = sorted(range(len(runs)), key=lambda at: runs[at][0].base)
    taken: set[int] = set()
    for place, at in enumerate(order):
        run, size = runs[at], sizes[at]
        for other in [*order[max(0, place - 40) : place], *order[place + 1 : place + 40]]:
            main = runs[other]
            if other in taken or size >= _SMALL * sizes[other] or len(run) > 12:
                continue
            reach = 0.35 * sizes[other]
            left, right = spans[other]
            if not (left - reach <= run[0].x0 and run[-1].x1 <= right + reach + 2 * size):
                continue
            lift = main[0].base - run[0].base
            most = _MOST_LIFT if lift > 0 and len(run) <= _LONGEST_MARK else _MOST_RAISED
            if run[0].x0 > right + reach or abs(lift) > most * sizes[other]:
                continue
            lifted = lift > _RAISED_BY * sizes[other]
            small = [
                Glyph(
                    raised(g.text) if lifted else g.text,
                    g.x0,
                    g.x1,
                    main[0].top,
                    main[0].bottom,
                    main[0].base,
                    sizes[other],
                    main[0].bold,
                )
                for g in run
                if not g.text.isspace()
            ]
            runs[other] = sorted([*main, *small], key=lambda g: g.x0)
            spans[other] = (min(left, run[0].x0), max(right, run[-1].x1))
            taken.add(at)
            break
    return [run for at, run in enumerate(runs) if at not in taken]


def _segment(run: list[Glyph]) -> Segment:
    text, last = "", None
    for glyph in run:
        if glyph.text == " ":
            text, last = text.rstrip() + " ", None
            continue
        if last is not None:
            wide = is_wide(last.text[-1]) or is_wide(glyph.text[0])
            if glyph.x0 - last.x1 > (_WIDE_WORD_GAP if wide else _WORD_GAP) * glyph.size:
                text += " "
        text += glyph.text
        last = glyph
    real = [g for g in run if g.text != " "]
    size = sorted(g.size for g in real)[len(real) // 2]
    return Segment(
        text=_narrow(text),
        x0=min(g.x0 for g in real),
        x1=max(g.x1 for g in real),
        top=min(g.top for g in real),
        bottom=max(g.bottom for g in real),
        size=size,
        bold=2 * sum(g.bold for g in real) > len(real),
        glyphs=real,
    )


def _narrow(text: str) -> str:
    """A text without spaces between Chinese characters, which fonts of fixed width print."""
    kept = ""
    for at, character in enumerate(text):
        between = 0 < at < len(text) - 1 and is_wide(text[at - 1]) and is_wide(text[at + 1])
        if not (character == " " and between):
            kept += character
    return kept.strip().translate(_LIGATURES).translate(_RADICALS)
