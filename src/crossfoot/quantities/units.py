"""Units of measure: what converts into what, and by which exact factor.

Conversions are exact fractions of the definitions in `data/units.txt`, read by pint on first use;
importing this module does not import pint. Nothing converts that needs a further fact: no standard
coal from energy, no currency into another, no gas volume to other conditions, no gas into CO2e.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.quantities.shipped import DATA
from crossfoot.quantities.unit_expressions import UnitExpression, parse_unit
from crossfoot.quantities.unit_vocabulary import is_currency, vocabulary

if TYPE_CHECKING:
    from pint import UnitRegistry

Dimensions = tuple[tuple[str, int], ...]


def conversion_factor(from_unit: str, to_unit: str) -> Decimal:
    """The number of `to_unit` in one `from_unit`, to 40 digits.

    >>> conversion_factor("MWh", "GJ"), conversion_factor("万元", "CNY")
    (Decimal('3.6'), Decimal('10000'))

    Raises:
        CrossfootError: a unit is not known, or the two measure different things.
    """
    return _conversion_factor(from_unit, to_unit)


@lru_cache(maxsize=8192)
def _conversion_factor(from_unit: str, to_unit: str) -> Decimal:
    return _decimal(_ratio(from_unit, to_unit))


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """The same quantity in another unit, rounded once, at the 40th digit.

    >>> convert(Decimal("3.6"), "GJ", "MWh")
    Decimal('1')

    Raises:
        CrossfootError: a unit is not known, or the two measure different things.
    """
    if from_unit == to_unit:
        return value
    ratio = _ratio(from_unit, to_unit)
    if ratio == 1:
        return value
    return _decimal(Fraction(value) * ratio)


@lru_cache(maxsize=8192)
def _ratio(from_unit: str, to_unit: str) -> Fraction:
    source, target = parse_unit(from_unit), parse_unit(to_unit)
    quotient = source.times(target, -1)
    if not quotient.powers:  # the same units: no need to know their definitions
        return quotient.scale
    if _dimensions(source) != _dimensions(target):
        raise CrossfootError(_incompatible(from_unit, source, to_unit, target))
    ratio = quotient.scale
    for symbol, power in quotient.powers:
        ratio *= _root(symbol)[0] ** power
    return ratio


def is_known_unit(text: str) -> bool:
    """Whether the text can be read as a unit without doubt."""
    return check_unit(text) is None


def check_unit(text: str, place: str = "") -> Problem | None:
    """What is wrong with a unit as written, with suggestions; None where nothing is.

    >>> print(check_unit("kWhh", place="energy.csv, row 7"))
    energy.csv, row 7: unit 'kWhh' is not known. a quantity can only be used with a unit whose \
