"""What pages repeat around their text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.header import is_head

#: a line counts as repeated where it stands at the same height on so many pages
_LEAST_PAGES, _LEAST_SHARE = 3, 0.2
#: parts of the height of a page, from its edges, where page numbers are looked for
_MARGIN = 0.12
_STEP = 4.0
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W{0,3}(?:page |p\. ?|第)?\s?(\d{1,4})\s?(?:页|(?:/|of)\s?\d{1,4})?\W{0,3}$", re.IGNORECASE
)


def find_repeated(
    pages: Mapping[int, Sequence[Segment]], heights: Mapping[int, float]
) -> tuple[set[int], dict[int, str]]:
    """What to leave out, as ids of segments; and the printed number of each page.

    Heads of tables that go on over pages are repeated too; they are known by their words and stay.
    """
    places: dict[tuple[str, int, int], dict[int, list[Segment]]] = defaultdict(dict)
    numbers: dict[int, list[tuple[int, Segment]]] = {}
    for page, segments in pages.items():
        beside = _heads(segments)
        numbers[page] = []
        for segment in segments:
            edge = min(segment.middle, heights[page] - segment.middle)
            found = _PAGE_NUMBER.match(segment.text)
            if found and edge < _MARGIN * heights[page]:
                numbers[page].append((int(found[1]), segment))
            if id(segment) in beside or not any(c.isalpha() for c in segment.text):
                continue
            shape = _DIGITS.sub("#", segment.text)
            for shift in (0, 1):  # so that a place near the border of a step is found too
                key = (shape, round(segment.x0 / _STEP), int(segment.middle / _STEP + shift / 2))
                places[key].setdefault(page, []).append(segment)
    enough = max(_LEAST_PAGES, int(_LEAST_SHARE * len(pages)))
    removed = {
        id(segment)
        for found_on in places.values()
        if len(found_on) >= enough
        for segments in found_on.values()
        for segment in segments
        if _is_marginal(segment, pages, found_on, heights)
    }
    labels: dict[int, str] = {}
    for offset in _offsets(numbers):
        for page, found_numbers in numbers.items():
            for number, segment in found_numbers:
                if number - page == offset:
                    removed.add(id(segment))
                    labels.setdefault(page, str(number))
    return removed, labels


def _heads(segments: Sequence[Segment]) -> set[int]:
    """The segments of lines that are the head of a table."""
    lines: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        lines[round(segment.middle / _STEP)].append(segment)
    return {
        id(segment)
        for line in lines.values()
        if is_head(tuple(s.text for s in sorted(line, key=lambda s: s.x0)))
        for segment in line
    }


def _is_marginal(
    segment: Segment,
    pages: Mapping[int, Sequence[Segment]],
    found_on: Mapping[int, Sequence[Segment]],
    heights: Mapping[int, float],
) -> bool:
    """Whether a repeated line stands in the margin, or beside the text as side marks do."""
    page = next(iter(found_on))
    edge = min(segment.middle, heights[page] - segment.middle) / heights[page]
    return edge < _MARGIN or len(found_on) >= 0.5 * len(pages)


def _offsets(numbers: Mapping[int, Sequence[tuple[int, Segment]]]) -> list[int]:
    """Differences between printed and counted page numbers that hold on several pages."""
    counts: dict[int, int] = defaultdict(int)
    for page, found in numbers.items():
        for offset in {number - page for number, _ in found}:
            counts[offset] += 1
    enough = max(_LEAST_PAGES, int(_LEAST_SHARE * len(numbers)))
    return sorted((o for o, n in counts.items() if n >= enough), key=lambda o: -counts[o])
