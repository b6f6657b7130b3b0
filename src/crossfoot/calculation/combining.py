"""How several values become one, by the rule that a metric declares.

What `consolidation` does over periods and sites is made of these parts: which pieces cover a
period, what it means that a figure is not stated, and the sum, mean or closing value itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import Enum

from crossfoot.calculation.rules import (
    CLOSING_VALUE,
    MEAN_OF_PERIODS,
    MEAN_OVER_SITES,
    SUM_OVER_PERIODS,
    SUM_OVER_SITES,
    WEIGHTED_MEAN,
)
from crossfoot.facts.boundaries import beginning_note, is_set_aside, with_note
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.dimensions import is_partition
from crossfoot.metrics.metric import WEIGHTED, Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import CONTEXT

_ONE_DAY = timedelta(days=1)


def tile(whole: Period, pieces: Iterable[Period]) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Cover a period by pieces that neither overlap nor leave a gap.

    The longest pieces are taken first: a quarter that is stated counts before its months.

    >>> months = [Period.month(2023, month) for month in (1, 2, 4)]
    >>> tile(Period.quarter(2023, 2), months)
    ((Period('2023-04'),), (Period('2023-05'), Period('2023-06')))

    Returns:
        The pieces taken in order, and what no piece covers, cut by calendar months.
    """
    inside = sorted(
        {piece for piece in pieces if whole.contains(piece)},
        key=lambda piece: (-piece.days, piece.start),
    )
    taken: list[Period] = []
    for piece in inside:
        if not any(piece.overlaps(other) for other in taken):
            taken.append(piece)
    taken.sort()
    missing: list[Period] = []
    day = whole.start
    for edge in (*taken, None):
        end = edge.start - _ONE_DAY if edge is not None else whole.end
        if day <= end:
            missing.extend(Period(day, end).split_by_month())
        if edge is not None:
            day = edge.end + _ONE_DAY
    return tuple(taken), tuple(missing)


class Absence(Enum):
    """What it means that a figure is not stated."""

    ZERO = "other members of the same partition are stated, so this one is zero"
    UNNAMED = "other figures of the metric are stated, but not this part"
    UNKNOWN = "nothing is stated"


class Figures:
    """Which figures of one metric are stated, by whom, for when."""

    def __init__(self, facts: FactSet, metric: str) -> None:
        self.metric = metric
        self._figures: dict[str, dict[tuple[Period, Dimensions, str], None]] = {}
        self._since: dict[str, date] = {}
        for key in facts.keys(metric):
            if "site" not in key.dimensions:
                for fact in facts.of(key):
                    self.note(fact)

    def note(self, fact: Fact) -> None:
        """Remember that a figure is stated."""
        figures = self._figures.setdefault(fact.entity, {})
        figures[fact.period, fact.dimensions, fact.variant] = None
        if not is_set_aside(fact):
            start = fact.period.start
            self._since[fact.entity] = min(start, self._since.get(fact.entity, start))

    def reports(self, entity: str) -> bool:
        """Whether an entity ever states the metric.

        Who only said that it does not apply, or that there was none, said so of that period: of
        others it need not say anything.
        """
        return entity in self._since

    def reports_by(self, entity: str, period: Period) -> bool:
        """Whether an entity has begun to state the metric when a period ends.

        A site that was bought or measured for the first time this year owes nothing for the years
        before.
        """
        return entity in self._since and self._since[entity] <= period.end

    def of(self, entity: str) -> Iterable[tuple[Period, Dimensions, str]]:
        """Period, breakdown and variant of all that an entity states."""
        return self._figures.get(entity, ())

    def series(self) -> Iterable[tuple[str, Dimensions, str]]:
        """Entity, breakdown and variant, each once."""
        return dict.fromkeys(
            (entity, dimensions, variant)
            for entity, figures in self._figures.items()
            for _, dimensions, variant in figures
        )

    def periods(self, entity: str, dimensions: Dimensions, variant: str) -> Iterable[Period]:
        """The periods for which a figure is stated."""
        return (
            period
            for period, found, its_variant in self.of(entity)
            if found == dimensions and its_variant == variant
        )

    def absence(self, key: FactKey, variant: str) -> Absence:
        """What it means that a figure is not among those stated."""
        others = [
            dimensions
            for period, dimensions, found in self.of(key.entity)
            if period == key.period and found == variant
        ]
        if not others or not key.dimensions:
            return Absence.UNKNOWN
        for dimensions in others:
            changed = {
                name for name in dimensions if dimensions[name] != key.dimensions.get(name, "")
            }
            same_split = set(dimensions) == set(key.dimensions)
            if same_split and all(is_partition(key.metric, name) for name in changed):
                return Absence.ZERO
        return Absence.UNNAMED


