"""A label to a metric and its breakdown: every reading is scored, the best one explained.

A reading is a pattern of the lexicon whose concepts are all in the label, its groups or, for some,
in caption and section, and whose metric can have the printed unit. Its score is the share of the
label that the reading explains, times the quality of the unit, less a little for each concept
taken from further away. Members of the metric's dimensions explain words too. A label is
recognised where the best reading explains enough of it and no reading of another topic is as good.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crossfoot.metrics.dimensions import dimensions
from crossfoot.reading.concepts import (
    AGE,
    DECISIVE,
    GENERAL,
    LIGHT,
    SITE,
    Terms,
    brackets_as_terms,
    concepts_of,
    parts_as_terms,
    read_terms,
)
from crossfoot.reading.lexicon import Lexicon, Member, Pattern, lexicon
from crossfoot.reading.printed_units import PrintedUnit
from crossfoot.reading.titles import (
    is_member_below,
    member_named,
    metric_of_title,
    metric_of_whole,
)
from crossfoot.reading.unit_fit import UnitFit, fit, fit_above

#: the share of a label that has to be explained, with the quality of the unit
ENOUGH = 0.56
#: the share of each part of "Waste recycled - Plastic" that has to be explained: a part that is
#: not understood may be a breakdown, and a part of a figure is not the figure
_PART_ENOUGH, _BRACKET_ENOUGH = 0.5, 0.6
#: kinds of sites: "Energy intensity - Offices" is of the offices alone
_KINDS = frozenset(("office", "site_count"))
#: the beginning of concepts that stand in names of companies and sites as well: "Anhui Example Co."
_OFTEN_IN_NAMES = "province_"
#: what a caption says of some rows of its table, and never of a row that does not say it
_NOT_FROM_AROUND = frozenset(("reduction", "change", "save", "planned", "offset", "removal"))
#: readings nearer than this are equally good
SAME = 0.004
_FROM_GROUP, _FROM_LOOSE, _FROM_AROUND, _NEAR_AROUND = 0.02, 0.05, 0.14, 0.05
_GROUP_WORTH = 0.1
#: what a unit or a note may put below the line; another denominator is another metric
_DENOMINATORS = frozenset(("revenue", "output_value", "floor_area"))
#: a label that names what its unit leaves out: "Hazardous waste per vehicle (kg)"
_PER = re.compile(
    r"\bper (?:(employee|capita|head)|vehicle|car|unit|product|piece|set)\b(?! area)",
    re.IGNORECASE,
)
#: how well the unit has to fit a title
_TITLE_UNIT = 0.7
#: the score of a member below a title
_PART_OF_TITLED = 0.95
#: breakdowns whose members a label names together where it means all of them
_OPEN_TO_BOTH = frozenset(("impact", "gender", "topic"))
#: what a group says of the words below it: "Sales" by function is the staff of sales
_SAID_ABOVE = frozenset(("level_word",))
#: what an optional concept and a member say, beside a required concept
_OPTIONAL_WORTH, _MEMBER_WORTH = 0.9, 0.8


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
class Match:
    """What a label was read as.

    Attributes:
        metric: id of the metric.
        dimensions: the breakdown.
        unit: how the printed unit fits.
        score: between 0 and 1.
        reason: what was matched with what, in words.
        order: place of the pattern in the lexicon.
        weight: concepts and members that the reading uses: the more, the more specific.
    """

    metric: str
    dimensions: tuple[tuple[str, str], ...]
    unit: UnitFit
    score: float
    reason: str
    order: int = 0
    weight: float = 0


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a label was not read as anything."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Parsed:
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


@lru_cache(maxsize=8192)
def recognise(context: Context, words: Lexicon | None = None) -> Match | NoMatch:
    """The metric that a label is of, or why there is none.

    >>> from crossfoot.reading.printed_units import read_unit
    >>> found = recognise(Context("Male", ("Number of employees by gender",), unit=read_unit("人")))
    >>> found.metric, found.dimensions
    ('workforce.headcount', (('gender', 'male'),))
    """
    words = words or lexicon()
    titled = _titled(context)
    if titled is not None and not any(
        is_member_below(context.label, w) for w in (*context.loose, *context.groups[-1:])
    ):
        return titled
    parsed = _parse(context)
    if (part := _part_of_titled(parsed, context, words)) is not None:
        return part
    if titled is not None:
        return titled
    readings = _readings(parsed, context, words)
    if not readings:
        return NoMatch(_why_none(parsed, context))
    readings.sort(key=lambda m: (-round(m.score, 6), -m.weight, m.order))
    best = readings[0]
    if best.score < ENOUGH:
        return NoMatch(f"the nearest, {best.metric}, explains too little of it ({best.score:.2f})")
    rivals = [
        m
        for m in readings[1:]
        if m.metric != best.metric
        and best.score - m.score < SAME
        and m.weight == best.weight
        and m.metric.partition(".")[0] != best.metric.partition(".")[0]
    ]
    if rivals:
        return NoMatch(f"could be {best.metric} or {rivals[0].metric}")
    return best


def _titled(context: Context) -> Match | None:
    """The metric whose title in the catalogue the label is, letter by letter."""
    metric = metric_of_title(context.label)
    if metric is None:
        return None
    unit = fit(metric, context.unit, says_share=metric.unit == "percent")
    if unit is None or unit.quality < _TITLE_UNIT:
        return None
    said = len(concepts_of(read_terms(context.label)) - LIGHT)
    return Match(metric.id, (), unit, 1.0, "the title of the metric", weight=max(1, said))


def _part_of_titled(parsed: _Parsed, context: Context, words: Lexicon) -> Match | None:
    """What a label that names members alone is of, where the row above it has a metric's title."""
    heavy = [term for term in parsed.own if term.weight > 0]
    wholes = [text for text in (*context.loose[:1], *context.groups) if metric_of_whole(text)]
    metric = metric_of_whole(wholes[-1]) if wholes else None
    if metric is None or (wholes[-1] in context.groups and wholes[-1] != context.groups[-1]):
        return None
    unit = fit(metric, context.unit, says_share=metric.unit == "percent")
    if unit is None or unit.quality < _TITLE_UNIT:
        return None
    text = metric.title.en
    empty = frozenset[str]()
    pattern = Pattern(metric, empty, empty, empty, empty, (), 0, text)
    if (named := member_named(metric, context.label)) is not None:
        reason = _reason(pattern, dict((named,)), unit, 1.0, context)
        return Match(metric.id, (named,), unit, _PART_OF_TITLED, reason, weight=1)
    members, used = _breakdown(pattern, parsed, words, set())
    said = used | concepts_of(read_terms(wholes[-1]))
    if not members or any(term.concept not in said for term in heavy):
        return None
    reason = _reason(pattern, members, unit, 1.0, context)
    found = tuple(sorted(members.items()))
    return Match(metric.id, found, unit, _PART_OF_TITLED, reason, weight=len(members))


