"""A small world for inventory tests: own factor sets, rows, an independent calculation.

`expected` does by hand what the engine does in SQL: day by day, row by row, with fractions and
Python integers. It shares no code with the product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

from crossfoot.calculation.activity import ActivityRow
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import read_factor_file

HEADER = (
    "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence,instrument"
)

FACTORS = """
grid-22,electricity.grid,CO2,0.5810,kg/kWh,,2022-01-01,2022-12-31,2,electricity,a,own,
grid-23,electricity.grid,CO2,0.5703,kg/kWh,,2023-01-01,2023-12-31,2,electricity,b,own,
grid-24,electricity.grid,CO2,0.5366,kg/kWh,,2024-01-01,2024-12-31,2,electricity,c,own,
wind,electricity.grid,CO2,0,kg/kWh,,,,2,electricity,contract,own,wind_ppa
diesel,fuel.diesel.mobile,CO2,2.6391,kg/L,,,,1,mobile,d,own,
diesel,fuel.diesel.mobile,CH4-fossil,0.000213,kg/L,,,,1,mobile,d,own,
diesel,fuel.diesel.mobile,N2O,0.0001371,kg/L,,,,1,mobile,d,own,
road,s3.04.road_freight,CO2e,0.1087,kg/(t*km),,,,3,4,e,own,
wood,fuel.wood.stationary,CO2-biogenic,1.747,kg/kg,,,,1,stationary,f,own,
wood,fuel.wood.stationary,CH4,0.0047,kg/kg,,,,1,stationary,f,own,
"""

_ALL = (2022, 2023, 2024)
_DIESEL = {"CO2": "2.6391", "CH4-fossil": "0.000213", "N2O": "0.0001371"}

#: (activity, unit) -> year -> gas -> kilograms per unit, written down once more by hand
KILOGRAMS: Mapping[tuple[str, str], Mapping[int, Mapping[str, str]]] = {
    ("electricity.grid", "kWh"): {
        2022: {"CO2": "0.5810"},
        2023: {"CO2": "0.5703"},
        2024: {"CO2": "0.5366"},
    },
    ("electricity.grid", "MWh"): {
        2022: {"CO2": "581.0"},
        2023: {"CO2": "570.3"},
        2024: {"CO2": "536.6"},
    },
    ("fuel.diesel.mobile", "L"): dict.fromkeys(_ALL, _DIESEL),
    ("s3.04.road_freight", "t*km"): {year: {"CO2e": "0.1087"} for year in _ALL},
    ("fuel.wood.stationary", "kg"): {
        year: {"CO2-biogenic": "1.747", "CH4": "0.0047"} for year in _ALL
    },
}
#: factors that change inside a year: a fiscal year's, and a contract's that begins on any day
DATED_FACTORS = """
fy-21,process.fiscal,CO2,1.1007,kg/kg,,2021-07-01,2022-06-30,1,process,a,own,
fy-21,process.fiscal,CH4-fossil,0.0031,kg/kg,,2021-07-01,2022-06-30,1,process,a,own,
fy-22,process.fiscal,CO2,0.9003,kg/kg,,2022-07-01,2023-06-30,1,process,b,own,
fy-23,process.fiscal,CO2,1.3101,kg/kg,,2023-07-01,2024-06-30,1,process,c,own,
fy-23,process.fiscal,CH4-fossil,0.0017,kg/kg,,2023-07-01,2024-06-30,1,process,c,own,
old,process.ragged,CO2,0.7103,kg/kg,,2021-01-01,2023-03-14,1,process,d,own,
mid,process.ragged,CO2,0.2107,kg/kg,,2023-03-15,2023-03-20,1,process,e,own,
new,process.ragged,CO2,0.4109,kg/kg,,2023-03-21,2023-11-07,1,process,f,own,
last,process.ragged,CO2,0.3301,kg/kg,,2024-02-10,,1,process,g,own,
"""

#: the same by hand: first day, kilograms per unit; after 2023-11-07 and from 2024-07 carried on
DATED: Mapping[tuple[str, str], Sequence[tuple[date, Mapping[str, str]]]] = {
    ("process.fiscal", "kg"): [
        (date(2021, 7, 1), {"CO2": "1.1007", "CH4-fossil": "0.0031"}),
        (date(2022, 7, 1), {"CO2": "0.9003"}),
        (date(2023, 7, 1), {"CO2": "1.3101", "CH4-fossil": "0.0017"}),
        (date(2024, 7, 1), {"CO2": "1.3101", "CH4-fossil": "0.0017"}),
    ],
    ("process.ragged", "kg"): [
        (date(2021, 1, 1), {"CO2": "0.7103"}),
        (date(2023, 3, 15), {"CO2": "0.2107"}),
        (date(2023, 3, 21), {"CO2": "0.4109"}),
        (date(2023, 11, 8), {"CO2": "0.4109"}),
        (date(2024, 2, 10), {"CO2": "0.3301"}),
    ],
}

#: IPCC AR5 table 8.A.1 and AR6 WG1 table 7.SM.7
POTENTIALS = {
    "AR5": {"CO2": "1", "CH4-fossil": "30", "CH4": "28", "N2O": "265", "CO2e": "1"},
    "AR6": {"CO2": "1", "CH4-fossil": "29.8", "CH4": "27.0", "N2O": "273", "CO2e": "1"},
}


def library(folder: Path, text: str = FACTORS) -> FactorLibrary:
    """A library of the lines of an own factor file, and nothing else but refrigerants."""
    file = folder / "own.csv"
    file.write_text(f"{HEADER}\n{text.strip()}\n", encoding="utf-8")
    return FactorLibrary([read_factor_file(file)])


def row(
    number: int,
    activity: str,
    quantity: str,
    unit: str,
    start: str = "2023-01-01",
    end: str = "2023-01-31",
    site: str = "hefei",
    region: str = "",
    instrument: str = "",
) -> ActivityRow:
    """A row, dates as text."""
    days = date.fromisoformat(start), date.fromisoformat(end)
    return ActivityRow(number, site, activity, Decimal(quantity), unit, *days, region, instrument)


@dataclass(frozen=True)
class Slice:
    """What the independent calculation finds: one gas of one row in one month."""

    row: int
    site: str
    month: str
    gas: str
    milligrams: int
    co2e: Mapping[str, int]


def halves_away(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero."""
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def expected(
    rows: Iterable[ActivityRow],
    shares: Mapping[str, Fraction] | None = None,
    kilograms: Mapping[tuple[str, str], Mapping[int, Mapping[str, str]]] = KILOGRAMS,
) -> list[Slice]:
    """The inventory by hand."""
    found = []
    for one in rows:
        share = Fraction(1) if shares is None else shares[one.site]
        if share:
            found.extend(_slices(one, share, _factors_of(one, kilograms)))
    return found


