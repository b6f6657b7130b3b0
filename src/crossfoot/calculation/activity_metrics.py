"""Which figures the activity rows feed besides emissions: energy, water, waste.

The table `data/activity_metrics.csv` has one row per figure: a pattern of activities and of
instruments, the metric with its unit and breakdown, and the way from the unit of the row to the
unit of the metric. A figure more is a line more.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from crossfoot.calculation.keys import INTRA_GROUP, Combination
from crossfoot.errors import CrossfootError
from crossfoot.factors.activities import fuel_of
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.fact import Dimensions

_DATA = Path(__file__).parent / "data"

#: tonnes of CO2e that stand beside an inventory and are never netted with it
APART = ("removal.*", "avoided.*", "offset.*")
#: activities that emit nothing at the site: metered water, weighed waste, energy made or sold on
_NO_EMISSIONS = (
    *APART,
    "water.*",
    "waste.*",
    "electricity.generated.*",
    "electricity.sold*",
    "heat.sold*",
    "steam.sold*",
    "cooling.sold*",
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A figure that a combination of rows feeds.

    Attributes:
        metric: id in the metric catalogue.
        unit: unit of the metric.
        dimensions: the breakdown, empty for the whole.
        factor: how many of `unit` one unit of the row is; None where no coefficient is stored.
        rule: how the factor was found, in words.
    """

    metric: str
    unit: str
    dimensions: Dimensions
    factor: Decimal | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    activity: str
    instrument: str
    metric: str
    unit: str
    dimensions: str
    through: str

    def matches(self, combination: Combination) -> bool:
        instrument = combination.instrument.strip().lower()
        if instrument.startswith(INTRA_GROUP):  # its fuels stand at the seller
            return False
        return fnmatchcase(combination.activity, self.activity) and fnmatchcase(
            instrument, self.instrument
        )


@dataclass(frozen=True, slots=True)
class _Way:
    """From one unit of a row to the unit of a metric; `factor` None: the figure is not fed.

    Attributes:
        factor: how many of the metric's unit one unit of the row is.
        rule: how it was found.
        missing: a coefficient is missing, and the figure is incomplete without these rows.
    """

    factor: Decimal | None
    rule: str = ""
    missing: bool = False


def feeds_of(combination: Combination, library: FactorLibrary) -> Iterator[Feed]:
    """The figures that rows of a combination feed."""
    for rule in _rules():
        if rule.matches(combination):
            way = _WAYS[rule.through](combination, rule.unit, library)
            if way.factor is not None or way.missing:
                dimensions = Dimensions.parse(rule.dimensions.format(**_names(combination)))
                yield Feed(rule.metric, rule.unit, dimensions, way.factor, way.rule)


def feeds(combination: Combination, metric: str) -> bool:
    """Whether rows of a combination may feed a metric."""
    return any(rule.metric == metric and rule.matches(combination) for rule in _rules())


def emits_nothing(activity: str) -> bool:
    """Whether rows of an activity need no emission factor; one that exists is used all the same.

    >>> emits_nothing("water.municipal"), emits_nothing("fuel.diesel.mobile")
    (True, False)
    """
    return any(fnmatchcase(activity, pattern) for pattern in _NO_EMISSIONS)


def is_apart(activity: str) -> bool:
    """Whether an activity is a removal, avoided emissions, or an offset.

    >>> is_apart("offset.retired_credits"), is_apart("s3.01.steel")
    (True, False)
    """
    return any(fnmatchcase(activity, pattern) for pattern in APART)


def tonnes_per(unit: str) -> Decimal | None:
    """Tonnes of CO2e in a unit; None where it is no mass of it."""
    for mass in ("t CO2e", "t"):
        if (factor := _converted(unit, mass)) is not None:
            return factor
    return None


def _names(combination: Combination) -> Mapping[str, str]:
    fuel = fuel_of(combination.activity)
    return {
        "fuel": fuel,
        "renewability": "renewable" if fuel in _renewable_fuels() else "non_renewable",
        "last": combination.activity.rpartition(".")[2],
    }


def _by_unit(combination: Combination, unit: str, _: FactorLibrary) -> _Way:
    return _Way(_converted(combination.unit, unit))


def _by_calorific_value(combination: Combination, unit: str, library: FactorLibrary) -> _Way:
    found = library.energy_content(combination.activity, combination.unit, combination.region)
    scale = _converted(found.unit, unit)
    if found.value is None or scale is None:
        return _Way(None, found.reason, missing=True)
    return _Way(found.value * scale, found.rule)


def _by_standard_coal(combination: Combination, unit: str, library: FactorLibrary) -> _Way:
    """GB/T 2589 states no conditions for cubic metres of gas: they are taken as metered."""
    cubic_metres = _as_gas_volume(combination, "m^3", library).factor
    per = combination.unit if cubic_metres is None else "m^3"
    found = library.standard_coal(combination.activity, per)
    scale = _converted(found.unit, unit)
    if found.value is None or scale is None:
        return _Way(None, found.reason, missing=True)
    return _Way(found.value * scale * (cubic_metres or 1), found.rule)


def _as_gas_volume(combination: Combination, unit: str, _: FactorLibrary) -> _Way:
    """The metric counts cubic metres as metered, at whatever conditions the row states."""
    for metered in (unit, "Nm3", "Sm3"):
        if (factor := _converted(combination.unit, metered)) is not None:
            return _Way(factor)
    return _Way(None)


def _as_water(combination: Combination, unit: str, _: FactorLibrary) -> _Way:
    """A tonne of water is read as one cubic metre."""
    factor = _converted(combination.unit, unit)
    return _Way(_converted(combination.unit, "t") if factor is None else factor)


_WAYS: Mapping[str, Callable[[Combination, str, FactorLibrary], _Way]] = {
    "unit": _by_unit,
    "ncv": _by_calorific_value,
    "tce": _by_standard_coal,
    "gas_volume": _as_gas_volume,
    "water": _as_water,
}


def _converted(unit: str, target: str) -> Decimal | None:
    from crossfoot.quantities.units import conversion_factor, same_dimension

    try:
        return conversion_factor(unit, target) if same_dimension(unit, target) else None
    except CrossfootError:
        return None


@cache
def _rules() -> tuple[_Rule, ...]:
    with (_DATA / "activity_metrics.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_Rule(**row) for row in csv.DictReader(file))


@cache
def _renewable_fuels() -> frozenset[str]:
    with (_DATA / "renewable_fuels.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["fuel"] for row in csv.DictReader(file))
