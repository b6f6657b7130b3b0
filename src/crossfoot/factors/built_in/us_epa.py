"""US: EPA emission factors hub of 15 September 2021.

Fuels per unit and per mmBtu on the higher heating value, as the EPA states energy; the CO2 of
biomass is biogenic. Vehicles by fuel have CO2 alone (CH4 and N2O go by distance and model year,
in tables that do not ship). Waste is CO2e alone. No validity is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crossfoot.factors.activities import fuels_named, slug
from crossfoot.factors.built_in.terms import translated
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import GROSS_CALORIFIC_VALUE, Component, Factor, GasValue
from crossfoot.languages import Text

_EDITION = "US EPA Emission Factors Hub, 15 September 2021"
_PUBLISHED = date(2021, 9, 15)
_HEATING_VALUE = "on the higher (gross) heating value"
_BIOGENIC = "Biomass Fuels"
_NOTES = {"Peat": "counted as biomass by the EPA; the IPCC counts its CO2 with the fossil fuels"}

#: rows of the two transport tables -> activities of scope 3 they serve
_TRANSPORT = {
    "travel": ("s3.06.travel", "s3.07.commuting"),
    "freight": ("s3.04.freight", "s3.09.freight"),
}
#: columns of the waste table -> last part of the name
_TREATMENTS = {
    "recycled": Text("recycled", "回收"),
    "landfilled": Text("landfilled", "填埋"),
    "combusted": Text("combusted", "焚烧"),
    "composted": Text("composted", "堆肥"),
    "anaerobic_dry": Text("digested, dry", "干式厌氧消化"),
    "anaerobic_wet": Text("digested, wet", "湿式厌氧消化"),
}


@dataclass(frozen=True, slots=True)
class _Hub:
    """What all factors of the hub share."""

    name: str
    licence: str

    def factor(
        self,
        activity: str,
        unit: str,
        values: Sequence[tuple[str, str, str]],
        scope: str,
        category: str,
        table: str,
        *,
        title: Text | None = None,
        note: str = "",
        components: tuple[Component, ...] = (),
    ) -> Factor:
        """A factor from (gas, value, unit of mass) triples."""
        denominator = f"({unit})" if "*" in unit else unit
        return Factor(
            id=f"{self.name}/{activity}/{unit}",
            set=self.name,
            activity=activity,
            region="US",
            unit_of_activity=unit,
            values=tuple(
                GasValue(gas, Decimal(value), f"{mass}/{denominator}")
                for gas, value, mass in values
            ),
            published=_PUBLISHED,
            scope=scope,
            category=category,
            source=f"{_EDITION}, {table}",
            licence=self.licence,
            components=components,
            note=note,
            title=title,
        )


def factors(name: str, licence: str) -> Sequence[Factor]:
    """Stationary and mobile fuels, steam and heat, travel, freight, waste."""
    hub = _Hub(name, licence)
    return [*_stationary(hub), *_mobile(hub), *_steam(hub), *_transport(hub), *_waste(hub)]


def _stationary(hub: _Hub) -> Iterator[Factor]:
    for row in shipped_table("us_epa_2021_stationary.csv"):
        carbon = "CO2-biogenic" if row["group"].startswith(_BIOGENIC) else "CO2"
        heat = Component(
            GROSS_CALORIFIC_VALUE,
            Decimal(row["hhv_mmBtu_per_unit"]),
            f"MMBtu/{row['unit']}",
            f"{_EDITION}, table 1",
        )
        for fuel in fuels_named("us_epa_2021", row["fuel"]):
            for unit, per in ((row["unit"], "unit"), ("MMBtu*gross_CV", "mmBtu")):
                yield hub.factor(
                    f"fuel.{fuel}.stationary",
                    unit,
                    (
                        (carbon, row[f"kgCO2_per_{per}"], "kg"),
                        ("CH4", row[f"gCH4_per_{per}"], "g"),
                        ("N2O", row[f"gN2O_per_{per}"], "g"),
                    ),
                    "1",
                    "stationary",
                    f"table 1: {row['fuel']}",
                    note="; ".join(
                        filter(
                            None,
                            (_HEATING_VALUE if per == "mmBtu" else "", _NOTES.get(row["fuel"], "")),
                        )
                    ),
                    components=(heat,),
                )


def _mobile(hub: _Hub) -> Iterator[Factor]:
    for row in shipped_table("us_epa_2021_mobile.csv"):
        biogenic = row["fuel"] in ("Biodiesel (100%)", "Ethanol (100%)")
        for fuel in fuels_named("us_epa_2021", row["fuel"]):
            yield hub.factor(
                f"fuel.{fuel}.mobile",
                row["unit"],
                (("CO2-biogenic" if biogenic else "CO2", row["kgCO2_per_unit"], "kg"),),
                "1",
                "mobile",
                f"table 2: {row['fuel']}",
                note="CO2 alone: CH4 and N2O go by distance and model year",
            )


def _steam(hub: _Hub) -> Iterator[Factor]:
    """Natural gas at 80 % efficiency: 53.06 kg per mmBtu / 0.80."""
    for carrier in ("steam", "heat"):
        yield hub.factor(
            f"{carrier}.purchased",
            "MMBtu",
            (("CO2", "66.33", "kg"), ("CH4", "1.250", "g"), ("N2O", "0.125", "g")),
            "2",
            carrier,
            "table 7: Steam and Heat",
            note="made from natural gas at 80 % thermal efficiency",
        )


def _transport(hub: _Hub) -> Iterator[Factor]:
    for row in shipped_table("us_epa_2021_transport.csv"):
        gases = (
            ("CO2", row["kgCO2_per_unit"], "kg"),
            ("CH4", row["gCH4_per_unit"], "g"),
            ("N2O", row["gN2O_per_unit"], "g"),
        )
        for prefix in _TRANSPORT[row["table"]]:
            yield hub.factor(
                f"{prefix}.{slug(row['vehicle'])}",
                row["unit"],
                gases,
                "3",
                str(int(prefix[3:5])),
                f"table {'10' if row['table'] == 'travel' else '8'}: {row['vehicle']}",
                title=translated(row["vehicle"]),
            )


def _waste(hub: _Hub) -> Iterator[Factor]:
    for row in shipped_table("us_epa_2021_waste.csv"):
        material = translated(row["material"])
        for column, treatment in _TREATMENTS.items():
            if not row[column]:
                continue
            yield hub.factor(
                f"s3.05.waste.{slug(row['material'])}.{column}",
                "short_ton",
                (("CO2e", row[column], "t"),),
                "3",
                "5",
                f"table 9: {row['material']}",
                title=Text(
                    f"waste: {material.en}, {treatment.en}",
                    f"废弃物：{material.zh}，{treatment.zh}" if material.zh else "",
                ),
            )
