"""How a number of a sentence may miss the amount that it stands for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from crossfoot.errors import CrossfootError
from crossfoot.footing.report.numbers_in_text import Number
from crossfoot.quantities.units import conversion_factor
from crossfoot.reading.printed_units import read_unit

#: digits of a rounded sum of money that two sums do not share by chance
_ROUNDED_DIGITS = 4
#: numbers with fewer digits are a digit apart by chance
_MANY_DIGITS = 5
_THOUSAND = Decimal(1000)


def exchanged_and_rounded(found: Number, amount: Decimal) -> bool:
    """Whether a rounded sum of money has the digits of one of a table in another order.

    >>> from crossfoot.footing.report.numbers_in_text import numbers_in
    >>> (said,) = numbers_in("RMB 3.648 billion")
    >>> exchanged_and_rounded(said, Decimal("3486400000"))
    True
    """
    if found.step <= 1:
        return False
    said = (found.value / found.step).to_integral_value()
    meant = (amount / found.step).quantize(Decimal(1), ROUND_HALF_UP)
    if said == meant or len(str(said)) < _ROUNDED_DIGITS or len(str(said)) != len(str(meant)):
        return False
    return sorted(str(said)) == sorted(str(meant)) and abs(said - meant) < meant / 10


def two_places_exchanged(one: Decimal, other: Decimal) -> bool:
    """Whether two long numbers differ by two digits in each other's place, wherever they stand.

    >>> two_places_exchanged(Decimal(47813), Decimal(47318))
    True
    """
    first, second = str(one), str(other)
    if len(first) != len(second) or len(first) < _MANY_DIGITS:
        return False
    apart = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(apart) == 2 and apart[0] == apart[1][::-1]


def a_thousand_apart(found: Number, amount: Decimal, unit: str) -> bool:
    """Whether a rounded volume in litres is a thousand times one in cubic metres, or the reverse.

    >>> from crossfoot.footing.report.numbers_in_text import numbers_in
    >>> (said,) = numbers_in("4.9 million litres")
    >>> a_thousand_apart(said, Decimal(4921), "1e3*m^3")
    True
    """
    own = read_unit(found.unit)
    if own.dimension != "[length]^3" or found.value < 10 * found.step:
        return False
    if own.unit.endswith("L") == unit.endswith("L"):
        return False
    try:
        factor = conversion_factor(own.unit, unit)
    except CrossfootError:
        return False
    said, reach = found.value * factor, found.step * factor / 2
    return any(abs(said - amount * times) <= reach for times in (_THOUSAND, 1 / _THOUSAND))
