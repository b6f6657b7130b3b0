"""The greenhouse-gas inventory: activity rows times factors, by site, month, scope and gas.

>>> from crossfoot.calculation.inventory import inventory
>>> from crossfoot.factors.library import FactorLibrary
>>> empty = inventory([], FactorLibrary([]))
>>> empty.totals("AR6")["total_location"]
Decimal('0')
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot.calculation.activity import ActivityRow, load
from crossfoot.calculation.activity_metrics import emits_nothing, is_apart, tonnes_per
from crossfoot.calculation.backends import Progress, open_engine
from crossfoot.calculation.cells import cells_of, whole_cells
from crossfoot.calculation.claims import claimed
from crossfoot.calculation.contracts import Contracts
from crossfoot.calculation.instrument_report import InstrumentUse, instrument_uses, residual_mix
from crossfoot.calculation.kept_plan import write_kept_lines
from crossfoot.calculation.line_query import LineQuery
from crossfoot.calculation.lines import (
    Cell,
    FactorUse,
    Line,
    Unresolved,
    UsedFactor,
    millionths,
    tonnes,
)
from crossfoot.calculation.monte_carlo import DRAWS, SEED, Simulation, simulate
from crossfoot.calculation.month_lines import write_month_lines
from crossfoot.calculation.parted_facts import with_parts
from crossfoot.calculation.plan_words import QUANTITY_SLOT
from crossfoot.calculation.preparation import Calculated, calculate
from crossfoot.calculation.scope2 import MARKET, Scope2
from crossfoot.calculation.sites import Boundary
from crossfoot.calculation.streams import Resolver, is_outside
from crossfoot.calculation.uncertainty import Source, Uncertain, of_totals
from crossfoot.calculation.uncertainty_statements import Statements
from crossfoot.calculation.yearly_sources import yearly_sources
from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Approach, Organisation
from crossfoot.facts.fact import Fact
from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS
from crossfoot.quantities.rounding import CONTEXT

if TYPE_CHECKING:
    from crossfoot.calculation.fact_intervals import Intervals

#: unresolved rows that are listed; all are counted
UNRESOLVED_LISTED = 1000

_SCOPES = ("scope1", "scope2_location", "scope2_market", "scope3")


def inventory(
    activity: Path | Sequence[Path] | Sequence[ActivityRow],
    library: FactorLibrary,
    *,
    gwp_sets: Sequence[str] = ("AR6",),
    approach: Approach = Approach.OPERATIONAL_CONTROL,
    organisation: Organisation | None = None,
    as_of: date | None = None,
    engine: str = "duckdb",
    year: int | None = None,
    default_region: str = "",
    contracts: Contracts | None = None,
    progress: Progress | None = None,
) -> Inventory:
    """Calculate the inventory of activity data.

    Args:
        activity: a Parquet file, a folder of them, several files, or rows already read.
        library: the factors to choose from.
        gwp_sets: sets of warming potentials; every total exists once per set.
        approach: how partly owned sites count; needs an organisation.
        organisation: where sites are and who holds them; without it each site counts in full
            and a row's region is the only one known.
        as_of: take only factors published by that day.
        engine: what runs the calculation.
        year: calendar year to which the inventory is limited.
        default_region: region of rows that state none, at sites that state none.
        contracts: instruments of market-based scope 2 with their quality criteria; without such
            a register an instrument needs a factor and nothing else.
        progress: told how much is done of how much, a few times a second.

    Raises:
        CrossfootError: engine, warming-potential set or file is unknown or unusable.
    """
    _check_sets(gwp_sets)

    def build(*, in_full: bool) -> Inventory:
        opened = open_engine(engine, progress)
        try:
            load(opened, activity)
            boundary = Boundary(organisation, approach, default_region, in_full)
            used = None if contracts is None else claimed(opened, contracts)
            scope2 = Scope2(library, as_of, contracts, used, boundary.share_of, boundary.days_of)
            resolver = Resolver(library, gwp_sets, as_of, emits_nothing, scope2)
            calculated = calculate(opened, resolver, gwp_sets, boundary, year, progress)
        except BaseException:
            opened.close()
            raise
        again = None if in_full else partial(build, in_full=True)
        return Inventory(calculated, library, tuple(gwp_sets), approach, as_of, year, again, scope2)

    return build(in_full=False)


class Inventory:
    """A calculated inventory; closes with its last reference or with `close`.

    Attributes:
        gwp_sets: the sets of warming potentials calculated.
        approach: how partly owned sites count.
        as_of: day by which factors had to be published, or None.
        year: calendar year to which it is limited, or None.
    """

    def __init__(
        self,
        calculated: Calculated,
        library: FactorLibrary,
        gwp_sets: tuple[str, ...],
        approach: Approach,
        as_of: date | None,
        year: int | None,
        again: Callable[[], Inventory] | None,
        scope2: Scope2 | None = None,
    ) -> None:
        self._again = again
        self._scope2 = scope2
        self._calculated = calculated
        self.library = library
        self.gwp_sets = gwp_sets
        self.approach = approach
        self.as_of = as_of
        self.year = year

    # -- totals ---------------------------------------------------------------------------

    def totals(self, gwp: str | None = None) -> dict[str, Decimal]:
        """Totals in t CO2e: scopes 1, 2 by both methods, 3, and all of them by either method.

        The totals are sums of integers of milligrams: the lines add up to them exactly.
        Biogenic CO2 and non-Kyoto gases are outside; see `outside_scopes`.
        """
        milligrams = self.milligrams(gwp)
        return {name: tonnes(mass) for name, mass in milligrams.items()}

    def milligrams(self, gwp: str | None = None) -> dict[str, int]:
        """The totals as integers, in mg CO2e."""
        index = self._set_index(gwp)
        sums = dict.fromkeys(_SCOPES, 0)
        for scope, method, gas, _, effects in self._sums:
            if not is_outside(gas):
                sums[f"scope{scope}_{method}" if method else f"scope{scope}"] += effects[index]
        both = sums["scope1"] + sums["scope3"]
        sums["total_location"] = both + sums["scope2_location"]
        sums["total_market"] = both + sums["scope2_market"]
        return sums

    def by_gas(self, gwp: str | None = None) -> dict[str, Decimal]:
        """Mass of each gas within the scopes in t of that gas, scope 2 by location.

        What a factor gives only in CO2 equivalents stands as `CO2e`: its gases are not known,
        and it is the same under every set of warming potentials. The masses do not depend on
        `gwp`, which is checked all the same.
        """
        self._set_index(gwp)
        return self._masses(outside=False)

    def outside_scopes(self) -> dict[str, Decimal]:
        """Mass of biogenic CO2 and of each non-Kyoto gas in t, scope 2 by location."""
        return self._masses(outside=True)

    def apart(self) -> dict[str, Decimal]:
        """Removals, avoided emissions and offsets in t CO2e, by activity: never in a total.

        A quantity that is no mass of CO2e is not among them.
        """
        known = [each.combination for each in self._calculated.resolutions]
        if not any(is_apart(each.activity) for each in known):
            return {}
        rows = self._calculated.engine.rows(
            f"SELECT combination, sum(mg) FROM {self._calculated.sums.cells()} "
            f"WHERE slot = {QUANTITY_SLOT} GROUP BY combination ORDER BY combination"
        )
        sums: dict[str, Decimal] = {}
        for number, quantity in rows:
            activity, unit = known[number].activity, known[number].unit
            scale = tonnes_per(unit) if is_apart(activity) else None
            if scale is not None:
                mass = CONTEXT.multiply(millionths(quantity), scale)
                sums[activity] = CONTEXT.add(sums.get(activity, Decimal(0)), mass)
        return sums

    def monthly(self) -> Iterator[tuple[str, str, str, str, str, str, int]]:
        """(site, month, scope, category, method, gas, milligrams), in that order."""
        for cell in self.cells():
            where = (cell.site, cell.month, cell.scope, cell.category, cell.method)
            yield (*where, cell.gas, cell.milligrams)

    def cells(self) -> Iterator[Cell]:
        """The inventory by site, month, scope, category, method and gas, in that order."""
        return whole_cells(self._calculated, self.gwp_sets)

    # -- lines ----------------------------------------------------------------------------

    def lines(self, where: Mapping[str, str] | None = None, limit: int | None = None) -> list[Line]:
        """The lines behind a figure, in the order of their rows.

        Args:
            where: any of site (several separated by commas), scope, category, method, gas,
                activity, metric, row, gwp, and period ("2023", "2023-04"); masses are those
                within the period. `in_full` counts sites whole, whatever their share.
            limit: the first so many only; `count_lines` says how many there are.

        Raises:
            CrossfootError: `where` names something else, or a period that cannot be read.
        """
        asked = dict(where or {})
        if asked.pop("in_full", ""):
            return self._in_full.lines(asked, limit)
        return self._line_query.lines(asked, limit)

    def count_lines(self, where: Mapping[str, str] | None = None) -> int:
        """How many lines `lines` gives without a limit."""
        asked = dict(where or {})
        if asked.pop("in_full", ""):
            return self._in_full.count_lines(asked)
        return self._line_query.count(asked)

    def write_lines(self, target: Path, names: Mapping[str, str]) -> None:
        """Write every line, with all that its CO2e follows from, to a Parquet file.

        Args:
            target: the file; CO2e is by the first set of warming potentials.
            names: name of each activity file as a reader knows it.
        """
        write_kept_lines(self._calculated, names, target)

    def write_months(self, folder: Path) -> None:
        """Write all lines by month and gas, and their sums, into a folder; see `month_lines`."""
        write_month_lines(self._calculated, folder)

    def factors_used(self) -> list[UsedFactor]:
        """Each factor once per activity, year and method: a few hundred, however many rows.

        Twice where it is valid in a part of the year and carried forward into the rest.
        """
        found: dict[tuple[str, int, str, str, str, str, bool], UsedFactor] = {}
        for slot in self._calculated.slots:
            known = self._calculated.resolutions[slot.combination].combination
            for stream in slot.streams:
                choice = stream.choice
                if choice.factor is None:
                    continue
                where = (known.activity, known.year, stream.scope, stream.category, stream.method)
                use = FactorUse(choice.factor, choice.rule, choice.carried_forward)
                key = (*where, choice.factor.id, choice.carried_forward)
                found.setdefault(key, UsedFactor(*where, use))
        return [found[key] for key in sorted(found)]

    def review_due(self, day: date) -> list[str]:
        """Factors used whose day of review has passed, by id."""
        used = {each.use.factor for each in self.factors_used()}
        return sorted(each.id for each in used if each.review is not None and each.review < day)

    @cached_property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Rows without a factor, the first thousand, in the order of the file."""
        return self._line_query.unresolved(UNRESOLVED_LISTED)

    @property
    def unresolved_count(self) -> int:
        """Number of rows without a factor; a row counts in each of its years and parts."""
        return self._line_query.unresolved_count

    @property
    def is_complete(self) -> bool:
        """Whether every row has its factors; a total that is not complete must say so."""
        return self.unresolved_count == 0

    # -- scope 2 --------------------------------------------------------------------------

    @property
    def contracts(self) -> Contracts | None:
        """The register of instruments; None where none was given."""
        return None if self._scope2 is None else self._scope2.contracts

    def instruments(self) -> list[InstrumentUse]:
        """The registered instruments with what is claimed with them; empty without a register."""
        if self._scope2 is None or self._scope2.contracts is None:
            return []
        used = self._scope2.used or {}
        return instrument_uses(self._scope2.contracts, used, self._calculated.resolutions)

    def residual_mix(self) -> dict[str, bool]:
        """Whether a residual mix was known, by region."""
        return residual_mix(self._calculated.resolutions)

    # -- uncertainty ----------------------------------------------------------------------

    def sources(self, gwp: str | None = None) -> list[Source]:
        """CO2e within the scopes by site, activity, method and factor: a few thousand at most."""
        rows = self._calculated.engine.rows(
            f"SELECT c.site, c.combination, s.method, s.gas, sum(c.e_{self._set_index(gwp)}) "
            f"FROM {self._calculated.sums.cells()} c "
            "JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
            "GROUP BY ALL ORDER BY ALL"
        )
        sums: dict[Source, int] = {}
        for site, combination, method, gas, effect in rows:
            if not is_outside(gas):
                source = self._source(site, combination, method)
                sums[source] = sums.get(source, 0) + effect
        return [replace(source, milligrams=mass) for source, mass in sums.items()]

    def _source(self, site: int, combination: int, method: str) -> Source:
        known = self._calculated.resolutions[combination]
        stream = next(each for each in known.streams if each.method == method)
        factor = stream.choice.factor
        return Source(
            self._calculated.sites[site].name,
            known.combination.activity,
            stream.scope,
            stream.category,
            method,
            factor.id if factor is not None else "",
            0,
        )

    def uncertainty(self, statements: Statements, gwp: str | None = None) -> dict[str, Uncertain]:
        """The uncertainty of each of the `totals`, as far as it is stated."""
        totals = (*_SCOPES, "total_location", "total_market")
        return dict(of_totals(self.sources(gwp), totals, statements))

    def intervals(self, statements: Statements) -> Intervals:
        """Finds the intervals of its facts, and of figures that are made of them."""
        from crossfoot.calculation.fact_intervals import Intervals

        whole = self._in_full
        by_share = yearly_sources(self._calculated, self.gwp_sets)
        return Intervals(by_share, yearly_sources(whole._calculated, self.gwp_sets), statements)

    def simulated(
        self,
        statements: Statements,
        gwp: str | None = None,
        draws: int = DRAWS,
        seed: int = SEED,
    ) -> Simulation:
        """The uncertainty of each of the `totals` by Monte Carlo, as far as it is stated."""
        totals = (*_SCOPES, "total_location", "total_market")
        return simulate(self.sources(gwp), totals, statements, draws, seed)

    # -- facts ----------------------------------------------------------------------------

    def facts(
        self,
        entities: Mapping[str, str] | None = None,
        granularity: Sequence[str] = ("month", "year"),
    ) -> list[Fact]:
        """The inventory as facts: emissions, and energy, water and waste from the same rows.

        `ghg.scope1` (by source category and by gas), `ghg.scope2.location` and `.market` (by
        energy carrier), `ghg.scope3` (by category), `ghg.biogenic.*`, and what
        `activity_metrics.csv` lists. The variant of emissions is approach and warming potentials
        ("operational_control/AR6"); other figures have none. A month in which a site has rows but
        none of scope 1 counts as zero there.

        Sites are reported in full, whatever share of them counts: the sum over sites
        (`crossfoot.calculation.consolidation`) takes the shares. `totals` has them already.

        Args:
            entities: entity of the facts by site; sites that are not named stand for themselves.
            granularity: any of "month" and "year" (calendar years).
        """
        from crossfoot.calculation.inventory_facts import inventory_facts

        whole = self._in_full

        def facts_of(calculated: Calculated) -> list[Fact]:
            calculated.sums.cells()  # energy, water and waste need them, so that totals may too
            return inventory_facts(
                calculated,
                cells_of(calculated, self.gwp_sets),
                self.library,
                self.gwp_sets,
                str(self.approach),
                entities or {},
                granularity,
                in_full=whole is not self,
            )

        found = facts_of(whole._calculated)
        if not any(site.is_parted for site in whole._calculated.sites):
            return found
        return with_parts(found, whole._calculated, entities or {}, facts_of)

    # -- as JSON --------------------------------------------------------------------------

    def to_json(self, gwp: str | None = None, limit: int | None = None) -> dict[str, Any]:
        """What `crossfoot inventory --format json` prints."""
        chosen = gwp or self.gwp_sets[0]
        return {
            "gwp": chosen,
            "approach": str(self.approach),
            "year": self.year,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "factor_sets": [factor_set.name for factor_set in self.library.sets],
            "complete": self.is_complete,
            "totals": {name: float(value) for name, value in self.totals(chosen).items()},
            "by_gas": {gas: float(value) for gas, value in self.by_gas(chosen).items()},
            "outside_scopes": {gas: float(v) for gas, v in self.outside_scopes().items()},
            "apart": {name: float(mass) for name, mass in self.apart().items()},
            "lines": [line.to_json(chosen) for line in self.lines(limit=limit)],
            "unresolved": [{"row": u.row, "reason": u.reason} for u in self.unresolved],
            "unresolved_count": self.unresolved_count,
        }

    def close(self) -> None:
        """Free the engine's memory and files; nothing can be asked afterwards."""
        if "_in_full" in self.__dict__ and self._in_full is not self:
            self._in_full.close()
        self._calculated.engine.close()

    # -- inside ---------------------------------------------------------------------------

    @cached_property
    def _in_full(self) -> Inventory:
        """The same inventory with every site that counts in part counted whole."""
        if self._again is None or not self._calculated.plan.shared:
            return self
        return self._again()

    @cached_property
    def _line_query(self) -> LineQuery:
        return LineQuery(self._calculated, self.gwp_sets)

    @cached_property
    def _sums(self) -> list[tuple[str, str, str, int, tuple[int, ...]]]:
        """(scope, method, gas, milligrams, CO2e per set)."""
        names = ["mg", *(f"e_{index}" for index in range(len(self.gwp_sets)))]
        rows = self._calculated.engine.rows(
            f"SELECT s.scope, s.method, s.gas, {', '.join(f'sum(c.{name})' for name in names)} "
            f"FROM {self._calculated.sums.class_cells()} c "
            "JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
            "GROUP BY ALL ORDER BY ALL"
        )
        return [(scope, method, gas, mg, tuple(e)) for scope, method, gas, mg, *e in rows]

    def _masses(self, *, outside: bool) -> dict[str, Decimal]:
        masses: dict[str, int] = {}
        for _, method, gas, milligrams, _ in self._sums:
            if method != MARKET and is_outside(gas) is outside:
                masses[gas] = masses.get(gas, 0) + milligrams
        return {gas: tonnes(mass) for gas, mass in sorted(masses.items())}

    def _set_index(self, gwp: str | None) -> int:
        if gwp is None:
            return 0
        if gwp not in self.gwp_sets:
            raise CrossfootError(
                Problem(
                    f"the inventory was not calculated with the warming potentials of {gwp!r}",
                    remedy=f"ask for {', '.join(self.gwp_sets)}, or calculate it again",
                )
            )
        return self.gwp_sets.index(gwp)


def _check_sets(gwp_sets: Sequence[str]) -> None:
    unknown = [name for name in gwp_sets if name not in WARMING_POTENTIAL_SETS]
    if not gwp_sets or unknown:
        name = unknown[0] if unknown else ""
        close = difflib.get_close_matches(name.upper(), WARMING_POTENTIAL_SETS, n=1)
        raise CrossfootError(
            Problem(
                f"there is no set of warming potentials {name!r}",
                remedy=f"did you mean {close[0]}?"
                if close
                else f"use any of {', '.join(WARMING_POTENTIAL_SETS)}",
            )
        )
