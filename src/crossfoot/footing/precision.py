"""How far a stated value may be from the true one: half a unit of its last digit.

A printed 23.11 was rounded, so 23.105 to 23.115 all agree with it; 3.78 million stands for
3.775 to 3.785 million, whatever unit the fact is in. Persons and cases are counted, not rounded.
A value that was entered or computed is what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.calculation.intervals import Interval
from crossfoot.facts.fact import Fact
from crossfoot.facts.provenance import Computed, Printed
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.unit_vocabulary import is_currency

#: units of what is counted one by one
COUNTED = frozenset({"person", "person_time", "case", "count"})

_NUMBER = re.compile(r"\s*(?P<number>[-+−]?\d[\d,]*(?:\.(?P<places>\d+))?)\s*(?P<unit>.*)", re.S)
_CURRENCY = re.compile(r"\b(?!FTE\b)[A-Z]{3}\b")
_HALF = Decimal("0.5")
_ZERO = Decimal(0)

#: two numbers that agree to this share are the same: what conversion of units may leave behind
UNIT_ROUNDING = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class AsPrinted:
    """A value as it stands in a document.

    Attributes:
        number: the number as printed, without thousands separators.
        places: digits after the point.
        unit: the words behind it.
    """

    number: Decimal
    places: int
    unit: str


def as_printed(fact: Fact) -> AsPrinted | None:
    """The printed number and unit behind a fact; None where it was not printed.

    >>> from crossfoot.quantities.periods import Period
    >>> origin = Printed("report", as_printed="3.7783 RMB million")
    >>> fact = Fact("training.investment", "group", Period.year(2023), Decimal("377.83"),
    ...             "1e4 CNY", provenance=origin)
    >>> as_printed(fact)
    AsPrinted(number=Decimal('3.7783'), places=4, unit='RMB million')
    """
    if not isinstance(fact.provenance, Printed):
        return None
    match = _NUMBER.fullmatch(fact.provenance.as_printed)
    if match is None:
        return None
    number = Decimal(match["number"].replace(",", "").replace("−", "-"))
    return AsPrinted(number, len(match["places"] or ""), match["unit"].strip())


def unit_of_last_digit(fact: Fact) -> Decimal:
    """What one unit of the last printed digit is worth, in the fact's unit; zero where exact.

    The printed number tells, since 30 thousand and 30,000 are not equally exact; where it is not
    kept, the decimals do.
    """
    printed = as_printed(fact)
    if printed is not None and printed.number and fact.number:
        scale = abs(fact.number / printed.number)
        if printed.places == 0 and scale == 1 and fact.unit in COUNTED:
            return _ZERO
        return scale.scaleb(-printed.places)
    if fact.decimals is None or (fact.decimals == 0 and fact.unit in COUNTED):
        return _ZERO
    return Decimal(1).scaleb(-fact.decimals)


def reach(fact: Fact) -> Decimal:
    """How far the true value may be from the stated one, in the fact's unit.

    A sum that was computed is as exact as the printed numbers that were added.
    """
    origin = fact.provenance
    if (
        isinstance(origin, Computed)
        and "+" in origin.rule
        and all(each.unit == fact.unit and each.is_number for each in origin.inputs)
    ):
        return sum((reach(each) for each in origin.inputs), _ZERO)
    return unit_of_last_digit(fact) * _HALF


def span(fact: Fact) -> Interval:
    """All that a stated value may be: rounded, or only bounded."""
    return Interval.stated(fact.number, reach(fact), fact.qualifier)


def written_span(fact: Fact) -> Interval:
    """What a value may be that somebody worked out and wrote down to some digits.

    An entered rate of 48.25 is the result of a division, written to two decimals; the digits
    written tell how far it was rounded, as printed ones do.
    """
    found = span(fact)
    exponent = fact.number.as_tuple().exponent
    if found.width or not isinstance(exponent, int):
        return found
    return Interval.stated(fact.number, _HALF.scaleb(min(exponent, 0)), fact.qualifier)


def truncated_span(fact: Fact) -> Interval | None:
    """What the value may be if its digits were cut off instead of rounded; None where exact."""
    unit = unit_of_last_digit(fact)
    if not unit or fact.qualifier is not Qualifier.EXACT:
        return None
    if fact.number < 0:
        return Interval(fact.number - unit, fact.number)
    return Interval(fact.number, fact.number + unit)


def agree(one: Interval, other: Interval) -> bool:
    """Whether two values may be the same, but for what conversion of units leaves behind."""
    if one.meets(other):
        return True
    edges = [abs(edge) for edge in (one.low, one.high, other.low, other.high) if edge.is_finite()]
    return one.gap(other) <= UNIT_ROUNDING * max(edges, default=_ZERO)


def power_of_ten(one: Decimal, other: Decimal) -> int:
    """The k for which one number is 10^k times the other, to half a per cent; else zero.

    >>> power_of_ten(Decimal(99196), Decimal("99.196"))
    3
    >>> power_of_ten(Decimal(99196), Decimal(99196))
    0
    """
    if not one or not other or (one > 0) != (other > 0):
        return 0
    ratio = one / other
    k = int(ratio.log10().to_integral_value())
    close = abs(ratio.scaleb(-k) - 1) <= Decimal("0.005")
    return k if close else 0


def exchanged_digits(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers differ by two neighbouring digits that changed places.

    >>> exchanged_digits(Decimal("450953.34"), Decimal("450935.34"))
    True
    >>> exchanged_digits(Decimal(12), Decimal(13))
    False
    """
    places = max(_places(one), _places(other))
    first, second = f"{one:.{places}f}", f"{other:.{places}f}"
    if len(first) != len(second):
        return False
    different = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(different) != 2:
        return False
    i, j = different
    neighbours = not first[i + 1 : j].strip(".")
    return neighbours and first[i] == second[j] and first[j] == second[i]


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def in_currency_of(printed: str, unit: str) -> str:
    """A unit with the currency that a figure was printed in: nothing is converted.

    >>> in_currency_of("t CO2e/(1e4 HKD)", "1e4 CNY"), in_currency_of("t CO2e/m2", "m2")
    ('1e4 HKD', 'm2')
    """
    own, other = _CURRENCY.search(unit), _CURRENCY.search(printed)
    if own is None or other is None or not (is_currency(own[0]) and is_currency(other[0])):
        return unit
    return unit[: own.start()] + other[0] + unit[own.end() :]
