"""Formulas over facts: every metric with a formula is computed from its inputs, never averaged.

Arithmetic is in Decimal with 40 digits; units travel along, so that `1e4 CNY` under `t CO2e`
arrives as the unit that the metric declares. An absent input leaves the result without a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from crossfoot.calculation.intervals import Interval
from crossfoot.facts.entities import Approach
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.formula import Constant, Negation, Node, Number, Operation, Reference
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.quantities.unit_vocabulary import is_currency

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.metrics.metric import Metric
    from crossfoot.quantities.periods import Period

#: keys of a breakdown that are no breakdown: a figure of a site stays a figure of that site
PLACES = ("site", "entity")

DIMENSIONLESS = "dimensionless"

_CURRENCY = re.compile(r"\b[A-Z]{3}\b")


class Arithmetic(Protocol):
    """What a formula needs of its values: `Decimal` and `Interval` have it."""

    def __add__(self, other: Self, /) -> Self: ...

    def __sub__(self, other: Self, /) -> Self: ...

    def __mul__(self, other: Self, /) -> Self: ...

    def __truediv__(self, other: Self, /) -> Self: ...

    def __neg__(self) -> Self: ...


Value = TypeVar("Value", bound=Arithmetic)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula gave for one figure.

    Attributes:
        fact: the computed fact; None where there is no value.
        reason: why there is no value; None where there is one.
        missing: the inputs that have no number.
    """

    fact: Fact | None
    reason: Text | None = None
    missing: tuple[FactKey, ...] = ()


def input_key(reference: Reference, key: FactKey, metric: Metric) -> FactKey:
    """Which figure a reference of a formula means.

    Args:
        reference: as it stands in the formula.
        key: the figure being computed.
        metric: the metric that the reference names.

    Returns:
        The metric referred to, with the dimensions of the figure being computed that it has;
        what the formula fixes is set, entity and site stay, `prev` goes one period back.
    """
    kept = PLACES if reference.total else (*metric.dimensions, *PLACES)
    dimensions = key.dimensions.only(kept)
    if reference.fixed:
        dimensions = dimensions.fixed(**dict(reference.fixed))
    period = key.period.previous() if reference.previous else key.period
    return FactKey(reference.metric, key.entity, period, dimensions)


def solve(
    node: Node,
    unit: str,
    find: Callable[[Reference], tuple[Value, str]],
    number: Callable[[Decimal], Value],
) -> Value:
    """The value of a formula in the unit wanted.

    Args:
        node: root of the formula.
        unit: unit of the result.
        find: value and unit of a reference; may raise LookupError, which passes through.
        number: makes a value of a plain number.

    Raises:
        ZeroDivisionError: a divisor is zero.
        CrossfootError: the units do not give the unit wanted.
    """
    with localcontext(CONTEXT):
        value, found = _solve(node, find, number)
        return value * number(_factor(found, unit))


def _solve(
    node: Node,
    find: Callable[[Reference], tuple[Value, str]],
    number: Callable[[Decimal], Value],
) -> tuple[Value, str]:
    match node:
        case Number(value):
            return number(value), DIMENSIONLESS
        case Constant(value, unit):
            return number(value), unit
        case Reference():
            return find(node)
        case Negation(operand):
            value_of, unit = _solve(operand, find, number)
            return -value_of, unit
        case Operation(op, left, right):
            first, first_unit = _solve(left, find, number)
            second, second_unit = _solve(right, find, number)
            if op == "*":
                return first * second, _times(first_unit, second_unit)
            if op == "/":
                if second == number(Decimal(0)):
                    raise ZeroDivisionError(str(right))
                return first / second, _over(first_unit, second_unit)
            second = second * number(_factor(second_unit, first_unit))
            return (first + second if op == "+" else first - second), first_unit


@lru_cache(maxsize=4096)
def _factor(from_unit: str, to_unit: str) -> Decimal:
    if from_unit == to_unit:
        return Decimal(1)
    from crossfoot.quantities.units import conversion_factor

    return conversion_factor(from_unit, to_unit)


@lru_cache(maxsize=4096)
def _times(first: str, second: str) -> str:
    from crossfoot.quantities.units import multiply_units

    return multiply_units(first, second)


@lru_cache(maxsize=4096)
def _over(first: str, second: str) -> str:
    from crossfoot.quantities.units import divide_units

    return divide_units(first, second)


