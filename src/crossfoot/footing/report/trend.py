"""Changes stated in words, against the figures of both years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.facts.fact import Basis
from crossfoot.facts.provenance import Computed, Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.derived import derived
from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.formulas import ALSO_CALLED
from crossfoot.footing.precision import span
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact
    from crossfoot.reading.changes import Change

#: words that tie a change to the year before; without them it is one of a product or a project
_YEAR_BEFORE = re.compile(
    r"year[- ]on[- ]year|\byoy\b|y-o-y|(?:than|with|to|over|from) (?:that (?:of|in) )?(?:the )?"
    r"(?:previous|prior|last|preceding|(?:19|20)\d\d)|同比|按年|比上年|较上年|较去年|比去年|与上年相比",
    re.IGNORECASE,
)
#: the amount of the base year: "over RMB 2,785.41 million in 2023"
_BASE = (
    r"(?:\s(?:RMB|CNY|HK\$|US\$|HKD|USD|EUR|[¥￥€$])?\s?\d[\d,]*(?:\.\d+)?"
    r"(?:\s[A-Za-z][\w²³₂/-]*){0,3}? (?:in|of|for))?"
)
#: the year that a change is measured from: "compared with 2020", "较2020年"
_FROM = re.compile(
    r"(?:compared (?:with|to)|than|over|from|against|versus|vs\.?|relative to|with|to)"
    r"(?: that (?:of|in))?(?: the)?(?: (?:baseline|base|financial|fiscal))?(?: year)?(?: of| in)?"
    rf"{_BASE} (?P<en>(?:19|20)\d\d)\b|(?:较|比|与|相比|相较于?)(?P<zh>(?:19|20)\d\d)年",
    re.IGNORECASE,
)
#: between a figure and what it rose by stands no other number and no other sentence
_ANOTHER = re.compile(r"\d{2}|[;；。]|\. |\bwhile\b|\band\b|其中|而")
_TO = re.compile(
    r"\s*(?:to|at|reaching|至|到|为|达到?)\s*(?:RMB|CNY|HK\$|US\$|HKD|USD|EUR|[¥￥€$]|人民币)?\s?"
    r"([\d,]+(?:\.\d+)?)",
    re.IGNORECASE,
)
#: a figure, with nothing but its unit before the words of the change
_FIGURE_BEFORE = re.compile(
    r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)[^\d.;；。(（]{0,22}?(?:,|，)?\s?"
    r"(?:(?:which|this) (?:is|was) |representing |marking )?(?:an? )?$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    r"\s*(?:in|during|for) (?:(?:the )?(?:financial |fiscal )?(?:year )?(?P<year>20\d\d)\b|"
    r"the (?:reporting )?(?:year|period)\b)",
    re.IGNORECASE,
)
#: digits of an amount that two amounts do not share by chance
_FEWEST_DIGITS = 3
_HUNDRED = Decimal(100)
#: how far behind a change the year stands that it is measured from
_BEHIND = 20
#: a change so many times as large is no slip of the sentence: a figure has another unit
_FAR_OFF = 1000
#: metrics that people call by one name
_SAME_NAME = {"energy.comprehensive": ("energy.total",), "energy.total": ("energy.comprehensive",)}


def change_against_figures(context: ReportContext) -> Iterator[ReportFinding]:
    """A stated increase or decrease that the figures of the two years do not give."""
    facts = context.facts.plus(derived(context.facts, context.catalogue))
    for change in context.report.changes:
        text = context.lines[change.line - 1]
        said = _sentence(text, change.text)
        years = _years(context, change, said)
        tied = (
            _YEAR_BEFORE.search(said)
            or _FROM.search(said)
            or _reaches(context, change, text)
            or _of_a_figure(context, change, text)
            or _in_the_year(context, change, text)
        )
        if not tied:
            continue  # one of a product or a project, perhaps
        if years is None:
            continue
        subject = _subject(context, change, text)
        if subject is None:
            continue
        metric, dimensions = subject
        pairs = [
            (before, after)
            for name in (metric, *_SAME_NAME.get(metric, ()), *ALSO_CALLED.get(metric, ()))
            if (before := _fact(facts, name, dimensions, years[0])) is not None
            and (after := _fact(facts, name, dimensions, years[1])) is not None
            and before.number
        ]
        alike = [
            c
            for c in context.report.changes
            if (c.line, c.metric, c.dimensions) == (change.line, metric, change.dimensions)
        ]
        if any(_fits(c, *pair) for c in alike for pair in pairs):
            continue  # the sentence has the change, and others of other things
        pairs = [pair for pair in pairs if not _of_another_unit(change, *pair)]
        if pairs and not any(_fits(change, *pair) for pair in pairs):
            yield _finding(context, change, *pairs[0])


def _reaches(context: ReportContext, change: Change, text: str) -> bool:
    """Whether the sentence names the figure of the year: "fell by 2.7% to 82,389 MWh"."""
    behind = text[text.find(change.text) + len(change.text) :][:40]
    match = _TO.match(behind)
    return match is not None and any(
        figure.metric == change.metric
        and figure.year == change.year
        and bool(figure.table)
        and (figure.printed.strip() == match[1] or _rounds_to(figure.value, match[1]))
        for figure in context.figures
    )


def _of_a_figure(context: ReportContext, change: Change, text: str) -> bool:
    """Whether the figure of the year stands right before: "reached 3,148.6 million, up 15.3%"."""
    before = text[: max(text.find(change.text), 0)]
    match = _FIGURE_BEFORE.search(before)
    subject = _subject(context, change, text)
    return (
        match is not None
        and subject is not None
        and any(
            (figure.metric, figure.dimensions) == (subject[0], tuple(subject[1].items()))
            and figure.year == change.year
            and bool(figure.table)
            and _rounds_to(figure.value, match[1])
            for figure in context.figures
        )
    )


def _in_the_year(context: ReportContext, change: Change, text: str) -> bool:
    """Whether a change of a figure known by name is that of the reporting year, and no plan."""
    behind = text[text.find(change.text) + len(change.text) :]
    match = _IN_YEAR.match(behind)
    year = context.report.year
    return bool(
        change.metric and match and year and (match["year"] is None or int(match["year"]) == year)
    )


def _rounds_to(value: Decimal, printed: str) -> bool:
    """Whether a value has the digits of a rounded number, whatever their units are."""
    digits = re.sub(r"\D", "", printed).lstrip("0")
    if len(digits) < _FEWEST_DIGITS or not value:
        return False
    rounded = abs(value).scaleb(len(digits) - 1 - abs(value).adjusted())
    return abs(rounded - Decimal(digits)) <= Decimal("0.5")


def _years(context: ReportContext, change: Change, said: str) -> tuple[int, int] | None:
    """The years that a change lies between; the one before where no other is named."""
    if change.year is None:
        return None
    behind = said[max(said.find(change.text), 0) :][: len(change.text) + _BEHIND]
    named = {int(match["en"] or match["zh"]) for match in _FROM.finditer(said)}
    if not named:
        return change.year - 1, change.year
    if len(named) > 1 and (nearest := _FROM.search(behind)) is not None:
        named = {int(nearest["en"] or nearest["zh"])}
    if len(named) > 1:
        return None
    base = named.pop()
    after = change.year if change.year > base else context.report.year or change.year
    return (base, after) if after > base else None


def _sentence(text: str, part: str) -> str:
    at = text.find(part)
    if at < 0:
        return text
    end = min((e for e in (text.find(". ", at), text.find("。", at)) if e >= 0), default=len(text))
    return text[max(at - 120, 0) : end]


def _subject(
    context: ReportContext, change: Change, text: str
) -> tuple[str, dict[str, str]] | None:
    """What changed: the words before it, or the figure that stands before it in the sentence."""
    if change.metric:
        return change.metric, dict(change.dimensions)
    before = text[: max(text.find(change.text), 0)]
    here = [
        figure
        for figure in context.figures_by_line.get(change.line, ())
        if not figure.table
        and figure.printed
        and figure.printed in before[-80:]
        and not _ANOTHER.search(before[before.rfind(figure.printed) + len(figure.printed) :])
    ]
    if not here:
        return None
    last = max(here, key=lambda figure: before.rfind(figure.printed))
    return last.metric, dict(last.dimensions)


def _fact(facts: FactSet, metric: str, dimensions: dict[str, str], year: int) -> Fact | None:
    """The figure of a year: of a table before one of a sentence, stated before computed."""
    found = [
        fact
        for fact in facts.select(metric=metric, period=Period.year(year))
        if dict(fact.dimensions) == dimensions and fact.is_number
    ]
    order = sorted(found, key=lambda f: (f.basis is Basis.COMPUTED, f.context != "table"))
    return order[0] if order else None


def _fits(change: Change, before: Fact, after: Fact) -> bool:
    """Whether the stated change can be that of the figures, relative or in points."""
    first, second = span(before), span(after)
    low, high = Decimal("Infinity"), Decimal("-Infinity")  # from zero there is no relative change
    if first.low > 0:
        low, high = (
            (second.low / first.high - 1) * _HUNDRED,
            (second.high / first.low - 1) * _HUNDRED,
        )
    half = Decimal(1).scaleb(-change.decimals) / 2
    stated_low, stated_high = change.percent - half, change.percent + half
    if not change.qualifier.is_exact:
        stated_low, stated_high = change.percent * Decimal("0.8"), change.percent * Decimal("1.25")
        stated_low, stated_high = sorted((stated_low, stated_high))
    if not change.points and stated_low <= high and low <= stated_high:
        return True
    points = (second.low - first.high, second.high - first.low)
    is_share = after.unit == "percent"
    return is_share and stated_low <= points[1] and points[0] <= stated_high


def _of_another_unit(change: Change, before: Fact, after: Fact) -> bool:
    """Whether the years differ by powers of ten, which the change does not: a unit is wrong."""
    relative = (after.number / before.number - 1) * _HUNDRED
    return abs(change.percent) < _HUNDRED and relative > _FAR_OFF


def _finding(context: ReportContext, change: Change, before: Fact, after: Fact) -> ReportFinding:
    relative = (after.number / before.number - 1) * _HUNDRED
    places = max(change.decimals, 1)
    shown = f"{number(before.number, 2)} -> {number(after.number, 2)}: {number(relative, places)}%"
    if after.unit == "percent":
        shown += f", {number(after.number - before.number, 2)} points"
    # a change in the wrong direction, or far off, cannot be right; a near one may be rounding
    opposite = (relative > 0) != (change.percent > 0)
    far = abs(relative - change.percent) > max(abs(change.percent) / 2, Decimal(2))
    name = context.words.title(after.metric, after.dimensions)
    lines = [change.line, *_lines(before), *_lines(after)]
    return ReportFinding(
        Kind.PERCENT_CHANGE_MISMATCH,
        Severity.ERROR if opposite or far else Severity.WARNING,
        after.metric,
        Text(
            f"{name.en}: the text states a change of {number(change.percent)}%, "
            f"the figures give {number(relative, places)}%.",
            f"{name.zh}：文中称变化{number(change.percent)}%，"
            f"而数据变化为{number(relative, places)}%。",
        ),
        (change.text.strip(), number(before.number, 2), number(after.number, 2)),
        tuple(dict.fromkeys(lines)),
        shown,
    )


def _lines(fact: Fact) -> list[int]:
    origin = fact.provenance
    if isinstance(origin, Printed):
        return [origin.line] if origin.line else []
    if isinstance(origin, Computed):
        return [line for each in origin.inputs[:2] for line in _lines(each)]
    return []
