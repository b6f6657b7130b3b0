"""Gases that are released as such: one kilogram leaked is one kilogram emitted, in its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.factors.factor import CARBON_TO_CO2, Component, Factor, GasValue
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

_MASS_BALANCE = "mass balance: what leaves the container is emitted"
#: activity -> gas that is released
_RELEASED = {
    "welding.co2": "CO2",
    "dry_ice.sublimation": "CO2",
    "wastewater.methane": "CH4",
    "wastewater.nitrous_oxide": "N2O",
}
#: agents of fire suppression -> gas; inert gases (IG-100, IG-541) emit nothing that warms
_AGENTS = {
    "CO2": "CO2",
    "FM-200": "HFC-227ea",
    "FE-13": "HFC-23",
    "FE-25": "HFC-125",
    "FE-36": "HFC-236fa",
    "Halon-1211": "Halon-1211",
    "Halon-1301": "Halon-1301",
}
#: carbonate -> kg of CO2 per kg when it is calcined
_CARBONATES = {
    "calcite": "0.43971",
    "magnesite": "0.52197",
    "dolomite": "0.47732",
    "siderite": "0.37987",
    "soda_ash": "0.41492",
}
_CARBON_OF_ACETYLENE = Component(
    Text("mass of carbon in acetylene, C2H2", "乙炔含碳量"),
    CONTEXT.divide(Decimal(24), Decimal(26)),
    "",
    "24/26",
)


def factors(name: str, licence: str) -> Sequence[Factor]:
    """Leaks of every pure gas and blend, what is released on purpose, and what carbonates hold."""
    return [
        *_leaks(name, licence),
        *_releases(name, licence),
        *_agents(name, licence),
        *_acetylene(name, licence),
        *_carbonates(name, licence),
    ]


def refrigerant_name(written: str) -> str:
    """The one name of a refrigerant, blend or pure gas; as written where it is not known."""
    from crossfoot.errors import CrossfootError
    from crossfoot.quantities.blends import find_blend
    from crossfoot.quantities.gases import find_gas

    pure = find_gas(written)
    if pure is not None:
        return pure.id
    try:
        return find_blend(written).name
    except CrossfootError:
        return written


def _leaks(name: str, licence: str) -> Iterator[Factor]:
    from crossfoot.quantities.blends import all_blends, refrigerant_parts
    from crossfoot.quantities.gases import all_gases

    names = [blend.name for blend in all_blends()]
    names += [gas.id for gas in all_gases() if gas.id not in ("CO2e", "CO2-biogenic")]
    for refrigerant in names:
        parts = refrigerant_parts(refrigerant)
        yield _factor(
            name,
            licence,
            f"refrigerant.{refrigerant}.leak",
            tuple(GasValue(gas, share, "kg/kg") for gas, share in parts.items()),
            "fugitive",
            f"{_MASS_BALANCE}; parts of the blend" if len(parts) > 1 else _MASS_BALANCE,
        )


def _releases(name: str, licence: str) -> Iterator[Factor]:
    for activity, gas in _RELEASED.items():
        category = "process" if activity.startswith("welding") else "fugitive"
        values = (GasValue(gas, Decimal(1), "kg/kg"),)
        yield _factor(name, licence, activity, values, category, _MASS_BALANCE)


def _agents(name: str, licence: str) -> Iterator[Factor]:
    """Agents of fire suppression by the names on their cylinders."""
    for agent, gas in _AGENTS.items():
        values = (GasValue(gas, Decimal(1), "kg/kg"),)
        activity = f"fire_suppression.{agent}.release"
        yield _factor(name, licence, activity, values, "fugitive", _MASS_BALANCE)


def _carbonates(name: str, licence: str) -> Iterator[Factor]:
    """What a carbonate gives off when it is calcined."""
    for carbonate, share in _CARBONATES.items():
        values = (GasValue("CO2", Decimal(share), "kg/kg"),)
        activity = f"process.carbonate.{carbonate}"
        source = "IPCC 2006 Guidelines, volume 3, table 2.1"
        yield _factor(name, licence, activity, values, "process", source)


def _acetylene(name: str, licence: str) -> Iterator[Factor]:
    """C2H2 burns to two CO2: 24/26 carbon x 44/12."""
    share = CONTEXT.divide(Decimal(24 * 44), Decimal(26 * 12))
    ratio = Component(CARBON_TO_CO2, CONTEXT.divide(Decimal(44), Decimal(12)), "", "44/12")
    yield _factor(
        name,
        licence,
        "fuel.acetylene.stationary",
        (GasValue("CO2", share, "kg/kg"),),
        "stationary",
        "stoichiometry of complete combustion",
        (_CARBON_OF_ACETYLENE, ratio),
    )


def _factor(
    name: str,
    licence: str,
    activity: str,
    values: tuple[GasValue, ...],
    category: str,
    source: str,
    components: tuple[Component, ...] = (),
) -> Factor:
    return Factor(
        id=f"{name}/{activity}",
        set=name,
        activity=activity,
        region="",
        unit_of_activity="kg",
        values=values,
        scope="1",
        category=category,
        source=source,
        licence=licence,
        components=components,
    )
