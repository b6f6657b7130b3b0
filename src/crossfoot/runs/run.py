"""From a workspace to all its facts.

The order is that of the house: activity rows become inventory facts; these and the entered facts
are summed over periods and sites; then every formula is computed from the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Approach
from crossfoot.quantities.periods import Period
from crossfoot.runs.identity import run_id
from crossfoot.runs.library import factor_library
from crossfoot.runs.named_lines import NamedLines

if TYPE_CHECKING:
    from crossfoot.calculation.contracts import Contracts
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.trace import Trace, Tracer
    from crossfoot.calculation.uncertainty_statements import Statements
    from crossfoot.facts.fact import Fact, FactKey
    from crossfoot.facts.selection import FactSet
    from crossfoot.footing.finding import Finding
    from crossfoot.workspaces.workspace import Workspace

_A_MONTH = 31  # days

#: told how much of the work is done, and how much there is
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Run:
    """One calculation of a workspace.

    Attributes:
        id: hash of everything the result depends on: files, settings, program version.
        workspace: what was calculated.
        inventory: the greenhouse-gas inventory; None where there are no activity rows.
        facts: entered, published and computed facts together.
    """

    id: str
    workspace: Workspace
    inventory: Inventory | None
    facts: FactSet

    @property
    def variant(self) -> str:
        """What the run's emissions were computed with: "operational_control/AR6"."""
        settings = self.workspace.settings
        return f"{settings.approach}/{settings.gwp[0]}"

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What does not foot, errors first.

        Figures after the reporting year are still being collected: what they lack is no fault of
        the report.
        """
        from crossfoot.footing import foot

        found = foot(self.facts, self.workspace.catalogue, self.workspace.organisation)
        return tuple(finding for finding in found if not self._is_ahead(finding))

    def _is_ahead(self, finding: Finding) -> bool:
        year = self.workspace.settings.year
        starts = [fact.period.start.year for fact in finding.facts]
        return bool(year and starts) and min(starts) > year

    @cached_property
    def lines(self) -> NamedLines | None:
        """The inventory's lines; None where there is no inventory."""
        if self.inventory is None:
            return None
        return NamedLines.of(self.inventory, self.workspace.activity_files())

    def trace(self, fact: Fact) -> Trace:
        """The lineage of one fact, down to factor and import row."""
        return self._tracer.fact(fact)

    @cached_property
    def _tracer(self) -> Tracer:
        from crossfoot.calculation.trace import Tracer

        return Tracer(
            self.workspace.catalogue,
            self.workspace.organisation,
            self.lines,
            statements=stated_uncertainty(self.workspace),
        )


def run_workspace(
    workspace: Workspace, progress: Progress | None = None, *, monthly: bool = False
) -> Run:
    """Calculate a workspace: its inventory, its sums, its formulas.

    Args:
        workspace: what to calculate.
        progress: told the share of the inventory's work that is done.
        monthly: compute formulas for single months too, not only for what is longer; a report
            needs no intensity of every month of every site.

    Raises:
        CrossfootError: a file of the workspace cannot be used.
    """
    from crossfoot.calculation.consolidation import consolidate
    from crossfoot.calculation.formulas import apply_formulas
    from crossfoot.facts.selection import FactSet
    from crossfoot.runs.left_out import noted
    from crossfoot.workspaces.figures import beside_figures

    settings = workspace.settings
    facts = workspace.facts
    inventory = None
    counted: set[tuple[FactKey, str]] = set()
    known = _as_they_are
    if workspace.activity_files():
        inventory = inventory_of(workspace, progress=progress)
        stated = stated_uncertainty(workspace)
        if stated is not None:
            known = inventory.intervals(stated).attached
        totals = beside_figures(inventory.facts(), workspace.further, workspace.organisation)
        totals = known(totals)
        counted = {(fact.key, fact.variant) for fact in totals}
        facts = facts.plus(totals)
    years = [Period.year(year) for year in settings.years]
    sums = consolidate(workspace.catalogue, facts, workspace.organisation, years, settings.approach)
    # an inventory adds up years by itself, from the same milligrams as their months
    sums = known(noted(fact for fact in sums if (fact.key, fact.variant) not in counted))
    summed = facts.plus(sums)
    wanted = summed if monthly else FactSet(f for f in summed if f.period.days > _A_MONTH)
    formulas = known(noted(apply_formulas(workspace.catalogue, wanted)))
    return Run(run_id(workspace), workspace, inventory, facts.plus([*sums, *formulas]))


def _as_they_are(facts: Iterable[Fact]) -> list[Fact]:
    """Where no uncertainty is stated, no figure has an interval."""
    return list(facts)


def stated_uncertainty(workspace: Workspace) -> Statements | None:
    """What `uncertainty.csv` of the workspace states; None where there is no such file."""
    from crossfoot.calculation.uncertainty_statements import FILE_NAME, read_statements

    path = workspace.folder / FILE_NAME
    return read_statements(path) if path.is_file() else None


def contracts_of(workspace: Workspace) -> Contracts | None:
    """The instruments of `instruments.csv` of the workspace; None where there is no such file."""
    from crossfoot.calculation.contracts import FILE_NAME, read_contracts

    path = workspace.folder / FILE_NAME
    return read_contracts(path) if path.is_file() else None


def inventory_of(
    workspace: Workspace,
    *,
    gwp_sets: Sequence[str] | None = None,
    approach: Approach | None = None,
    factors: Sequence[str] | None = None,
    as_of: date | None = None,
    year: int | None = None,
    engine: str = "duckdb",
    contracts: Contracts | None = None,
    progress: Progress | None = None,
) -> Inventory:
    """The inventory of a workspace; what is not given comes from its settings.

    Raises:
        CrossfootError: a factor file, a set or an engine is not known.
    """
    from crossfoot.calculation.inventory import inventory

    settings = workspace.settings
    library = (
        factor_library(factors)  # as a person names files: from where the person is
        if factors
        else factor_library(settings.factors, workspace.folder)
    )
    return inventory(
        [file.parquet for file in workspace.activity_files()],
        library,
        gwp_sets=gwp_sets or settings.gwp,
        approach=approach or settings.approach,
        organisation=workspace.organisation,
        as_of=as_of or settings.as_of,
        year=year,
        engine=engine,
        contracts=contracts or contracts_of(workspace),
        progress=progress,
    )
