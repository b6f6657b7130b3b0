"""Statements of verifiers against the inventory as it is now."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.inventory import inventory
from crossfoot.calculation.verification import COLUMNS, compared, read_verifications
from crossfoot.errors import CrossfootError
from inventory_world import library, row

ENTITIES = ("group", "hefei", "yibin")
BELOW = {"group": frozenset(ENTITIES), "hefei": frozenset({"hefei"}), "yibin": frozenset({"yibin"})}
ROWS = [
    row(2, "electricity.grid", "10", "MWh", site="hefei"),
    row(3, "fuel.diesel.mobile", "1000", "L", site="hefei"),
    row(4, "electricity.grid", "20", "MWh", site="yibin"),
    row(5, "electricity.grid", "99", "MWh", "2022-01-01", "2022-01-31", site="yibin"),
    row(6, "fuel.wood.stationary", "1000", "kg", site="yibin"),
]


def statements(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "verification.csv"
    usual = {
        "entity": "hefei",
        "period": "2023",
        "scopes": "scope2_location",
        "verifier": "V Ltd",
        "standard": "ISO 14064-3:2019",
        "level": "limited",
        "opinion": "unmodified",
    }
    lines = [",".join((usual | row).get(name, "") for name in COLUMNS) for row in rows]
    file.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("entity", "period", "scopes", "now"),
    [
        ("hefei", "2023", "scope2_location", "5.703"),
        ("group", "2023", "scope2_market", "17.109"),
        # 2.6391 + 0.213 x 29.8 / 1000 + 0.1371 x 273 / 1000, AR6; biogenic CO2 stays outside
        ("hefei", "2023", "scope1 scope2_location", "8.3858757"),
        ("yibin", "2023", "scope1", "0.1269"),
        ("yibin", "2022", "scope1;scope2_location", "57.519"),
        ("hefei", "2023-02", "scope1 scope2_location", "0"),
    ],
)
def test_what_the_totals_are_now(
    entity: str, period: str, scopes: str, now: str, tmp_path: Path
) -> None:
    file = statements(tmp_path, {"entity": entity, "period": period, "scopes": scopes})
    result = inventory(ROWS, library(tmp_path))
    (found,) = compared(read_verifications(file, ENTITIES), result.cells(), BELOW, "AR6")
    assert found.now == Decimal(now)
    assert found.agrees is None  # nothing was stated
    result.close()


@pytest.mark.parametrize(
    ("stated", "agrees"), [("5.703", True), ("5.7", True), ("5.71", False), ("6", True)]
)
def test_a_figure_is_the_verified_one_to_its_places(
    stated: str, agrees: bool, tmp_path: Path
) -> None:
    file = statements(tmp_path, {"stated": stated})
    result = inventory(ROWS, library(tmp_path))
    (found,) = compared(read_verifications(file, ENTITIES), result.cells(), BELOW, "AR6")
    assert found.agrees is agrees
    result.close()


@pytest.mark.parametrize(
    ("uncorrected", "materiality", "percent", "material"),
    [
        ("5", "5", "5", False),
        ("5.01", "5", "5.01", True),
        ("-6", "5", "6", True),
        ("6", "", "6", None),
    ],
)
def test_misstatements_that_were_left(
    uncorrected: str, materiality: str, percent: str, material: bool | None, tmp_path: Path
) -> None:
    row_ = {"stated": "100", "uncorrected": uncorrected, "materiality": materiality}
    (found,) = read_verifications(statements(tmp_path, row_), ENTITIES)
    assert found.uncorrected_percent == Decimal(percent)
    assert found.is_material is material


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"entity": "hefeii"}, "hefeii"),
        ({"scopes": "scope2"}, "no total that can be verified"),
        ({"scopes": "scope2_location scope2_market"}, "cannot be added"),
        ({"level": "high"}, "high"),
        ({"opinion": "modified"}, "without a misstatement"),
        ({"materiality": "101"}, "101"),
        ({"verifier": ""}, "verifier"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, str], what: str, tmp_path: Path) -> None:
    with pytest.raises(CrossfootError) as refused:
        read_verifications(statements(tmp_path, changes), ENTITIES)
    assert what in " ".join(f"{each.what} {each.where}" for each in refused.value.problems)
