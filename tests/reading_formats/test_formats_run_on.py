"""When cells of a PDF count as typed one after another, and when odd gaps are something else."""

from __future__ import annotations

import random
from collections.abc import Sequence

from crossfoot.reading.formats.run_on import find_run_on
from crossfoot.reading.formats.segments import Segment

SIZE, TAB = 10.0, 30.0


def lines(rows: Sequence[Sequence[str]], gap: float = TAB) -> dict[int, list[Segment]]:
    """Rows of words on one page, each word behind the one before and the same gap."""
    found: list[Segment] = []
    for number, words in enumerate(rows):
        left = 50.0
        for word in words:
            right = left + 5 * len(word)
            top = 40 + 14.0 * number
            found.append(Segment(word, left, right, top, top + SIZE, SIZE))
            left = right + gap
    return {1: found}


def labels(count: int) -> list[str]:
    order = random.Random(7)
    return ["".join(order.choices("abcdefgh", k=order.randint(4, 24))) for _ in range(count)]


def test_rows_with_one_gap_and_values_are_typed() -> None:
    rows = [(label, "tonnes", str(10**n)) for n, label in enumerate(labels(9))]
    found = find_run_on(lines(rows))
    assert found is not None
    assert abs(found.tab - TAB / SIZE) < 0.2


def test_spaced_letters_are_no_cells() -> None:
    rows = [tuple(label[:9].upper()) for label in labels(14)]
    assert find_run_on(lines(rows, 8)) is None


def test_gaps_without_values_are_no_cells() -> None:
    names = labels(30)
    rows = [tuple(names[n : n + 3]) for n in range(0, 30, 3)]
    assert find_run_on(lines(rows)) is None
