"""What several ratios imply of a figure that nobody stated.

Emissions, energy and water per revenue were all divided by one revenue. Where it is not stated,
each ratio with its numerator implies it; if they imply different ones, a ratio is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product

from crossfoot.calculation.formulas import DIMENSIONLESS, input_key, solve
from crossfoot.calculation.intervals import Interval
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Fact, FactKey
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.formulas import MATERIAL, MOST_COMBINATIONS, called_alike
from crossfoot.footing.precision import (
    agree,
    in_currency_of,
    power_of_ten,
    span,
    truncated_span,
)
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.metrics.formula import Node, Operation, Reference
from crossfoot.metrics.metric import Metric

#: two implied values that are nearer than this share differ by the rounding of a middle step
SLIGHT = Decimal("0.001")

#: a ratio that is off by more than this share cannot be explained by rounding of the divisor
GROSS = Decimal("0.05")

#: two ratios that nothing else supports, and that are this many times apart, have two divisors
FAR = Decimal(2)


@dataclass(frozen=True, slots=True)
class Implied:
    """A figure that a stated ratio implies.

    Attributes:
        ratio: the stated ratio.
        numerators: what was divided.
        span: what the figure may be.
        value: what it is with the numbers as stated.
        cut: what it may be if the ratio was cut off instead of rounded; None where exact.
        unit: unit of the divisor, in the currency that the ratio is printed in.
        otherwise: what it would imply with amounts that go by the same name as a numerator.
    """

    ratio: Fact
    numerators: tuple[Fact, ...]
    span: Interval
    value: Decimal
    cut: Interval | None
    unit: str
    otherwise: tuple[Implied, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The ratio and what was divided."""
        return (self.ratio, *self.numerators)


def implied_figures(context: Context) -> dict[FactKey, list[Implied]]:
    """The figures that are not known, with what each stated ratio implies of them."""
    found: dict[FactKey, list[Implied]] = {}
    for metric in context.metrics():
        divisor = divisor_of(metric)
        if divisor is None:
            continue
        for key in context.keys(metric.id):
            target = input_key(divisor, key, context.catalogue[divisor.metric])
            if context.known(target) is not None:
                continue
            for fact in context.stated(key):
                implied = _imply_either(context, metric, fact, divisor)
                if implied is not None:
                    found.setdefault(target, []).append(implied)
    return found


def ratios_imply_one_divisor(context: Context) -> Iterator[Finding]:
    """Ratios with a common divisor that nobody stated imply the same divisor.

    The divisor is taken to be what most ratios agree on; each ratio that does not agree is
    reported once, beside the most exact of those that do.
    """
    for key, all_implied in _by_currency(implied_figures(context)):
        implied = list({(each.ratio.key, each.ratio.number): each for each in all_implied}.values())
        if len(implied) < 2:
            continue
        agreed = _largest_agreement([each.span for each in implied])
        instead = _together(implied) or [_as_agreed(each, agreed, implied) for each in implied]
        if instead != implied:
            implied, agreed = instead, _largest_agreement([each.span for each in instead])
        members = [each for each in implied if each.span.meets(agreed)]
        witness = min(members, key=lambda each: each.span.width / (abs(each.value) or 1))
        for each in implied:
            if not agree(each.span, agreed):
                twins = [
                    twin.ratio
                    for twin in all_implied
                    if twin.ratio.key == each.ratio.key and twin.ratio.number == each.ratio.number
                ]
                finding = _disagrees(context, key, each, witness, twins)
                if len(members) == 1 and _of_another_base(each, witness):
                    finding = replace(finding, severity=Severity.NOTE)
                yield finding


def _together(every: Sequence[Implied]) -> list[Implied] | None:
    """All ratios with other numerators, where so they all agree: all by the market, perhaps."""
    choices = [(each, *each.otherwise) for each in every]
    for combination in islice(product(*choices), MOST_COMBINATIONS):
        low = max(each.span.low for each in combination)
        if all(each.span.high >= low for each in combination):
            return list(combination)
    return None


def _as_agreed(implied: Implied, agreed: Interval, every: Sequence[Implied]) -> Implied:
    """A ratio with the numerator of the same name, where that is what the others agree with."""
    if agree(implied.span, agreed) and len(every) > 2:
        return implied
    best, most = implied, sum(agree(implied.span, e.span) for e in every if e is not implied)
    for other in implied.otherwise:
        its = sum(agree(other.span, each.span) for each in every if each is not implied)
        if its > most:
            best, most = other, its
    return best


def _by_currency(
    figures: dict[FactKey, list[Implied]],
) -> Iterator[tuple[FactKey, list[Implied]]]:
    """What ratios imply, each currency apart: amounts in two of them are not compared."""
    for key, implied in figures.items():
        for unit in dict.fromkeys(each.unit for each in implied):
            yield key, [each for each in implied if each.unit == unit]


def _of_another_base(wrong: Implied, witness: Implied) -> bool:
    """Whether two ratios alone are so far apart that they rather have two divisors."""
    low, high = sorted((abs(wrong.value), abs(witness.value)))
    return high > FAR * low and not power_of_ten(low, high)


