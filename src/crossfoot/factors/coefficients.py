"""What a unit of a fuel or carrier is worth: energy in MWh (net), and standard coal in tce.

Energy comes from the net calorific values that the factor sets state. Standard coal comes from
the coefficients of GB/T 2589 alone; no energy unit converts into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.factors.activities import fuel_of
from crossfoot.factors.factor import CALORIFIC_VALUE, DENSITY, STANDARD_COAL, Component, Factor
from crossfoot.factors.fitting import another_state, fit
from crossfoot.factors.regions import holders
from crossfoot.factors.sets import FactorSet, load_set
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.quantities.units import check_unit, conversion_factor, same_dimension

#: asked after the sets of the library, so that energy and coal never depend on `--factors`
_COEFFICIENT_SETS = ("china-mee", "gbt2589", "ipcc2006")

ENERGY_UNIT = "MWh"
STANDARD_COAL_UNIT = "tce"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """How much energy or standard coal one unit of an activity is.

    Attributes:
        value: the amount in `unit` per one unit of the activity; None where there is none.
        unit: "MWh" or "tce".
        per: the unit of the activity that was asked for.
        source: document and table, empty where the value follows from the units alone.
        set: name of the set it is from.
        rule: how it was found, in words.
        components: parameters used.
        reason: why there is none; empty where there is one.
    """

    value: Decimal | None
    unit: str
    per: str
    source: str = ""
    set: str = ""
    rule: str = ""
    components: tuple[Component, ...] = ()
    reason: str = ""


def energy_content(
    sets: Sequence[FactorSet], activity: str, unit: str, region: str = ""
) -> Coefficient:
    """MWh on the net calorific value in one `unit` of an activity.

    A unit of energy converts by itself; mass and volume take the calorific value of the first set
    that states one for the fuel and region, and its density where it needs one.
    """
    if (problem := check_unit(unit)) is not None:
        return Coefficient(None, ENERGY_UNIT, unit, reason=str(problem).rstrip("."))
    for energy in (ENERGY_UNIT, f"{ENERGY_UNIT}*net_CV"):
        if same_dimension(unit, energy):
            value = conversion_factor(unit, energy)
            return Coefficient(value, ENERGY_UNIT, unit, rule="the row is in units of energy")
    for factor_set, factor in _of_same_fuel(sets, activity, region):
        found = _from_calorific_value(factor, unit)
        if found is not None:
            value, components, assumption = found
            rule = "; ".join(
                (f"{factor_set.name}: {' x '.join(part.name.en for part in components)}",)
                + ((assumption,) if assumption else ())
            )
            source = "; ".join(dict.fromkeys(part.source for part in components))
            return Coefficient(value, ENERGY_UNIT, unit, source, factor_set.name, rule, components)
    reason = f"no set states a net calorific value of {activity!r} per {unit}"
    return Coefficient(None, ENERGY_UNIT, unit, reason=reason)


def standard_coal(sets: Sequence[FactorSet], activity: str, unit: str) -> Coefficient:
    """Tonnes of standard coal in one `unit` of an activity."""
    if (problem := check_unit(unit)) is not None:
        return Coefficient(None, STANDARD_COAL_UNIT, unit, reason=str(problem).rstrip("."))
    reasons = []
    for factor_set, factor in _of_same_fuel(sets, activity, ""):
        if not factor.is_coefficient:
            continue
        found = fit(factor, unit)
        if found.factor is None:
            reasons.append(found.missing)
            continue
        value = CONTEXT.divide(found.factor.per(STANDARD_COAL, unit), Decimal(1000))
        words = "; ".join(part for part in (found.assumption, factor.note) if part)
        rule = f"{factor_set.name}: {factor.values[0].value} {factor.values[0].unit}"
        return Coefficient(
            value,
            STANDARD_COAL_UNIT,
            unit,
            factor.source,
            factor_set.name,
            f"{rule}; {words}" if words else rule,
        )
    return Coefficient(None, STANDARD_COAL_UNIT, unit, reason=_no_coal(activity, unit, reasons))


def _of_same_fuel(
    sets: Sequence[FactorSet], activity: str, region: str
) -> Iterator[tuple[FactorSet, Factor]]:
    """Factors of the fuel in any use, in the order of the sets, that hold in the region."""
    names = _same_fuel(activity)
    asked = {factor_set.name: factor_set for factor_set in sets}
    for name in _COEFFICIENT_SETS:
        asked.setdefault(name, load_set(name))
    for factor_set in asked.values():
        for name in names:
            for factor in factor_set.of(name):
                if not region or not factor.region or factor.region in holders(region):
                    yield factor_set, factor


def _same_fuel(activity: str) -> tuple[str, ...]:
    fuel = fuel_of(activity)
    if not fuel:
        return (activity,)
    return tuple(f"fuel.{fuel}{use}" for use in ("", ".stationary", ".mobile"))


def _from_calorific_value(
    factor: Factor, unit: str
) -> tuple[Decimal, tuple[Component, ...], str] | None:
    """MWh per unit from the factor's calorific value, by way of its density where it must be."""
    from crossfoot.factors.factor import split_ratio

    calorific = factor.component(CALORIFIC_VALUE)
    if calorific is None or another_state(factor, unit):
        return None
    energy, per = split_ratio(calorific.unit)
    value = CONTEXT.multiply(calorific.value, conversion_factor(energy, ENERGY_UNIT))
    if same_dimension(unit, per):
        return CONTEXT.multiply(value, conversion_factor(unit, per)), (calorific,), ""
    if same_dimension(unit, factor.unit_of_activity) and (density := factor.component(DENSITY)):
        mass, volume = split_ratio(density.unit)
        scale = CONTEXT.multiply(conversion_factor(unit, volume), conversion_factor(mass, per))
        weighed = CONTEXT.multiply(CONTEXT.multiply(value, density.value), scale)
        return weighed, (calorific, density), ""
    found = fit(factor, unit)
    if found.factor is None or found.factor is factor:
        return None
    scale = conversion_factor(unit, found.factor.unit_of_activity)
    return CONTEXT.multiply(value, scale), (calorific,), found.assumption


def _no_coal(activity: str, unit: str, reasons: Sequence[str]) -> str:
    from crossfoot.factors.built_in.gbt2589 import ranges

    fuel = fuel_of(activity)
    printed = ranges().get(f"fuel.{fuel}")
    if printed:
        return f"GB/T 2589 gives {fuel} as a range, {printed}: an own coefficient is needed"
    return "; ".join(dict.fromkeys(reasons)) or f"no coefficient for {activity!r} per {unit}"
