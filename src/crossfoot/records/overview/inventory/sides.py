"""Two inventories beside each other: a year of now, a kept run, the figures of a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from crossfoot.calculation.kept_lines import LineKinds
from crossfoot.calculation.scope2 import LOCATION, MARKET
from crossfoot.calculation.streams import is_in_total
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import convert, same_dimension
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.store import Numbers
from crossfoot.runs.kept import Manifest, run_file

#: site, scope, category, method
Key = tuple[str, str, str, str]

#: milligrams of CO2e by site, scope, category and method
Side = Mapping[Key, int]

#: figures of a draft that are the inventory's: metric, scope, method, its breakdown
_OF_DRAFTS = {
    "ghg.scope1": ("1", "", "source_category"),
    "ghg.scope2.location": ("2", LOCATION, "energy_carrier"),
    "ghg.scope2.market": ("2", MARKET, "energy_carrier"),
    "ghg.scope3": ("3", "", "scope3_category"),
}
_MILLIGRAMS = 9


@dataclass(frozen=True, slots=True)
class Difference:
    """What two sides have of one thing, in milligrams of CO2e."""

    base: int
    new: int

    @property
    def change(self) -> int:
        """New less base."""
        return self.new - self.base


def of_now(tables: Tables, asked: Selection) -> Side:
    """A year as it is calculated now."""
    whole = replace(asked, method="", scope="", category="", site="", month="")
    found = figures.split(tables, whole, "site", "scope", "category")
    return {(key[0], key[1], key[2], key[3]): mass for key, mass in found.items()}


def of_run(folder: Path, run: Manifest, year: int, sites: Collection[str]) -> Side:
    """A year of a kept run.

    Raises:
        CrossfootError: its lines are not those that were kept.
    """
    import duckdb

    file = run_file(folder, run)
    kinds = LineKinds.read(file.lines)
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT kind, site, sum(milligrams) FROM read_parquet(?) GROUP BY kind, site",
            [str(file.lines)],
        ).fetchall()
    found: dict[Key, int] = {}
    for kind, place, mass in rows:
        known, (site, *_) = kinds.kinds[kind], kinds.sites[place]
        if known.year == year and site in sites:
            key = (site, known.scope, known.category, known.method)
            found[key] = found.get(key, 0) + int(mass)
    return found


def years_of(folder: Path, run: Manifest) -> list[int]:
    """Calendar years with lines in a kept run."""
    from crossfoot.runs.kept import FOLDER, LINES

    if run.content["year"]:
        return [int(run.content["year"])]
    kinds = LineKinds.read(folder / FOLDER / run.id / LINES)
    return sorted({kind.year for kind in kinds.kinds})


def of_draft(numbers: Numbers, year: int, sites: Collection[str]) -> Side:
    """A year as the figures of a draft have it; sites stand there in full, whatever their share."""
    found: dict[Key, int] = {}
    for site in sorted(sites):
        for key, mass in _of_site(numbers, site, year):
            found[key] = mass
    return found


def _of_site(numbers: Numbers, site: str, year: int) -> Iterator[tuple[Key, int]]:
    variant = numbers.said("variant")
    for stored in numbers.of(site, tuple(_OF_DRAFTS), (Period.year(year),)):
        fact = stored.fact
        scope, method, breakdown = _OF_DRAFTS[fact.metric]
        members = dict(fact.dimensions.items())
        if list(members) != [breakdown] or not fact.is_number or fact.variant != variant:
            continue
        if stored.origin["kind"] == "inventoried" and same_dimension(fact.unit, "t CO2e"):
            value: Decimal = convert(fact.number, fact.unit, "t CO2e")
            category = members[breakdown]
            name = str(int(category)) if category.isdigit() else category
            yield (site, scope, name, method), int(value.scaleb(_MILLIGRAMS))


def by_category(base: Side, new: Side) -> dict[tuple[str, str, str], Difference]:
    """Both sides by scope, category and method."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for at, side in enumerate((base, new)):
        for (_, scope, category, method), mass in side.items():
            sums.setdefault((scope, category, method), [0, 0])[at] += mass
    return {key: Difference(*sums[key]) for key in sorted(sums, key=_order)}


def by_site(base: Side, new: Side, total: str) -> dict[str, Difference]:
    """Both sides by site, of one total."""
    sites = sorted({key[0] for key in (*base, *new)})
    found = {
        site: Difference(
            *(
                sum(mass for key, mass in side.items() if key[0] == site and is_in(key, total))
                for side in (base, new)
            )
        )
        for site in sites
    }
    return {site: each for site, each in found.items() if each.base or each.new}


def total_of(side: Side, total: str) -> int:
    """A total such as scope2_market or total_location."""
    return sum(mass for key, mass in side.items() if is_in(key, total))


def is_in(key: Key, total: str) -> bool:
    """Whether a part belongs to a total."""
    return is_in_total(key[1], key[3], total)


def _order(key: tuple[str, str, str]) -> tuple[str, int, str, str]:
    scope, category, method = key
    return scope, int(category) if category.isdigit() else 0, category, method
