"""China: electricity, in two of the three families (the third is `china_footprint`).

`china-ets` is the factor set for corporate reporting in the emission trading system;
`china-national`, `-regional` and `-provincial` are the averages that the ministry and the bureau
of statistics publish. The average without the non-fossil power that is traded on the market is
what is left for a buyer without a contract: the residual mix of market-based accounting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import Factor, GasValue

_ACTIVITY = "electricity.grid"

#: set -> kinds of rows in the table, each with the instrument that it stands for
_KINDS: dict[str, dict[str, str]] = {
    "china-ets": {"ets": ""},
    "china-national": {"national": "", "residual": "residual", "fossil": "fossil"},
    "china-regional": {"regional": ""},
    "china-provincial": {"provincial": ""},
}

_CONFIRMED_TO = {
    "day": "",
    "month": "day of publication not confirmed, the month is",
}


def factors(name: str, licence: str) -> Sequence[Factor]:
    """The factors of one of the four sets."""
    kinds = _KINDS[name]
    return [
        _factor(name, licence, row, kinds[row["kind"]])
        for row in shipped_table("china_electricity.csv")
        if row["kind"] in kinds
    ]


def _factor(name: str, licence: str, row: dict[str, str], instrument: str) -> Factor:
    year = int(row["year"])
    parts = (name, _ACTIVITY, row["region"], row["year"], instrument)
    return Factor(
        id="/".join(part for part in parts if part),
        set=name,
        activity=_ACTIVITY,
        region=row["region"],
        unit_of_activity="kWh",
        values=(GasValue("CO2", Decimal(row["kgCO2_per_kWh"]), "kg/kWh"),),
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
        published=date.fromisoformat(row["published"]),
        scope="2",
        category="electricity",
        source=row["document"],
        licence=licence,
        note=_CONFIRMED_TO[row["published_confirmed_to"]],
        instrument=instrument,
    )
