"""A label with all that stands around it, and its terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.reading.concepts import (
    LIGHT,
    Terms,
    brackets_as_terms,
    concepts_of,
    parts_as_terms,
    read_terms,
)
from crossfoot.reading.printed_units import PrintedUnit


@dataclass(frozen=True, slots=True)
class Context:
    """A label with all that stands around it.

    Attributes:
        label: the label.
        groups: labels of its groups, outermost first.
        loose: labels that may be its groups.
        around: caption and section.
        definition: the denominator that a note states; else the words in the unit count as it.
        unit: the printed unit; empty where there is none.
        strict: the label has to say it all: of caption and section nothing is taken that a
            pattern requires.
    """

    label: str
    groups: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    definition: str = ""
    unit: PrintedUnit = PrintedUnit("")  # noqa: RUF009 - immutable
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """The terms of a context."""

    own: Terms
    parts: tuple[Terms, ...]
    brackets: tuple[Terms, ...]
    groups: tuple[Terms, ...]
    loose: tuple[frozenset[str], ...]
    has: frozenset[str]
    group_has: frozenset[str]
    loose_has: frozenset[str]
    around_has: frozenset[str]
    defined: frozenset[str]
    says_share: bool


def parse_context(context: Context) -> Parsed:
    """The terms of all that stands around a label."""
    own = read_terms(context.label)
    groups = tuple(read_terms(group) for group in context.groups)
    lines = tuple(concepts_of(read_terms(text)) for text in context.loose)
    loose = frozenset[str]().union(*lines)
    around = frozenset[str]().union(*(concepts_of(read_terms(text)) for text in context.around))
    if "[CO2e]" in context.unit.dimension:
        around |= {"ghg"}  # the unit says what is emitted
    has = concepts_of(own)
    group_has = frozenset[str]().union(*map(concepts_of, groups))
    definition = context.definition or (f"per {context.unit.words}" if context.unit.words else "")
    defined = concepts_of(read_terms(definition)) if definition else frozenset[str]()
    says_share = "share" in has or ("share" in group_has and not context.unit)
    parts = parts_as_terms(context.label)
    brackets = brackets_as_terms(context.label)
    return Parsed(
        own,
        parts,
        brackets,
        groups,
        lines,
        has,
        group_has,
        loose,
        around,
        defined - LIGHT,
        says_share,
    )


def coverage(terms: Terms, explained: set[str]) -> float:
    """The share of the words of a label that a reading explains."""
    whole = sum(term.weight for term in terms)
    if not whole:
        return 1.0
    return sum(term.weight for term in terms if term.concept in explained) / whole


def group_coverage(groups: Sequence[Terms], explained: set[str]) -> float:
    """How much of the groups the reading explains, the nearest counting most."""
    worth, got = 0.0, 0.0
    factor = 1.0
    for terms in reversed(groups):
        if any(term.weight for term in terms):
            got += factor * coverage(terms, explained)
            worth += factor
        factor /= 2
    return got / worth if worth else 1.0
