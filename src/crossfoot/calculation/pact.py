"""Product footprints as PACT's data model has them, version 3: what customers ask for.

Source: PACT Technical Specifications, version 3.0 (WBCSD). Numbers are text, as there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from crossfoot.calculation.footprint import Footprint
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.rounding import CONTEXT

SPECIFICATION = "3.0.0"
#: units of the specification, by those of a product
UNITS: Mapping[str, str] = {
    "L": "liter",
    "kg": "kilogram",
    "m^3": "cubic meter",
    "m3": "cubic meter",
    "kWh": "kilowatt hour",
    "MJ": "megajoule",
    "t*km": "ton kilometer",
    "m^2": "square meter",
    "m2": "square meter",
    "piece": "piece",
    "h": "hour",
}


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who declares the footprint, and what is the same for all products.

    Attributes:
        company: name of the company.
        company_ids: URNs of the company.
        country: ISO code of the country of production; empty for none.
        allocation: how the site's emissions were shared out, in words.
        processes: what lies inside the boundary, in words.
        exempted: percent of emissions that was left out.
    """

    company: str
    company_ids: tuple[str, ...]
    country: str = ""
    allocation: str = ""
    processes: str = ""
    exempted: Decimal = Decimal(0)


def to_pact(
    footprint: Footprint, declarant: Declarant, name: str, created: datetime
) -> dict[str, Any]:
    """The footprint as PACT v3 JSON.

    Args:
        footprint: what was calculated.
        declarant: who declares it.
        name: trade name of the product.
        created: when it was made; with time zone.

    Raises:
        CrossfootError: the specification does not know the unit of the product.
    """
    product = footprint.product
    if product.unit not in UNITS:
        what = f"PACT has no unit {product.unit!r}"
        raise CrossfootError(Problem(what, remedy=f"declare per {', '.join(UNITS)}"))
    urn = f"urn:crossfoot:product:{product.id}"
    unique = f"{declarant.company_ids[0]}/{urn}/{footprint.period}/{created.isoformat()}"
    return {
        "id": str(uuid5(NAMESPACE_URL, unique)),
        "specVersion": SPECIFICATION,
        "created": _time(created),
        "status": "Active",
        "companyName": declarant.company,
        "companyIds": list(declarant.company_ids),
        "productDescription": name,
        "productIds": [urn],
        "productNameCompany": name,
        "pcf": _pcf(footprint, declarant),
    }


def _pcf(footprint: Footprint, declarant: Declarant) -> dict[str, Any]:
    product, period = footprint.product, footprint.period
    figures = {
        "declaredUnitAmount": Decimal(1),
        "productMassPerDeclaredUnit": Decimal(1) if product.unit == "kg" else product.mass,
        "pcfExcludingBiogenicUptake": footprint.total,
        "pcfIncludingBiogenicUptake": footprint.total_with_uptake,
        "fossilCarbonContent": Decimal(0),
        "fossilGhgEmissions": footprint.fossil,
        "biogenicCO2Uptake": footprint.uptake,
        "biogenicNonCO2Emissions": footprint.biogenic,
        "exemptedEmissionsPercent": declarant.exempted,
        "primaryDataShare": footprint.primary_share,
    }
    secondary = (each for each in footprint.materials if not each.primary)
    sources = sorted({each.source for each in secondary if each.source})
    words: dict[str, Any] = {
        "declaredUnitOfMeasurement": UNITS[product.unit],
        "referencePeriodStart": _time(_start(period.start)),
        "referencePeriodEnd": _time(_start(period.end).replace(hour=23, minute=59, second=59)),
        "geographyCountry": declarant.country,
        "boundaryProcessesDescription": declarant.processes,
        "allocationRulesDescription": declarant.allocation,
        "ipccCharacterizationFactors": [footprint.gwp],
        "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
        "secondaryEmissionFactorSources": [{"name": each, "version": "-"} for each in sources],
    }
    stated = {key: value for key, value in words.items() if value}
    return stated | {key: _number(value) for key, value in figures.items()}


def _number(value: Decimal) -> str:
    """A number as text, without exponent."""
    return f"{CONTEXT.plus(value).normalize():f}" if value else "0"


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
