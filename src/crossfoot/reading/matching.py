"""A label to a metric and its breakdown: every reading is scored, the best one explained.

A reading is a pattern of the lexicon whose concepts are all in the label, its groups or, for some,
in caption and section, and whose metric can have the printed unit. Its score is the share of the
label that the reading explains, times the quality of the unit, less a little for each concept
taken from further away. Members of the metric's dimensions explain words too. A label is
recognised where the best reading explains enough of it and no reading of another topic is as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.reading.breakdowns import REST, breakdown
from crossfoot.reading.concepts import (
    AGE,
    DECISIVE,
    GENERAL,
    LIGHT,
    SITE,
    Terms,
    concepts_of,
    read_terms,
)
from crossfoot.reading.label_context import (
    Context,
    Parsed,
    coverage,
    group_coverage,
    parse_context,
)
from crossfoot.reading.lexicon import Lexicon, Pattern, lexicon
from crossfoot.reading.titles import (
    is_member_below,
    member_named,
    metric_of_title,
    metric_of_whole,
)
from crossfoot.reading.two_languages import halves
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
#: "Category 1: purchased goods", "类别4 上游运输"
_CATEGORY = re.compile(
    r"\W*(?:scope\s?3\W+)?(?:categor(?:y|ies)|cat\.?|类别|类)\s?(?P<number>\d{1,2})(?!\d|\s?[-–~至和&,、]\s?\d)",
    re.IGNORECASE,
)
#: a group line above one row
_CATEGORY_ALONE = re.compile(
    r"\W*(?:(?:scope\s?3|范围三|范围3)\W*)?(?:category|cat\.?|类别)\s?(?P<number>\d{1,2})\W*",
    re.IGNORECASE,
)
_CATEGORIES = 15
#: "30岁以下 <30", "二氧化硫 SO2": the second half is no word
_TWO_LANGUAGES = re.compile(
    r"([\u4e00-\u9fff0-9][\u4e00-\u9fff0-9（）()、/\-–及]*[\u4e00-\u9fff）)])\s+"
    r"([A-Za-z0-9][^\u4e00-\u9fff]*)"
)
#: the score of a member below a title
_PART_OF_TITLED = 0.95
#: what an optional concept and a member say, beside a required concept
_OPTIONAL_WORTH, _MEMBER_WORTH = 0.9, 0.8


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


@lru_cache(maxsize=8192)
def recognise(context: Context, words: Lexicon | None = None) -> Match | NoMatch:
    """The metric that a label is of, or why there is none.

    A label in two languages is read as a whole, else by the language that says more.

    >>> from crossfoot.reading.printed_units import read_unit
    >>> found = recognise(Context("Male", ("Number of employees by gender",), unit=read_unit("人")))
    >>> found.metric, found.dimensions
    ('workforce.headcount', (('gender', 'male'),))
    """
    found = _recognise(context, words or lexicon())
    if isinstance(found, Match):
        return found
    for one in _by_language(context):
        each = [m for c in one if isinstance(m := _recognise(c, words or lexicon()), Match)]
        if each and len({(match.metric, match.dimensions) for match in each}) == 1:
            return each[0]
    return found


def _halves_with_digits(label: str) -> tuple[str, ...]:
    found = _TWO_LANGUAGES.fullmatch(label)
    return found.groups() if found else ()


def _by_language(context: Context) -> Iterator[tuple[Context, Context]]:
    """A context whose label is in two languages in each of them; then its groups as well."""
    both = halves(context.label) or _halves_with_digits(context.label)
    if both:
        yield replace(context, label=both[0]), replace(context, label=both[1])
    above = (*context.groups, *context.loose, *context.around)
    if any(map(halves, above)):
        yield _in_language(context, 0), _in_language(context, 1)


def _in_language(context: Context, at: int) -> Context:
    def one(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(both[at] if (both := halves(text)) else text for text in texts)

    return replace(
        context,
        label=one((context.label,))[0],
        groups=one(context.groups),
        loose=one(context.loose),
        around=one(context.around),
    )


def _recognise(context: Context, words: Lexicon) -> Match | NoMatch:
    if (numbered := numbered_category(context)) is not None:
        return numbered
    titled = _titled(context)
    if titled is not None and not any(
        is_member_below(context.label, w) for w in (*context.loose, *context.groups[-1:])
    ):
        return titled
    parsed = parse_context(context)
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


def numbered_category(context: Context) -> Match | None:
    """The category of scope 3 that a label names by its number, whatever it calls it.

    >>> from crossfoot.reading.printed_units import read_unit
    >>> label = "Category 1: cloud services"
    >>> found = recognise(Context(label, ("Scope 3",), unit=read_unit("tCO2e")))
    >>> found.metric, found.dimensions
    ('ghg.scope3', (('scope3_category', '1'),))
    """
    said = concepts_of(read_terms(context.label))
    above = context.groups[-1:] if not said & {"scope3", "total"} else ()
    alone = [_CATEGORY_ALONE.fullmatch(group) for group in above]
    named = _CATEGORY.match(context.label) or next(iter(alone), None)
    texts = (context.label, *context.groups, *context.loose, *context.around)
    if named is None:
        return None
    in_full = f"scope3_{int(named['number'])}" in said  # the number beside the category's own name
    if not in_full and not any("scope3" in concepts_of(read_terms(text)) for text in texts):
        return None
    metric = catalogue()["ghg.scope3"]
    unit = fit(metric, context.unit, says_share=False)
    number = int(named["number"])
    if unit is None or unit.quality < _TITLE_UNIT or not 1 <= number <= _CATEGORIES:
        return None
    members = (("scope3_category", str(number)),)
    reason = f"category {number} of scope 3; unit {context.unit.text}"
    return Match(metric.id, members, unit, 1.0, reason, weight=2)


def _titled(context: Context) -> Match | None:
    """The metric whose title in the catalogue the label is, letter by letter."""
    metric = metric_of_title(context.label)
    if metric is None:
        return None
    unit = fit(metric, context.unit, says_share=metric.unit == "percent")
    if unit is None or unit.quality < _TITLE_UNIT:
        return None
    said = len(concepts_of(read_terms(context.label)) - LIGHT)
    if context.strict and not said:
        return None  # in a sentence, a word that is a title by chance ("consultations") says little
    return Match(metric.id, (), unit, 1.0, "the title of the metric", weight=max(1, said))


def _part_of_titled(parsed: Parsed, context: Context, words: Lexicon) -> Match | None:
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
    members, used = breakdown(pattern, parsed, words, set())
    said = used | concepts_of(read_terms(wholes[-1]))
    if not members or any(term.concept not in said for term in heavy):
        return None
    reason = _reason(pattern, members, unit, 1.0, context)
    found = tuple(sorted(members.items()))
    return Match(metric.id, found, unit, _PART_OF_TITLED, reason, weight=len(members))


def _readings(parsed: Parsed, context: Context, words: Lexicon) -> list[Match]:
    heavy = [term for term in parsed.own if term.weight > 0]
    naming = (
        t.weight and not _is_member(t.concept, words) for t in parsed.own if t.concept != REST
    )
    pure = not any(naming)
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
    pattern: Pattern, unit: UnitFit, parsed: Parsed, context: Context, words: Lexicon
) -> Match | None:
    explained = set(pattern.required | pattern.near | pattern.optional)
    members, used = breakdown(pattern, parsed, words, explained)
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
    if any(coverage(part, known) < _PART_ENOUGH for part, known in parts) or any(
        coverage(bracket, explained) < _BRACKET_ENOUGH for bracket in parsed.brackets
    ):
        return None
    covered = coverage(parsed.own, explained)
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
    base = covered * unit.quality * max(0.0, 1 - penalty)
    if base < ENOUGH * 0.7:
        return None
    group = group_coverage(parsed.groups, explained)
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
    reason = _reason(pattern, members, unit, covered, context)
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


def _own_words_used(explained: set[str], parsed: Parsed) -> bool:
    heavy = [term for term in parsed.own if term.weight > 0]
    return not heavy or any(term.concept in explained for term in heavy)


def _reason(
    pattern: Pattern, members: dict[str, str], unit: UnitFit, covered: float, context: Context
) -> str:
    parts = [f"label '{pattern.text}'"]
    if members:
        table = dimensions()
        named = ", ".join(
            f"{key} {table[key].label(m).en.lower() if key in table else m}"
            for key, m in members.items()
        )
        parts.append(f"breakdown {named}")
    parts.append(f"{covered:.0%} of the words")
    if context.unit:
        parts.append(f"unit {context.unit.text}" + (f" ({unit.remark})" if unit.remark else ""))
    elif unit.remark:
        parts.append(unit.remark)
    return "; ".join(parts)


def _why_none(parsed: Parsed, context: Context) -> str:
    known = sorted(c for c in parsed.has - LIGHT if c)
    if not known:
        return "no word of the label is known"
    unit = f" in {context.unit.text}" if context.unit else ""
    return f"no metric has the words {', '.join(known)}{unit}"
