"""Product footprints: sites shared out without remainder, and PACT's schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.footprint import (
    Footprint,
    Material,
    Product,
    SiteEmissions,
    footprints,
    shared_out,
    site_emissions,
)
from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.pact import UNITS, Declarant, to_pact
from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from inventory_world import library, row

YEAR = Period.year(2023)
DECLARANT = Declarant("Example", ("urn:company:example:1",), "CN", "by mass", "cells and packs")
MADE = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
CASES = "reference/cases"


def battery(**changes: Any) -> Footprint:
    """A pack of 20 kg: 9 kg of the site, 12 kg of cells by the supplier, 3 kg of a database."""
    products = [
        Product("pack", "hefei", Decimal(1000), "piece", Decimal(3), Decimal(20)),
        Product("cell", "hefei", Decimal(500), "piece", Decimal(1), Decimal(2)),
    ]
    materials = [
        Material("pack", "cells", Decimal(4), "kg", Decimal(3), primary=True, source="supplier"),
        Material("pack", "board", Decimal(2), "kg", Decimal("1.5"), Decimal("0.1"), Decimal(-1)),
    ]
    emitted = {"hefei": SiteEmissions(12_000 * 10**6, 400 * 10**6)}
    return footprints(products, materials, emitted, YEAR, "AR6")[0]


def test_a_footprint_by_hand() -> None:
    """Three quarters of 12,000 kg over 1,000 packs are 9 kg; 4 x 3 + 2 x 1.5 are bought."""
    found = battery()
    assert found.site_fossil == 9
    assert found.site_biogenic == Decimal("0.3")
    assert found.fossil == 24
    assert found.biogenic == Decimal("0.5")
    assert found.total == Decimal("24.5")
    assert found.total_with_uptake == Decimal("22.5")  # the uptake stands beside, not inside
    # 9.3 of the site and 12 of the supplier
    assert found.primary_share == Decimal("86.9388")


@given(
    total=st.integers(min_value=-(10**15), max_value=10**18),
    weights=st.lists(st.decimals(min_value=0, max_value=10**6, places=3), min_size=1, max_size=9),
)
def test_products_add_up_to_their_site(total: int, weights: list[Decimal]) -> None:
    if not any(weights):
        with pytest.raises(CrossfootError, match="allocation key"):
            shared_out(total, weights)
        return
    parts = shared_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def test_the_site_is_that_of_its_inventory(tmp_path: Path) -> None:
    """Scope 1 and market-based scope 2 of the period; biogenic methane apart, scope 3 not."""
    factors = library(
        tmp_path,
        "g,electricity.grid,CO2,0.5,kg/kWh,,,,2,electricity,a,own,\n"
        "r,electricity.grid,CO2,0.6,kg/kWh,,,,2,electricity,a,own,residual\n"
        "w,fuel.wood.stationary,CO2-biogenic,1.7,kg/kg,,,,1,stationary,b,own,\n"
        "w,fuel.wood.stationary,CH4,0.01,kg/kg,,,,1,stationary,b,own,\n"
        "t,s3.04.truck,CO2e,1,kg/km,,,,3,4,c,own,\n",
    )
    days = ("2023-01-01", "2023-12-31")
    rows = [
        row(2, "electricity.grid", "1000", "kWh", *days, site="a"),
        row(3, "fuel.wood.stationary", "100", "kg", *days, site="a"),
        row(4, "s3.04.truck", "50", "km", *days, site="a"),
        row(5, "electricity.grid", "7", "kWh", "2022-01-01", "2022-01-31", site="a"),
    ]
    result = inventory(rows, factors, gwp_sets=("AR6",))
    assert site_emissions(result.cells(), YEAR, "AR6") == {
        "a": SiteEmissions(600 * 10**6, 27 * 10**6)
    }


@pytest.mark.parametrize(
    ("product", "material", "words"),
    [
        ({"output": Decimal(0)}, {}, "has no output"),
        ({"site": "penang"}, {}, "'penang' has no emissions"),
        ({}, {"product": "other"}, "unknown product 'other'"),
        ({}, {"uptake": Decimal(1)}, "above zero"),
    ],
)
def test_what_is_missing_is_told(
    product: dict[str, Any], material: dict[str, Any], words: str
) -> None:
    made = {"id": "p", "site": "a", "output": Decimal(1), "unit": "kg", "weight": Decimal(1)}
    bought = {"product": "p", "name": "steel", "quantity": Decimal(1), "unit": "kg"}
    bought |= {"fossil": Decimal(2)}
    with pytest.raises(CrossfootError, match=words):
        footprints(
            [Product(**(made | product))],
            [Material(**(bought | material))],
            {"a": SiteEmissions(1, 0)},
            YEAR,
            "AR6",
        )


# -- PACT ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def errors(shared: Path) -> Callable[[Any], int]:
    """How many errors the schema finds, formats of dates and ids included."""
    text = (shared / CASES / "pact_v3_0_productfootprint.schema.json").read_text("utf-8")
    validator = jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)
    return lambda data: len(list(validator.iter_errors(data)))


@pytest.mark.shared
def test_the_validator_sees_what_others_saw(shared: Path, errors: Callable[[Any], int]) -> None:
    """pact_v3_footprint_example.json: a valid example, an invalid one, and mutations."""
    cases = json.loads((shared / CASES / "pact_v3_footprint_example.json").read_text("utf-8"))
    assert errors(cases["valid"]) == 0
    assert errors(cases["invalid_from_docs"]["data"]) > 0
    assert len(cases["mutations_checked_with_jsonschema_draft7_and_format_checker"]) == 7


@pytest.mark.shared
def test_our_footprints_are_valid(errors: Callable[[Any], int]) -> None:
    document = to_pact(battery(), DECLARANT, "Battery pack", MADE)
    assert errors(document) == 0
    assert document["pcf"]["pcfExcludingBiogenicUptake"] == "24.5"
    assert document["pcf"]["pcfIncludingBiogenicUptake"] == "22.5"
    assert document["pcf"]["primaryDataShare"] == "86.9388"
    assert document["created"] == "2024-03-01T08:30:00Z"


@pytest.mark.shared
def test_mutations_of_ours_are_refused_as_those_of_others(errors: Callable[[Any], int]) -> None:
    document = to_pact(battery(), DECLARANT, "Battery pack", MADE)

    def mutated(change: Callable[[dict[str, Any]], object]) -> int:
        copied = copy.deepcopy(document)
        change(copied)
        return errors(copied)

    mutations: list[Callable[[dict[str, Any]], object]] = [
        lambda d: d.pop("pcf"),
        lambda d: d.update(status="Draft"),
        lambda d: d.update(companyIds=[]),
        lambda d: d.update(id="12"),
        lambda d: d["pcf"].update(declaredUnitAmount=1),
        lambda d: d["pcf"].update(declaredUnitOfMeasurement="pallet"),
        lambda d: d["pcf"].update(pcfExcludingBiogenicUptake="much"),
    ]
    assert all(mutated(change) for change in mutations)


@pytest.mark.shared
def test_every_unit_is_one_of_the_specification(shared: Path) -> None:
    text = (shared / CASES / "pact_v3_0_productfootprint.schema.json").read_text("utf-8")
    properties = json.loads(text)["definitions"]["CarbonFootprint"]["properties"]
    assert set(UNITS.values()) <= set(properties["declaredUnitOfMeasurement"]["enum"])


def test_a_unit_that_pact_lacks_is_told() -> None:
    odd = Product("p", "a", Decimal(1), "pallet", Decimal(1))
    found = footprints([odd], [], {"a": SiteEmissions(5, 0)}, YEAR, "AR6")[0]
    with pytest.raises(CrossfootError, match="no unit 'pallet'"):
        to_pact(found, DECLARANT, "P", MADE)
