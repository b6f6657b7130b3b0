"""The one place where numbers are rounded: halves go away from zero.

Gas masses are integers of milligrams, so totals of lines are exact on every engine; a line that
is split is split into integers that add up (largest remainder).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

#: wide enough that no product or quotient of entered quantities loses a digit that is printed
CONTEXT = Context(prec=40, rounding=ROUND_HALF_UP)

MILLIGRAMS_PER_KILOGRAM = 1_000_000


def round_half_away(value: Decimal, places: int = 0) -> Decimal:
    """Round to decimal places, halves away from zero; never to a negative zero.

    >>> round_half_away(Decimal("2.5")), round_half_away(Decimal("-2.5"))
    (Decimal('3'), Decimal('-3'))
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), context=CONTEXT)
    return rounded if rounded else rounded.copy_abs()


def milligrams(kilograms: Decimal) -> int:
    """A mass as the whole number of milligrams in which gases are added up.

    >>> milligrams(Decimal("0.0000025"))
    3
    """
    product = CONTEXT.multiply(kilograms, Decimal(MILLIGRAMS_PER_KILOGRAM))
    return int(round_half_away(product))


def split_whole(total: int, weights: Sequence[int]) -> list[int]:
    """Split an integer in proportion to weights so that the parts add up to it exactly.

    Each part is first cut to a whole number; what is left goes, one by one, to the parts with
    the largest remainder, the earlier part first where remainders are equal.

    >>> split_whole(100, [31, 28, 31])
    [35, 31, 34]

    Raises:
        ValueError: the weights are negative or add up to nothing.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        message = f"weights {list(weights)} do not say how to split {total}"
        raise ValueError(message)
    sign = -1 if total < 0 else 1
    parts = [abs(total) * weight // whole for weight in weights]
    remainders = [abs(total) * weight % whole for weight in weights]
    left = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-remainders[i], i))
    for index in by_remainder[:left]:
        parts[index] += 1
    return [sign * part for part in parts]
