"""How much energy is claimed with each instrument: what its volume is matched with."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from crossfoot.calculation.backends import Engine
from crossfoot.calculation.contracts import Contracts, Instrument
from crossfoot.calculation.plan import MILLIONTHS

_VINTAGES = [
    ("id", "INTEGER"),
    ("name", "VARCHAR"),
    ("first_day", "DATE"),
    ("last_day", "DATE"),
]
#: sums of integers by days, so that the order of rows cannot matter
_CLAIMED = f"""
SELECT v.id, a.unit, a."end" - a.start + 1 AS days,
       least(a."end", v.last_day) - greatest(a.start, v.first_day) + 1 AS inside,
       sum(CAST(round(a.quantity * {MILLIONTHS}) AS HUGEINT))
FROM activity a
JOIN vintages v ON v.name = replace(replace(lower(trim(a.instrument)), ' ', '_'), '-', '_')
  AND a.start <= v.last_day AND a."end" >= v.first_day
GROUP BY ALL"""


def claimed(engine: Engine, contracts: Contracts) -> dict[Instrument, Fraction]:
    """Energy of the rows that name each instrument, in its unit; a row counts by its days.

    All rows of the data count, whatever the year asked for and the share of their site: the
    volume is that of the whole purchase.
    """
    rows = [(n, i.name, i.start, i.last) for n, i in enumerate(contracts.given)]
    engine.create("vintages", _VINTAGES, rows)
    sums: dict[Instrument, Fraction] = defaultdict(Fraction)
    for number, unit, days, inside, millionths in engine.rows(_CLAIMED):
        instrument = contracts.given[number]
        scale = _scale(unit, instrument.unit)
        sums[instrument] += Fraction(millionths, MILLIONTHS) * Fraction(inside, days) * scale
    return dict(sums)


def _scale(unit: str, target: str) -> Fraction:
    """Zero for what is no energy: a row in another unit claims nothing here."""
    from crossfoot.quantities.units import conversion_factor, same_dimension

    known: Decimal | int = conversion_factor(unit, target) if same_dimension(unit, target) else 0
    return Fraction(known)
