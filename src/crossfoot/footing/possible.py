"""Values that cannot be, whatever they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fnmatch import fnmatch

from crossfoot.calculation.formulas import input_key
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.formulas import inputs_beside
from crossfoot.footing.precision import COUNTED, span, truncated_span, unit_of_last_digit
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.metrics.formula import Operation, Reference
from crossfoot.metrics.metric import Kind as MetricKind
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.qualifiers import Qualifier

#: amounts that are differences, or may be below zero by their nature
MAY_BE_NEGATIVE = (
    "*.change",
    "*.growth",
    "*_growth_ratio",
    "customer.nps",
    "energy.saved",
    "energy.saving_rate",
    "finance.net_profit",
    "finance.tax_paid",
    "product.avoided.*",
    "water.consumption",
    "water.storage_change",
)

#: members of a breakdown that are subtracted
NEGATIVE_MEMBERS = frozenset({"elimination"})

#: rates in per cent that are no share of a whole
MAY_EXCEED_100 = (
    "*.change",
    "*.growth",
    "workforce.turnover_rate",
    "workforce.turnover_rate_average",
    "workforce.hire_rate",
    "workforce.parental_leave.retention_rate",
    "rd.intensity",
    "complaints.resolution_rate",
    "safety.hazards.rectification_rate",
)

#: a base larger than this reaches every share that is printed with two decimals
LARGEST_BASE = 100_000

_HUNDRED = Decimal(100)
#: metrics of what was saved or avoided
_REDUCED = re.compile(r"reduc|saved|avoided|removal")


def negative_amount(context: Context) -> Iterator[Finding]:
    """An amount or a count is not below zero."""
    for fact in context.all_stated():
        if fact.number >= 0 or _named(fact.metric, MAY_BE_NEGATIVE):
            continue
        if not NEGATIVE_MEMBERS.isdisjoint(dict(fact.dimensions).values()):
            continue
        if _always_negative(context, fact):
            continue  # savings are printed with a minus by those who think of them as a change
        yield _impossible(
            context, fact, Text("is below zero", "为负数"), f"{number(fact.number)} < 0"
        )


def _always_negative(context: Context, fact: Fact) -> bool:
    every = [f for key in context.keys(fact.metric) for f in context.stated(key)]
    return _REDUCED.search(fact.metric) is not None and all(f.number <= 0 for f in every)


def part_of_a_person(context: Context) -> Iterator[Finding]:
    """Persons, cases and pieces are whole numbers."""
    for fact in context.all_stated():
        value = fact.number
        if fact.unit not in COUNTED or value == value.to_integral_value():
            continue
        if fact.estimated or fact.qualifier is not Qualifier.EXACT or unit_of_last_digit(fact) > 1:
            continue
        if context.catalogue[fact.metric].kind in (MetricKind.RATIO, MetricKind.SCORE):
            continue
        reason = Text("counts what has no fractions", "为计数指标，不应有小数")
        yield _impossible(context, fact, reason, number(value))


def share_above_whole(context: Context) -> Iterator[Finding]:
    """A share of a whole is not above 100 %."""
    for fact in context.all_stated():
        metric = context.catalogue[fact.metric]
        if fact.unit != "percent" or metric.kind is not MetricKind.RATIO:
            continue
        if span(fact).low <= _HUNDRED or _named(fact.metric, MAY_EXCEED_100):
            continue
        reason = Text("is a share of a whole and above 100 %", "为占比指标，却高于100%")
        yield _impossible(context, fact, reason, f"{number(fact.number)}% > 100%")


def reachable_share(context: Context) -> Iterator[Finding]:
    """A share of persons or cases must be reachable with whole numbers.

    With 738 employees no number of insured gives 97.80 %: 721 give 97.70, 722 give 97.83. Looked
    at where the base is stated and what was counted is not, or the other way round. Formulas in
    use side by side (the three of turnover) are all tried before anything is said.
    """
    for metric in context.metrics():
        if metric.unit != "percent" or metric.formula is None:
            continue
        siblings = [metric, *_siblings(context, metric)]
        for key in context.keys(metric.id):
            for fact in context.stated(key):
                if fact.qualifier is not Qualifier.EXACT or fact.estimated:
                    continue
                if inputs_beside(context, metric, fact) is not None:
                    found = _unreachable_base(context, metric, fact)
                else:
                    found = _unreachable_part(context, siblings, fact)
                if found is not None:
                    yield found


def _unreachable_part(context: Context, siblings: list[Metric], fact: Fact) -> Finding | None:
    """The base is known: is there a count that gives the share, by any of the formulas?"""
    base: Fact | None = None
    for metric in siblings:
        part_key, base_key = _count_over_base(context, metric, fact)
        if part_key is None or base_key is None:
            return None  # another sort of formula might well give it
        if context.known(part_key) is not None:
            return None
        base = context.beside(fact, base_key)
        if base is None or base.number <= 0 or base.number > LARGEST_BASE:
            return None
        if base.qualifier is not Qualifier.EXACT or _count_within(fact, base.number, metric):
            return None
    if base is None:
        return None
    below = (fact.number * base.number / _HUNDRED).to_integral_value(ROUND_FLOOR)
    parts = [(count, base.number) for count in (below, below + 1)]
    name = context.words.figure(fact)
    title = context.words.title(base.metric)
    kind = Kind.IMPOSSIBLE_VALUE
    if _cut_off(fact, base.number):
        kind = Kind.ROUNDING_OR_TRUNCATION
    said = context.words.value(fact)
    return Finding(
        kind,
        Severity.NOTE,
        fact.metric,
        Text(
            f"{name.en}: no whole number out of {number(base.number)} ({title.en.lower()}) gives "
            f"{said.en}; another base may be meant",
            f"{name.zh}：以{number(base.number)}（{title.zh}）为基数，没有整数能得出{said.zh}；"
            "可能采用了其他基数",
        ),
        _between(fact, *parts),
        (fact, base),
    )


def _unreachable_base(context: Context, metric: Metric, fact: Fact) -> Finding | None:
    """The count is known and the stated base does not fit: is there any base that does?"""
    part_key, base_key = _count_over_base(context, metric, fact)
    if part_key is None or base_key is None or not fact.number or fact.number >= _HUNDRED:
        return None
    part, stated_base = context.beside(fact, part_key), context.beside(fact, base_key)
    if part is None or stated_base is None or part.number <= 0 or stated_base.number <= 0:
        return None
    share = span(fact)
    computed_share = part.number / stated_base.number * _HUNDRED
    cut = truncated_span(fact)
    if share.holds(computed_share) or (cut is not None and cut.holds(computed_share)):
        return None  # the stated base gives it, rounded or cut off
    if part.number > LARGEST_BASE:
        return None
    if part.qualifier is not Qualifier.EXACT or part.number != part.number.to_integral_value():
        return None
    smallest = (part.number / share.high * _HUNDRED).to_integral_value(ROUND_CEILING)
    if share.low <= 0 or smallest <= part.number / share.low * _HUNDRED:
        return None
    parts = [(part.number, base) for base in (smallest, smallest - 1)]
    name, said = context.words.figure(fact), context.words.value(fact)
    return Finding(
        Kind.ROUNDING_OR_TRUNCATION,
        Severity.NOTE,
        fact.metric,
        Text(
            f"{name.en}: {number(part.number)} out of any whole number does not round to {said.en}",
            f"{name.zh}：{number(part.number)}除以任何整数均无法四舍五入为{said.zh}",
        ),
        _between(fact, *parts),
        (fact, part),
    )


def _between(fact: Fact, low: tuple[Decimal, Decimal], high: tuple[Decimal, Decimal]) -> str:
    """The share between the nearest ones that whole numbers give."""
    below, above = (f"{number(count)} / {number(base)}" for count, base in (low, high))
    shares = [computed(count / base * 100, fact.number) for count, base in (low, high)]
    return f"{below} = {shares[0]}% < {number(fact.number)}% < {shares[1]}% = {above}"


def _count_over_base(
    context: Context, metric: Metric, fact: Fact
) -> tuple[FactKey, FactKey] | tuple[None, None]:
    """Keys of the count and of its base, where the formula is one counted thing over another."""
    match metric.formula.root if metric.formula else None:
        case Operation("/", Reference(previous=False) as part, Reference(previous=False) as base):
            pass
        case Operation(
            "/",
            Reference(previous=False) as part,
            Operation("+", Reference() as again, Reference(previous=False) as base),
        ) if again == part:
            pass
        case _:
            return None, None
    catalogue = context.catalogue
    if catalogue[part.metric].unit not in COUNTED or catalogue[base.metric].unit not in COUNTED:
        return None, None
    return (
        input_key(part, fact.key, catalogue[part.metric]),
        input_key(base, fact.key, catalogue[base.metric]),
    )


def _count_within(fact: Fact, base: Decimal, metric: Metric) -> bool:
    """Whether a whole number over the base rounds to the share."""
    share = span(fact)
    low, high = share.low / _HUNDRED, share.high / _HUNDRED
    if _adds_to_base(metric):
        # k / (k + base) = s, so k = base * s / (1 - s)
        if high >= 1:
            return True
        low, high = low / (1 - low), high / (1 - high)
    return (low * base).to_integral_value(ROUND_CEILING) <= high * base


def _adds_to_base(metric: Metric) -> bool:
    return metric.formula is not None and isinstance(
        getattr(metric.formula.root, "right", None), Operation
    )


def _cut_off(fact: Fact, base: Decimal) -> bool:
    cut = truncated_span(fact)
    if cut is None:
        return False
    first = (cut.low * base / _HUNDRED).to_integral_value(ROUND_CEILING)
    return first < cut.high * base / _HUNDRED


def _siblings(context: Context, metric: Metric) -> Iterator[Metric]:
    """Other metrics in per cent that divide the same count by a single base."""
    root = metric.formula.root if metric.formula else None
    if not isinstance(root, Operation) or not isinstance(root.left, Reference):
        return
    for other in context.catalogue.using(root.left.metric):
        if other.id == metric.id or other.unit != metric.unit or other.formula is None:
            continue
        top = other.formula.root
        if isinstance(top, Operation) and top.op == "/" and top.left == root.left:
            yield other


def _named(metric: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(metric, pattern) for pattern in patterns)


def _impossible(context: Context, fact: Fact, reason: Text, shown: str) -> Finding:
    name, said = context.words.figure(fact), context.words.value(fact)
    return Finding(
        Kind.IMPOSSIBLE_VALUE,
        Severity.ERROR,
        fact.metric,
        Text(f"{name.en}: {said.en} {reason.en}", f"{name.zh}：{said.zh}{reason.zh}"),
        shown,
        (fact,),
    )
