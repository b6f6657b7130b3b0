"""What a declarant states of a product, against PACT's schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from crossfoot.calculation.pact import to_pact
from crossfoot.calculation.pact_declared import (
    APPROACHES,
    COLUMNS,
    COVERAGES,
    OPERATORS,
    REGIONS,
    with_declared,
)
from crossfoot.errors import CrossfootError
from test_footprint import CASES, DECLARANT, MADE, battery

DECLARED = {
    "fossil_carbon": "1.25",
    "biogenic_carbon": "0.5",
    "recycled_carbon": "0",
    "packaging": "yes",
    "packaging_emissions": "0.4",
    "outbound_logistics": "0.7",
    "land_use_change": "0.25",
    "land_carbon_leakage": "0",
    "land_management_fossil": "0.03",
    "land_management_biogenic": "0.5",
    "land_management_removals": "-0.2",
    "land_area": "0.41",
    "aircraft": "1.5",
    "capture": "-0.3",
    "capture_removals": "-0.05",
    "capture_origin": "flue gas of a boiler",
    "ccu_carbon": "0.1",
    "ccu_approach": "Credit",
    "ccu_certification": "https://example.org/certificate",
    "place": "CN-AH",
    "rules": "TfS: guideline v3",
    "data_quality": "1.5;3;2",
    "verified_by": "Verifier Ltd",
    "verified_on": "2024-03-31",
    "verified_to": "ISO 14064-3",
    "verified_part": "product level",
    "product_ids": "urn:gtin:4712345060507 urn:company:pack",
    "classifications": "urn:pact:productclassification:cas:1456",
    "valid_from": "2024-01-01",
    "valid_to": "2025-12-31",
    "replaces": "12345678-9abc-def0-1234-567812345678",
    "description": "pack of cells",
    "comment": "first edition",
}


def declared(**cells: str) -> dict[str, Any]:
    document = to_pact(battery(), DECLARANT, "Battery pack", MADE)
    return with_declared(document, cells, Decimal(20))


@pytest.fixture(scope="module")
def schema(shared: Path) -> dict[str, Any]:
    text = (shared / CASES / "pact_v3_0_productfootprint.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def errors(schema: dict[str, Any]) -> Callable[[Any], list[str]]:
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return lambda data: [error.message for error in validator.iter_errors(data)]


@pytest.mark.shared
def test_all_of_it_is_valid(errors: Callable[[Any], list[str]], schema: dict[str, Any]) -> None:
    assert set(DECLARED) == set(COLUMNS)
    document = declared(**DECLARED)
    assert errors(document) == []
    pcf = document["pcf"]
    for name, part in (("DataQualityIndicators", "dqi"), ("Verification", "verification")):
        own = {**schema["definitions"][name], "definitions": schema["definitions"]}
        assert jsonschema_rs.Draft202012Validator(own, validate_formats=True).is_valid(pcf[part])
        assert set(pcf[part]) <= set(own["properties"])
    assert pcf["fossilCarbonContent"] == "1.25"
    assert pcf["geographyCountrySubdivision"] == "CN-AH"
    assert "geographyCountry" not in pcf
    assert pcf["productOrSectorSpecificRules"][0]["otherOperatorName"] == "TfS"
    assert document["validityPeriodStart"] == "2024-01-01T00:00:00Z"


@pytest.mark.shared
@pytest.mark.parametrize("column", COLUMNS)
def test_each_alone_is_valid(column: str, errors: Callable[[Any], list[str]]) -> None:
    cells = {"ccu_approach": "Credit"} if column == "ccu_certification" else {}
    document = declared(**{column: DECLARED[column]}, **cells)
    assert errors(document) == []
    assert document != declared()


@pytest.mark.shared
def test_the_words_are_those_of_the_schema(schema: dict[str, Any]) -> None:
    """The lists of this program and of the specification are the same."""
    footprint = schema["definitions"]["CarbonFootprint"]["properties"]
    assert list(REGIONS) == footprint["geographyRegionOrSubregion"]["enum"]
    rules = footprint["productOrSectorSpecificRules"]["items"]["properties"]
    assert list(OPERATORS) == rules["operator"]["enum"]
    assert list(APPROACHES) == footprint["ccuCalculationApproach"]["enum"]
    coverage = schema["definitions"]["Verification"]["properties"]["coverage"]
    assert list(COVERAGES) == coverage["enum"]


def test_land_and_capture_stand_in_both_totals() -> None:
    """24 of fossil gases and 0.5 of biogenic methane; the uptake of 2 stands beside."""
    pcf = declared(**DECLARED)["pcf"]
    # + 0.25 of land use change + 0.5 - 0.2 of land management - 0.3 - 0.05 of capture; land
    # management and aircraft of fossil origin are among the 24 already
    assert pcf["pcfExcludingBiogenicUptake"] == "24.7"
    assert pcf["pcfIncludingBiogenicUptake"] == "22.7"
    assert pcf["fossilGhgEmissions"] == "24"
    assert pcf["ccsTechnologicalCO2CaptureIncluded"] is True


@pytest.mark.shared
def test_land_columns_are_those_of_an_example_of_others(shared: Path) -> None:
    """The numbers of a published example, written into our columns, come out as printed."""
    example = json.loads((shared / CASES / "pact_v3_footprint_example.json").read_text("utf-8"))
    theirs = example["valid"]["pcf"]
    columns = {
        "land_use_change": "landUseChangeGhgEmissions",
        "land_carbon_leakage": "landCarbonLeakage",
        "land_management_fossil": "landManagementFossilGhgEmissions",
        "land_management_biogenic": "landManagementBiogenicCO2Emissions",
        "land_management_removals": "landManagementBiogenicCO2Removals",
        "land_area": "landAreaOccupation",
        "aircraft": "aircraftGhgEmissions",
        "biogenic_carbon": "biogenicCarbonContent",
        "recycled_carbon": "recycledCarbonContent",
    }
    ours = declared(**{column: theirs[name] for column, name in columns.items()})["pcf"]
    assert {name: ours[name] for name in columns.values()} == {
        name: theirs[name] for name in columns.values()
    }


def test_a_certificate_of_credits_goes_with_credits() -> None:
    with pytest.raises(CrossfootError, match="Credit"):
        declared(ccu_certification="https://example.org/certificate", ccu_approach="Cut-off")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("fossil_carbon", "-1"),
        ("fossil_carbon", "much"),
        ("fossil_carbon", "21"),  # of 20 kg
        ("packaging", "partly"),
        ("land_use_change", "-0.1"),
        ("land_management_removals", "0.2"),
        ("aircraft", "24.1"),  # of 24 kg of fossil emissions
        ("capture", "0.3"),
        ("ccu_approach", "half"),
        ("ccu_certification", "certificate"),
        ("place", "China"),
        ("rules", "PCR"),
        ("data_quality", "1;2"),
        ("data_quality", "0;2;3"),
        ("verified_on", "31.3.2024"),
        ("verified_part", "all"),
        ("product_ids", "4712345060507"),
        ("classifications", "cas:1456"),
        ("valid_from", "soon"),
        ("replaces", "12"),
    ],
)
def test_what_pact_does_not_allow_is_refused(column: str, text: str) -> None:
    with pytest.raises(CrossfootError) as refused:
        declared(**{column: text})
    said = " ".join(f"{each.what} {each.why}" for each in refused.value.problems)
    assert text in said
