"""Facts of an inventory: emissions, energy, water and waste per site, month and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from crossfoot.calculation.activity_metrics import Feed, feeds_of
from crossfoot.calculation.combining import combined_qualifier
from crossfoot.calculation.lines import Cell, millionths, tonnes
from crossfoot.calculation.plan_words import QUANTITY_SLOT
from crossfoot.calculation.preparation import Calculated, month_name
from crossfoot.calculation.rules import SUM_OF_LINES, SUM_OF_ROWS
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.streams import Resolution, gas_group
from crossfoot.factors.activities import parse_activity
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.fact import NO_DIMENSIONS, Basis, Dimensions, Fact
from crossfoot.facts.left_out import LeftOut, joined, left_out_note
from crossfoot.facts.provenance import Inventoried
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.rounding import CONTEXT, round_half_away

MONTH, YEAR = "month", "year"

#: energies by coefficient have endless decimals; what is printed is far coarser
_PLACES = 9

BIOGENIC = "CO2-biogenic"
#: stands where nobody knows the gases
_UNKNOWN_GAS = "CO2e"
_SCOPE_1 = "ghg.scope1"


@dataclass(frozen=True, slots=True)
class Figure:
    """What an emission counts for.

    Attributes:
        metric: id in the metric catalogue.
        dimensions: the breakdown, empty for the whole.
        where: the lines behind it.
        as_mass: the mass of CO2 itself, which is its CO2e whatever the potentials say.
    """

    metric: str
    dimensions: Dimensions
    where: tuple[tuple[str, str], ...]
    as_mass: bool = False


def figures_of(cell: Cell) -> Iterator[Figure]:
    """The figures that a cell is a part of."""
    if cell.outside:
        if cell.gas == BIOGENIC and cell.scope in _BIOGENIC:
            yield from _BIOGENIC[cell.scope](cell)
        return
    yield from _IN_SCOPES[cell.scope, cell.method](cell)


def _scope_1(cell: Cell) -> Iterator[Figure]:
    scope = (("scope", "1"),)
    category, gas = ("category", cell.category), ("gas", gas_group(cell.gas))
    yield Figure(_SCOPE_1, NO_DIMENSIONS, scope)
    yield Figure(_SCOPE_1, Dimensions({"source_category": cell.category}), (*scope, category))
    yield Figure(_SCOPE_1, Dimensions({"gas": gas[1]}), (*scope, gas))


def _scope_2(metric: str, method: str, cell: Cell) -> Iterator[Figure]:
    where = (("scope", "2"), ("method", method))
    carrier = Dimensions({"energy_carrier": cell.category})
    yield Figure(metric, NO_DIMENSIONS, where)
    yield Figure(metric, carrier, (*where, ("category", cell.category)))


def _scope_3(cell: Cell) -> Iterator[Figure]:
    where = (("scope", "3"),)
    category = Dimensions({"scope3_category": cell.category})
    yield Figure("ghg.scope3", NO_DIMENSIONS, where)
    yield Figure("ghg.scope3", category, (*where, ("category", cell.category)))


def _biogenic_1(cell: Cell) -> Iterator[Figure]:
    where = (("scope", cell.scope), ("gas", BIOGENIC))
    yield Figure("ghg.biogenic.scope1", NO_DIMENSIONS, where, as_mass=True)


def _biogenic_3(cell: Cell) -> Iterator[Figure]:
    where = (("scope", cell.scope), ("gas", BIOGENIC))
    category = Dimensions({"scope3_category": cell.category})
    one = (*where, ("category", cell.category))
    yield Figure("ghg.biogenic.scope3", NO_DIMENSIONS, where, as_mass=True)
    yield Figure("ghg.biogenic.scope3", category, one, as_mass=True)


_BIOGENIC = {"1": _biogenic_1, "3": _biogenic_3}
_IN_SCOPES = {
    ("1", ""): _scope_1,
    ("2", LOCATION): lambda cell: _scope_2("ghg.scope2.location", LOCATION, cell),
    ("2", MARKET): lambda cell: _scope_2("ghg.scope2.market", MARKET, cell),
    ("3", ""): _scope_3,
}


@dataclass(slots=True)
class _Months:
    """Values of one series by month."""

    where: Mapping[str, str]
    unit: str
    rule: str
    sites: set[str] = field(default_factory=set)
    values: dict[str, Decimal] = field(default_factory=dict)
    missing: dict[str, dict[LeftOut, Qualifier]] = field(default_factory=dict)

    def add(self, month: str, value: Decimal) -> None:
        known = self.values.get(month, Decimal(0))
        self.values[month] = CONTEXT.add(known, value)

    def lacks(self, month: str, site: str, activity: str, amount: int) -> None:
        """Rows of an activity are not in the value of a month, for want of a coefficient.

        Factors are not negative: what is left out of amounts makes the value a lower bound, what
        is left out of credits makes it a value that nothing can be said of.
        """
        if amount == 0:
            return
        found = self.missing.setdefault(month, {})
        rows = LeftOut(activity, site, (month,))
        qualifier = Qualifier.AT_LEAST if amount > 0 else Qualifier.APPROXIMATE
        found[rows] = combined_qualifier((qualifier, found.get(rows, qualifier)))
        self.sites.add(site)
        if amount > 0:
            self.values.setdefault(month, Decimal(0))

    def left_out(self, period: str) -> dict[LeftOut, Qualifier]:
        """What the value of a month, or of a year, leaves out."""
        return {
            lacking: qualifier
            for month, found in self.missing.items()
            if month.startswith(period)
            for lacking, qualifier in found.items()
        }


_Series = dict[tuple[str, str, Dimensions, str], _Months]


def inventory_facts(
    calculated: Calculated,
    cells: Iterable[Cell],
    library: FactorLibrary,
    gwp_sets: tuple[str, ...],
    approach: str,
    entities: Mapping[str, str],
    granularity: Iterable[str],
    *,
    in_full: bool = False,
) -> list[Fact]:
    """The facts that follow from the sums of an inventory; see `Inventory.facts`."""
    series: _Series = {}
    _emissions(series, cells, gwp_sets, approach, entities)
    months = _activity_figures(series, calculated, library, entities)
    _name_unresolved(series, calculated, gwp_sets, approach, entities)
    _fill_scope_1(series, months)
    wanted = tuple(granularity)
    covered = {entity: Counter(month[:4] for month in found) for entity, found in months.items()}
    facts: list[Fact] = []
    for key in sorted(series, key=lambda key: (key[0], key[1], key[2].pairs, key[3])):
        facts.extend(_facts(key, series[key], covered[key[1]], wanted, in_full))
    return facts


def _emissions(
    series: _Series,
    cells: Iterable[Cell],
    gwp_sets: tuple[str, ...],
    approach: str,
    entities: Mapping[str, str],
) -> None:
    for cell in cells:
        entity = entities.get(cell.site, cell.site)
        for figure in figures_of(cell):
            for gwp in ("",) if figure.as_mass else gwp_sets:
                months = _months_of(series, figure, entity, approach, gwp)
                months.sites.add(cell.site)
                mass = cell.milligrams if figure.as_mass else cell.co2e[gwp]
                months.add(cell.month, tonnes(mass))


def _months_of(series: _Series, figure: Figure, entity: str, approach: str, gwp: str) -> _Months:
    variant = f"{approach}/{gwp}" if gwp else approach
    key = (figure.metric, entity, figure.dimensions, variant)
    if key not in series:
        where = dict(figure.where) | ({"gwp": gwp} if gwp else {})
        series[key] = _Months(where, "t CO2e", SUM_OF_LINES)
    return series[key]


def _activity_figures(
    series: _Series,
    calculated: Calculated,
    library: FactorLibrary,
    entities: Mapping[str, str],
) -> dict[str, set[str]]:
    """Add energy, water and waste; returns the months in which each entity has rows."""
    fed: dict[int, list[Feed]] = {}
    for number, resolution in enumerate(calculated.resolutions):
        fed[number] = list(feeds_of(resolution.combination, library))
    months: dict[str, set[str]] = {}
    rows = calculated.engine.rows(
        f"SELECT site, month, combination, sum(mg) FROM {calculated.sums.cells()} "
        f"WHERE slot = {QUANTITY_SLOT} GROUP BY ALL ORDER BY ALL"
    )
    for number, month_index, combination, quantity in rows:
        site, month = calculated.sites[number].name, month_name(month_index)
        entity = entities.get(site, site)
        months.setdefault(entity, set()).add(month)
        for feed in fed[combination]:
            key = (feed.metric, entity, feed.dimensions, "")
            if key not in series:
                series[key] = _Months({"metric": feed.metric}, feed.unit, SUM_OF_ROWS)
            known = series[key]
            known.sites.add(site)
            if feed.factor is None:
                activity = calculated.resolutions[combination].combination.activity
                known.lacks(month, site, activity, quantity)
            else:
                known.add(month, CONTEXT.multiply(millionths(quantity), feed.factor))
    return months


def _fill_scope_1(series: _Series, months: Mapping[str, set[str]]) -> None:
    """Leaks and fuels do not occur every month: where a site has rows, no line is a zero.

    Only in years in which the site has scope 1 at all: else nobody has said that it has none.
    """
    occurs: dict[str, set[str]] = {}
    for (metric, entity, _, _), found in series.items():
        if metric == _SCOPE_1:
            occurs.setdefault(entity, set()).update(month[:4] for month in found.values)
    for (metric, entity, _, _), found in series.items():
        if metric == _SCOPE_1:
            for month in months.get(entity, ()):
                if month[:4] in occurs[entity]:
                    found.values.setdefault(month, Decimal(0))


def _name_unresolved(
    series: _Series,
    calculated: Calculated,
    gwp_sets: tuple[str, ...],
    approach: str,
    entities: Mapping[str, str],
) -> None:
    """Say on each total which activities it lacks because they have no factor.

    A site of which no row has a factor gets a total too, of which only its bound is known: else
    the sum over sites would take it for a site without such emissions.
    """
    unresolved = {
        number: resolution
        for number, resolution in enumerate(calculated.resolutions)
        if resolution.missing
    }
    if not unresolved:
        return
    by_gas: dict[tuple[str, str], list[_Months]] = {}
    for (metric, entity, dimensions, _), months in series.items():
        if "gas" in dimensions:
            by_gas.setdefault((metric, entity), []).append(months)
    rows = calculated.engine.rows(
        f"SELECT site, month, combination, sum(mg) FROM {calculated.sums.cells()} "
        f"WHERE slot = {QUANTITY_SLOT} AND combination IN ({', '.join(map(str, unresolved))}) "
        "GROUP BY ALL ORDER BY ALL"
    )
    for number, month_index, combination, amount in rows:
        site, month = calculated.sites[number].name, month_name(month_index)
        entity, resolution = entities.get(site, site), unresolved[combination]
        lacking = (month, site, resolution.combination.activity, amount)
        for figure in _figures_without(resolution):
            for gwp in gwp_sets:
                _months_of(series, figure, entity, approach, gwp).lacks(*lacking)
            if not figure.dimensions:
                for months in by_gas.get((figure.metric, entity), ()):
                    months.lacks(*lacking)


def _figures_without(resolution: Resolution) -> Iterator[Figure]:
    """The figures that rows of a combination would be part of; all totals of an unknown scope."""
    category = parse_activity(resolution.combination.activity).category
    for method, _ in resolution.missing:
        for scope, of in _IN_SCOPES:
            if resolution.scope in ("", scope) and method in ("", of):
                nothing = Cell("", "", scope, category, of, _UNKNOWN_GAS, False, 0)
                for figure in _IN_SCOPES[scope, of](nothing):
                    if "gas" not in figure.dimensions and (category or not figure.dimensions):
                        yield figure


def _facts(
    key: tuple[str, str, Dimensions, str],
    found: _Months,
    months: Mapping[str, int],
    granularity: tuple[str, ...],
    in_full: bool,
) -> Iterator[Fact]:
    metric, entity, dimensions, variant = key
    where = {**found.where, "site": ",".join(sorted(found.sites))}
    if in_full:
        where["in_full"] = "yes"
    values: dict[str, Decimal] = dict(found.values) if MONTH in granularity else {}
    if YEAR in granularity:
        for month, value in found.values.items():
            year = month[:4]
            values[year] = CONTEXT.add(values.get(year, Decimal(0)), value)
    for name in sorted(values.keys() | _unknown(found, granularity)):
        left_out = found.left_out(name)
        without = left_out_note(joined(left_out))
        known = values.get(name)
        notes = (without, _coverage(name, months)) if known is not None else ()
        yield Fact(
            metric,
            entity,
            _period(name),
            None if known is None else _plain(known),
            found.unit,
            dimensions,
            basis=Basis.COMPUTED,
            variant=variant,
            qualifier=combined_qualifier(left_out.values()),
            note="; ".join(part for part in notes if part),
            nil_reason=without if known is None else "",
            provenance=Inventoried(found.rule, {**where, "period": name}),
        )


def _unknown(found: _Months, granularity: tuple[str, ...]) -> set[str]:
    """Months and years with rows of which nothing at all is known, not even a bound."""
    unknown = {month for month in found.missing if month not in found.values}
    years = {month[:4] for month in unknown} - {month[:4] for month in found.values}
    return (unknown if MONTH in granularity else set()) | (years if YEAR in granularity else set())


@cache
def _period(name: str) -> Period:
    return Period.parse(name)


def _coverage(period: str, months: Mapping[str, int]) -> str:
    """Says so where a year's rows do not reach over all its months."""
    covered = months.get(period, 12)
    return "" if covered == 12 else f"activity data for {covered} of 12 months"


def _plain(value: Decimal) -> Decimal:
    """At most nine decimals, no trailing zeros, no exponent."""
    rounded = round_half_away(value, _PLACES)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize(CONTEXT)
