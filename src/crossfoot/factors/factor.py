"""A factor: how much of each gas one unit of an activity emits, and where that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

#: "gas" of a coefficient that gives standard coal; its values are in kgce per unit
STANDARD_COAL = "tce"

#: names of the parameters that several publishers state
CALORIFIC_VALUE = Text("net calorific value", "低位发热量")
GROSS_CALORIFIC_VALUE = Text("gross calorific value", "高位发热量")
CARBON_CONTENT = Text("carbon content per unit of energy", "单位热值含碳量")
OXIDATION_RATE = Text("oxidation rate", "碳氧化率")
CARBON_TO_CO2 = Text("mass of CO2 per mass of carbon", "二氧化碳与碳的质量比")
DENSITY = Text("density", "密度")


@dataclass(frozen=True, slots=True)
class GasValue:
    """How much of one gas.

    Attributes:
        gas: id as in `crossfoot.quantities.gases`, "CO2e" where the publisher gives only the sum,
            or "tce" for standard coal.
        value: the number, in `unit`.
        unit: mass per unit of activity, as "kg/kWh", "t/1e4 Nm3", "kg/(t*km)", "kgce/kWh".
    """

    gas: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Component:
    """A parameter that the factor is made of, so that a reader can compute it again.

    Attributes:
        name: what it is.
        value: the number, in `unit`.
        unit: its unit; empty for a pure number.
        source: where it is from.
    """

    name: Text
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of one set, for one activity, region and time.

    Attributes:
        id: unique and stable, beginning with the set ("china-ets/electricity.grid/CN/2022").
        set: name of the set it belongs to.
        activity: the dotted name that activity rows use.
        region: where it holds (CN, CN-AH, US-CAMX); empty where it holds anywhere.
        unit_of_activity: the denominator of the values ("kWh").
        values: one entry per gas.
        valid_from: first day it is for; None where its publisher states no time.
        valid_to: last day it is for; None where it is open.
        published: day it came out; None where that is not known, it then counts as known always.
        scope: "1", "2", "3", or empty for a coefficient.
        category: source category (scope 1), energy carrier (scope 2), category 1 to 15 (scope 3).
        source: document, edition, table or page.
        licence: under which it is given on.
        components: the parameters it is made of.
        note: what a careful reader should know (an unconfirmed value, an assumption).
        instrument: contract it stands for in market-based accounting ("residual", "ppa"); empty
            for location-based and all else.
        title: the publisher's name of the activity, where the activity's own name says less.
        edition: edition of the source.
        review: day by which somebody is to look at it again; None where none is set.
        supersedes: id of the factor that it takes the place of from its publication on.
    """

    id: str
    set: str
    activity: str
    region: str
    unit_of_activity: str
    values: tuple[GasValue, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    published: date | None = None
    scope: str = ""
    category: str = ""
    source: str = ""
    licence: str = ""
    components: tuple[Component, ...] = ()
    note: str = ""
    instrument: str = ""
    title: Text | None = None
    edition: str = ""
    review: date | None = None
    supersedes: str = ""

    @property
    def gases(self) -> tuple[str, ...]:
        """Ids of the gases it gives."""
        return tuple(entry.gas for entry in self.values)

    @property
    def is_coefficient(self) -> bool:
        """Whether it gives standard coal and not gases."""
        return self.gases == (STANDARD_COAL,)

    def component(self, name: Text) -> Component | None:
        """The parameter of that name, where the factor states it."""
        return next((part for part in self.components if part.name == name), None)

    def per(self, gas: str, unit: str) -> Decimal:
        """Kilograms of a gas (kgce for standard coal) per one `unit` of the activity.

        Raises:
            CrossfootError: the factor does not give that gas, or the unit does not convert.
        """
        from crossfoot.quantities.units import conversion_factor

        for entry in self.values:
            if entry.gas == gas:
                numerator, denominator = split_ratio(entry.unit)
                scale = CONTEXT.multiply(
                    mass_scale(gas, numerator), conversion_factor(unit, denominator)
                )
                return CONTEXT.multiply(entry.value, scale)
        raise CrossfootError(
            Problem(
                f"factor {self.id} gives no {gas}",
                remedy=f"it gives {', '.join(self.gases)}",
            )
        )

    def all_per(self, unit: str) -> Mapping[str, Decimal]:
        """Kilograms of every gas per one `unit` of the activity."""
        return MappingProxyType({entry.gas: self.per(entry.gas, unit) for entry in self.values})

    def is_valid_on(self, day: date) -> bool:
        """Whether the day lies in its validity; a factor without stated time is always valid."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def is_known_on(self, day: date | None) -> bool:
        """Whether it was published by that day; None asks for all that is published."""
        return day is None or self.published is None or self.published <= day


def split_ratio(unit: str) -> tuple[str, str]:
    """The two sides of a unit such as "kg/(t*km)".

    >>> split_ratio("kg/(t*km)"), split_ratio("t/1e4 Nm3")
    (('kg', 't*km'), ('t', '1e4 Nm3'))

    Raises:
        ValueError: there is no "/" with something on both sides.
    """
    numerator, slash, denominator = (part.strip() for part in unit.partition("/"))
    if denominator.startswith("(") and denominator.endswith(")"):
        denominator = denominator[1:-1].strip()
    if not slash or not numerator or not denominator:
        message = f"{unit!r} does not say mass per unit of activity, as kg/L or t/MWh do"
        raise ValueError(message)
    return numerator, denominator


def mass_scale(gas: str, numerator: str) -> Decimal:
    """Kilograms (kgce for standard coal) in one of a numerator such as "t" or "t CO2e".

    Raises:
        CrossfootError: the numerator is no mass, or the mass of something else than the gas.
    """
    from crossfoot.quantities.units import conversion_factor, same_dimension

    wanted = ("kgce",) if gas == STANDARD_COAL else ("kg", f"kg {gas.removesuffix('-biogenic')}")
    for unit in wanted:
        if same_dimension(numerator, unit):
            return conversion_factor(numerator, unit)
    raise CrossfootError(
        Problem(
            f"{numerator!r} is not a mass of {gas}",
            remedy="write the factor as mass per unit of activity: kg/L, t/MWh, g/km",
        )
    )
