"""China: fuels and purchased heat under the guidelines of the ministry for 24 industries.

CO2 of a fuel = net calorific value x carbon content x oxidation rate x 44/12. The guidelines count
CO2 alone. They give liquids by mass and no density, so litres stay without a factor here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.factors.activities import fuels_named
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import (
    CALORIFIC_VALUE,
    CARBON_CONTENT,
    CARBON_TO_CO2,
    OXIDATION_RATE,
    Component,
    Factor,
    GasValue,
)
from crossfoot.quantities.rounding import CONTEXT

_GUIDELINE = "企业温室气体排放核算方法与报告指南, 24 industries, table of fuel parameters"
_HEAT_SOURCE = "GB/T 32150-2025 7.5.6 and 7.5.7; the same in the guidelines of 24 industries"
#: fuels that drive vehicles; all others are burned in plant only
_ALSO_MOBILE = {"gasoline", "diesel", "lpg", "lng", "natural_gas", "cng", "kerosene", "fuel_oil"}


def factors(name: str, licence: str) -> Sequence[Factor]:
    """Fuels per mass or volume and per energy; heat and steam per GJ."""
    return [*_fuels(name, licence), *_heat(name, licence)]


def carbon_dioxide(*parameters: Decimal) -> Decimal:
    """Product of the parameters times 44/12, exact to 40 digits.

    >>> carbon_dioxide(Decimal("389.31"), Decimal("0.01532"), Decimal("0.99"))
    Decimal('21.650151996')
    """
    product = Decimal(44)
    for parameter in parameters:
        product = CONTEXT.multiply(product, parameter)
    return CONTEXT.divide(product, Decimal(12))


def _fuels(name: str, licence: str) -> Iterator[Factor]:
    for row in shipped_table("china_mee_fuels.csv"):
        unit = row["unit"]
        energy = Decimal(row["ncv_GJ_per_unit"])
        carbon = Decimal(row["carbon_tC_per_GJ"])
        oxidation = Decimal(row["oxidation_rate"])
        parts = (
            Component(CARBON_CONTENT, carbon, "t/GJ", _GUIDELINE),
            Component(OXIDATION_RATE, oxidation, "", _GUIDELINE),
            Component(CARBON_TO_CO2, carbon_dioxide(Decimal(1)), "", "44/12"),
        )
        calorific = Component(CALORIFIC_VALUE, energy, f"GJ/{_grouped(unit)}", _GUIDELINE)
        bases = (
            (unit, carbon_dioxide(energy, carbon, oxidation), (calorific, *parts)),
            ("GJ*net_CV", carbon_dioxide(carbon, oxidation), parts),
        )
        for fuel in fuels_named("china_mee", row["fuel"]):
            for use in ("stationary", "mobile"):
                if use == "mobile" and fuel not in _ALSO_MOBILE:
                    continue
                for denominator, value, components in bases:
                    yield Factor(
                        id=f"{name}/fuel.{fuel}.{use}/{denominator}",
                        set=name,
                        activity=f"fuel.{fuel}.{use}",
                        region="CN",
                        unit_of_activity=denominator,
                        values=(GasValue("CO2", value, f"t/{_grouped(denominator)}"),),
                        scope="1",
                        category=use,
                        source=f"{_GUIDELINE}: {row['fuel_zh']}",
                        licence=licence,
                        components=components,
                        note=_note(fuel, row["note"]),
                    )


def _heat(name: str, licence: str) -> Iterator[Factor]:
    for carrier in ("heat", "steam"):
        yield Factor(
            id=f"{name}/{carrier}.purchased/GJ",
            set=name,
            activity=f"{carrier}.purchased",
            region="CN",
            unit_of_activity="GJ",
            values=(GasValue("CO2", Decimal("0.11"), "t/GJ"),),
            scope="2",
            category=carrier,
            source=_HEAT_SOURCE,
            licence=licence,
            note="default where the supplier gives no factor",
        )


def _note(fuel: str, note: str) -> str:
    if fuel == "coal":
        return f"kind of coal not stated, taken as bituminous; {note}"
    return note


def _grouped(unit: str) -> str:
    return f"({unit})" if "*" in unit else unit