class _Unknown(LookupError):
    """Inputs have no number."""

    def __init__(self, *keys: FactKey) -> None:
        super().__init__(*keys)
        self.keys = keys


class Calculator:
    """Facts and catalogue together: computes single figures from the facts it knows.

    What it computes is known to it from then on, so metrics are computed in the catalogue's
    order and each formula finds the results of those before it.
    """

    def __init__(self, catalogue: Catalogue, facts: FactSet) -> None:
        self.catalogue = catalogue
        self._facts = facts
        self._computed: dict[FactKey, list[Fact]] = {}
        self._keys: dict[str, dict[FactKey, None]] = {}

    def keys(self, metric: str) -> Iterator[FactKey]:
        """Which figures of a metric are known."""
        yield from self._facts.keys(metric)
        yield from self._keys.get(metric, ())

    def add(self, fact: Fact) -> None:
        """Make a computed fact known."""
        self._computed.setdefault(fact.key, []).append(fact)
        if fact.key not in self._facts:
            self._keys.setdefault(fact.metric, {})[fact.key] = None

    def current(self, key: FactKey, variant: str = "") -> Fact | None:
        """The fact that counts, among those given and those computed so far."""
        formula = self.catalogue[key.metric].formula is not None
        if computed := self._computed.get(key):
            return FactSet((*computed, *self._facts.of(key))).current(key, formula, variant)
        return self._facts.current(key, formula, variant)

    def variants(self, key: FactKey) -> set[str]:
        """The variants in which a figure is known, the empty one included."""
        facts = (*self._facts.of(key), *self._computed.get(key, ()))
        return {fact.variant for fact in facts}

    def compute(self, key: FactKey, variant: str = "") -> Outcome:
        """One figure of a metric with a formula.

        Args:
            key: the figure.
            variant: variant of the inputs; inputs that have none stand in where it lacks.

        Returns:
            The computed fact, or the reason why there is none. A division by zero gives a fact
            without a value, which says so.
        """
        metric = self.catalogue[key.metric]
        if metric.formula is None:
            return Outcome(None, Text(f"{key.metric} has no formula", f"{key.metric}没有公式"))
        inputs = {
            reference: self.current(self._input_key(reference, key), variant)
            for reference in metric.formula.references()
        }
        missing = tuple(
            self._input_key(reference, key)
            for reference, fact in inputs.items()
            if fact is None or not fact.is_number
        )
        if missing:
            names = "; ".join(map(str, missing))
            return Outcome(None, Text(f"no value for {names}", f"缺少数值：{names}"), missing)
        used = {reference: fact for reference, fact in inputs.items() if fact is not None}
        currencies = sorted({name for fact in used.values() for name in _currencies(fact.unit)})
        if len(currencies) > 1:
            named = Text(" and ".join(currencies), "、".join(currencies))
            return Outcome(None, Text(f"amounts in {named.en}", f"金额币种不同：{named.zh}"))
        unit = _in_currency(metric.unit, currencies)
        blank = Fact(
            metric=key.metric,
            entity=key.entity,
            period=key.period,
            dimensions=key.dimensions,
            value=None,
            unit=unit,
            basis=Basis.COMPUTED,
            variant=variant if any(fact.variant == variant for fact in used.values()) else "",
            estimated=any(fact.estimated for fact in used.values()),
            simulated=any(fact.simulated for fact in used.values()),
            provenance=Computed(metric.formula.text, tuple(used.values())),
        )
        try:
            value = solve(metric.formula.root, unit, _numbers(used), _same)
        except ZeroDivisionError as error:
            reason = Text(f"division by zero: {error} is zero", f"除数为零：{error}")
            return Outcome(replace(blank, nil_reason=reason.en), reason)
        qualifier = _qualifier(metric, unit, used, value)
        return Outcome(replace(blank, value=value, qualifier=qualifier))

    def _input_key(self, reference: Reference, key: FactKey) -> FactKey:
        return input_key(reference, key, self.catalogue[reference.metric])

    def figures(self, metric: Metric) -> list[tuple[FactKey, str]]:
        """Key and variant of every figure of a metric for which an input exists.

        Earlier periods come first, so that `prev` of the metric itself finds its value.
        """
        if metric.formula is None:
            return []
        found: dict[tuple[FactKey, str], None] = {}
        for reference in metric.formula.references():
            if reference.previous:
                continue
            for key in self.keys(reference.metric):
                dimensions = _figure_dimensions(reference, key.dimensions, metric)
                if dimensions is None:
                    continue
                figure = FactKey(metric.id, key.entity, key.period, dimensions)
                if metric.formula.is_share and not dimensions.without(*PLACES):
                    continue  # the whole is 100 % of itself
                for variant in self.variants(key):
                    found[figure, variant] = None
        return sorted(found, key=lambda item: item[0].period)


