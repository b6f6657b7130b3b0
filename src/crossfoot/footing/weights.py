"""Rates of the members of a partition against the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.calculation.formulas import input_key, solve
from crossfoot.calculation.intervals import Interval
from crossfoot.facts.fact import Dimensions, Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.implied import divisor_of
from crossfoot.footing.precision import agree, span
from crossfoot.footing.totals import USUALLY_ALL, partitions_of
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.metrics.dimensions import dimensions
from crossfoot.metrics.formula import Operation, Reference
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.qualifiers import Qualifier

#: rates that miss the whole by less than this share may be those of a slightly other base
SLIGHT = Decimal("0.01")

_HUNDRED = Decimal(100)
#: what is so many times as much counts something else
_OTHER_THING = 3


def parts_by_weight(context: Context) -> Iterator[Finding]:
    """Rates of the members, times what they are rates of, give the amount of the whole.

    Hours per employee by level, times the employees of each level, are the hours of all.
    """
    for metric in context.metrics():
        divisor = divisor_of(metric)
        if divisor is None or metric.formula is None:
            continue
        assert isinstance(metric.formula.root, Operation)  # noqa: S101 - it has a divisor
        amount = metric.formula.root.left
        if not isinstance(amount, Reference) or amount.previous or amount.fixed:
            continue
        for whole in _wholes(context, metric):
            yield from _weigh(context, metric, whole, amount, divisor)


def rate_outside_its_parts(context: Context) -> Iterator[Finding]:
    """The rate of all lies between those of men and women, of the young and the old.

    Looked at where nobody stated what they are rates of. Parts that add up to the whole, or to
    100 %, are shares of it.
    """
    for metric in context.metrics():
        if divisor_of(metric) is None or metric.formula is None or metric.formula.is_share:
            continue
        for whole in _wholes(context, metric):
            for stated in context.stated(whole)[:1]:
                for dimension, rates in partitions_of(context, whole, stated):
                    found = _outside(context, metric, stated, dimension, rates)
                    if found is not None:
                        yield found


def _outside(
    context: Context, metric: Metric, stated: Fact, dimension: str, rates: Sequence[Fact]
) -> Finding | None:
    divisor = divisor_of(metric)
    every = [stated, *rates]
    exact = all(f.qualifier is Qualifier.EXACT and not f.estimated for f in every)
    if divisor is None or not exact or dimension not in USUALLY_ALL:
        return None
    if all(_input(context, divisor, rate) is not None for rate in rates):
        return None  # then the members are weighed
    spans = [span(rate) for rate in rates]
    low, high = min(s.low for s in spans), max(s.high for s in spans)
    if span(stated).high >= low and span(stated).low <= high:
        return None
    added = _added(spans)
    if agree(added, span(stated)) or added.holds(_HUNDRED):
        return None
    title = dimensions()[dimension].title
    name, said = context.words.figure(stated), context.words.value(stated)
    between = f"{number(min(r.number for r in rates))} … {number(max(r.number for r in rates))}"
    return Finding(
        Kind.RATIO_MISMATCH,
        Severity.WARNING,
        metric.id,
        Text(
            f"{name.en}: {said.en} is stated for all, and {between} by {title.en.lower()}; "
            "the rate of all lies between those of its parts",
            f"{name.zh}：总体为{said.zh}，按{title.zh}为{between}；总体应介于各部分之间",
        ),
        f"{number(stated.number)} ∉ [{between}]",
        tuple(every),
    )


def _wholes(context: Context, metric: Metric) -> Iterator[FactKey]:
    seen: dict[FactKey, None] = {}
    for key in context.keys(metric.id):
        for dimension in key.dimensions:
            rest = key.dimensions.without(dimension)
            seen[FactKey(key.metric, key.entity, key.period, rest)] = None
    yield from seen


def _weigh(
    context: Context, metric: Metric, whole: FactKey, amount: Reference, divisor: Reference
) -> Iterator[Finding]:
    near = next(iter(context.stated(whole)), None)
    for dimension, rates in partitions_of(context, whole, near):
        bases = [_input(context, divisor, rate) for rate in rates]
        base = _of_whole(context, divisor, whole, near or rates[0])
        if base is None or any(each is None for each in bases):
            continue
        found = [each for each in bases if each is not None]
        # only where the members are all there are can their amounts give the whole
        if not agree(_added([span(each) for each in found]), span(base)):
            continue
        if len({each.key for each in found}) < len(found):
            continue
        total = _of_whole(context, amount, whole, near or rates[0])
        if total is None and near is None:
            continue
        weighed = _added(
            [_product(context, metric, rate, each) for rate, each in zip(rates, found, strict=True)]
        )
        unit = context.catalogue[amount.metric].unit
        if total is not None:
            stated, said = span(total), [total]
        else:
            assert near is not None  # noqa: S101 - checked above
            stated, said = _product(context, metric, near, base), [near, base]
        if agree(weighed, stated):
            continue
        yield _finding(context, metric, dimension, said, rates, found, weighed, stated, unit)


def _finding(
    context: Context,
    metric: Metric,
    dimension: str,
    said: Sequence[Fact],
    rates: Sequence[Fact],
    bases: Sequence[Fact],
    weighed: Interval,
    stated: Interval,
    unit: str,
) -> Finding:
    from crossfoot.quantities.units import unit_label

    middle = (weighed.low + weighed.high) / 2
    whole = (stated.low + stated.high) / 2
    low, high = sorted((abs(middle), abs(whole)))
    doubtful = weighed.gap(stated) < SLIGHT * abs(whole) or high > _OTHER_THING * low
    title = dimensions()[dimension].title
    name = context.words.title(metric.id, Dimensions(said[0].dimensions))
    terms = " + ".join(
        f"{number(rate.number)} × {number(base.number)}"
        for rate, base in zip(rates, bases, strict=True)
    )
    labels = unit_label(unit, "en"), unit_label(unit, "zh")
    return Finding(
        Kind.SUM_MISMATCH,
        Severity.NOTE if doubtful else Severity.WARNING,
        metric.id,
        Text(
            f"{name.en}, {said[0].period}: the values by {title.en.lower()} give "
            f"{computed(middle)} {labels[0]} in all, not {computed(whole)}",
            f"{name.zh}，{said[0].period}：按{title.zh}的数值推算合计为{computed(middle)}"
            f"{labels[1]}，而非{computed(whole)}",
        ),
        f"{terms} = {computed(middle)} ≠ {computed(whole)}",
        (*said, *rates, *bases),
    )


def _product(context: Context, metric: Metric, rate: Fact, base: Fact) -> Interval:
    assert metric.formula is not None  # noqa: S101 - the caller looked at it
    assert isinstance(metric.formula.root, Operation)  # noqa: S101
    amount = metric.formula.root.left
    assert isinstance(amount, Reference)  # noqa: S101
    left, right = Reference(metric.id), Reference(base.metric)
    spans = {left: (span(rate), metric.unit), right: (span(base), base.unit)}
    unit = context.catalogue[amount.metric].unit
    return solve(Operation("*", left, right), unit, lambda ref: spans[ref], Interval.of)


def _input(context: Context, reference: Reference, rate: Fact) -> Fact | None:
    key = input_key(reference, rate.key, context.catalogue[reference.metric])
    return context.beside(rate, key)


def _of_whole(context: Context, reference: Reference, whole: FactKey, near: Fact) -> Fact | None:
    key = input_key(reference, whole, context.catalogue[reference.metric])
    return context.beside(near, key)


def _added(spans: Sequence[Interval]) -> Interval:
    total = Interval.of(Decimal(0))
    for each in spans:
        total = total + each
    return total
