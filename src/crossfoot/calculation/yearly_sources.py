"""What each activity emits at each site in each calendar year, by factor and gas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.calculation.preparation import Calculated
from crossfoot.calculation.streams import is_outside
from crossfoot.calculation.uncertainty import Source


@dataclass(frozen=True, slots=True)
class YearlySource:
    """A source in one year and gas.

    Attributes:
        source: site, activity and factor; without a mass.
        year: calendar year.
        gas: id of the gas.
        co2e: milligrams of CO2e by set of warming potentials.
    """

    source: Source
    year: int
    gas: str
    co2e: Mapping[str, int]


def yearly_sources(calculated: Calculated, gwp_sets: Sequence[str]) -> Iterator[YearlySource]:
    """The sources within the scopes: a few thousand for each year."""
    sums = ", ".join(f"sum(c.e_{index})" for index in range(len(gwp_sets)))
    rows = calculated.engine.rows(
        f"SELECT c.site, c.month // 12, c.combination, s.method, s.gas, {sums} "
        f"FROM {calculated.sums.cells()} c "
        "JOIN streams s ON s.combination = c.combination AND s.slot = c.slot "
        "GROUP BY ALL ORDER BY ALL"
    )
    for site, year, combination, method, gas, *effects in rows:
        if is_outside(gas):
            continue
        known = calculated.resolutions[combination]
        stream = next(each for each in known.streams if each.method == method)
        factor = stream.choice.factor
        source = Source(
            calculated.sites[site].name,
            known.combination.activity,
            stream.scope,
            stream.category,
            method,
            factor.id if factor is not None else "",
            0,
        )
        yield YearlySource(source, year, gas, dict(zip(gwp_sets, effects, strict=True)))