def combined(
    metric: Metric,
    rule: str,
    target: FactKey,
    variant: str,
    inputs: Sequence[Fact],
    facts: FactSet,
    rules: Mapping[str, str],
) -> Fact:
    """One value of several by a metric's rule."""
    name = rules.get(rule, WEIGHTED_MEAN)
    values = [fact.number for fact in inputs]
    with localcontext(CONTEXT):
        if rule == "last":
            return combined_fact(metric, target, variant, values[-1], inputs, name)
        if rule == "sum":
            return combined_fact(metric, target, variant, sum(values, Decimal(0)), inputs, name)
        if rule == "mean":
            value = sum(values, Decimal(0)) / len(values)
            return combined_fact(metric, target, variant, value, inputs, name)
        weights, waits = _weights(rule.removeprefix(WEIGHTED), inputs, facts, variant)
        if waits:
            return nothing(metric, target, variant, inputs, "missing weights", waits)
        whole = sum((weight.number for weight in weights), Decimal(0))
        if whole == 0:
            return nothing(metric, target, variant, inputs, "weights add up to zero", ())
        weighed = sum(
            (value * weight.number for value, weight in zip(values, weights, strict=True)),
            Decimal(0),
        )
        return combined_fact(metric, target, variant, weighed / whole, [*inputs, *weights], name)


def _weights(
    metric: str, inputs: Sequence[Fact], facts: FactSet, variant: str
) -> tuple[list[Fact], list[str]]:
    found: list[Fact] = []
    waits: list[str] = []
    for fact in inputs:
        exact = FactKey(metric, fact.entity, fact.period, fact.dimensions)
        whole = FactKey(metric, fact.entity, fact.period)
        weight = facts.current(exact, variant=variant) or facts.current(whole, variant=variant)
        if weight is None or not weight.is_number:
            waits.append(str(whole))
        else:
            found.append(weight)
    return found, waits


PERIOD_RULES = {"sum": SUM_OVER_PERIODS, "last": CLOSING_VALUE, "mean": MEAN_OF_PERIODS}
SITE_RULES = {"sum": SUM_OVER_SITES, "mean": MEAN_OVER_SITES}


def combined_fact(
    metric: Metric,
    target: FactKey,
    variant: str,
    value: Decimal | None,
    inputs: Sequence[Fact],
    rule: str,
    nil_reason: str = "",
) -> Fact:
    """A computed fact; flags and qualifiers are those of its inputs taken together."""
    return Fact(
        metric=target.metric,
        entity=target.entity,
        period=target.period,
        dimensions=target.dimensions,
        value=value,
        unit=metric.unit,
        basis=Basis.COMPUTED,
        variant=variant,
        qualifier=combined_qualifier(fact.qualifier for fact in inputs),
        estimated=any(fact.estimated for fact in inputs),
        simulated=any(fact.simulated for fact in inputs),
        nil_reason=nil_reason,
        provenance=Computed(rule, tuple(inputs)),
    )


def nothing(
    metric: Metric,
    target: FactKey,
    variant: str,
    inputs: Sequence[Fact],
    what: str,
    names: Iterable[str],
) -> Fact:
    """A sum without a value, which says what it waits for."""
    listed = ", ".join(names)
    reason = f"{what}: {listed}" if listed else what
    rules = PERIOD_RULES if "period" in what else SITE_RULES
    rule = rules.get(metric.over_periods if "period" in what else metric.over_sites, WEIGHTED_MEAN)
    return combined_fact(metric, target, variant, None, inputs, rule, reason)


def without(total: Fact, left_out: Sequence[str]) -> Fact:
    """The total with a note of who, or when, states no such part."""
    if not left_out:
        return total
    return replace(total, note=f"without {', '.join(left_out)}, where no such part is stated")


def before_beginning(total: Fact, later: Sequence[str]) -> Fact:
    """The total with a note of who states the metric from a later period on."""
    return with_note(total, beginning_note(later)) if later else total


def combined_qualifier(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """What may be said of a sum: exact parts and "more than" give "more than".

    >>> combined_qualifier([Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.MORE_THAN])
    <Qualifier.MORE_THAN: 'more_than'>
    >>> combined_qualifier([Qualifier.MORE_THAN, Qualifier.LESS_THAN])
    <Qualifier.APPROXIMATE: 'approximate'>
    """
    stated = set(qualifiers) - {Qualifier.EXACT}
    if not stated:
        return Qualifier.EXACT
    if len(stated) == 1:
        return stated.pop()
    if stated == {Qualifier.AT_LEAST, Qualifier.MORE_THAN}:
        return Qualifier.MORE_THAN
    return Qualifier.APPROXIMATE
