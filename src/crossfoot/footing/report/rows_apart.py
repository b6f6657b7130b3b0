"""Rows of one table that were read as one figure although their labels tell them apart.

"Scope 1 - Hotels" and "Scope 1 - Offices" have one metric, and no dimension says what they are of.
They are parts of something, and neither is the figure of the company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from crossfoot.footing.precision import exchanged_digits, power_of_ten
from crossfoot.footing.report.likeness import base_and_tail, is_rest, is_whole, words_of
from crossfoot.reading.label_context import Context
from crossfoot.reading.matching import Match, recognise
from crossfoot.reading.printed_units import read_unit

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure

#: two values this near are one figure printed twice, whatever the labels say
_ANOTHER = re.compile(r"other indirect|其他间接|其它间接", re.IGNORECASE)
_NEAR = Decimal("0.01")
#: labels that are nothing but a part of the row above
_MEMBER = re.compile(
    r"^\W*(?:(?:fe)?male|men|women|男性?|女性?)(?: (?:employees|staff))?(?:员工|雇员)?"
    r"\W*[%％]?\W*$",
    re.IGNORECASE,
)
#: rows with one label, one figure and so many values break down several wholes
_SEVERAL = 3


def without_parts(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, without those of a table that are of unnamed parts."""
    every = [
        f for f in figures if not (f.metric.startswith("ghg.scope2") and _ANOTHER.search(f.label))
    ]
    tables: dict[tuple[str, str, int | None], list[Figure]] = {}
    for figure in every:
        if figure.table:
            tables.setdefault((figure.table, figure.metric, figure.year), []).append(figure)
    dropped = {id(f) for f in _unnamed_parts(every)}
    for family in tables.values():
        if len({f.line for f in family}) < 2:
            continue
        groups: dict[tuple[tuple[str, str], ...], list[Figure]] = {}
        for figure in family:
            groups.setdefault(figure.dimensions, []).append(figure)
        for dimensions, group in groups.items():
            dropped |= {id(f) for f in _apart(group)}
            if len({f.value for f in group}) >= _SEVERAL and len({f.label for f in group}) == 1:
                dropped |= {id(f) for f in group}  # "Female" below each of several regions
            lines = sorted({f.line for f in group})
            apart = any(after - before > 1 for before, after in pairwise(lines))
            own = {f.label.rpartition(" > ")[2] for f in group}
            if apart and len({f.value for f in group}) > 1 and all(_MEMBER.search(o) for o in own):
                dropped |= {id(f) for f in group}
            others = [f for f in family if set(dimensions) < set(f.dimensions)]
            dropped |= {id(f) for f in group if _is_part_beside(f, others)}
    return [figure for figure in every if id(figure) not in dropped]


def _apart(group: Sequence[Figure]) -> list[Figure]:
    """Of rows that differ in words and value, all but those of the whole."""
    if len({words_of(f.label) for f in group}) < 2 or _may_be_one(group):
        return []
    wholes = [f for f in group if is_whole(f.label)]
    least = frozenset.intersection(*(words_of(f.label) for f in group))
    plain = [f for f in wholes or group if words_of(f.label) == least]
    if not plain and len({words_of(f.label) for f in wholes}) == 1:
        plain = wholes
    return [f for f in group if not any(f is each for each in plain)]


def _may_be_one(group: Sequence[Figure]) -> bool:
    """Whether the values are nearly one, or one with a slip of the pen."""
    values = sorted({f.value for f in group})
    if len(values) != 2:
        return len(values) == 1
    low, high = values
    if power_of_ten(low, high) or exchanged_digits(low, high):
        return True
    return abs(high - low) <= _NEAR * max(abs(low), abs(high))


def _unnamed_parts(every: Sequence[Figure]) -> Iterator[Figure]:
    """Figures that name a part where a row beside them names the whole: "Use - Offices".

    Without a dimension each would be taken for the whole. Where the last parts of the labels lead
    to several metrics, as "Scope 1" and "Scope 2" do, they were understood.
    """
    groups: dict[tuple[str, str], list[tuple[Figure, str]]] = {}
    for figure in every:
        base, tail = base_and_tail(figure.label.rpartition(" > ")[2])
        if tail and figure.table:
            groups.setdefault((figure.table, base.casefold()), []).append((figure, tail))
    for group in groups.values():
        wholes = {f.metric.rpartition(".")[0] for f, tail in group if is_whole(tail)}
        parts = [f for f, tail in group if not is_whole(tail)]
        if len({f.metric for f in parts}) == 1:
            yield from (
                f for f in parts if not f.dimensions and f.metric.rpartition(".")[0] in wholes
            )


def _says_it_all(figure: Figure) -> bool:
    """Whether the last part of a label names the whole figure without its group."""
    own = figure.label.rpartition(" > ")[2]
    if own == figure.label:
        return False
    found = recognise(Context(own, unit=read_unit(figure.printed_unit)))
    return isinstance(found, Match) and (found.metric, found.dimensions) == (figure.metric, ())


def _is_part_beside(figure: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a figure that seems to be the whole of named parts is one more part of it."""
    if not parts or is_whole(figure.label):
        return False
    if is_rest(figure.label):
        return True
    base, tail = base_and_tail(figure.label)
    if tail and _says_it_all(figure):
        return False
    return bool(tail) and any(
        base_and_tail(part.label)[0] == base and base_and_tail(part.label)[1] for part in parts
    )
