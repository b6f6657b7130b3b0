"""Sums over periods, over breakdowns and over sites, by the rule that each metric declares.

Nothing missing is dropped: where a month or a reporting site has no value, the sum has none
either, and says what it waits for. A source that does not occur is entered as zero. A figure
that an entity states itself stands; the sum stands beside it, and footing compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, localcontext
from enum import Enum
from typing import TYPE_CHECKING

from crossfoot.calculation.rules import (
    CLOSING_VALUE,
    MEAN_OF_PERIODS,
    MEAN_OVER_SITES,
    SHARE_HELD,
    SUM_OVER_PERIODS,
    SUM_OVER_SITES,
    WEIGHTED_MEAN,
    sum_over_members,
)
from crossfoot.facts.entities import Approach, Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.dimensions import is_partition, overlapping_members
from crossfoot.metrics.metric import FORMULA, WEIGHTED, Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import CONTEXT

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue

_ONE_DAY = timedelta(days=1)


def consolidate(
    catalogue: Catalogue,
    facts: FactSet,
    organisation: Organisation | None = None,
    periods: Iterable[Period] = (),
    approach: Approach = Approach.OPERATIONAL_CONTROL,
) -> list[Fact]:
    """All sums that follow from the facts: over periods, over breakdowns, over sites.

    Args:
        catalogue: says how each metric combines.
        facts: what is known.
        organisation: the tree to sum over; None sums over no sites.
        periods: longer periods wanted, such as `years_of(facts)`.
        approach: which entities belong to the group, see `over_sites`.
    """
    derived = over_periods(catalogue, facts, periods)
    known = facts.plus(derived)
    wholes = over_members(catalogue, known)
    derived += wholes
    if organisation is not None:
        derived += over_sites(catalogue, known.plus(wholes), organisation, approach)
    return derived


def years_of(facts: Iterable[Fact], first_month: int = 1) -> tuple[Period, ...]:
    """The years, or fiscal years, into which the facts fall.

    >>> years_of([Fact("water.use", "hefei", Period.month(2023, 2), Decimal(7))], first_month=4)
    (Period('2022-04/2023-03'),)
    """
    starts = {
        fact.period.start.year - (fact.period.start.month < first_month)
        for fact in facts
        if fact.period.days <= 366
    }
    return tuple(Period.fiscal_year(year, first_month) for year in sorted(starts))


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


def over_periods(catalogue: Catalogue, facts: FactSet, periods: Iterable[Period]) -> list[Fact]:
    """Values of longer periods from those of their parts.

    Flows and activities are added, stocks take the value of the last part, ratios without a
    formula their mean, plain or weighted. A period that has a fact of its own is added up all
    the same, for comparison, but only where its parts are complete.

    Args:
        catalogue: says how each metric combines.
        facts: what is known.
        periods: the periods wanted.

    Returns:
        One fact for each entity, breakdown and variant that has parts; a fact without a value
        names the parts that are missing.
    """
    periods = tuple(periods)
    results: list[Fact] = []
    for metric in _combining(catalogue, facts, lambda metric: metric.over_periods):
        known = _Figures(facts, metric.id)
        for entity, dimensions, variant in known.series():
            for period in periods:
                target = FactKey(metric.id, entity, period, dimensions)
                combined = _over_parts(facts, metric, target, variant, known)
                own = facts.current(target, variant=variant)
                if combined is not None and (own is None or combined.is_number):
                    results.append(combined)
    return results


def _over_parts(
    facts: FactSet, metric: Metric, target: FactKey, variant: str, known: _Figures
) -> Fact | None:
    parts = known.periods(target.entity, target.dimensions, variant)
    taken, missing = tile(target.period, (part for part in parts if part != target.period))
    if not taken:
        return None
    if metric.over_periods == "last":
        # a stock is what stands at the end; what was before does not matter
        taken = taken[-1:] if taken[-1].end == target.period.end else ()
        missing = missing if not taken else ()
    waits: list[str] = []
    left_out: list[str] = []
    for part in missing:
        absence = known.absence(replace(target, period=part), variant)
        if absence is Absence.UNKNOWN:
            waits.append(str(part))
        elif absence is Absence.UNNAMED:
            left_out.append(str(part))
    inputs = []
    for part in taken:
        fact = facts.current(replace(target, period=part), variant=variant)
        if fact is None or not fact.is_number:
            waits.append(str(part))
        else:
            inputs.append(fact)
    if waits or not inputs:
        return _nothing(metric, target, variant, inputs, "missing periods", waits)
    rule = metric.over_periods
    combined = _combined(metric, rule, target, variant, inputs, facts, _PERIOD_RULES)
    return _without(combined, left_out)


class Absence(Enum):
    """What it means that a figure is not stated."""

    ZERO = "other members of the same partition are stated, so this one is zero"
    UNNAMED = "other figures of the metric are stated, but not this part"
    UNKNOWN = "nothing is stated"


class _Figures:
    """Which figures of one metric are stated, by whom, for when."""

    def __init__(self, facts: FactSet, metric: str) -> None:
        self.metric = metric
        self._figures: dict[str, dict[tuple[Period, Dimensions, str], None]] = {}
        for key in facts.keys(metric):
            if "site" not in key.dimensions:
                for fact in facts.of(key):
                    self.note(key, fact.variant)

    def note(self, key: FactKey, variant: str) -> None:
        figures = self._figures.setdefault(key.entity, {})
        figures[key.period, key.dimensions, variant] = None

    def of(self, entity: str) -> Iterable[tuple[Period, Dimensions, str]]:
        return self._figures.get(entity, ())

    def series(self) -> Iterable[tuple[str, Dimensions, str]]:
        return dict.fromkeys(
            (entity, dimensions, variant)
            for entity, figures in self._figures.items()
            for _, dimensions, variant in figures
        )

    def periods(self, entity: str, dimensions: Dimensions, variant: str) -> Iterable[Period]:
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


def over_members(catalogue: Catalogue, facts: FactSet) -> list[Fact]:
    """Wholes that nobody stated, from the members of a partition.

    At least two members must be known, since one alone says nothing of the rest; members that
    overlap with others stay out. A whole that is stated stands, and none is computed.
    """
    results: list[Fact] = []
    for metric in catalogue:
        if metric.formula is not None or not metric.adds_up:
            continue
        groups: dict[tuple[FactKey, str], list[FactKey]] = {}
        for key in facts.keys(metric.id):
            for dimension, member in key.dimensions.items():
                if dimension == "site" or not is_partition(metric.id, dimension):
                    continue
                if member in overlapping_members(dimension, metric.id):
                    continue
                rest = key.dimensions.without(dimension)
                whole = FactKey(key.metric, key.entity, key.period, rest)
                groups.setdefault((whole, dimension), []).append(key)
        done: set[FactKey] = set()
        for (whole, dimension), members in groups.items():
            if len(members) < 2 or whole in facts or whole in done:
                continue
            for variant in dict.fromkeys(f.variant for key in members for f in facts.of(key)):
                found = [facts.current(key, variant=variant) for key in members]
                inputs = [fact for fact in found if fact is not None and fact.is_number]
                if len(inputs) == len(members):
                    rule = sum_over_members(dimension)
                    total = sum((fact.number for fact in inputs), Decimal(0))
                    results.append(_fact(metric, whole, variant, total, inputs, rule))
                    done.add(whole)
    return results


@dataclass(frozen=True, slots=True)
class _Child:
    """A part of the organisation, with the share of it that belongs to its holder."""

    entity: str
    share: Decimal


def over_sites(
    catalogue: Catalogue,
    facts: FactSet,
    organisation: Organisation,
    approach: Approach = Approach.OPERATIONAL_CONTROL,
) -> list[Fact]:
    """Values of holders from those of the entities below them, the lowest holders first.

    An entity *reports* a metric where it, or one below it, has a fact of the metric in any
    period. All that report must have a value, else the sum has none and names them. A member of
    a breakdown that a reporting entity does not name is zero there if the entity names other
    members of the same partition; a member of a tag (a project, a topic) that it does not name
    is left out, and the note says so. An entity outside the boundary is left out.

    Args:
        catalogue: says how each metric combines.
        facts: what is known of the single entities.
        organisation: the tree.
        approach: operational and financial control take entities whole or not at all; equity
            share takes amounts by the share held.

    Returns:
        One fact for each holder, period, breakdown and variant with a value below. A holder with
        a computed value of its own, such as an inventory of the whole group, gets none.
    """
    holders = [entity for entity in organisation if organisation.children(entity.id)]
    deepest_first = sorted(holders, key=lambda holder: -_depth(organisation, holder.id))
    by_weight: dict[bool, list[Metric]] = {False: [], True: []}
    for metric in _combining(catalogue, facts, lambda metric: metric.over_sites):
        by_weight[metric.over_sites.startswith(WEIGHTED)].append(metric)
    results: list[Fact] = []
    # means come last, since the weights of a holder are themselves sums
    for metrics in by_weight.values():
        known = facts.plus(results)
        for metric in metrics:
            sums = _OneMetric(metric, known)
            for holder in deepest_first:
                children = [
                    _Child(child.id, child.share(approach))
                    for child in organisation.children(holder.id)
                    if child.share(approach) > 0
                ]
                for fact in sums.sums_of(holder.id, children):
                    sums.add(fact)
                    results.append(fact)
    return results


def _depth(organisation: Organisation, entity: str) -> int:
    depth, node = 0, organisation[entity]
    while node.parent:
        depth, node = depth + 1, organisation[node.parent]
    return depth


class _OneMetric:
    """Facts of one metric while holders are summed, from the bottom of the tree to its top."""

    def __init__(self, metric: Metric, facts: FactSet) -> None:
        self.metric = metric
        self.facts = facts
        self.sums: dict[tuple[FactKey, str], Fact] = {}
        self.figures = _Figures(facts, metric.id)

    def add(self, fact: Fact) -> None:
        self.sums[fact.key, fact.variant] = fact
        self.figures.note(fact.key, fact.variant)

    def value(self, key: FactKey, variant: str) -> Fact | None:
        own = self.facts.current(key, variant=variant)
        computed = self.sums.get((key, variant))
        if computed is None:
            return own
        return FactSet([fact for fact in (own, computed) if fact]).current(key, variant=variant)

    def sums_of(self, holder: str, children: Sequence[_Child]) -> list[Fact]:
        reporting = [child for child in children if self.figures.of(child.entity)]
        wanted = dict.fromkeys(
            figure for child in reporting for figure in self.figures.of(child.entity)
        )
        sums = []
        for period, dimensions, variant in wanted:
            target = FactKey(self.metric.id, holder, period, dimensions)
            own = self.facts.current(target, variant=variant)
            if own is not None and own.basis is Basis.COMPUTED:
                continue
            total = self._sum(target, variant, reporting)
            if own is None or total.is_number:
                sums.append(total)
        return sums

    def _sum(self, target: FactKey, variant: str, reporting: Sequence[_Child]) -> Fact:
        inputs: list[Fact] = []
        waits: list[str] = []
        left_out: list[str] = []
        for child in reporting:
            key = replace(target, entity=child.entity)
            fact = self.value(key, variant)
            if fact is not None:
                if fact.is_number:
                    inputs.append(self._held(fact, child.share))
                else:
                    waits.append(child.entity)
                continue
            absence = self.figures.absence(key, variant)
            if absence is Absence.UNKNOWN:
                waits.append(child.entity)
            elif absence is Absence.UNNAMED:
                left_out.append(child.entity)
        if waits or not inputs:
            return _nothing(self.metric, target, variant, inputs, "missing entities", waits)
        rule = self.metric.over_sites
        total = _combined(self.metric, rule, target, variant, inputs, self.facts, _SITE_RULES)
        return _without(total, left_out)

    def _held(self, fact: Fact, share: Decimal) -> Fact:
        """The part of an amount that belongs to the holder; rates are not cut into parts.

        An entity states its figures in full, the inventory of its activity rows too.
        """
        if share == 1 or self.metric.over_sites != "sum":
            return fact
        return replace(
            fact,
            value=CONTEXT.multiply(fact.number, share),
            basis=Basis.COMPUTED,
            provenance=Computed(SHARE_HELD, (fact,)),
        )


def _combining(
    catalogue: Catalogue, facts: FactSet, rule_of: Callable[[Metric], str]
) -> Iterable[Metric]:
    for id_ in facts.metrics():
        metric = catalogue.get(id_)
        if metric is not None and rule_of(metric) not in ("none", FORMULA, ""):
            yield metric


def _combined(
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
            return _fact(metric, target, variant, values[-1], inputs, name)
        if rule == "sum":
            return _fact(metric, target, variant, sum(values, Decimal(0)), inputs, name)
        if rule == "mean":
            value = sum(values, Decimal(0)) / len(values)
            return _fact(metric, target, variant, value, inputs, name)
        weights, waits = _weights(rule.removeprefix(WEIGHTED), inputs, facts, variant)
        if waits:
            return _nothing(metric, target, variant, inputs, "missing weights", waits)
        whole = sum((weight.number for weight in weights), Decimal(0))
        if whole == 0:
            return _nothing(metric, target, variant, inputs, "weights add up to zero", ())
        weighed = sum(
            (value * weight.number for value, weight in zip(values, weights, strict=True)),
            Decimal(0),
        )
        return _fact(metric, target, variant, weighed / whole, [*inputs, *weights], name)


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


_PERIOD_RULES = {"sum": SUM_OVER_PERIODS, "last": CLOSING_VALUE, "mean": MEAN_OF_PERIODS}
_SITE_RULES = {"sum": SUM_OVER_SITES, "mean": MEAN_OVER_SITES}


def _fact(
    metric: Metric,
    target: FactKey,
    variant: str,
    value: Decimal | None,
    inputs: Sequence[Fact],
    rule: str,
    nil_reason: str = "",
) -> Fact:
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


def _nothing(
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
    rules = _PERIOD_RULES if "period" in what else _SITE_RULES
    rule = rules.get(metric.over_periods if "period" in what else metric.over_sites, WEIGHTED_MEAN)
    return _fact(metric, target, variant, None, inputs, rule, reason)


def _without(total: Fact, left_out: Sequence[str]) -> Fact:
    """The total with a note of who, or when, states no such part."""
    if not left_out:
        return total
    return replace(total, note=f"without {', '.join(left_out)}, where no such part is stated")


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
