"""Rates of persons, cases and pieces: some whole number has to give them.

With 738 employees no number of insured gives 97.80 %, and with 34,128,000 hours no number of
injuries gives 0.67 per million hours where 22 give 0.64 and 23 give 0.674.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from crossfoot.calculation.formulas import input_key, solve
from crossfoot.calculation.intervals import Interval
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.formulas import inputs_beside, siblings_of
from crossfoot.footing.precision import COUNTED, span, truncated_span
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.metrics.formula import Number, Operation, Reference
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.qualifiers import Qualifier

#: a base larger than this reaches every share that is printed with two decimals
LARGEST_BASE = 100_000

_HUNDRED = Decimal(100)
_TWO = Decimal(2)


def reachable_share(context: Context) -> Iterator[Finding]:
    """A share of persons or cases must be reachable with whole numbers.

    With 738 employees no number of insured gives 97.80 %: 721 give 97.70, 722 give 97.83. Looked
    at where the base is stated and what was counted is not, or the other way round. Formulas in
    use side by side (the three of turnover) are all tried before anything is said.
    """
    for metric in context.metrics():
        if metric.unit != "percent" or metric.formula is None:
            continue
        siblings = [metric, *siblings_of(context, metric)]
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
        found = _base_of(context, metric, fact)
        if found is None:
            return None  # another sort of formula might well give it
        known, value = found
        if value <= 0 or value > LARGEST_BASE or _count_within(fact, value, metric):
            return None
        base = base or known
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


def _base_of(context: Context, metric: Metric, fact: Fact) -> tuple[Fact, Decimal] | None:
    """What a share is of: the stated base, or the mean of it and the one a year before.

    None where the count itself is known, or a base is not stated exactly.
    """
    part_key, base_key = _count_over_base(context, metric, fact)
    if part_key is None or base_key is None or context.known(part_key) is not None:
        return None
    base = context.beside(fact, base_key)
    if base is None or base.qualifier is not Qualifier.EXACT:
        return None
    if not _is_mean(metric):
        return base, base.number
    key = FactKey(base_key.metric, base_key.entity, base_key.period.previous(), base_key.dimensions)
    before = context.beside(fact, key)
    if before is None or before.qualifier is not Qualifier.EXACT:
        return None
    return base, (base.number + before.number) / _TWO


def _is_mean(metric: Metric) -> bool:
    """Whether the base is the mean of two years."""
    right = getattr(metric.formula.root, "right", None) if metric.formula else None
    return isinstance(right, Operation) and right.op == "/" and right.right == Number(_TWO)


def reachable_rate(context: Context) -> Iterator[Finding]:
    """A rate of cases per hours must be reachable with a whole number of cases."""
    for metric in context.metrics():
        root = metric.formula.root if metric.formula else None
        if metric.unit == "percent" or not isinstance(root, Operation) or root.op != "/":
            continue
        part, base = root.left, root.right
        if not isinstance(part, Reference) or not isinstance(base, Reference):
            continue
        if context.catalogue[part.metric].unit not in COUNTED or part.previous or base.previous:
            continue
        for key in context.keys(metric.id):
            for fact in context.stated(key):
                found = _unreachable_rate(context, metric, part, base, fact)
                if found is not None:
                    yield found


def _unreachable_rate(
    context: Context, metric: Metric, part: Reference, base: Reference, fact: Fact
) -> Finding | None:
    counted = context.catalogue[part.metric]
    if fact.qualifier is not Qualifier.EXACT or fact.estimated or fact.number <= 0:
        return None
    if context.known(input_key(part, fact.key, counted)) is not None:
        return None
    divisor = context.beside(fact, input_key(base, fact.key, context.catalogue[base.metric]))
    if divisor is None or divisor.qualifier is not Qualifier.EXACT:
        return None
    rate = Reference(metric.id)
    spans = {rate: (span(fact), fact.unit), base: (span(divisor), divisor.unit)}
    try:
        cases = solve(Operation("*", rate, base), counted.unit, lambda ref: spans[ref], Interval.of)
    except CrossfootError:
        return None  # the hours stand in a unit of their own
    if cases.low.to_integral_value(ROUND_CEILING) <= cases.high:
        return None
    name, said = context.words.figure(fact), context.words.value(fact)
    title = context.words.title(counted.id)
    gives = f"{computed(cases.low)} … {computed(cases.high)}"
    return Finding(
        Kind.IMPOSSIBLE_VALUE,
        Severity.NOTE,
        fact.metric,
        Text(
            f"{name.en}: {said.en} of {number(divisor.number)} would be {gives} "
            f"({title.en.lower()}), which is no whole number; another base may be meant",
            f"{name.zh}：{said.zh}乘以{number(divisor.number)}得{gives}（{title.zh}），并非整数；"
            "可能采用了其他基数",
        ),
        f"{number(fact.number)} × {number(divisor.number)} = {gives}",
        (fact, divisor),
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
    steps = _TWO if _is_mean(metric) else Decimal(1)  # the mean of two counts may end in a half
    smallest = part.number / share.high * _HUNDRED * steps
    smallest = smallest.to_integral_value(ROUND_CEILING) / steps
    if share.low <= 0 or smallest <= part.number / share.low * _HUNDRED:
        return None
    parts = [(part.number, base) for base in (smallest, smallest - 1 / steps)]
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
        case Operation(
            "/",
            Reference(previous=False) as part,
            Operation(
                "/", Operation("+", Reference(previous=False) as base, Reference()), Number()
            ),
        ):
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
    right = getattr(metric.formula.root, "right", None) if metric.formula else None
    return isinstance(right, Operation) and right.op == "+"


def _cut_off(fact: Fact, base: Decimal) -> bool:
    cut = truncated_span(fact)
    if cut is None:
        return False
    first = (cut.low * base / _HUNDRED).to_integral_value(ROUND_CEILING)
    return first < cut.high * base / _HUNDRED
