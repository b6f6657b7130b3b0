"""China: coefficients that turn energy into standard coal (GB/T 2589).

kgce per kilogram, cubic metre, kilowatt-hour, megajoule. Standard coal is a dimension of its own:
these coefficients are the only way there. Where the standard prints a range (coal slime, coke oven
gas) there is no single coefficient to ship; the range is kept, so that a look-up can say so.
The cubic metre of natural gas stands at no stated conditions; at 9,310 kcal it is that of the
guidelines for emissions, 38,931 kJ per Nm3, so a row in Nm3 is served too, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.factors.activities import fuels_named
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import (
    CALORIFIC_VALUE,
    STANDARD_COAL,
    Component,
    Factor,
    GasValue,
)

_SOURCE = "GB/T 2589, table of coefficients"
#: names in the table that are no fuel -> activities
_CARRIERS = {
    "electricity (equivalent value), per kWh": ("electricity.grid",),
    "heat (equivalent value), per MJ": ("heat.purchased", "cooling.purchased"),
    "steam (low pressure)": ("steam.purchased",),
    "fresh water (per tonne)": ("water.fresh",),
    "compressed air": ("compressed_air",),
}
_NOTES = {
    "natural_gas": "natural gas of oil fields; gas fields 1.2143, the 2020 edition prints a range",
    "cng": "natural gas of oil fields; gas fields 1.2143, the 2020 edition prints a range",
    "coal": "kind of coal not stated, taken as raw coal",
}


def factors(name: str, licence: str) -> Sequence[Factor]:
    """One coefficient per fuel or carrier."""
    return list(_factors(name, licence))


def ranges() -> dict[str, str]:
    """What the standard gives only as a range: activity -> range with unit."""
    return {
        f"fuel.{fuel}": f"{row['coefficient']} {row['unit']}"
        for row in shipped_table("gbt2589.csv")
        if "-" in row["coefficient"]
        for fuel in fuels_named("gbt2589", row["energy"])
    }


def _factors(name: str, licence: str) -> Iterator[Factor]:
    for row in shipped_table("gbt2589.csv"):
        if "-" in row["coefficient"]:
            continue
        energy = row["energy"]
        fuels = [f"fuel.{fuel}" for fuel in fuels_named("gbt2589", energy)]
        for activity in (*fuels, *_CARRIERS.get(energy, ())):
            for unit, remark in _units(activity, row["unit"].partition("/")[2]):
                notes = (_NOTES.get(activity.removeprefix("fuel."), ""), remark)
                yield Factor(
                    id="/".join((name, activity, *((unit,) if remark else ()))),
                    set=name,
                    activity=activity,
                    region="CN",
                    unit_of_activity=unit,
                    values=(GasValue(STANDARD_COAL, Decimal(row["coefficient"]), f"kgce/{unit}"),),
                    source=f"{_SOURCE}: {row['energy_zh']}",
                    licence=licence,
                    components=_calorific(activity, row, unit),
                    note="; ".join(filter(None, notes)),
                )


def _units(activity: str, printed: str) -> Iterator[tuple[str, str]]:
    """The printed unit, and for gas fuels the one that states conditions, with what it assumes."""
    yield printed, ""
    if printed == "m3" and activity.startswith("fuel."):
        yield "Nm3", "the standard says only m3; taken as cubic metres at 0 °C, as the row is"


def _calorific(activity: str, row: dict[str, str], unit: str) -> tuple[Component, ...]:
    """The heat that the coefficient stands for; water and air carry none."""
    is_heat = activity.startswith("fuel.") or activity == "steam.purchased"
    if not is_heat or not row["kcal_per_unit"]:
        return ()
    value = Decimal(row["kcal_per_unit"])
    return (Component(CALORIFIC_VALUE, value, f"kcal/{unit}", f"{_SOURCE}: {row['energy_zh']}"),)