def _figure_dimensions(
    reference: Reference, dimensions: Dimensions, metric: Metric
) -> Dimensions | None:
    """Breakdown of the figure for which a known input is an input; None where it is for none."""
    fixed = dict(reference.fixed)
    if any(dimensions.get(key) != member for key, member in fixed.items()):
        return None
    own = dimensions.without(*fixed)
    allowed = PLACES if reference.total else (*metric.dimensions, *PLACES)
    return own if set(own) <= set(allowed) else None


def _same(value: Decimal) -> Decimal:
    return value


def _numbers(inputs: Mapping[Reference, Fact]) -> Callable[[Reference], tuple[Decimal, str]]:
    def find(reference: Reference) -> tuple[Decimal, str]:
        fact = inputs[reference]
        return fact.number, fact.unit or DIMENSIONLESS

    return find


def _currencies(unit: str) -> list[str]:
    return [name for name in _CURRENCY.findall(unit) if is_currency(name)]


def _in_currency(unit: str, currencies: Sequence[str]) -> str:
    """A unit of the catalogue in the currency of the amounts: nothing is converted."""
    if not currencies:
        return unit
    return _CURRENCY.sub(lambda m: currencies[0] if is_currency(m[0]) else m[0], unit)


def _qualifier(
    metric: Metric, unit: str, inputs: Mapping[Reference, Fact], value: Decimal
) -> Qualifier:
    """What may be said of the result: "more than" over an exact divisor stays "more than"."""
    stated = {fact.qualifier for fact in inputs.values()}
    if stated == {Qualifier.EXACT} or metric.formula is None:
        return Qualifier.EXACT
    if Qualifier.APPROXIMATE in stated:
        return Qualifier.APPROXIMATE

    def find(reference: Reference) -> tuple[Interval, str]:
        fact = inputs[reference]
        return (
            Interval.stated(fact.number, Decimal(0), fact.qualifier),
            fact.unit or DIMENSIONLESS,
        )

    span = solve(metric.formula.root, unit, find, Interval.of)
    if span.low == value and span.high.is_infinite():
        strict = Qualifier.AT_LEAST not in stated
        return Qualifier.MORE_THAN if strict else Qualifier.AT_LEAST
    if span.high == value:
        return Qualifier.LESS_THAN
    return Qualifier.APPROXIMATE


def apply_formulas(catalogue: Catalogue, facts: FactSet) -> list[Fact]:
    """All figures that the catalogue's formulas give from the facts, and from each other."""
    calculator = Calculator(catalogue, facts)
    results: list[Fact] = []
    for metric in catalogue.in_order():
        for key, variant in calculator.figures(metric):
            fact = calculator.compute(key, variant).fact
            if fact is not None and fact.variant == variant:
                calculator.add(fact)
                results.append(fact)
    return results


def evaluate(
    catalogue: Catalogue,
    facts: FactSet,
    organisation: Organisation | None = None,
    periods: Iterable[Period] = (),
    approach: Approach = Approach.OPERATIONAL_CONTROL,
) -> list[Fact]:
    """Everything that follows from the facts: first sums, then formulas.

    Figures are summed over the parts of the periods given, then over the sites of the
    organisation; then each metric with a formula is computed, in the catalogue's order, for each
    entity, period, breakdown and variant for which an input exists.

    Args:
        catalogue: metrics, with units, aggregation and formulas.
        facts: what is known: entered, imported, published or from the inventory.
        organisation: the tree of entities to sum over; None sums over none.
        periods: the periods wanted that are longer than those of the facts, such as years.
        approach: which entities belong to the group, and with what share.

    Returns:
        The derived facts alone; `facts.plus(evaluate(...))` is the whole.
    """
    from crossfoot.calculation.consolidation import consolidate

    sums = consolidate(catalogue, facts, organisation, periods, approach)
    return [*sums, *apply_formulas(catalogue, facts.plus(sums))]
