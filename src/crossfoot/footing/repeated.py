"""The same figure stated more than once, or stated and computed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from crossfoot.calculation.intervals import Interval
from crossfoot.calculation.rules import rule_text
from crossfoot.facts.fact import Fact
from crossfoot.facts.provenance import Computed
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import agree, exchanged_digits, power_of_ten, span
from crossfoot.footing.wording import computed, marked, number
from crossfoot.languages import Text
from crossfoot.quantities.qualifiers import Qualifier


def same_figure_twice(context: Context) -> Iterator[Finding]:
    """Two values stated for one figure agree within the rounding of both.

    A bound ("more than 23,000") is contradicted by a smaller value; a value far above it is a
    doubt, since nobody says "more than 23,000" of 31,063.
    """
    for metric in context.metrics():
        for key in context.keys(metric.id):
            values: dict[tuple[Decimal, Qualifier], list[Fact]] = {}
            for fact in context.stated(key):
                values.setdefault((fact.number, fact.qualifier), []).append(fact)
            for one, other in combinations(values.values(), 2):
                found = _compare(context, one[0], other[0], (*one, *other))
                if found is not None:
                    yield found


def stated_against_sum(context: Context) -> Iterator[Finding]:
    """A figure stated for a whole agrees with the sum of what was entered for its parts.

    The sum over sites, over months or of the inventory's lines was computed; a figure stated
    stands, but a difference is told. Metrics with a formula are checked against the formula.
    """
    for metric in context.metrics():
        if metric.formula is not None:
            continue
        for key in context.keys(metric.id):
            total = context.computed(key)
            if total is None:
                continue
            for fact in context.stated(key):
                if not agree(span(fact), span(total)):
                    yield _against_sum(context, fact, total)


def _compare(context: Context, one: Fact, other: Fact, facts: tuple[Fact, ...]) -> Finding | None:
    if agree(span(one), span(other)):
        return _loose_bound(context, one, other, facts)
    kind = _kind(one.number, other.number)
    power = power_of_ten(one.number, other.number)
    if kind is Kind.UNIT_SCALE and not agree(span(one), _scaled(span(other), power)):
        kind = Kind.CONFLICTING_VALUES  # other digits: not the unit alone
    exact = one.qualifier is other.qualifier is Qualifier.EXACT
    name = context.words.figure(one)
    first, second = context.words.value(one), context.words.value(other)
    return Finding(
        kind,
        Severity.ERROR if exact else Severity.WARNING,
        one.metric,
        Text(
            f"{name.en}: stated as {first.en} and as {second.en}{_how(kind).en}",
            f"{name.zh}：分别披露为{first.zh}和{second.zh}{_how(kind).zh}",
        ),
        _difference(one.number, other.number, one.unit),
        facts,
    )


def _scaled(found: Interval, power: int) -> Interval:
    return Interval(found.low.scaleb(power), found.high.scaleb(power))


def _against_sum(context: Context, fact: Fact, total: Fact) -> Finding:
    kind = _kind(fact.number, total.number)
    kind = Kind.SUM_MISMATCH if kind is Kind.CONFLICTING_VALUES else kind
    origin = total.provenance
    rule = rule_text(origin.rule) if isinstance(origin, Computed) else Text("computed", "计算值")
    name = context.words.figure(fact)
    said = context.words.value(fact)
    gives = computed(total.number, fact.number)
    exact = fact.qualifier is total.qualifier is Qualifier.EXACT
    return Finding(
        kind,
        Severity.ERROR if exact and not total.estimated else Severity.WARNING,
        fact.metric,
        Text(
            f"{name.en}: {said.en} is stated, but {rule.en} gives {gives}{_how(kind).en}",
            f"{name.zh}：披露值为{said.zh}，{rule.zh}为{gives}{_how(kind).zh}",
        ),
        _difference(fact.number, total.number, fact.unit),
        (fact, total),
    )


def _loose_bound(
    context: Context, one: Fact, other: Fact, facts: tuple[Fact, ...]
) -> Finding | None:
    """A doubt where a bound lies further below the value than its own digits allow."""
    above = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
    bound, exact = (one, other) if one.qualifier in above else (other, one)
    if bound.qualifier not in above or exact.qualifier is not Qualifier.EXACT:
        return None
    digits = bound.number.normalize()
    exponent = digits.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if exact.number < bound.number + step:
        return None
    name = context.words.figure(bound)
    said = context.words.value(bound)
    return Finding(
        Kind.CONFLICTING_VALUES,
        Severity.NOTE,
        bound.metric,
        Text(
            f"{name.en}: {said.en} is said of {number(exact.number)}; the two may have different "
            "boundaries",
            f"{name.zh}：一处称{said.zh}，另一处为{number(exact.number)}；两者口径可能不同",
        ),
        _difference(exact.number, bound.number, exact.unit),
        facts,
    )


def _kind(one: Decimal, other: Decimal) -> Kind:
    if power_of_ten(one, other):
        return Kind.UNIT_SCALE
    if exchanged_digits(one, other):
        return Kind.TRANSPOSITION
    return Kind.CONFLICTING_VALUES


def _how(kind: Kind) -> Text:
    return _HOWS.get(kind, Text("", ""))


_HOWS = {
    Kind.UNIT_SCALE: Text("; a unit is wrong", "；单位有误"),
    Kind.TRANSPOSITION: Text("; two digits changed places", "；相邻数字颠倒"),
}


def _difference(one: Decimal, other: Decimal, unit: str) -> str:
    text = f"{marked(number(one), unit)} ≠ {marked(number(other), unit)}"
    # a ratio that reads as one tells less than the numbers themselves
    if one and other and number(one / other, 2) != "1.00":
        return f"{text}; {number(one)} / {number(other)} = {computed(one / other)}"
    return text
