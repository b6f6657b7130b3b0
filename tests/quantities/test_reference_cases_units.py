"""Cases of others that turn on units: distance by fuel economy, fuel energy, masses of waste."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.quantities.rounding import round_half_away
from crossfoot.quantities.units import convert, divide_units, multiply_units

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def identities(shared: Path) -> dict[str, dict[str, str]]:
    path = shared / "reference/cases/ghgp_epa_arithmetic_identities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["identity"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def template(shared: Path) -> dict[str, Any]:
    text = (shared / "reference/cases/efrag_vsme_template_cases.json").read_text("utf-8")
    return {case["id"]: case for case in json.loads(text)["cases"]}


def test_distance_by_fuel_economy(identities: dict[str, dict[str, str]]) -> None:
    """GHG Protocol cross-sector tool 2.0: 5,525 km at 19.3 km per litre are 286.27 litres."""
    unit = divide_units("km", "km/L")
    litres = convert(Decimal(5525) / Decimal("19.3"), unit, "litres")
    printed = Decimal(identities["distance/fuel economy"]["printed"])
    assert round_half_away(litres, 2) == printed


def test_distance_by_consumption_has_an_erratum(identities: dict[str, dict[str, str]]) -> None:
    """The same tool prints 0.518 L/km beside 286.27 L: ten times too much, as the units show."""
    case = identities["distance x fuel economy (L/km)"]
    unit = multiply_units("km", "L/km")
    as_printed = convert(Decimal(5525) * Decimal("0.518"), unit, "L")
    assert as_printed == Decimal(case["recomputed"])
    assert as_printed != Decimal(case["printed"])
    mended = convert(Decimal(5525) / Decimal("19.3"), unit, "L")
    assert round_half_away(mended, 2) == Decimal(case["printed"])


def test_energy_of_biodiesel(template: dict[str, Any]) -> None:
    """EFRAG VSME template: 1,000 L at 0.85 kg/L and 27 TJ/kt; it takes 277.778 MWh per TJ."""
    case = template["fuel_biodiesel"]
    library = FactorLibrary([load_set("ipcc2006")])
    per_litre = library.energy_content("fuel.biodiesel.stationary", "L").value
    assert per_litre is not None
    energy = per_litre * case["inputs"]["litres"]
    assert energy == Decimal("6.375")
    by_their_constant = Fraction(energy) / Fraction(1000 * 10, 36) * Fraction("277.778")
    assert float(by_their_constant) == pytest.approx(case["expected"], abs=case["tolerance"])


def test_sum_of_fuel_energies(template: dict[str, Any]) -> None:
    """EFRAG VSME template: renewable and non-renewable fuel energy, to the last digit."""
    case = template["fuel_total"]
    parts = [Decimal(str(value)) for value in case["inputs"].values()]
    total = sum((convert(part, "MWh", "GJ") for part in parts), Decimal(0))
    assert convert(total, "GJ", "MWh") == Decimal(str(case["expected"]))


def test_masses_of_waste(template: dict[str, Any]) -> None:
    """EFRAG VSME template: five streams in tonnes are 7,850,000 kg."""
    case = template["nonhaz_mass_1.3.0"]
    kilograms = sum(convert(Decimal(mass), "t", "kg") for mass in case["inputs"]["t"])
    assert kilograms == case["expected"]
