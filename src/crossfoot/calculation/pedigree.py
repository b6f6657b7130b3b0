"""Pedigree scores of data: from five scores of quality to a lognormal spread.

The matrix is ecoinvent's, in `data/pedigree.csv`: each score stands for a factor by which the 95 %
interval widens, and what is scored best does not widen it. With the basic uncertainty, which is of
the kind of data:

    spread95 = exp( sqrt( ln(basic)^2 + sum of ln(factor)^2 ) )

The value is the median, and 95 % lie between value / spread95 and value x spread95.

>>> from decimal import Decimal
>>> spread95("1;1;1;1;1", Decimal("1.05"))
Decimal('1.05')
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.rounding import CONTEXT, round_half_away

_DATA = Path(__file__).parent / "data" / "pedigree.csv"
INDICATORS = ("reliability", "completeness", "temporal", "geographical", "technological")
_PLACES = 12


@cache
def _factors() -> dict[tuple[str, str], Decimal]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["indicator"], row["score"]): Decimal(row["factor"]) for row in rows}


def scores(text: str) -> tuple[str, ...]:
    """The five scores of "2;1;3;1;2", in the order of `INDICATORS`.

    Raises:
        CrossfootError: there are not five, or one is not 1 to 5.
    """
    found = tuple(part.strip() for part in text.split(";"))
    known = _factors()
    if len(found) != len(INDICATORS) or any(
        (name, score) not in known for name, score in zip(INDICATORS, found, strict=False)
    ):
        what = f"{text!r} are no pedigree scores"
        remedy = f"write five scores of 1 to 5, such as 2;1;3;1;2: {', '.join(INDICATORS)}"
        raise CrossfootError(Problem(what, remedy=remedy))
    return found


def spread95(text: str, basic: Decimal = Decimal(1)) -> Decimal:
    """The square of the geometric standard deviation, 95 % of a lognormal distribution.

    Raises:
        CrossfootError: the scores cannot be read.
    """
    known = _factors()
    factors = [known[pair] for pair in zip(INDICATORS, scores(text), strict=True)]
    squares = sum((CONTEXT.ln(each) ** 2 for each in (basic, *factors)), Decimal(0))
    return round_half_away(CONTEXT.exp(CONTEXT.sqrt(squares)), _PLACES).normalize()


def mean_score(text: str) -> Decimal:
    """The mean of the five scores: 1 is best, 5 worst."""
    found = scores(text)
    return CONTEXT.divide(Decimal(sum(map(int, found))), Decimal(len(found)))
