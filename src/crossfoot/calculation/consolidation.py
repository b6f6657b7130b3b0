"""Sums over periods, over breakdowns and over sites, by the rule that each metric declares.

Nothing missing is dropped: where a month or a reporting site has no value, the sum has none
either, and says what it waits for. A source that does not occur is entered as zero. A figure
that an entity states itself stands; the sum stands beside it, and footing compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from crossfoot.calculation.combining import (
    PERIOD_RULES,
    SITE_RULES,
    Absence,
    Figures,
    before_beginning,
    combined,
    combined_fact,
    nothing,
    tile,
    without,
)
from crossfoot.calculation.rules import SHARE_BY_DATE, SHARE_HELD, sum_over_members
from crossfoot.calculation.shares import Child, Parts, divided, share_on
from crossfoot.facts.boundaries import (
    SHARED_BY_DAYS,
    boundary_note,
    is_outside,
    is_set_aside,
    with_note,
)
from crossfoot.facts.entities import Approach, Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.ownership import change_days, held_by
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.dimensions import is_partition, overlapping_members
from crossfoot.metrics.metric import FORMULA, WEIGHTED, Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import CONTEXT

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue


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
        known = Figures(facts, metric.id)
        for entity, dimensions, variant in known.series():
            for period in periods:
                target = FactKey(metric.id, entity, period, dimensions)
                whole = _over_parts(facts, metric, target, variant, known)
                own = facts.current(target, variant=variant)
                if whole is not None and (own is None or whole.is_number):
                    results.append(whole)
    return results


def _over_parts(
    facts: FactSet, metric: Metric, target: FactKey, variant: str, known: Figures
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
    inputs: list[Fact] = []
    aside: list[Fact] = []
    for part in taken:
        fact = facts.current(replace(target, period=part), variant=variant)
        if fact is not None and is_set_aside(fact):
            aside.append(fact)
        elif fact is None or not fact.is_number:
            waits.append(str(part))
        else:
            inputs.append(fact)
    if aside and not inputs and not waits:
        return _aside(metric, target, variant, aside, metric.over_periods)
    if waits or not inputs:
        return nothing(metric, target, variant, inputs, "missing periods", waits)
    rule = metric.over_periods
    whole = combined(metric, rule, target, variant, inputs, facts, PERIOD_RULES)
    return without(whole, left_out)


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
                aside = [fact for fact in found if fact is not None and is_set_aside(fact)]
                rule = sum_over_members(dimension)
                if len(aside) == len(members):
                    results.append(_aside(metric, whole, variant, aside, rule))
                    done.add(whole)
                elif len(inputs) + len(aside) == len(members):
                    total = sum((fact.number for fact in inputs), Decimal(0))
                    results.append(combined_fact(metric, whole, variant, total, inputs, rule))
                    done.add(whole)
    return results


def _aside(metric: Metric, target: FactKey, variant: str, parts: Sequence[Fact], rule: str) -> Fact:
    """A whole of which no part applies, or which stands outside the boundary with its parts."""
    return combined_fact(metric, target, variant, None, parts, rule, parts[0].nil_reason)


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
    is left out, and the note says so. An entity outside the boundary, or to which the metric does
    not apply, is left out.

    Args:
        catalogue: says how each metric combines.
        facts: what is known of the single entities.
        organisation: the tree.
        approach: operational and financial control take entities whole or not at all; equity
            share takes amounts by the share held. A share that changes within a period counts
            by its days (`crossfoot.calculation.shares`).

    Returns:
        One fact for each holder, period, breakdown and variant with a value below. A holder with
        a computed value of its own, such as an inventory of the whole group, gets none.
    """
    held = {entity.id: held_by(organisation, entity.id, approach) for entity in organisation}
    holders = [
        entity for entity in organisation if held[entity.id] or organisation.children(entity.id)
    ]
    deepest_first = sorted(holders, key=lambda holder: -_depth(organisation, holder.id))
    children = {holder: [Child(*each) for each in below.items()] for holder, below in held.items()}
    days = {holder.id: change_days(organisation, holder.id) for holder in holders}
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
                for fact in sums.sums_of(holder.id, children[holder.id], days[holder.id]):
                    sums.add(fact)
                    results.append(fact)
    return _with_boundaries(results, facts, organisation)


def _with_boundaries(sums: list[Fact], facts: FactSet, organisation: Organisation) -> list[Fact]:
    """Sums with the footnote that says how many units they cover, where some stand outside."""
    asked: dict[tuple[str, Period, Dimensions], dict[str, bool]] = {}
    for fact in facts:
        if is_outside(fact):
            asked.setdefault((fact.metric, fact.period, fact.dimensions), {})
    if not asked:
        return sums
    for fact in facts:
        figure = asked.get((fact.metric, fact.period, fact.dimensions))
        if figure is not None and fact.entity in organisation:
            current = facts.current(fact.key)
            figure[fact.entity] = current is not None and not is_outside(current)
    return [
        _with_boundary(each, asked.get((each.metric, each.period, each.dimensions)), organisation)
        for each in sums
    ]