def _disagrees(
    context: Context, key: FactKey, wrong: Implied, witness: Implied, twins: Sequence[Fact]
) -> Finding:
    ratio = wrong.ratio
    metric = context.catalogue[ratio.metric]
    would = _would_be(wrong, witness)
    gap = wrong.span.gap(witness.span) / abs(witness.value)
    kind, severity = Kind.RATIO_MISMATCH, Severity.ERROR
    if gap < SLIGHT:
        severity = Severity.NOTE
    elif gap < GROSS:
        severity = Severity.WARNING
    if wrong.cut is not None and wrong.cut.meets(witness.span):
        kind = Kind.ROUNDING_OR_TRUNCATION
        material = abs(would - ratio.number) > MATERIAL * abs(would)
        severity = Severity.WARNING if material else Severity.NOTE
    elif power_of_ten(wrong.value, witness.value):
        kind = Kind.UNIT_SCALE
    name, other = context.words.figure(ratio), context.words.title(witness.ratio.metric)
    divisor = context.words.title(key.metric, key.dimensions)
    said = context.words.value(ratio)
    gives = computed(would, ratio.number)
    return Finding(
        kind,
        severity,
        metric.id,
        Text(
            f"{name.en}: {said.en} does not follow from the {divisor.en.lower()} that "
            f"“{other.en}” implies; with it the value is {gives}",
            f"{name.zh}：{said.zh}与“{other.zh}”所隐含的{divisor.zh}不符，据此计算应为{gives}",
        ),
        f"{_division(wrong)} = {computed(wrong.value)}; "
        f"{_division(witness)} = {computed(witness.value)}",
        (ratio, *twins, *wrong.numerators, *witness.facts),
    )


def _division(implied: Implied) -> str:
    above = " + ".join(number(fact.number) for fact in implied.numerators)
    return f"{above} / {number(implied.ratio.number)}"


def _would_be(wrong: Implied, witness: Implied) -> Decimal:
    """The ratio with the divisor that the witness implies."""
    return wrong.ratio.number * wrong.value / witness.value


def divisor_of(metric: Metric) -> Reference | None:
    """The last operand of a formula that is a plain division by one metric."""
    match metric.formula.root if metric.formula else None:
        case Operation("/", _, Reference(fixed=(), total=False, previous=False) as divisor):
            return divisor
    return None


def _imply_either(
    context: Context, metric: Metric, fact: Fact, divisor: Reference
) -> Implied | None:
    """What a ratio implies, with what it would imply of an amount of the same name."""
    plain = _imply(context, metric, fact, divisor, {})
    if plain is None or metric.formula is None:
        return plain
    found = [
        implied
        for reference in metric.formula.references()
        if reference != divisor
        for other in called_alike(context, reference, fact)
        if (implied := _imply(context, metric, fact, divisor, {reference: other})) is not None
    ]
    added_up = any(each.basis is Basis.COMPUTED for each in plain.numerators)
    for each in found:
        if added_up and all(n.basis is not Basis.COMPUTED for n in each.numerators):
            # the amount that is printed is meant
            return replace(each, otherwise=(plain, *(e for e in found if e is not each)))
    return replace(plain, otherwise=tuple(found))


def _imply(
    context: Context,
    metric: Metric,
    fact: Fact,
    divisor: Reference,
    instead: Mapping[Reference, Fact],
) -> Implied | None:
    if not fact.number or metric.formula is None:
        return None
    assert isinstance(metric.formula.root, Operation)  # noqa: S101 - it has a divisor
    dividend = metric.formula.root.left
    numerators: dict[Reference, Fact] = {}
    for reference in metric.formula.references():
        if reference == divisor:
            continue
        key = input_key(reference, fact.key, context.catalogue[reference.metric])
        found = instead.get(reference) or context.beside(fact, key)
        if found is None or not found.number:
            return None
        numerators[reference] = found
    node: Node = Operation("/", dividend, Reference(metric.id))
    unit = in_currency_of(fact.unit, context.catalogue[divisor.metric].unit)
    inputs = {**numerators, Reference(metric.id): fact}

    def with_ratio(ratio: Interval) -> Interval:
        def find(reference: Reference) -> tuple[Interval, str]:
            used = inputs[reference]
            return (ratio if used is fact else span(used)), used.unit or DIMENSIONLESS

        return solve(node, unit, find, Interval.of)

    cut = truncated_span(fact)
    try:
        value = with_ratio(Interval.of(fact.number)).low
        plain = solve(
            node, unit, lambda ref: (inputs[ref].number, inputs[ref].unit or DIMENSIONLESS), _same
        )
        return Implied(
            fact,
            tuple(dict.fromkeys(numerators.values())),
            with_ratio(span(fact)),
            plain or value,
            None if cut is None else with_ratio(cut),
            unit,
        )
    except (CrossfootError, ZeroDivisionError):
        return None


def _same(value: Decimal) -> Decimal:
    return value


def _largest_agreement(spans: Sequence[Interval]) -> Interval:
    """What most of the intervals have in common; the narrowest of them where several do."""
    best: tuple[int, Decimal, Interval] | None = None
    for candidate in spans:
        # the densest point of a set of intervals is the lower edge of one of them
        point = Interval.of(candidate.low)
        inside = [each for each in spans if each.meets(point)]
        common = inside[0]
        for each in inside[1:]:
            common = common.common(each) or common
        narrow = min(each.width for each in inside)
        if best is None or (len(inside), -narrow) > (best[0], -best[1]):
            best = (len(inside), narrow, common)
    assert best is not None  # noqa: S101 - there is at least one interval
    return best[2]
