"""What is known of the categories of scope 3 beside their rows: entered figures, and methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from crossfoot.calculation.scope3 import FILE_NAME
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Fact
from crossfoot.quantities.periods import Period
from crossfoot.quantities.unit_vocabulary import is_currency
from crossfoot.quantities.units import convert
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.figures import scope3_units
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.inventory.stated.kinds import KINDS
from crossfoot.records.overview.inventory.stated.tables import read
from crossfoot.records.overview.store import Numbers

METRIC, UNIT = "ghg.scope3", "t CO2e"
_KEY = "scope3_category"
#: categories whose quantities by mass are kinds of waste
_WASTE = frozenset({5, 12})


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure that does not come from rows of activity data.

    Attributes:
        tonnes: of CO2e.
        estimated: it is an estimate, or rests on one.
        is_entered: a person entered it; else it was computed of what people entered below.
    """

    tonnes: Decimal
    estimated: bool
    is_entered: bool


def entered(numbers: Numbers, unit: str, year: int) -> Mapping[int, Entered]:
    """Figures of a unit by category; the whole of scope 3 is category 0."""
    found: dict[int, Fact] = {}
    for stored in numbers.of(unit, (METRIC,), (Period.year(year),)):
        fact = stored.fact
        keys = dict(fact.dimensions)
        if not fact.is_number or set(keys) - {_KEY} or stored.origin.get("kind") == "inventoried":
            continue
        if fact.basis is Basis.PUBLISHED:
            continue
        number = int(keys.get(_KEY, "0")) if keys.get(_KEY, "0").isdecimal() else -1
        known = found.get(number)
        if known is None or _goes_before(fact, known):
            found[number] = fact
    return {
        number: Entered(
            convert(fact.number, fact.unit, UNIT),
            fact.estimated or numbers.carried(fact).estimated,
            fact.basis is Basis.ENTERED,
        )
        for number, fact in found.items()
        if number >= 0
    }


def _goes_before(fact: Fact, known: Fact) -> bool:
    """What was entered counts before what was computed, a later version before an earlier."""
    return (fact.basis is Basis.ENTERED, fact.version) > (
        known.basis is Basis.ENTERED,
        known.version,
    )


def methods(tables: Tables, asked: Selection, folder: Path) -> Mapping[int, frozenset[str]]:
    """How each category is calculated: as it is stated, else as the units of its rows say."""
    found: dict[int, set[str]] = {}
    for category, unit in scope3_units(tables, asked):
        found.setdefault(int(category), set()).add(method_of(int(category), unit))
    stated: dict[int, frozenset[str]] = {}
    kind, path = KINDS["scope-3"], folder / FILE_NAME
    try:
        rows = read(kind, path).rows if path.is_file() else ()
    except CrossfootError:
        rows = ()
    for row in rows:
        if row["method"] and row["category"].isdecimal():
            stated[int(row["category"])] = frozenset({row["method"]})
    return {number: frozenset(units) for number, units in found.items()} | stated


def method_of(category: int, unit: str) -> str:
    """The method that the unit of a quantity speaks of, by the Scope 3 Standard's guidance.

    >>> method_of(1, "CNY"), method_of(4, "t*km"), method_of(5, "t"), method_of(1, "kg")
    ('spend_based', 'distance_based', 'waste_type', 'average_data')
    """
    if any(is_currency(part) for part in unit.replace("*", " ").replace("/", " ").split()):
        return "spend_based"
    if "CO2e" in unit:
        return "supplier_specific"
    if "km" in unit:
        return "distance_based"
    return "waste_type" if category in _WASTE else "average_data"