def _with_boundary(
    fact: Fact, asked: Mapping[str, bool] | None, organisation: Organisation
) -> Fact:
    if asked is None or not fact.is_number:
        return fact
    below = {entity.id: entity.kind for entity in organisation.below(fact.entity)}
    here = {entity: covered for entity, covered in asked.items() if entity in below}
    if all(here.values()):
        return fact
    kinds = {below[entity] for entity in here}
    kind = kinds.pop() if len(kinds) == 1 else "unit"
    return with_note(fact, boundary_note(sum(here.values()), len(here), kind))


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
        self.parts: dict[tuple[FactKey, str], Parts] = {}
        self.figures = Figures(facts, metric.id)

    def add(self, fact: Fact) -> None:
        self.sums[fact.key, fact.variant] = fact
        self.figures.note(fact)

    def value(self, key: FactKey, variant: str) -> Fact | None:
        own = self.facts.current(key, variant=variant)
        computed = self.sums.get((key, variant))
        if computed is None:
            return own
        return FactSet([fact for fact in (own, computed) if fact]).current(key, variant=variant)

    def sums_of(self, holder: str, children: Sequence[Child], days: Sequence[date]) -> list[Fact]:
        """The sums of a holder, which is itself held otherwise from some days on."""
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
            counted = [
                (child, shares)
                for child in reporting
                if (shares := child.shares(period, self.metric))
            ]
            if not counted:
                continue
            total = self._sum(target, variant, counted, days)
            if own is None or total.is_number:
                sums.append(total)
        return sums

    def _sum(
        self,
        target: FactKey,
        variant: str,
        reporting: Sequence[tuple[Child, Parts]],
        days: Sequence[date],
    ) -> Fact:
        inputs: list[Fact] = []
        waits: list[str] = []
        left_out: list[str] = []
        later: list[str] = []
        aside: list[Fact] = []
        parts: list[tuple[Period, Decimal]] = []
        for child, shares in reporting:
            key = replace(target, entity=child.entity)
            fact = self.value(key, variant)
            if fact is not None:
                if fact.is_number:
                    inputs.append(self._held(fact, variant, child, shares, days, parts))
                elif is_set_aside(fact):
                    aside.append(fact)
                else:
                    waits.append(child.entity)
                continue
            absence = self.figures.absence(key, variant)
            if absence is Absence.UNKNOWN and self.figures.reports_by(child.entity, key.period):
                waits.append(child.entity)
            elif absence is Absence.UNKNOWN and self.figures.reports(child.entity):
                later.append(child.entity)
            elif absence is Absence.UNNAMED:
                left_out.append(child.entity)
        if aside and not inputs and not waits:
            return _aside(self.metric, target, variant, aside, self.metric.over_sites)
        if waits or not inputs:
            return nothing(self.metric, target, variant, inputs, "missing entities", waits)
        rule = self.metric.over_sites
        total = combined(self.metric, rule, target, variant, inputs, self.facts, SITE_RULES)
        if parts:
            self.parts[target, variant] = parts
        if any(SHARED_BY_DAYS in fact.note for fact in inputs):
            total = with_note(total, SHARED_BY_DAYS)
        return before_beginning(without(total, left_out), later)

    def _held(
        self,
        fact: Fact,
        variant: str,
        child: Child,
        shares: Parts,
        days: Sequence[date],
        parts: list[tuple[Period, Decimal]],
    ) -> Fact:
        """The part of an amount that belongs to the holder; rates are not cut into parts.

        An entity states its figures in full, the inventory of its activity rows too. A stock is
        what stands at the end. Where the holder is itself held otherwise from some day on, the
        parts before and after are put down in `parts` for its own holder.
        """
        if self.metric.over_sites != "sum":
            return fact
        period = fact.period
        cuts = [day for day in days if period.start < day <= period.end]
        is_whole = len(shares) == 1 and shares[0][0] == period
        if self.metric.over_periods == "last":
            share = share_on(shares, period.end)
            return fact if share == 1 else _part(fact, CONTEXT.multiply(fact.number, share))
        if is_whole and not cuts:
            share = shares[0][1]
            return fact if share == 1 else _part(fact, CONTEXT.multiply(fact.number, share))
        pieces, evenly = self._divided(fact, variant, [*child.edges(), *cuts])
        held = [
            (piece, CONTEXT.multiply(value, share_on(shares, piece.start)))
            for piece, value in pieces
        ]
        if cuts:
            parts += held
        if is_whole and shares[0][1] == 1:
            return fact
        with localcontext(CONTEXT):
            counted = _part(fact, sum((value for _, value in held), Decimal(0)), SHARE_BY_DATE)
        return with_note(counted, SHARED_BY_DAYS) if evenly else counted

    def _divided(self, fact: Fact, variant: str, days: Sequence[date]) -> tuple[Parts, bool]:
        known = self.parts.get((fact.key, variant))
        if known:
            return known, False

        def value_of(period: Period) -> Decimal | None:
            found = self.value(replace(fact.key, period=period), variant)
            return found.number if found is not None and found.is_number else None

        stated = self.figures.periods(fact.entity, fact.dimensions, variant)
        return divided(fact, days, stated, value_of)


def _part(fact: Fact, value: Decimal, rule: str = SHARE_HELD) -> Fact:
    provenance = Computed(rule, (fact,))
    return replace(fact, value=value, basis=Basis.COMPUTED, provenance=provenance, interval=None)


def _combining(
    catalogue: Catalogue, facts: FactSet, rule_of: Callable[[Metric], str]
) -> Iterable[Metric]:
    for id_ in facts.metrics():
        metric = catalogue.get(id_)
        if metric is not None and rule_of(metric) not in ("none", FORMULA, ""):
            yield metric
