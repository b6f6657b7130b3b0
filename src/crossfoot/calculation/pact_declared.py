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
    if problems:
        raise CrossfootError.of(problems)
    return found


def _number(name: str) -> Callable[[_Json, str], None]:
    def write(document: _Json, text: str) -> None:
        document["pcf"][name] = f"{_positive(text).normalize():f}"

    return write


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


_CONTENTS = ("fossilCarbonContent", "biogenicCarbonContent")
_COLUMNS: Mapping[str, Callable[[_Json, str], None]] = {
    "fossil_carbon": _number("fossilCarbonContent"),
    "biogenic_carbon": _number("biogenicCarbonContent"),
    "recycled_carbon": _number("recycledCarbonContent"),
    "packaging": _packaging,
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
