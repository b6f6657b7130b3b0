"""China: life-cycle footprint factors of electricity. Never for scope 2.

They include what lies upstream of the power station, so they serve the electricity in bought
goods (`s3.01`) and in the use of sold products (`s3.11`), and, for transmission, `s3.03`. No
activity of scope 2 finds them, whatever sets a library holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import Factor, GasValue

_TRANSMISSION = {
    "T&D_incl_losses": ("s3.03.electricity.transmission",),
    "T&D_excl_losses": ("s3.03.electricity.transmission_without_losses",),
}


def factors(name: str, licence: str) -> Sequence[Factor]:
    """One factor per use, kind of generation and year."""
    return list(_factors(name, licence))


def _factors(name: str, licence: str) -> Iterator[Factor]:
    for row in shipped_table("china_footprint.csv"):
        kind = row["type"]
        uses = _TRANSMISSION.get(kind) or (
            f"s3.01.electricity.footprint.{kind}",
            f"s3.11.electricity.footprint.{kind}",
        )
        year = int(row["year"])
        for activity in uses:
            yield Factor(
                id=f"{name}/{activity}/{year}",
                set=name,
                activity=activity,
                region="CN",
                unit_of_activity="kWh",
                values=(GasValue("CO2e", Decimal(row["kgCO2e_per_kWh"]), "kg/kWh"),),
                valid_from=date(year, 1, 1),
                valid_to=date(year, 12, 31),
                published=date.fromisoformat(row["published"]),
                scope="3",
                category=str(int(activity[3:5])),
                source=row["document"],
                licence=licence,
                note="life cycle, never for scope 2"
                + (
                    ""
                    if row["published_confirmed_to"] == "day"
                    else "; day of publication not confirmed"
                ),
            )
