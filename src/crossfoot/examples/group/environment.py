"""Monthly facts of water, waste, air and own solar power, by site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.examples.group.chance import amount, around
from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import Site


@dataclass(frozen=True)
class Meter:
    """One metered amount: where its size comes from, and how it is written down."""

    metric: str
    column: str
    unit: str
    places: int
    dimensions: str = ""
    factor: float = 1.0


METERS = (
    Meter("water.use", "water_m3", "m^3", 0),
    Meter("water.withdrawal", "water_m3", "m^3", 0),
    Meter("water.withdrawal", "water_m3", "m^3", 0, "water_source=third_party"),
    Meter("water.recycled", "water_m3", "m^3", 0, factor=0.21),
    Meter("water.discharge", "water_m3", "m^3", 0, "wastewater_type=industrial", 0.48),
    Meter("water.discharge", "water_m3", "m^3", 0, "wastewater_type=domestic", 0.22),
    Meter("waste.hazardous.generated", "hazardous_t", "t", 2),
    Meter("waste.nonhazardous.generated", "nonhazardous_t", "t", 1),
    Meter("air.voc", "voc_t", "t", 3),
    Meter("energy.renewable.self_consumed", "solar_mwh", "kWh", 0, factor=1000),
    Meter("energy.renewable.self_consumed", "solar_mwh", "kWh", 0, "technology=photovoltaic", 1000),
)

#: sun by month
_SUN = (0.62, 0.74, 0.95, 1.12, 1.24, 1.22, 1.30, 1.24, 1.05, 0.93, 0.70, 0.59)


def environment_rows(site: Site, year: int) -> Iterator[FactRow]:
    """A site's environmental facts of one year, month by month."""
    for month in range(1, 13):
        period = f"{year}-{month:02d}"
        readings: dict[tuple[str, str], Decimal] = {}
        for meter in METERS:
            value = _reading(site, meter, year, month)
            readings[meter.metric, meter.dimensions] = value
            yield FactRow(meter.metric, site.id, period, value, meter.unit, meter.dimensions)
        yield FactRow("energy.electricity.own_nonrenewable", site.id, period, 0, "kWh")
        yield from _waste_operations(site, period, readings)


def _reading(site: Site, meter: Meter, year: int, month: int) -> Decimal:
    """Meters of one column share their chance: the recycled water follows the water used."""
    typical = site.typical[meter.column] * meter.factor
    if meter.column == "solar_mwh":
        typical *= _SUN[month - 1]
    else:
        typical *= site.growth(year)
    return amount(around(typical, 0.06, site.id, meter.column, year, month), meter.places)


#: what becomes of hazardous waste; the rest is burnt
_HAZARDOUS = {"other_recovery": 0.34, "landfill": 0.12}

_DIVERTED = ("recycling", "other_recovery")


def _waste_operations(
    site: Site, period: str, readings: dict[tuple[str, str], Decimal]
) -> Iterator[FactRow]:
    """What became of the waste of a month: by operation, by class, and both at once."""
    hazardous = readings["waste.hazardous.generated", ""]
    other = readings["waste.nonhazardous.generated", ""]
    recycled = amount(float(other) * 0.91, 1)
    treated = {name: amount(float(hazardous) * share, 2) for name, share in _HAZARDOUS.items()}
    treated["incineration"] = hazardous - sum(treated.values())
    operations = {
        "recycling": ("nonhazardous", recycled),
        "incineration_with_energy_recovery": ("nonhazardous", other - recycled),
        **{name: ("hazardous", value) for name, value in treated.items()},
    }
    totals = {"waste.diverted": Decimal(0), "waste.disposed": Decimal(0)}
    for treatment, (waste_class, value) in operations.items():
        metric = "waste.diverted" if treatment in _DIVERTED else "waste.disposed"
        totals[metric] += value
        for dimensions in (
            f"treatment={treatment}",
            f"waste_class={waste_class};treatment={treatment}",
        ):
            yield FactRow(metric, site.id, period, value, "t", dimensions)
    for metric, value in totals.items():
        yield FactRow(metric, site.id, period, value, "t")
    yield FactRow("waste.hazardous.disposed", site.id, period, hazardous, "t")
    yield FactRow("waste.recycled", site.id, period, recycled, "t")
