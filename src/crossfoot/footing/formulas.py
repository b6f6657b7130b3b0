"""Stated results against their formula, with the inputs that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from crossfoot.calculation.formulas import DIMENSIONLESS, input_key, solve
from crossfoot.calculation.intervals import Interval
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Computed, Printed
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import (
    COUNTED,
    agree,
    in_currency_of,
    power_of_ten,
    span,
    truncated_span,
    written_span,
)
from crossfoot.footing.wording import arithmetic, computed, formula_words, marked, number
from crossfoot.languages import Text
from crossfoot.metrics.formula import Node, Operation, Reference
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.qualifiers import Qualifier

Inputs = Mapping[Reference, Fact]

#: a cut-off digit that changes the value by more than this share is no detail
MATERIAL = Decimal("0.1")

#: amounts that reports call by one name: a total of emissions may have scope 3 in it or not, and
#: scope 2 by the location or by the contracts of the market
ALSO_CALLED = {
    "ghg.total": ("ghg.total_value_chain", "ghg.total_market", "ghg.total_value_chain_market"),
    "ghg.total_value_chain": ("ghg.total_value_chain_market",),
    "ghg.scope2.location": ("ghg.scope2.market",),
}

#: a result that is this many times another, and no power of ten, is not of the inputs
FAR = Decimal(30)

#: a ratio that is off by less than this share was worked out from rounded numbers
ROUNDED_BEFORE = Decimal("0.0005")

#: values of the inputs that are tried, where a report states several for one figure
MOST_COMBINATIONS = 64

#: so many other values have to follow a formula for one that follows another to be a slip
_FOLLOWING = 3


def stated_against_formula(context: Context) -> Iterator[Finding]:
    """A stated result follows from the stated inputs, within the rounding of all of them.

    Where a report states an input twice and differently, the one that stands with the result
    counts; an input from another part of the report may have any of its values.
    """
    for metric in context.metrics():
        if metric.formula is None:
            continue
        for key in context.keys(metric.id):
            if metric.formula.is_share and not key.dimensions:
                continue
            for fact in context.stated(key):
                inputs = inputs_beside(context, metric, fact)
                if inputs is None:
                    continue
                try:
                    found = _judge(context, metric, fact, inputs)
                except (ZeroDivisionError, CrossfootError):
                    continue  # amounts in two currencies are not compared
                if found is not None:
                    yield found


def inputs_beside(context: Context, metric: Metric, fact: Fact) -> dict[Reference, Fact] | None:
    """The inputs of a stated result that stand nearest to it; None where one is missing."""
    inputs: dict[Reference, Fact] = {}
    for reference in metric.formula.references() if metric.formula else ():
        key = input_key(reference, fact.key, context.catalogue[reference.metric])
        found = context.beside(fact, key)
        if found is None:
            return None
        inputs[reference] = found
    return inputs


def result_span(metric: Metric, inputs: Inputs, unit: str = "") -> Interval:
    """What a formula may give, with every input anywhere within its rounding.

    Args:
        metric: with a formula.
        inputs: the facts behind its references.
        unit: unit of the result, of which the currency is taken; that of the metric where empty.

    Raises:
        ZeroDivisionError: a divisor is zero.
        CrossfootError: an input is in another currency.
    """
    assert metric.formula is not None  # noqa: S101 - the caller has its inputs

    def find(reference: Reference) -> tuple[Interval, str]:
        return span(inputs[reference]), inputs[reference].unit or DIMENSIONLESS

    return solve(metric.formula.root, in_currency_of(unit, metric.unit), find, Interval.of)


def result(metric: Metric, inputs: Inputs, unit: str = "") -> Decimal:
    """What a formula gives with the inputs as stated; as `result_span`.

    Raises:
        ZeroDivisionError: a divisor is zero.
        CrossfootError: an input is in another currency.
    """
    assert metric.formula is not None  # noqa: S101 - the caller has its inputs

    def find(reference: Reference) -> tuple[Decimal, str]:
        return inputs[reference].number, inputs[reference].unit or DIMENSIONLESS

    return solve(metric.formula.root, in_currency_of(unit, metric.unit), find, lambda value: value)


def shown(metric: Metric, inputs: Inputs) -> str:
    """The formula with its numbers: `8,321 / 738`."""
    assert metric.formula is not None  # noqa: S101 - the caller has its inputs
    return arithmetic(
        metric.formula.root, lambda ref: marked(number(inputs[ref].number), inputs[ref].unit)
    )


def _judge(context: Context, metric: Metric, fact: Fact, inputs: Inputs) -> Finding | None:
    stated = written_span(fact) if _divides(metric) else span(fact)
    if agree(stated, result_span(metric, inputs, fact.unit)):
        return None
    if _another_total_agrees(context, metric, fact, inputs, stated):
        return None
    if _another_formula_agrees(context, metric, fact, stated):
        others = [f for key in context.keys(metric.id) for f in context.stated(key) if f != fact]
        if not _this_formula_alone(context, metric, others):
            return None
    borrowed = [ref for ref, found in inputs.items() if not _stands_with(fact, found)]
    if borrowed and _any_agrees(context, metric, fact, inputs, borrowed, stated):
        return None
    if _divides(metric):
        inputs = _as_printed(context, fact, inputs)
    value = result(metric, inputs, fact.unit)
    name = context.words.figure(fact)
    said = context.words.value(fact)
    shown_value = computed(value, fact.number)
    gives = context.words.amount(shown_value, in_currency_of(fact.unit, metric.unit))
    words = formula_words(metric, context.words)
    kind, severity = _weigh(metric, fact, inputs, value)
    if kind is Kind.ROUNDING_OR_TRUNCATION:
        message = Text(
            f"{name.en}: {said.en} is cut off, not rounded: {words.en} gives {gives.en}",
            f"{name.zh}：{said.zh}为截断而非四舍五入，按“{words.zh}”计算为{gives.zh}",
        )
    else:
        message = Text(
            f"{name.en}: {said.en} is stated, but {words.en} gives {gives.en}",
            f"{name.zh}：披露值为{said.zh}，按“{words.zh}”计算为{gives.zh}",
        )
    facts = dict.fromkeys(inputs.values())
    return Finding(
        kind,
        severity,
        metric.id,
        message,
        f"{shown(metric, inputs)} = {marked(shown_value, metric.unit)} "
        f"≠ {marked(number(fact.number), fact.unit)}",
        (fact, *facts),
    )


def _weigh(metric: Metric, fact: Fact, inputs: Inputs, value: Decimal) -> tuple[Kind, Severity]:
    """What sort of difference it is, and how sure."""
    cut = truncated_span(fact)
    if cut is not None and _divides(metric) and cut.meets(result_span(metric, inputs, fact.unit)):
        material = abs(value - fact.number) > MATERIAL * abs(value)
        return Kind.ROUNDING_OR_TRUNCATION, Severity.WARNING if material else Severity.NOTE
    if power_of_ten(value, fact.number) and not _has_open_base(metric, inputs):
        return Kind.UNIT_SCALE, Severity.ERROR
    if (
        metric.unit != "percent"
        and fact.number
        and value
        and not FAR > abs(value / fact.number) > 1 / FAR
    ):
        return Kind.RATIO_MISMATCH, Severity.NOTE  # one of them is of another thing
    exact = all(
        each.qualifier is Qualifier.EXACT and not each.estimated
        for each in (fact, *inputs.values())
    )
    if _compares_periods(metric):
        return Kind.PERCENT_CHANGE_MISMATCH, Severity.ERROR if exact else Severity.WARNING
    if not _divides(metric):
        if any(added_from_parts(each) for each in inputs.values()):
            # of what was added up a part may not be stated; it cannot be more than the whole
            return Kind.SUM_MISMATCH, Severity.WARNING if value > fact.number else Severity.NOTE
        return Kind.SUM_MISMATCH, Severity.ERROR if exact else Severity.WARNING
    if abs(value - fact.number) <= ROUNDED_BEFORE * abs(value):
        return Kind.RATIO_MISMATCH, Severity.NOTE  # a middle step was rounded
    if not exact or _has_open_base(metric, inputs):
        return Kind.RATIO_MISMATCH, Severity.WARNING
    return Kind.RATIO_MISMATCH, Severity.ERROR


def added_from_parts(fact: Fact) -> bool:
    """Whether nobody stated a figure: published parts of a breakdown were added up."""
    origin = fact.provenance
    return isinstance(origin, Computed) and any(
        isinstance(each.provenance, Printed) and each.metric == fact.metric
        for each in origin.inputs
    )


def _has_open_base(metric: Metric, inputs: Inputs) -> bool:
    """Whether it is a share of a population: a report may mean another one without saying so."""
    return metric.unit == "percent" and all(fact.unit in COUNTED for fact in inputs.values())


def _divides(metric: Metric) -> bool:
    return metric.formula is not None and any(
        isinstance(node, Operation) and node.op == "/" for node in metric.formula.nodes()
    )


def _compares_periods(metric: Metric) -> bool:
    """Whether it is a change: divided by a value of the period before."""
    return metric.formula is not None and any(
        isinstance(node, Operation) and node.op == "/" and _has_previous(node.right)
        for node in metric.formula.nodes()
    )


def _has_previous(node: Node) -> bool:
    match node:
        case Reference(previous=previous):
            # the average of two closing values is no change
            return previous
        case Operation("/" | "*", left, right):
            return _has_previous(left) or _has_previous(right)
    return False


def _stands_with(fact: Fact, other: Fact) -> bool:
    """Whether a number belongs to the same part of the same report, or was entered likewise."""
    return fact.basis is other.basis and fact.context == other.context


def called_alike(context: Context, reference: Reference, fact: Fact) -> list[Fact]:
    """The amounts that go by the same name as an input, nearest to a fact."""
    key = input_key(reference, fact.key, context.catalogue[reference.metric])
    others = (
        context.beside(fact, replace(key, metric=other))
        for other in ALSO_CALLED.get(reference.metric, ())
        if other in context.catalogue
    )
    return [other for other in others if other is not None]


def _another_total_agrees(
    context: Context, metric: Metric, fact: Fact, inputs: Inputs, stated: Interval
) -> bool:
    """Whether the result follows from an amount that goes by the same name as an input."""
    for reference in inputs:
        for other in called_alike(context, reference, fact):
            if not _divides(metric) and "value_chain" in other.metric:
                continue  # what is added up has its scope 3 beside it
            for instead in (other, context.computed(other.key)):
                if instead is None:
                    continue
                tried = {**inputs, reference: instead}
                try:
                    if agree(stated, result_span(metric, tried, fact.unit)):
                        return True
                except (ZeroDivisionError, CrossfootError):
                    continue
    return False


def _another_formula_agrees(context: Context, metric: Metric, fact: Fact, stated: Interval) -> bool:
    """Whether another formula in use for the same count gives the share: turnover has three."""
    for other in siblings_of(context, metric):
        inputs = inputs_beside(context, other, fact)
        if inputs is None:
            continue
        try:
            if agree(stated, result_span(other, inputs, fact.unit)):
                return True
        except (ZeroDivisionError, CrossfootError):
            continue
    return False


def _this_formula_alone(context: Context, metric: Metric, others: list[Fact]) -> bool:
    """Whether the other values follow the formula of the metric, and none another one."""
    following = 0
    for other in others:
        stated = written_span(other)
        inputs = inputs_beside(context, metric, other)
        try:
            if inputs and agree(stated, result_span(metric, inputs, other.unit)):
                following += 1
            elif _another_formula_agrees(context, metric, other, stated):
                return False
        except (ZeroDivisionError, CrossfootError):
            continue
    return following >= _FOLLOWING


def siblings_of(context: Context, metric: Metric) -> Iterator[Metric]:
    """Other metrics in per cent that divide the same count by a single base."""
    root = metric.formula.root if metric.formula else None
    if metric.unit != "percent" or metric.formula is None or not isinstance(root, Operation):
        return
    if not isinstance(root.left, Reference):
        return
    for other in context.catalogue.using(root.left.metric):
        if other.id == metric.id or other.unit != metric.unit or other.formula is None:
            continue
        if other.formula.is_share is not metric.formula.is_share:
            continue  # "of all who were trained" is not "of all employees"
        top = other.formula.root
        if isinstance(top, Operation) and top.op == "/" and top.left == root.left:
            yield other


def _as_printed(context: Context, fact: Fact, inputs: Inputs) -> Inputs:
    """The inputs, with the amount that is printed for one that was only added up."""
    printed = dict(inputs)
    for reference, found in inputs.items():
        stated = [
            o for o in called_alike(context, reference, fact) if o.basis is not Basis.COMPUTED
        ]
        if stated and found.basis is Basis.COMPUTED:
            printed[reference] = stated[0]
    return printed


def _any_agrees(
    context: Context,
    metric: Metric,
    fact: Fact,
    inputs: Inputs,
    borrowed: list[Reference],
    stated: Interval,
) -> bool:
    choices = []
    for reference in borrowed:
        key = input_key(reference, fact.key, context.catalogue[reference.metric])
        others = [*context.stated(key)]
        calculated = context.computed(key)
        if calculated is not None and fact.basis is not Basis.PUBLISHED:
            others.append(calculated)
        choices.append(others or [inputs[reference]])
    for combination in islice(product(*choices), MOST_COMBINATIONS):
        tried = {**inputs, **dict(zip(borrowed, combination, strict=True))}
        try:
            if agree(stated, result_span(metric, tried, fact.unit)):
                return True
        except (ZeroDivisionError, CrossfootError):
            continue
    return False
