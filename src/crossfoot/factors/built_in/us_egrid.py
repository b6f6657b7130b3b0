"""US: total output rates of electricity by eGRID subregion (US-CAMX), and of the whole country.

An edition is named after the year of its data and holds for that year; the years between are
carried forward from the last edition that was out, and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import Factor, GasValue

_ACTIVITY = "electricity.grid"


def factors(name: str, licence: str) -> Sequence[Factor]:
    """One factor per subregion and edition."""
    return list(_factors(name, licence))


def _factors(name: str, licence: str) -> Iterator[Factor]:
    published = {row["edition"]: row["published"] for row in shipped_table("us_egrid_editions.csv")}
    for row in shipped_table("us_egrid.csv"):
        year = int(row["edition"])
        region = row["subregion"] if row["subregion"] == "US" else f"US-{row['subregion']}"
        yield Factor(
            id=f"{name}/{_ACTIVITY}/{region}/{year}",
            set=name,
            activity=_ACTIVITY,
            region=region,
            unit_of_activity="MWh",
            values=(
                GasValue("CO2", Decimal(row["kgCO2_per_MWh"]), "kg/MWh"),
                GasValue("CH4", Decimal(row["gCH4_per_MWh"]), "g/MWh"),
                GasValue("N2O", Decimal(row["gN2O_per_MWh"]), "g/MWh"),
            ),
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            published=date.fromisoformat(published[row["edition"]]),
            scope="2",
            category="electricity",
            source=f"US EPA eGRID{year}, subregion total output emission rates",
            licence=licence,
        )