meaning is certain. did you mean kWh or Wh?
    """
    try:
        parse_unit(text)
    except CrossfootError as error:
        problem = error.problems[0]
        return Problem(problem.what, place or problem.where, problem.why, problem.remedy)
    return None


def dimensionality(unit: str) -> str:
    """What a unit measures, in base dimensions; equal texts mean equal dimensions.

    >>> dimensionality("t CO2e/(1e4 CNY)"), dimensionality("percent")
    ('[CO2e]*[mass]/[CNY]', 'dimensionless')

    Raises:
        CrossfootError: the unit is not known.
    """
    dimensions = _dimensions(parse_unit(unit))
    return str(UnitExpression(powers=dimensions))


def same_dimension(a: str, b: str) -> bool:
    """Whether one unit converts into the other.

    Raises:
        CrossfootError: a unit is not known.
    """
    return _dimensions(parse_unit(a)) == _dimensions(parse_unit(b))


def multiply_units(a: str, b: str) -> str:
    """The unit of a product, in canonical form.

    >>> multiply_units("kWh", "kgce/kWh")
    'kgce'

    Raises:
        CrossfootError: a unit is not known.
    """
    return str(parse_unit(a).times(parse_unit(b)))


def divide_units(a: str, b: str) -> str:
    """The unit of a quotient, in canonical form.

    >>> divide_units("t CO2e", "1e4 CNY")
    't*CO2e/(1e4*CNY)'

    Raises:
        CrossfootError: a unit is not known.
    """
    return str(parse_unit(a).times(parse_unit(b), -1))


def canonical_unit(text: str) -> str:
    """A unit in the one form in which Crossfoot writes it.

    >>> canonical_unit("万千瓦时"), canonical_unit("吨/人")
    ('1e4*kWh', 't/person')

    Raises:
        CrossfootError: the unit is not known.
    """
    return str(parse_unit(text))


def unit_label(unit: str, language: Language) -> str:
    """The unit as a report prints it.

    >>> unit_label("t CO2e/(1e4 CNY)", "en"), unit_label("t CO2e/(1e4 CNY)", "zh")
    ('tCO₂e per RMB 10,000', '吨二氧化碳当量/万元')

    Raises:
        CrossfootError: the unit is not known.
    """
    from crossfoot.quantities.unit_labels import label

    return label(unit, language)


def _decimal(number: Fraction) -> Decimal:
    quotient = CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(f"{quotient.normalize(CONTEXT):f}")


def _dimensions(unit: UnitExpression) -> Dimensions:
    powers: dict[str, int] = {}
    for symbol, power in unit.powers:
        for dimension, exponent in _root(symbol)[1]:
            powers[dimension] = powers.get(dimension, 0) + exponent * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


@lru_cache(maxsize=1024)
def _root(symbol: str) -> tuple[Fraction, Dimensions]:
    """The factor from a unit to its base units, and its dimensions."""
    if symbol in vocabulary().gases:
        return Fraction(1), ((f"[{symbol}]", 1),)
    factor, units = _registry().get_root_units(symbol)
    powers = _registry().get_dimensionality(units)
    exact = Fraction(Decimal(str(factor)))  # pint gives a Decimal, or an int for a base unit
    return exact, tuple(sorted((str(name), int(str(powers[name]))) for name in powers))


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[Decimal]:
    from importlib.resources import as_file

    from pint import UnitRegistry

    with as_file(DATA / "units.txt") as path:
        return UnitRegistry(path, non_int_type=Decimal)


#: why two dimensions do not convert although people expect it, and what to do instead
_DELIBERATE: tuple[tuple[str, str, str], ...] = (
    (
        "[standard_coal]",
        "[energy]",
        "standard coal is reached by a stored coefficient, such as 0.1229 kgce/kWh of GB/T 2589",
    ),
    ("[gas_volume_", "[gas_volume_", "use gas_volumes.restate_volume, or a factor per that volume"),
    ("[gas_volume_", "[length]", "state temperature and pressure: Nm3, Sm3, Sm3_20 or scf"),
    ("[CO2e]", "[mass]", "multiply the mass of each gas by its warming potential"),
    ("[net_calorific_value]", "[gross_calorific_value]", "use the fuel's own two calorific values"),
    ("[calendar_time]", "[time]", "months and years have no fixed number of days: count the days"),
)


def _incompatible(
    from_unit: str, source: UnitExpression, to_unit: str, target: UnitExpression
) -> Problem:
    names = [str(UnitExpression(powers=_dimensions(unit))) for unit in (source, target)]
    remedy = ""
    for one, other, advice in _DELIBERATE:
        if any(one in names[i] and other in names[1 - i] for i in (0, 1)):
            remedy = advice
            break
    else:
        if all(any(is_currency(name) for name, _ in unit.powers) for unit in (source, target)):
            remedy = "enter the amount in the other currency, with the rate and its source"
    return Problem(
        f"{from_unit!r} does not convert into {to_unit!r}",
        why=f"the first measures {names[0]}, the second {names[1]}",
        remedy=remedy or "correct the unit, or enter the quantity in the one that is asked for",
    )