#: kilograms per unit by gas, and which factor they are of
_OnDay = Callable[[date], tuple[int, Mapping[str, str]]]


def _factors_of(
    one: ActivityRow, kilograms: Mapping[tuple[str, str], Mapping[int, Mapping[str, str]]]
) -> _OnDay:
    key = one.activity, one.unit
    if key in kilograms:
        years = kilograms[key]
        return lambda day: (day.year, years[day.year])
    dated = DATED[key]

    def on(day: date) -> tuple[int, Mapping[str, str]]:
        index = max(i for i, (first, _) in enumerate(dated) if first <= day)
        return index, dated[index][1]

    return on


def _slices(one: ActivityRow, share: Fraction, on: _OnDay) -> Iterable[Slice]:
    """By month, and within a month by factor."""
    days: dict[tuple[str, int], int] = defaultdict(int)
    factors: dict[tuple[str, int], Mapping[str, str]] = {}
    day = one.start
    while day <= one.end:
        index, factor = on(day)
        days[f"{day:%Y-%m}", index] += 1
        factors[f"{day:%Y-%m}", index] = factor
        day += timedelta(days=1)
    pieces = list(days)
    for position, piece in enumerate(pieces):
        month = piece[0]
        for gas, value in factors[piece].items():
            # the rule: both factors as binary floats of 64 bits, one product, then an integer
            product = float(one.quantity) * float(Decimal(value) * 1_000_000)
            counted = halves_away(halves_away(Fraction(product)) * share)
            own = largest_remainder(counted, [days[p] for p in pieces])[position]
            co2e = {
                name: halves_away(own * Fraction(table.get(gas, "0")))
                for name, table in POTENTIALS.items()
            }
            yield Slice(one.row, one.site, month, gas, own, co2e)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts in proportion to weights: first cut down, then one each by remainder."""
    exact = [Fraction(abs(total) * weight, sum(weights)) for weight in weights]
    parts = [floor(part) for part in exact]
    left = abs(total) - sum(parts)
    while left:
        best = max(range(len(parts)), key=lambda i: (exact[i] - parts[i], -i))
        parts[best] += 1
        left -= 1
    return [part if total >= 0 else -part for part in parts]
