"""IPCC 2006 Guidelines: default factors of fuels, anywhere in the world.

Stationary combustion takes CH4 and N2O of the commercial and institutional table; road transport
takes its own. Per tonne and per TJ net; per litre or cubic metre where the fuel has a density.
The IPCC gives none: densities are those of the EFRAG VSME template, which states one set for all
fuels (the GHG Protocol's tool prints 0.9133 kg/L for diesel, more than any diesel standard allows).
The CO2 of biomass is biogenic; that of peat is not, which the IPCC counts with the fossil fuels
(volume 2, section 1.4.1.1). CH4 counts as non-fossil methane: the CO2 factor already holds all
carbon of the fuel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.factors.activities import fuels_named
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import CALORIFIC_VALUE, DENSITY, Component, Factor, GasValue
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

_STATIONARY = "IPCC 2006 Guidelines, volume 2, tables 1.2, 2.4"
_MOBILE = "IPCC 2006 Guidelines, volume 2, tables 1.2, 3.2.1, 3.2.2, 3.6.5"
_DENSITIES = "EFRAG VSME digital template, fuel conversion parameters"
#: listed with biomass by the GHG Protocol's tool, fossil by the IPCC
_NOT_BIOGENIC = ("Peat",)
#: burned as natural gas, but a volume of it is not one of natural gas
_LIQUEFIED = ("lng",)
_PER_ENERGY = Text("{gas} per unit of energy", "单位热值{gas}排放量")

Gases = tuple[tuple[str, Decimal], ...]


def factors(name: str, licence: str) -> Sequence[Factor]:
    """Stationary combustion of every fuel, and mobile combustion where the IPCC has a table."""
    return list(_factors(name, licence))


def _factors(name: str, licence: str) -> Iterator[Factor]:
    mobile = {row["fuel"]: row for row in shipped_table("ipcc2006_mobile.csv")}
    for row in shipped_table("ipcc2006_fuels.csv"):
        for fuel in fuels_named("ipcc2006", row["fuel"]):
            yield from _uses(name, licence, fuel, "stationary", row, _gases(row, row), "")
            if fuel in mobile:
                gases = _gases(row, mobile[fuel])
                yield from _uses(name, licence, fuel, "mobile", row, gases, mobile[fuel]["note"])


def _gases(fuel: dict[str, str], use: dict[str, str]) -> Gases:
    biogenic = fuel["group"] == "Biomass" and fuel["fuel"] not in _NOT_BIOGENIC
    carbon = "CO2-biogenic" if biogenic else "CO2"
    return (
        (carbon, Decimal(fuel["kgCO2_per_TJ"])),
        ("CH4", Decimal(use["kgCH4_per_TJ"])),
        ("N2O", Decimal(use["kgN2O_per_TJ"])),
    )


def _uses(
    name: str,
    licence: str,
    fuel: str,
    use: str,
    row: dict[str, str],
    gases: Gases,
    note: str,
) -> Iterator[Factor]:
    """The factor per TJ, and per tonne, litre and cubic metre as far as the row goes."""
    source = f"{_STATIONARY if use == 'stationary' else _MOBILE}: {row['fuel']}"
    parts = [
        Component(
            Text(_PER_ENERGY.en.format(gas=gas), _PER_ENERGY.zh.format(gas=gas)),
            value,
            "kg/TJ",
            source,
        )
        for gas, value in gases
    ]
    for unit, energy, components in _bases(fuel, row, source):
        yield Factor(
            id=f"{name}/fuel.{fuel}.{use}/{unit}",
            set=name,
            activity=f"fuel.{fuel}.{use}",
            region="",
            unit_of_activity=unit,
            values=tuple(
                GasValue(gas, CONTEXT.multiply(value, energy), f"kg/{_grouped(unit)}")
                for gas, value in gases
            ),
            scope="1",
            category=use,
            source=source,
            licence=licence,
            components=(*components, *parts),
            note="; ".join(part for part in (note, _kind(fuel, row)) if part),
        )


def _bases(
    fuel: str, row: dict[str, str], source: str
) -> Iterator[tuple[str, Decimal, tuple[Component, ...]]]:
    """Units of activity, each with its TJ and the parameters that lead there."""
    yield "TJ*net_CV", Decimal(1), ()
    if not row["ncv_TJ_per_Gg"]:
        return
    per_tonne = CONTEXT.divide(Decimal(row["ncv_TJ_per_Gg"]), Decimal(1000))
    calorific = Component(CALORIFIC_VALUE, Decimal(row["ncv_TJ_per_Gg"]), "TJ/kt", source)
    yield "t", per_tonne, (calorific,)
    if fuel in _LIQUEFIED:
        return
    for column, unit in (("density_kg_per_L", "L"), ("density_kg_per_m3", "m^3")):
        if row[column]:
            density = Decimal(row[column])
            energy = CONTEXT.divide(CONTEXT.multiply(per_tonne, density), Decimal(1000))
            yield unit, energy, (calorific, Component(DENSITY, density, f"kg/{unit}", _DENSITIES))


def _kind(fuel: str, row: dict[str, str]) -> str:
    return "kind of coal not stated, taken as other bituminous coal" if fuel == "coal" else ""


def _grouped(unit: str) -> str:
    return f"({unit})" if "*" in unit else unit