def _parse(context: Context) -> _Parsed:
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
    return _Parsed(
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


def _readings(parsed: _Parsed, context: Context, words: Lexicon) -> list[Match]:
    heavy = [term for term in parsed.own if term.weight > 0]
    pure = not any(term.weight for term in parsed.own if not _is_member(term.concept, words))
    reach = parsed.has | parsed.group_has | parsed.loose_has | parsed.defined
    everywhere = reach | parsed.around_has
    pure = pure and not context.strict
    per = _PER.search(context.label) if "/" not in context.unit.unit else None
    found = []
    for pattern in words.within(everywhere):
        if not pattern.required <= (everywhere if pure else reach):
            continue
        if not pattern.near <= everywhere or pattern.required & _NOT_FROM_AROUND - reach:
            continue
        if pattern.forbidden and pattern.forbidden & (parsed.has | parsed.group_has):
            continue
        used = pattern.required | pattern.near | pattern.optional
        if heavy and not pure and not used & parsed.has:
            continue
        if _DENOMINATORS & parsed.defined - used and "/" in pattern.metric.unit:
            continue
        unit = fit(pattern.metric, context.unit, parsed.says_share)
        if per is not None:
            # hours per employee have a metric of their own, in hours
            unit = unit if per[1] or "/" in pattern.metric.unit else None
            unit = unit or fit_above(pattern.metric, context.unit, "person" if per[1] else "count")
        if unit is None:
            continue
        reading = _score(pattern, unit, parsed, context, words)
        if reading is not None:
            found.append(reading)
    return found


def _is_member(concept: str, words: Lexicon) -> bool:
    return concept.startswith((AGE, SITE)) or concept in words.naming


def _is_breakdown(concept: str, words: Lexicon) -> bool:
    """Whether a word of a label names a part of the figure and nothing else."""
    return (
        _is_member(concept, words)
        and concept not in GENERAL
        and not concept.startswith(_OFTEN_IN_NAMES)
    )


def _score(
    pattern: Pattern, unit: UnitFit, parsed: _Parsed, context: Context, words: Lexicon
) -> Match | None:
    explained = set(pattern.required | pattern.near | pattern.optional)
    members, used = _breakdown(pattern, parsed, words, explained)
    if _needs_breakdown(pattern) and not members:
        return None
    explained |= used
    if not _own_words_used(explained, parsed) or DECISIVE & parsed.has - explained:
        return None
    above = (*map(concepts_of, parsed.groups), *parsed.loose)
    if any(DECISIVE & has - explained for has in above if pattern.required & has - parsed.has):
        return None
    said = (term for terms in (parsed.own, *parsed.brackets) for term in terms if term.weight > 0)
    if any(_is_breakdown(t.concept, words) and t.concept not in explained for t in said):
        return None
    if _says_other(parsed.own, explained):
        return None
    first, beside = parsed.parts[:1], parsed.parts[1:]
    repeated = frozenset[str]().union(*map(concepts_of, first))
    again = (tuple(t for t in part if t.concept not in repeated) for part in beside)
    parts = (*((part, explained) for part in first), *((p, explained - _KINDS) for p in again))
    if any(_coverage(part, known) < _PART_ENOUGH for part, known in parts) or any(
        _coverage(bracket, explained) < _BRACKET_ENOUGH for bracket in parsed.brackets
    ):
        return None
    coverage = _coverage(parsed.own, explained)
    penalty, from_around = 0.0, False
    for concept in pattern.required:
        if concept in parsed.has or concept in parsed.defined:
            continue
        if concept in parsed.group_has:
            penalty += _FROM_GROUP
        elif concept in parsed.loose_has:
            penalty += _FROM_LOOSE
        else:
            from_around = True
    penalty += _FROM_AROUND if from_around else 0
    for concept in pattern.near - parsed.has - parsed.group_has:
        penalty += _NEAR_AROUND if concept in parsed.around_has else 0
    base = coverage * unit.quality * max(0.0, 1 - penalty)
    if base < ENOUGH * 0.7:
        return None
    group = _group_coverage(parsed.groups, explained)
    missed_definition = len(parsed.defined - explained) * 0.03
    score = base * (1 - _GROUP_WORTH * (1 - group)) - missed_definition
    here = parsed.has | parsed.group_has | parsed.defined
    if from_around:
        here |= parsed.around_has
    weight = (
        len((pattern.required | pattern.near) & here)
        + _OPTIONAL_WORTH * len(pattern.optional & here)
        + _MEMBER_WORTH * (len(members) - len(pattern.fixed))
    )
    reason = _reason(pattern, members, unit, coverage, context)
    return Match(
        pattern.metric.id,
        tuple(sorted(members.items())),
        unit,
        score,
        reason,
        pattern.order,
        weight,
    )


def _says_other(own: Terms, explained: set[str]) -> bool:
    """Whether a label begins with "other", and the reading does not say other than what."""
    first = next((term.concept for term in own if term.concept not in LIGHT), "")
    return first == "other_region" and first not in explained


def _needs_breakdown(pattern: Pattern) -> bool:
    """Whether the metric says nothing without a breakdown: the share of a category."""
    formula = pattern.metric.formula
    return formula is not None and formula.is_share


def _own_words_used(explained: set[str], parsed: _Parsed) -> bool:
    heavy = [term for term in parsed.own if term.weight > 0]
    return not heavy or any(term.concept in explained for term in heavy)


def _coverage(terms: Terms, explained: set[str]) -> float:
    whole = sum(term.weight for term in terms)
    if not whole:
        return 1.0
    return sum(term.weight for term in terms if term.concept in explained) / whole


def _group_coverage(groups: Sequence[Terms], explained: set[str]) -> float:
    """How much of the groups the reading explains, the nearest counting most."""
    worth, got = 0.0, 0.0
    factor = 1.0
    for terms in reversed(groups):
        if any(term.weight for term in terms):
            got += factor * _coverage(terms, explained)
            worth += factor
        factor /= 2
    return got / worth if worth else 1.0


def _breakdown(
    pattern: Pattern, parsed: _Parsed, words: Lexicon, explained: set[str]
) -> tuple[dict[str, str], set[str]]:
    """Members of the metric's dimensions that label and groups name."""
    found: dict[str, str] = dict(pattern.fixed)
    used: set[str] = set()
    free_own = parsed.has - (pattern.required | pattern.near)
    free_group = parsed.group_has - (pattern.required | pattern.near)
    for dimension in (*pattern.metric.dimensions, "site"):
        if dimension in found:
            continue
        if dimension == "age_group":
            age = _first(parsed, AGE)
            if age:
                found[dimension] = age.removeprefix(AGE)
                used.add(age)
            continue
        if dimension == "site" and (site := _first(parsed, SITE)):
            found[dimension] = site.removeprefix(SITE)
            used.add(site)
            continue
        members = words.members.get(dimension, ())
        named = _all_named(members, free_own, parsed.has | (parsed.group_has & _SAID_ABOVE))
        if len({m.member for m in named}) > 1 and dimension in _OPEN_TO_BOTH:
            # "environmental or social" names no part but the whole
            used |= frozenset[str]().union(*(m.concepts for m in named))
            continue
        own = named[0] if named else None
        if own is None and not (explained & {"by"}):
            own = _only(members, parsed, free_group)
        if own is None and dimension == "site":
            own = next(iter(_all_named(members, parsed.around_has, parsed.around_has)), None)
        if own is not None:
            found[dimension] = own.member
            used |= own.concepts
    return found, used


def _all_named(
    members: Sequence[Member], free: frozenset[str], has: frozenset[str]
) -> list[Member]:
    """The members all of whose concepts are there, at least one not used by the label.

    A member that says less than another of them is left out: "employee" beside "male employee".
    """
    within = [m for m in members if m.concepts <= has and m.concepts & free]
    return [m for m in within if not any(m.concepts < other.concepts for other in within)]


def _only(members: Sequence[Member], parsed: _Parsed, free: frozenset[str]) -> Member | None:
    """The member that a group names, where it names one of the dimension alone."""
    for terms in reversed(parsed.groups):
        has = concepts_of(tuple(term for term in terms if term.weight > 0))
        within = _all_named(members, free, has)
        if len({m.member for m in within}) == 1:
            return within[0]
        if within:
            return None
    return None


def _first(parsed: _Parsed, kind: str) -> str:
    """The age or site that the label names, or that its nearest group names alone."""
    own = [term.concept for term in parsed.own if term.concept.startswith(kind)]
    if own:
        return own[0]
    inner = [t.concept for terms in parsed.groups[-1:] for t in terms if t.concept.startswith(kind)]
    return inner[0] if len(inner) == 1 else ""


def _reason(
    pattern: Pattern, members: dict[str, str], unit: UnitFit, coverage: float, context: Context
) -> str:
    parts = [f"label '{pattern.text}'"]
    if members:
        table = dimensions()
        named = ", ".join(
            f"{key} {table[key].label(m).en.lower() if key in table else m}"
            for key, m in members.items()
        )
        parts.append(f"breakdown {named}")
    parts.append(f"{coverage:.0%} of the words")
    if context.unit:
        parts.append(f"unit {context.unit.text}" + (f" ({unit.remark})" if unit.remark else ""))
    elif unit.remark:
        parts.append(unit.remark)
    return "; ".join(parts)


def _why_none(parsed: _Parsed, context: Context) -> str:
    known = sorted(c for c in parsed.has - LIGHT if c)
    if not known:
        return "no word of the label is known"
    unit = f" in {context.unit.text}" if context.unit else ""
    return f"no metric has the words {', '.join(known)}{unit}"
