"""Footing: what does not agree, over facts.

A check is a plain function: it gets a `Context` and yields `Finding`s. The list is
`checks.CHECKS`; `foot` runs them all.

- `finding`: kind, severity, message in two languages, arithmetic, facts
- `context`: what a check may ask: stated facts, the nearest one, computed and implied ones
- `precision`: how far a printed value may be from the true one
- `wording`: how findings name figures and write numbers
- `totals`: parts and wholes, two partitions of one whole, shares that make 100 %
- `formulas`, `implied`, `weights`: results against their formula, ratios with one divisor, rates
  of members against the whole
- `repeated`: one figure stated twice, or stated and summed
- `possible`: below zero, half a person, more than 100 %
- `whole_counts`: shares and rates that no whole number of persons or cases gives
- `printed_units`: units that are printed wrongly
- `series`: gaps, slips of scale and jumps over time
- `plausible`, `expressions`: ranges of simple expressions, as data in `plausible.csv`

Not here: reading a document, contents indices, approval of what was found. May import
`calculation` and everything below it; knows no engine and no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.facts.selection import FactSet
    from crossfoot.footing.finding import Finding
    from crossfoot.metrics.catalogue import Catalogue


def foot(
    facts: FactSet, catalogue: Catalogue, organisation: Organisation | None = None
) -> list[Finding]:
    """Everything that does not agree, errors first; see `crossfoot.footing.checks.foot`."""
    from crossfoot.footing.checks import foot as run_checks

    return run_checks(facts, catalogue, organisation)
