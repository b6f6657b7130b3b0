"""Every method that calculates stands in the docs with its formula and source, and as it is."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.restatement import CAUSES
from crossfoot.calculation.worksheet import QuantityMethod, methods

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/explanation").glob("*.md"))
DATA = ROOT / "src/crossfoot"


def rows_of(*names: str) -> list[list[str]]:
    """The cells of all tables of some pages."""
    text = "\n".join((ROOT / "docs/explanation" / name).read_text("utf-8") for name in names)
    lines = re.findall(r"^\| (.+) \|$", text, re.M)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def table(file: str) -> list[dict[str, str]]:
    """A data file of the program."""
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("name", sorted(methods()))
def test_each_method_is_explained_with_formula_and_source(name: str) -> None:
    method: QuantityMethod = methods()[name]
    pages = "inventory.md", "inventory-methods.md"
    (row,) = [row for row in rows_of(*pages) if row[0] == f"`{name}`"]
    assert row[1] == f"`{method.formula}`"
    assert row[-1], "a source"
    # what the page cites is what the program cites: a chapter, an equation, an example
    cited, stated = (set(re.findall(r"\d+(?:\.\d+)*", text)) for text in (row[-1], method.source))
    assert cited <= stated or not stated, (cited, stated)


@pytest.mark.parametrize(
    ("file", "column", "pages"),
    [
        ("calculation/data/recalculation_triggers.csv", "trigger", ("inventory.md",)),
        ("calculation/data/instrument_criteria.csv", "number", ("inventory-scope2.md",)),
        ("calculation/data/balances.csv", "balance", ("balances.md",)),
        ("calculation/data/iso14064_1.csv", "iso", ("inventory-views.md",)),
        ("facts/data/arrangements.csv", "name", ("inventory-ownership.md",)),
    ],
)
def test_each_line_of_a_rule_is_named(file: str, column: str, pages: tuple[str, ...]) -> None:
    said = "\n".join((ROOT / "docs/explanation" / page).read_text("utf-8") for page in pages)
    for line in table(file):
        assert re.search(rf"\b{re.escape(line[column])}\b", said), line[column]
        assert any(each["source"] for each in table(file) if each[column] == line[column])


def test_each_cause_of_a_restatement_is_explained_in_its_order() -> None:
    named = [cause.en for cause in CAUSES.values()]
    said = [row[0] for row in rows_of("inventory.md") if len(row) == 2]
    assert [cell for cell in said if cell in named] == named


def test_the_leak_rates_of_the_page_are_those_of_the_program() -> None:
    stated: dict[str, dict[str, Decimal]] = {}
    for line in table("calculation/data/method_defaults.csv"):
        stated.setdefault(line["equipment"], {})[line["input"]] = Decimal(line["value"])
    inputs = ("installation_rate", "leak_rate", "remaining", "recovered")
    seen = 0
    for name, *cells in rows_of("inventory-methods.md"):
        equipment = name.strip("`")
        if len(cells) == 4 and equipment in stated:
            seen += 1
            percents = [Decimal(cell.rstrip(" %")) for cell in cells]
            assert percents == [stated[equipment][each] * 100 for each in inputs], equipment
    assert seen == 8
