"""Saved electricity and avoided emissions, against the factor that scope 2 implies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure

_SAVED = re.compile(r"reduc\w+|sav\w+|drop\w*|avoid\w*|减少|节约|节省|减排", re.IGNORECASE)
_CARBON = re.compile(r"CO ?₂|CO2|carbon|碳", re.IGNORECASE)
_ENERGY_UNITS = {"kwh": Decimal(1), "mwh": Decimal(1000), "度": Decimal(1), "千瓦时": Decimal(1)}
_MASS_UNITS = {
    **dict.fromkeys(("kg", "千克", "公斤"), Decimal(1)),
    **dict.fromkeys(("t", "ton", "tons", "tonne", "tonnes", "吨"), Decimal(1000)),
}
#: kg CO2 per kWh that any grid or plant may have
_LOWEST, _HIGHEST = Decimal("0.3"), Decimal("1.2")
#: how far two factors of one report may lie apart
_FACTOR = Decimal("1.5")
_MOST = 12
_ELECTRICITY = ("energy.electricity.purchased", "energy.electricity.total", "energy.indirect")


def avoided_by_another_factor(context: ReportContext) -> Iterator[ReportFinding]:
    """Savings that are credited with another factor than the company's own electricity."""
    own = _own_factor(context)
    if own is None:
        return
    factor, scope2, used = own
    for line, text in context.prose():
        if not (_SAVED.search(text) and _CARBON.search(text)):
            continue
        found = _credited(numbers_in(text))
        if found is None:
            continue
        credited, mass, energy = found
        if credited <= factor * _FACTOR:
            continue
        yield ReportFinding(
            Kind.CONTRADICTION_IN_TEXT,
            Severity.NOTE,
            "ghg.reductions",
            Text(
                f"Saved electricity is credited with {computed(credited)} kg/kWh, while the "
                f"reported scope 2 implies {computed(factor)} kg/kWh.",
                f"节约的电力按{computed(credited)} kg/kWh计算减排，而范围二对应"
                f"{computed(factor)} kg/kWh。",
            ),
            (mass.printed, *(each.printed for each in energy), scope2.printed, used.printed),
            (line, scope2.line, used.line),
            f"{number(mass.value)} / {number(_amount(energy))} -> {computed(credited)}; "
            f"{number(scope2.value)} / {number(used.value)} -> {computed(factor)}",
        )


def _own_factor(context: ReportContext) -> tuple[Decimal, Figure, Figure] | None:
    """Kg CO2 per kWh behind scope 2 of the year, with its figures."""
    from crossfoot.quantities.units import convert

    year = context.report.year
    of_year = [f for f in context.figures if f.year == year and not f.dimensions and f.table]
    scope2 = next((f for f in of_year if f.metric == "ghg.scope2.location"), None)
    for metric in _ELECTRICITY:
        used = next((f for f in of_year if f.metric == metric), None)
        if scope2 is not None and used is not None and used.value:
            return scope2.value * 1000 / convert(used.value, used.unit, "kWh"), scope2, used
    return None


def _credited(numbers: list[Number]) -> tuple[Decimal, Number, tuple[Number, ...]] | None:
    """Kg per kWh of a saving: of an amount saved, or of the difference of two amounts used."""
    masses = [n for n in numbers if n.unit.casefold().rstrip(".") in _MASS_UNITS][:_MOST]
    energies = [n for n in numbers if n.unit.casefold() in _ENERGY_UNITS][:_MOST]
    saved: list[tuple[Number, ...]] = [(e,) for e in energies]
    # where two amounts are named, what was saved is more likely their difference
    pairs = [(a, b) for a, b in permutations(energies, 2) if a.value > b.value] + saved
    for mass in masses:
        kilograms = mass.value * _MASS_UNITS[mass.unit.casefold().rstrip(".")]
        for energy in pairs:
            amount = _amount(energy)
            if amount and _LOWEST <= kilograms / amount <= _HIGHEST:
                return kilograms / amount, mass, energy
    return None


def _amount(energy: tuple[Number, ...]) -> Decimal:
    values = [each.value * _ENERGY_UNITS[each.unit.casefold()] for each in energy]
    return values[0] - sum(values[1:], Decimal(0))
