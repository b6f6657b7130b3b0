"""Monthly activity rows: electricity, fuels, steam, refrigerants, welding gas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.examples.group.chance import amount, around
from crossfoot.examples.group.sites import YEARS, Site
from crossfoot.quantities.periods import Period

COLUMNS = ("site", "activity", "quantity", "unit", "start", "end", "instrument", "source", "note")

#: heating in winter and cooling in summer, by month
_SEASON = (1.06, 0.94, 0.97, 0.95, 0.99, 1.04, 1.11, 1.12, 1.03, 0.96, 0.97, 1.02)

#: share of the purchased electricity covered by green certificates, by year
_GREEN_SHARE = {2021: 0.0, 2022: 0.06, 2023: 0.12}


@dataclass(frozen=True)
class Source:
    """One kind of activity row: the profile's column, the name it has in files, its unit."""

    column: str
    activity: str
    unit: str
    places: int
    document: str
    months: tuple[int, ...] = tuple(range(1, 13))


SOURCES = (
    Source("gas_m3", "fuel.natural_gas.stationary", "Nm3", 0, "gas meter"),
    Source("steam_gj", "steam.purchased", "GJ", 1, "steam invoice"),
    Source("diesel_t", "fuel.diesel.mobile", "t", 3, "fuel cards"),
    Source("gasoline_t", "fuel.gasoline.mobile", "t", 3, "fuel cards"),
    Source("refrigerant_kg", "refrigerant.R-410A.leak", "kg", 1, "service record", (4, 10)),
    Source("welding_kg", "welding.co2", "kg", 0, "gas cylinders"),
)


@dataclass(frozen=True)
class ActivityRow:
    """One row of the activity file."""

    site: str
    activity: str
    quantity: Decimal
    unit: str
    period: Period
    instrument: str = ""
    source: str = ""
    note: str = ""

    def cells(self) -> list[str]:
        """The row in the order of `COLUMNS`."""
        return [
            self.site, self.activity, str(self.quantity), self.unit, str(self.period.start),
            str(self.period.end), self.instrument, self.source, self.note,
        ]  # fmt: skip


def activity_rows(site: Site, year: int) -> Iterator[ActivityRow]:
    """A site's rows of one year, month by month."""
    for month in range(1, 13):
        period = Period.month(year, month)
        yield from _electricity(site, year, month, period)
        for source in SOURCES:
            if not site.has(source.column) or month not in source.months:
                continue
            typical = site.typical[source.column] * site.growth(year)
            quantity = around(typical, 0.09, site.id, source.activity, year, month)
            yield ActivityRow(
                site.id,
                source.activity,
                amount(quantity, source.places),
                source.unit,
                period,
                source=f"{source.document} {year}-{month:02d}",
            )


def _electricity(site: Site, year: int, month: int, period: Period) -> Iterator[ActivityRow]:
    typical = site.typical["electricity_mwh"] * 1000 * site.growth(year) * _SEASON[month - 1]
    total = amount(around(typical, 0.03, site.id, "electricity", year, month), 0)
    is_green = site.id in ("hefei", "changzhou")
    green = amount(float(total) * _GREEN_SHARE[year], 0) if is_green else Decimal(0)
    bill = f"electricity bill {site.id.upper()[:3]}-{year}{month:02d}"
    yield ActivityRow(site.id, "electricity.grid", total - green, "kWh", period, source=bill)
    if green:
        yield ActivityRow(
            site.id, "electricity.grid", green, "kWh", period, "green_certificate", bill,
            "covered by cancelled green certificates",
        )  # fmt: skip


assert tuple(_GREEN_SHARE) == YEARS, "each year needs its share of green certificates"  # noqa: S101
