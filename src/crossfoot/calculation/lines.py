"""The lines of an inventory: one row of activity data with its factor and its gases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crossfoot.factors.factor import Factor


@dataclass(frozen=True, slots=True)
class FactorUse:
    """A factor as a line used it.

    Attributes:
        factor: the factor.
        rule: how it was chosen, in words.
        carried_forward: it is an older year's, because the year's own was not out.
    """

    factor: Factor
    rule: str
    carried_forward: bool

    def to_json(self) -> dict[str, Any]:
        """The factor as `crossfoot inventory --format json` prints it."""
        factor = self.factor
        value = factor.values[0] if len(factor.values) == 1 else None
        return {
            "id": factor.id,
            "value": None if value is None else float(value.value),
            "unit": "" if value is None else value.unit,
            "values": [
                {"gas": entry.gas, "value": float(entry.value), "unit": entry.unit}
                for entry in factor.values
            ],
            "source": factor.source,
            "region": factor.region,
            "valid_from": None if factor.valid_from is None else factor.valid_from.isoformat(),
            "carried_forward": self.carried_forward,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class UsedFactor:
    """A factor of an inventory and what it was used for.

    Attributes:
        activity: dotted name.
        year: calendar year of the rows.
        scope: 1, 2 or 3.
        category: source category, energy carrier, or number of the scope 3 category.
        method: location or market for scope 2, else empty.
        use: the factor, how it was chosen, and whether it was carried forward.
    """

    activity: str
    year: int
    scope: str
    category: str
    method: str
    use: FactorUse


@dataclass(frozen=True, slots=True)
class Emission:
    """What a line emits by one method.

    Attributes:
        factor: the factor used.
        milligrams: mass of each gas, as counted.
        co2e: milligrams of CO2e within the scopes, per warming-potential set.
    """

    factor: FactorUse
    milligrams: Mapping[str, int]
    co2e: Mapping[str, int]

    def kilograms(self) -> dict[str, Decimal]:
        """Mass of each gas in kg."""
        return {gas: kilograms(mass) for gas, mass in self.milligrams.items()}

    def to_json(self, gwp: str) -> dict[str, Any]:
        """The emission as `crossfoot inventory --format json` prints it."""
        return {
            "factor": self.factor.to_json(),
            "gases": {gas: float(mass) for gas, mass in self.kilograms().items()},
            "co2e_kg": float(kilograms(self.co2e[gwp])),
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A row of activity data, or the part of it in one calendar year under the same factors.

    Attributes:
        row: row of the file.
        site: id of the site.
        activity: dotted name.
        scope: 1, 2 or 3.
        category: source category, energy carrier, or number of the scope 3 category.
        quantity: what counts of the quantity, in `unit`, to a millionth.
        entered: the quantity of the whole row, as entered.
        unit: unit of the quantities.
        start: first day of the row.
        end: last day of the row.
        year: calendar year whose factor was used.
        share: share of the site that counts.
        gwp: set of warming potentials that `co2e_kg` is in.
        emission: by the location-based method for scope 2 unless the market-based was asked for,
            else by the only method; None where that method has no factor.
        market: by the market-based method, beside the location-based one.
        file: name of the activity file.
        sheet: sheet of a workbook, else empty.
    """

    row: int
    site: str
    activity: str
    scope: str
    category: str
    quantity: Decimal
    entered: str
    unit: str
    start: date
    end: date
    year: int
    share: Fraction
    gwp: str
    emission: Emission | None
    market: Emission | None = None
    file: str = ""
    sheet: str = ""

    @property
    def factor(self) -> Factor | None:
        """The factor used; None where the method asked for has none."""
        return None if self.emission is None else self.emission.factor.factor

    @property
    def carried_forward(self) -> bool:
        """Whether the factor is an older year's, because the year's own was not out."""
        return self.emission is not None and self.emission.factor.carried_forward

    @property
    def co2e_kg(self) -> Decimal:
        """Kilograms of CO2e within the scopes, by the set of warming potentials `gwp`."""
        return Decimal(0) if self.emission is None else kilograms(self.emission.co2e[self.gwp])

    def to_json(self, gwp: str) -> dict[str, Any]:
        """The line as `crossfoot inventory --format json` prints it."""
        line: dict[str, Any] = {
            "row": self.row,
            "site": self.site,
            "activity": self.activity,
            "scope": self.scope,
            "category": self.category,
            "quantity": float(self.quantity),
            "unit": self.unit,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "year": self.year,
        }
        line |= _NOTHING if self.emission is None else self.emission.to_json(gwp)
        if self.market is not None:
            line["market"] = self.market.to_json(gwp)
        return line


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A row that has no factor, or not by every method.

    Attributes:
        row: row of the file.
        reason: why, in words.
        site: id of the site.
        activity: dotted name; empty where the site is what is unknown.
        unit: unit of the row.
        file: name of the activity file.
        sheet: sheet of a workbook, else empty.
        methods: what it is missing from: location, market, both, or "" outside scope 2.
        start, end: first and last day of the row, or of its part that has no factor.
    """

    row: int
    reason: str
    site: str = ""
    activity: str = ""
    unit: str = ""
    file: str = ""
    sheet: str = ""
    methods: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Milligrams of one gas at one site in one month.

    Attributes:
        site: id of the site.
        month: "2023-04".
        scope: 1, 2 or 3.
        category: source category, energy carrier, or number of the scope 3 category.
        method: location or market for scope 2, else empty.
        gas: id of the gas.
        outside: whether the gas is reported outside the scopes.
        milligrams: its mass.
        co2e: milligrams of CO2e, per warming-potential set.
    """

    site: str
    month: str
    scope: str
    category: str
    method: str
    gas: str
    outside: bool
    milligrams: int
    co2e: Mapping[str, int] = field(default_factory=dict)


#: what JSON says of a line whose location-based factor is missing
_NOTHING: dict[str, Any] = {
    "factor": {
        "id": "", "value": None, "unit": "", "values": [], "source": "", "region": "",
        "valid_from": None, "carried_forward": False, "rule": "no factor",
    },
    "gases": {},
    "co2e_kg": 0.0,
}  # fmt: skip


def kilograms(milligrams: int) -> Decimal:
    """Exact kilograms of integer milligrams."""
    return Decimal(milligrams).scaleb(-6) if milligrams else Decimal(0)


def tonnes(milligrams: int) -> Decimal:
    """Exact tonnes of integer milligrams."""
    return Decimal(milligrams).scaleb(-9) if milligrams else Decimal(0)


def millionths(quantity: int) -> Decimal:
    """A quantity from integer millionths of its unit, without trailing zeros."""
    value = Decimal(quantity).scaleb(-6).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
