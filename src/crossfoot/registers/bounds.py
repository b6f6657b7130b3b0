"""How exact a figure is when it is made of parts that are not all exact."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.quantities.qualifiers import Qualifier

EXACT = "exact"
APPROX = "approx"
UP_TO = "up_to"

#: words of records; which way the true value may lie: 1 above, -1 below, 0 either
_DIRECTIONS = {APPROX: 0, "at_least": 1, "more_than": 1, "less_than": -1, UP_TO: -1}
QUALIFIERS = (EXACT, *_DIRECTIONS)


def combined(qualifiers: Iterable[str]) -> str:
    """The qualifier of a sum.

    >>> combined(["exact", "more_than"]), combined(["more_than", "less_than"])
    ('more_than', 'approx')
    """
    found = list(dict.fromkeys(each for each in qualifiers if each != EXACT))
    if not found:
        return EXACT
    directions = {_DIRECTIONS[each] for each in found}
    if len(directions) > 1 or directions == {0}:
        return APPROX
    if len(found) == 1:
        return found[0]
    return "at_least" if directions == {1} else UP_TO  # the wider of two bounds the same way


#: where a value comes from, the firmest first
BASES = ("measured", "calculated", "estimated", "simulated")
#: bases that are printed with the figure
UNSURE = frozenset({"estimated", "simulated"})


def weakest(bases: Iterable[str]) -> str:
    """The basis of a figure: that of its weakest part.

    >>> weakest(["measured", "estimated", "calculated"])
    'estimated'
    """
    return max(bases, key=BASES.index, default=BASES[0])


def as_fact(qualifier: str) -> Qualifier:
    """The qualifier as facts have it; "up to" has no word of its own there and is approximate."""
    if qualifier in (APPROX, UP_TO):
        return Qualifier.APPROXIMATE
    return Qualifier(qualifier)
