"""Gas volumes at stated conditions, and the deliberate step from one to another.

`Nm3`, `Sm3`, `Sm3_20` and `scf` never convert by themselves: "standard" means 15 °C to ISO 13443
and 20 °C in China (GB/T 19205), which differ by 1.7 %, and 0 °C differs from 20 °C by 7.3 %.
Whoever knows the conditions calls `restate_volume`, which takes the gas as ideal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.quantities.units import conversion_factor, same_dimension

_ZERO_CELSIUS = Fraction("273.15")
_CUBIC_FOOT = Fraction("0.3048") ** 3


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a unit of gas volume says about the gas.

    Attributes:
        kelvin: temperature.
        kilopascal: absolute pressure.
        cubic_metres: the unit's volume at these conditions.
        source: where they are laid down.
    """

    kelvin: Fraction
    kilopascal: Fraction
    cubic_metres: Fraction
    source: str


_ATMOSPHERE = Fraction("101.325")

CONDITIONS: dict[str, Conditions] = {
    "Nm3": Conditions(_ZERO_CELSIUS, _ATMOSPHERE, Fraction(1), "DIN 1343: 0 °C, 101.325 kPa"),
    "Sm3": Conditions(
        _ZERO_CELSIUS + 15, _ATMOSPHERE, Fraction(1), "ISO 13443: 15 °C, 101.325 kPa"
    ),
    "Sm3_20": Conditions(
        _ZERO_CELSIUS + 20, _ATMOSPHERE, Fraction(1), "GB/T 19205: 20 °C, 101.325 kPa"
    ),
    "scf": Conditions(
        Fraction("519.67") * 5 / 9, _ATMOSPHERE, _CUBIC_FOOT, "40 CFR 98: 60 °F, 1 atm"
    ),
}


def restate_volume(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """The volume of the same amount of gas at other conditions, taking the gas as ideal.

    >>> restate_volume(Decimal(1000), "Nm3", "Sm3_20").quantize(Decimal("0.01"))
    Decimal('1073.22')

    Raises:
        CrossfootError: a unit is not a gas volume at stated conditions; a plain m^3 is none.
    """
    ratio = _amount(from_unit) / _amount(to_unit)
    number = Fraction(value) * ratio
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _amount(unit: str) -> Fraction:
    """What is proportional to the moles of gas in one unit: pressure times volume by kelvin."""
    for symbol, conditions in CONDITIONS.items():
        if same_dimension(unit, symbol):
            moles = conditions.kilopascal * conditions.cubic_metres / conditions.kelvin
            return Fraction(conversion_factor(unit, symbol)) * moles
    raise CrossfootError(
        Problem(
            f"{unit!r} is no gas volume at stated conditions",
            why="without temperature and pressure a volume does not say how much gas it is",
            remedy=f"write one of {', '.join(CONDITIONS)}",
        )
    )
