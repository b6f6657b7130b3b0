"""The list of checks, and the function that runs them all."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from crossfoot.facts.fact import Basis
from crossfoot.facts.provenance import Computed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.context import Context
from crossfoot.footing.derived import derived
from crossfoot.footing.finding import Finding, Severity
from crossfoot.footing.formulas import stated_against_formula
from crossfoot.footing.implied import ratios_imply_one_divisor
from crossfoot.footing.plausible import changed_relation, out_of_range
from crossfoot.footing.possible import (
    negative_amount,
    part_of_a_person,
    share_above_whole,
)
from crossfoot.footing.printed_units import (
    malformed_unit,
    participations_called_persons,
    percent_for_a_rate,
)
from crossfoot.footing.repeated import same_figure_twice, stated_against_sum
from crossfoot.footing.series import (
    jump_between_years,
    missing_period,
    slip_of_scale,
    sum_waits_for_parts,
)
from crossfoot.footing.totals import (
    part_exceeds_whole,
    partitions_against_each_other,
    parts_against_total,
    shares_add_up,
    site_equals_whole,
)
from crossfoot.footing.weights import parts_by_weight, rate_outside_its_parts
from crossfoot.footing.whole_counts import reachable_rate, reachable_share

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.facts.fact import Fact
    from crossfoot.metrics.catalogue import Catalogue

Check = Callable[[Context], Iterator[Finding]]

#: every check; a new one is written as a plain function and added here
CHECKS: tuple[Check, ...] = (
    parts_against_total,
    partitions_against_each_other,
    part_exceeds_whole,
    shares_add_up,
    stated_against_formula,
    same_figure_twice,
    stated_against_sum,
    ratios_imply_one_divisor,
    parts_by_weight,
    rate_outside_its_parts,
    negative_amount,
    part_of_a_person,
    share_above_whole,
    reachable_share,
    reachable_rate,
    percent_for_a_rate,
    malformed_unit,
    participations_called_persons,
    slip_of_scale,
    sum_waits_for_parts,
    missing_period,
    out_of_range,
    changed_relation,
    site_equals_whole,
    jump_between_years,
)

#: how many of the parts of a sum a finding lists
MOST_INPUTS = 8

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def foot(
    facts: FactSet,
    catalogue: Catalogue,
    organisation: Organisation | None = None,
    *,
    without: Container[str] = (),
) -> list[Finding]:
    """Everything that does not agree, errors first.

    Args:
        facts: stated facts, with the computed ones where they are at hand; where nothing was
            computed yet, sums and formulas are computed here.
        catalogue: the metrics.
        organisation: the tree of entities.
        without: names of checks that are not asked.

    Returns:
        Findings, each once: where a report prints the same figures in two tables, one finding
        names the facts of both.
    """
    if not any(fact.basis is Basis.COMPUTED for fact in facts):
        facts = facts.plus(derived(facts, catalogue, organisation))
    context = Context(facts, catalogue, organisation)
    found = (
        replace(finding, check=check.__name__, facts=_with_inputs(finding.facts))
        for check in CHECKS
        if check.__name__ not in without
        for finding in check(context)
    )
    return sorted(merged(found), key=lambda finding: _ORDER[finding.severity])


def _with_inputs(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, with what a sum among them was made of: a reader looks at stated numbers."""
    found = list(facts)
    for fact in facts:
        origin = fact.provenance
        if fact.basis is Basis.COMPUTED and isinstance(origin, Computed):
            found.extend(origin.inputs[:MOST_INPUTS])
    return tuple(found)


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that say the same in the same words as one, with the facts of all."""
    groups: dict[tuple[str, str, str, str], Finding] = {}
    for finding in findings:
        group = (finding.kind, finding.metric, finding.message.en, finding.arithmetic)
        known = groups.get(group)
        facts = finding.facts if known is None else (*known.facts, *finding.facts)
        # equal facts may stand in two places: each is kept, by identity
        groups[group] = replace(known or finding, facts=tuple({id(f): f for f in facts}.values()))
    return list(groups.values())
