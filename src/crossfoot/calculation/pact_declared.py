"""What only the declarant knows of a product: carbon contents, ids, validity, verification.

Columns of the file of products, all optional; each is an attribute of PACT's data model, version 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.rounding import CONTEXT

APPROACHES = ("Cut-off", "Credit")
OPERATORS = ("PEF", "EPD International", "Other")
COVERAGES = ("PCF calculation model", "PCF program", "product level")
REGIONS = (
    "Africa", "Americas", "Asia", "Europe", "Oceania", "Australia and New Zealand", "Central Asia",
    "Eastern Asia", "Eastern Europe", "Latin America and the Caribbean", "Melanesia", "Micronesia",
    "Northern Africa", "Northern America", "Northern Europe", "Polynesia", "South-eastern Asia",
    "Southern Asia", "Southern Europe", "Sub-Saharan Africa", "Western Asia", "Western Europe",
)  # fmt: skip
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")

#: a document, or a part of one
_Json = dict[str, Any]


def with_declared(document: _Json, cells: Mapping[str, str], mass: Decimal) -> _Json:
    """A footprint with what a row of the file of products declares of it.

    Args:
        document: as `crossfoot.calculation.pact.to_pact` makes it.
        cells: the row.
        mass: kg of one unit, which no content of carbon can exceed; zero where it is not known.

    Raises:
        CrossfootError: with every cell that PACT does not allow.
    """
    problems: list[Problem] = []
    found: _Json = {**document, "pcf": {**document["pcf"]}}
    for column, write in _COLUMNS.items():
        text = cells.get(column, "").strip()
        if text:
            try:
                write(found, text)
            except ValueError as error:
                problems.append(Problem(f"{column} is {text!r}", why=str(error)))
    carbon = sum((Decimal(found["pcf"].get(name, "0")) for name in _CONTENTS), Decimal(0))
    if mass and carbon > mass:
        what = f"a unit of {mass} kg cannot hold {carbon} kg of carbon"
        problems.append(Problem(what, remedy="state kg of carbon per unit"))
    rules = found["pcf"].get("productOrSectorSpecificRules")
    if rules and rules[0]["operator"] == "Other" and "otherOperatorName" not in rules[0]:
        problems.append(Problem("the rules have no operator", remedy="write 'TfS: name of rules'"))
    if "ccuCreditCertification" in found["pcf"] and found["pcf"].get(_APPROACH) != "Credit":
        what = "a certification of credits goes with the approach Credit"
        problems.append(Problem(what, remedy="write Credit under ccu_approach, or leave it out"))
    if problems:
        raise CrossfootError.of(problems)
    return _with_totals(found)


def _with_totals(document: _Json) -> _Json:
    """Both totals with what is declared of land and capture, as the specification adds it up.

    The bill of materials knows neither. Fossil emissions of land management and those of aircraft
    are parts of the fossil emissions and not added to them.
    """
    pcf = document["pcf"]
    more = sum((Decimal(pcf[name]) for name in _BESIDE if name in pcf), Decimal(0))
    for name in ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake") if more else ():
        pcf[name] = _text_of(CONTEXT.add(Decimal(pcf[name]), more))
    parts = [name for name in _PARTS_OF_FOSSIL if name in pcf]
    fossil = Decimal(pcf["fossilGhgEmissions"])
    for name in parts:
        if Decimal(pcf[name]) > fossil:
            what = f"{name} of {pcf[name]} kg is more than all fossil emissions, {fossil} kg"
            raise CrossfootError(Problem(what, remedy="add what is missing to the materials"))
    return document


def _number(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        document["pcf"][name] = _text_of(_positive(text))

    return write


def _removal(name: str) -> Callable[[_Json, str], None]:
    """What leaves the air: zero or less."""

    def write(document: _Json, text: str) -> None:
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value > 0:
            message = "it is no number of zero or less"
            raise ValueError(message)
        document["pcf"][name] = _text_of(value)

    return write


def _text_of(value: Decimal) -> str:
    """A number as text, without exponent; there is no negative zero."""
    return f"{value.normalize(CONTEXT):f}" if value else "0"


def _positive(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        message = "it is no number of zero or more"
        raise ValueError(message)
    return value


def _urns(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        urns = list(dict.fromkeys(text.split()))
        if any(not urn.lower().startswith("urn:") for urn in urns):
            message = "it is no URN, such as urn:gtin:4712345060507"
            raise ValueError(message)
        document[name] = urns

    return write


def _day(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        document[name] = _moment(text)

    return write


def _moment(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = "it is no day, such as 2024-03-31"
        raise ValueError(message) from None
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        document[name] = text

    return write


def _place(document: _Json, text: str) -> None:
    """A country, a subdivision of one, or a region: one of the three."""
    pcf = document["pcf"]
    pcf.pop("geographyCountry", None)
    if text in REGIONS:
        pcf["geographyRegionOrSubregion"] = text
    elif _SUBDIVISION.fullmatch(text):
        pcf["geographyCountrySubdivision"] = text
    elif re.fullmatch("[A-Z]{2}", text):
        pcf["geographyCountry"] = text
    else:
        message = f"it is no country (CN), subdivision (CN-AH) or one of {', '.join(REGIONS)}"
        raise ValueError(message)


def _packaging(document: _Json, text: str) -> None:
    if text.lower() not in ("yes", "no", "是", "否"):
        message = "it is neither yes nor no"
        raise ValueError(message)
    document["pcf"]["packagingEmissionsIncluded"] = text.lower() in ("yes", "是")


def _rules(document: _Json, text: str) -> None:
    """`EPD International: PCR 2019:14`; an operator of another name is put under Other."""
    operator, colon, name = (part.strip() for part in text.partition(":"))
    if not colon or not operator or not name:
        message = "it is not of the form operator: name of the rules"
        raise ValueError(message)
    known = operator in OPERATORS
    rule: _Json = {"operator": operator if known else "Other", "ruleNames": [name]}
    if not known:
        rule["otherOperatorName"] = operator
    document["pcf"]["productOrSectorSpecificRules"] = [rule]


def _replaces(document: _Json, text: str) -> None:
    try:
        ids = [str(UUID(each)) for each in text.split()]
    except ValueError:
        message = "it is no id of an earlier footprint"
        raise ValueError(message) from None
    document["precedingPfIds"] = list(dict.fromkeys(ids))


def _quality(document: _Json, text: str) -> None:
    """Technological, geographical, temporal rating, 1 to 5."""
    ratings = [_positive(part) for part in text.split(";")]
    if len(ratings) != 3 or any(not 1 <= each <= 5 for each in ratings):
        message = "it is not three ratings of 1 to 5: technological;geographical;temporal"
        raise ValueError(message)
    names = ("technologicalDQR", "geographicalDQR", "temporalDQR")
    texts = (f"{CONTEXT.plus(each).normalize():f}" for each in ratings)
    document["pcf"]["dqi"] = dict(zip(names, texts, strict=True))


def _verification(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        if name == "coverage" and text not in COVERAGES:
            message = f"it is none of {', '.join(COVERAGES)}"
            raise ValueError(message)
        value = _moment(text) if name == "completedAt" else text
        document["pcf"].setdefault("verification", {})[name] = value

    return write


def _capture(document: _Json, text: str) -> None:
    _removal("ccsTechnologicalCO2Capture")(document, text)
    document["pcf"]["ccsTechnologicalCO2CaptureIncluded"] = True


def _of_pcf(name: str, allowed: tuple[str, ...] = ()) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        if allowed and text not in allowed:
            message = f"it is none of {', '.join(allowed)}"
            raise ValueError(message)
        document["pcf"][name] = text

    return write


def _certification(document: _Json, text: str) -> None:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        message = "it is no address, such as https://example.org/certificate"
        raise ValueError(message)
    document["pcf"]["ccuCreditCertification"] = text


_APPROACH = "ccuCalculationApproach"
#: added to both totals; PACT 3.0, pcfExcludingBiogenicUptake
_BESIDE = (
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "ccsTechnologicalCO2Capture",
    "technologicalCO2Removals",
)
_PARTS_OF_FOSSIL = ("landManagementFossilGhgEmissions", "aircraftGhgEmissions")
_CONTENTS = ("fossilCarbonContent", "biogenicCarbonContent")
_COLUMNS: Mapping[str, Callable[[_Json, str], None]] = {
    "fossil_carbon": _number("fossilCarbonContent"),
    "biogenic_carbon": _number("biogenicCarbonContent"),
    "recycled_carbon": _number("recycledCarbonContent"),
    "packaging": _packaging,
    "packaging_emissions": _number("packagingGhgEmissions"),
    "outbound_logistics": _number("outboundLogisticsGhgEmissions"),
    "land_use_change": _number("landUseChangeGhgEmissions"),
    "land_carbon_leakage": _number("landCarbonLeakage"),
    "land_management_fossil": _number("landManagementFossilGhgEmissions"),
    "land_management_biogenic": _number("landManagementBiogenicCO2Emissions"),
    "land_management_removals": _removal("landManagementBiogenicCO2Removals"),
    "land_area": _number("landAreaOccupation"),
    "aircraft": _number("aircraftGhgEmissions"),
    "capture": _capture,
    "capture_removals": _removal("technologicalCO2Removals"),
    "capture_origin": _of_pcf("technologicalCO2CaptureOrigin"),
    "ccu_carbon": _number("ccuCarbonContent"),
    "ccu_approach": _of_pcf(_APPROACH, APPROACHES),
    "ccu_certification": _certification,
    "place": _place,
    "rules": _rules,
    "data_quality": _quality,
    "verified_by": _verification("providerName"),
    "verified_on": _verification("completedAt"),
    "verified_to": _verification("standardName"),
    "verified_part": _verification("coverage"),
    "product_ids": _urns("productIds"),
    "classifications": _urns("productClassifications"),
    "valid_from": _day("validityPeriodStart"),
    "valid_to": _day("validityPeriodEnd"),
    "replaces": _replaces,
    "description": _text("productDescription"),
    "comment": _text("comment"),
}
COLUMNS = tuple(_COLUMNS)
