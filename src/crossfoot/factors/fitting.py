"""Does a factor per one unit serve a row in another?

Three answers: yes, by conversion; yes, on an assumption that is stated (a row in m3 says no
temperature and pressure, one in kWh of fuel not whether net or gross); no, and what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from crossfoot.factors.activities import fuel_of, sold_as_gas_and_liquid
from crossfoot.factors.factor import Factor
from crossfoot.quantities.unit_expressions import parse_unit
from crossfoot.quantities.units import dimensionality, same_dimension

#: what a factor may state and a row leave open -> the unit without it, and how to say so
_LEFT_OPEN = (
    ("Nm3", "m^3", "cubic metres at 0 °C"),
    ("Sm3", "m^3", "cubic metres at 15 °C"),
    ("Sm3_20", "m^3", "cubic metres at 20 °C"),
    ("Mscf", "1000 ft^3", "thousand cubic feet at 60 °F"),
    ("scf", "ft^3", "cubic feet at 60 °F"),
    ("net_CV", "dimensionless", "energy on the net calorific value"),
    ("gross_CV", "dimensionless", "energy on the gross calorific value"),
)

#: measures of what stands in a tank or bottle; other volumes may be of a gas
_TANK_MEASURES = frozenset({"L", "mL", "kL", "ML", "gallon", "imperial_gallon", "barrel"})

_MASS, _VOLUME, _ENERGY, _GAS = "[mass]", "[length]^3", "[energy]", "gas at stated conditions"

#: what a step between two kinds of quantity would need
_NEEDED = {
    frozenset({_MASS, _VOLUME}): "density",
    frozenset({_MASS, _GAS}): "density",
    frozenset({_MASS, _ENERGY}): "calorific value",
    frozenset({_VOLUME, _ENERGY}): "calorific value",
    frozenset({_GAS, _ENERGY}): "calorific value",
    frozenset({_GAS, _VOLUME}): "temperature and pressure of the gas",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a factor and a unit go together.

    Attributes:
        factor: the factor, stated so that `per` takes the unit; None where it does not serve.
        assumption: what had to be assumed; empty where nothing.
        missing: why it does not serve; empty where it does.
    """

    factor: Factor | None
    assumption: str = ""
    missing: str = ""


def fit(factor: Factor, unit: str) -> Fit:
    """How a factor serves a quantity in `unit`, which must be a known unit."""
    if another_state(factor, unit):
        words = f"it is per {factor.unit_of_activity}, the row is in {unit}"
        return Fit(None, missing=f"{words}: needs mass or energy, as one may be gas, one liquid")
    relation = _relation(factor.unit_of_activity, unit)
    if relation.missing:
        return Fit(None, missing=relation.missing)
    if relation.left_open is None:
        return Fit(factor)
    stated, bare, words = relation.left_open
    assumption = f"the row says only {unit!r}; taken as {words}, as the factor is"
    return Fit(_restated(factor, stated, bare), assumption)


def another_state(factor: Factor, unit: str) -> bool:
    """Whether factor and row measure a fuel that is sold as gas and as liquid, one as either.

    A litre of LNG holds 600 times the fuel of a litre of natural gas.
    """
    if fuel_of(factor.activity) not in sold_as_gas_and_liquid():
        return False
    units = (factor.unit_of_activity, unit)
    return all(map(_is_volume, units)) and _in_tank(unit) is not _in_tank(units[0])


@lru_cache(maxsize=1024)
def _is_volume(unit: str) -> bool:
    return _kind(unit) in (_VOLUME, _GAS)


@lru_cache(maxsize=1024)
def _in_tank(unit: str) -> bool:
    return any(symbol in _TANK_MEASURES for symbol, _ in parse_unit(unit).powers)


@dataclass(frozen=True, slots=True)
class _Relation:
    """How two units go together: they convert, one leaves something open, or they do not."""

    left_open: tuple[str, str, str] | None = None
    missing: str = ""


@lru_cache(maxsize=4096)
def _relation(unit_of_activity: str, unit: str) -> _Relation:
    if same_dimension(unit, unit_of_activity):
        return _Relation()
    for stated, bare, words in _LEFT_OPEN:
        open_unit = _without(unit_of_activity, stated, bare)
        if open_unit != unit_of_activity and same_dimension(unit, open_unit):
            return _Relation((stated, bare, words))
    return _Relation(missing=_missing(unit_of_activity, unit))


def _restated(factor: Factor, stated: str, bare: str) -> Factor:
    """The same factor with one condition of its unit left open."""
    return replace(
        factor,
        unit_of_activity=_without(factor.unit_of_activity, stated, bare),
        values=tuple(
            replace(value, unit=_without(value.unit, stated, bare)) for value in factor.values
        ),
    )


def _without(unit: str, stated: str, bare: str) -> str:
    if bare == "dimensionless":
        return re.sub(r"\((\w+)\)", r"\1", re.sub(rf"\s*\*?\s*\b{stated}\b", "", unit))
    return re.sub(rf"\b{stated}\b", bare, unit)


def _missing(unit_of_activity: str, unit: str) -> str:
    words = f"it is per {unit_of_activity}, the row is in {unit}"
    kinds = {_kind(unit_of_activity), _kind(unit)}
    if (needed := _NEEDED.get(frozenset(kinds))) is not None:
        return f"{words}: needs {needed}"
    if _opposed_bases(unit_of_activity, unit):
        return f"{words}: needs both calorific values of the fuel"
    return f"{words}: these measure different things"


def _kind(unit: str) -> str:
    dimension = dimensionality(unit)
    if dimension.startswith("[gas_volume_"):
        return _GAS
    return dimension.split("*[net_calorific", 1)[0].split("*[gross_calorific", 1)[0]


def _opposed_bases(one: str, other: str) -> bool:
    both = dimensionality(one) + dimensionality(other)
    return "[net_calorific_value]" in both and "[gross_calorific_value]" in both
