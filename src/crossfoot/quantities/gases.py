"""Greenhouse gases and their warming potentials over 100 years.

The table is `data/gases.csv`: one row per gas, a potential and its source per assessment report.
Fossil methane is a gas of its own, because AR5 and AR6 give it a higher potential; so is biogenic
carbon dioxide, which is reported apart from the scopes. Gases outside the Kyoto basket (CFCs,
HCFCs, halons, ...) have a potential here but are reported outside the scopes.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.shipped import shipped_rows

#: assessment reports of the IPCC, the default last
WARMING_POTENTIAL_SETS: tuple[str, ...] = ("AR4", "AR5", "AR6")


@dataclass(frozen=True, slots=True)
class WarmingPotential:
    """Kilograms of CO2e in one kilogram of a gas, over 100 years.

    Attributes:
        value: the potential.
        source: report and table.
        assessed: False where the report has no value for a gas outside the Kyoto basket, such as
            propane in AR4; the value is then 0 and the source says so.
    """

    value: Decimal
    source: str
    assessed: bool = True


@dataclass(frozen=True, slots=True)
class Gas:
    """A gas that is reported.

    Attributes:
        id: as factor files and units write it: `CO2`, `CH4-fossil`, `HFC-134a`.
        name: chemical name.
        formula: chemical formula.
        family: CO2, CH4, N2O, HFC, PFC, SF6, NF3; outside the Kyoto basket CFC, HCFC and others.
        kyoto: whether it counts in the scopes; the others are reported beside them.
        also: other names that find it: `R-134a`, `CF4`.
        potentials: by assessment report; a report without a value is absent.
    """

    id: str
    name: Text
    formula: str
    family: str
    kyoto: bool
    also: tuple[str, ...]
    potentials: tuple[tuple[str, WarmingPotential], ...]


def all_gases() -> tuple[Gas, ...]:
    """Every gas, in the order in which inventories list them: the Kyoto gases first."""
    return tuple(_gases().values())


def gas(name: str) -> Gas:
    """The gas of an id or other name; case, hyphens and spaces do not matter.

    >>> gas("HFC134A").id, gas("R-134a").id, gas("CF4").id
    ('HFC-134a', 'HFC-134a', 'PFC-14')

    Raises:
        CrossfootError: no such gas.
    """
    found = find_gas(name)
    if found is None:
        known = [name for gas in all_gases() for name in (gas.id, *gas.also)]
        close = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
        raise CrossfootError(
            Problem(
                f"gas {name!r} is not known",
                why="without its warming potential it cannot be counted",
                remedy=f"did you mean {' or '.join(close)}?"
                if close
                else "write it as in CO2, CH4, N2O, HFC-134a, SF6",
            )
        )
    return found


def find_gas(name: str) -> Gas | None:
    """The gas of an id or other name, None where there is none."""
    return _gases().get(name) or _by_name().get(name_key(name))


def warming_potential(gas_id: str, gwp_set: str) -> WarmingPotential:
    """The warming potential of a gas in an assessment report.

    >>> warming_potential("CH4-fossil", "AR6").value, warming_potential("CH4", "AR6").value
    (Decimal('29.8'), Decimal('27.0'))

    Raises:
        CrossfootError: no such gas or report, or the report has no value for a Kyoto gas.
    """
    if gwp_set not in WARMING_POTENTIAL_SETS:
        raise CrossfootError(
            Problem(
                f"{gwp_set!r} is no set of warming potentials",
                remedy=f"choose one of {', '.join(WARMING_POTENTIAL_SETS)}",
            )
        )
    found = gas(gas_id)
    for name, potential in found.potentials:
        if name == gwp_set:
            return potential
    if found.kyoto:
        given = [name for name, _ in found.potentials]
        raise CrossfootError(
            Problem(
                f"{gwp_set} has no warming potential for {found.id}",
                why="it counts in the scopes, so it may not be left out of a total",
                remedy=f"choose {' or '.join(given)}",
            )
        )
    return WarmingPotential(Decimal(0), f"not assessed in {gwp_set}", assessed=False)


def name_key(name: str) -> str:
    """The name without case, spaces, hyphens and brackets: how gases and blends are found.

    >>> name_key("R-1234ze (E)")
    'r1234zee'
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@lru_cache(maxsize=1)
def _gases() -> dict[str, Gas]:
    return {row["id"]: _gas(row) for row in shipped_rows("gases.csv")}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Gas]:
    return {name_key(name): gas for gas in all_gases() for name in (gas.id, *gas.also)}


def _gas(row: dict[str, str]) -> Gas:
    return Gas(
        id=row["id"],
        name=Text(row["name_en"], row["name_zh"]),
        formula=row["formula"],
        family=row["family"],
        kyoto=row["kyoto"] == "yes",
        also=tuple(filter(None, row["also"].split(";"))),
        potentials=tuple(
            (name, WarmingPotential(Decimal(row[name]), row[f"{name}_source"]))
            for name in WARMING_POTENTIAL_SETS
            if row[name]
        ),
    )
