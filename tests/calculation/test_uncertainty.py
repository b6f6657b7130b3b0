"""Error propagation: against cases of others, and against the differences that errors make."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.calculation.uncertainty import of_product, of_sum, rating
from crossfoot.calculation.uncertainty_statements import (
    FACTOR,
    QUANTITY,
    Statement,
    Statements,
    read_statements,
)
from crossfoot.errors import CrossfootError
from crossfoot.factors.library import FactorLibrary
from crossfoot.quantities.rounding import CONTEXT, round_half_away
from inventory_world import library, row

YEAR = ("2023-01-01", "2023-12-31")


def stated(*lines: tuple[str, str, str, str]) -> Statements:
    """(activity, site, of, relative) of each statement."""
    return Statements([Statement(a, s, of, Decimal(u)) for a, s, of, u in lines])


# -- cases of others ----------------------------------------------------------------------


def sum_cases(shared: Path) -> dict[str, dict[str, str]]:
    path = shared / "reference/cases/uncertainty_sum_cases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {case["id"]: case for case in csv.DictReader(file)}


@pytest.mark.shared
@pytest.mark.parametrize("name", ["sum-3", "sum-1", "sum-equal"])
def test_uncertainty_of_a_sum(shared: Path, tmp_path: Path, name: str) -> None:
    """uncertainty_sum_cases.csv: sources of a known total uncertainty, as one inventory."""
    case = sum_cases(shared)[name]
    tonnes = case["emissions_t"].split(";")
    relative = case["uncertainty_fraction"].split(";")
    factors, rows, lines = [], [], []
    for number, (mass, half_width) in enumerate(zip(tonnes, relative, strict=True), start=2):
        activity = f"process.source_{number}"
        factors.append(f"f{number},{activity},CO2,1,t/t,,,,1,process,case,own,")
        rows.append(row(number, activity, mass, "t", *YEAR))
        lines += [(activity, "", FACTOR, half_width), (activity, "", QUANTITY, "0")]
    result = inventory(rows, library(tmp_path, "\n".join(factors)))
    total = result.uncertainty(stated(*lines))["scope1"]
    assert total.relative is not None
    assert total.coverage == 1
    for column in ("expected_percent", "recomputed_percent"):
        places = len(case[column].partition(".")[2])
        assert round_half_away(total.relative * 100, places) == Decimal(case[column])


def test_products_and_sums_by_pythagoras() -> None:
    """3-4-5 and 5-12-13, once as a product and once as a sum of equal terms."""
    assert of_product(Decimal("0.03"), Decimal("0.04")) == Decimal("0.05")
    terms = [(Decimal(100), Decimal("0.05")), (Decimal(100), Decimal("0.12"))]
    assert of_sum(terms) == Decimal("0.065")
    assert of_sum([(Decimal(5), Decimal("0.1")), (Decimal(-5), Decimal("0.1"))]) is None


@pytest.mark.parametrize(
    ("relative", "name"),
    [("0.05", "high"), ("0.0501", "good"), ("0.15", "good"), ("0.3", "fair"), ("0.31", "poor")],
)
def test_accuracy_rating(relative: str, name: str) -> None:
    """GHG Protocol, guidance on uncertainty assessment: 5, 15 and 30 %."""
    assert rating(Decimal(relative)) == name


# -- against the differences that errors make ---------------------------------------------

GRID = "electricity.grid"
DIESEL = "fuel.diesel.mobile"
#: half widths of meters by (activity, site), and of factors by activity
METERS = {(GRID, "hefei"): "0.02", (GRID, "penang"): "0.07", (DIESEL, "hefei"): "0.1"}
FACTORS = {GRID: "0.05", DIESEL: "0.03"}
QUANTITIES = {(GRID, "hefei"): 900, (GRID, "penang"): 400, (DIESEL, "hefei"): 250}
KILOGRAMS = {GRID: 570, DIESEL: 2640}
STATED = stated(
    *((activity, site, QUANTITY, half) for (activity, site), half in METERS.items()),
    *((activity, "", FACTOR, half) for activity, half in FACTORS.items()),
)


def computed(
    folder: Path,
    quantity_off: dict[tuple[str, str], Decimal] | None = None,
    factor_off: dict[str, Decimal] | None = None,
) -> Inventory:
    """The inventory with some meters and some factors off by a share of their value."""
    scopes = {GRID: "2,electricity", DIESEL: "1,mobile"}
    lines = [
        f"{name},{name},CO2,{value * (1 + (factor_off or {}).get(name, Decimal(0)))},kg/t,,,,"
        f"{scopes[name]},case,own,"
        for name, value in KILOGRAMS.items()
    ]
    rows = [
        row(n, key[0], str(amount * (1 + (quantity_off or {}).get(key, Decimal(0)))), "t", *YEAR,
            site=key[1])
        for n, (key, amount) in enumerate(QUANTITIES.items(), start=2)
    ]  # fmt: skip
    return inventory(rows, library(folder, "\n".join(lines)))


def test_the_total_moves_as_each_error_moves_it(tmp_path: Path) -> None:
    """First-order propagation: the root of the squares of what each error alone would change."""
    base = computed(tmp_path)
    before = base.totals()
    wrong = [computed(tmp_path, {key: Decimal(half)}) for key, half in METERS.items()]
    wrong += [computed(tmp_path, None, {key: Decimal(half)}) for key, half in FACTORS.items()]
    found = base.uncertainty(STATED)
    for total in ("scope1", "scope2_location", "total_location", "total_market"):
        changes = [each.totals()[total] - before[total] for each in wrong]
        absolute = CONTEXT.sqrt(sum(change * change for change in changes))
        relative = found[total].relative
        assert relative is not None
        assert round_half_away(relative * before[total], 9) == round_half_away(absolute, 9)
    assert found["scope3"].relative is None
    assert found["scope3"].coverage is None


def test_a_factor_shared_by_sites_does_not_average_out(tmp_path: Path) -> None:
    """Ten sites with perfect meters and one factor of 5 % are 5 % together, not 5 / √10."""
    own = library(tmp_path, "g,electricity.grid,CO2,1,kg/kWh,,,,2,electricity,case,own,")
    rows = [row(n, GRID, "100", "kWh", *YEAR, site=f"site_{n}") for n in range(2, 12)]
    exact = [("*", "", QUANTITY, "0"), ("*", "", FACTOR, "0.05")]
    total = inventory(rows, own).uncertainty(stated(*exact))["scope2_location"]
    assert total.relative == Decimal("0.05")
    separate = [("*", "", QUANTITY, "0.05"), ("*", "", FACTOR, "0")]
    total = inventory(rows, own).uncertainty(stated(*separate))["scope2_location"]
    assert total.relative is not None
    assert round_half_away(total.relative, 8) == Decimal("0.01581139")  # 5 % / √10


def test_twelve_invoices_are_as_uncertain_as_their_year(tmp_path: Path) -> None:
    own = library(tmp_path)
    year = [row(2, DIESEL, "1200", "L", *YEAR)]
    months = [
        row(m, DIESEL, "100", "L", f"2023-{m:02}-01", f"2023-{m:02}-28") for m in range(1, 13)
    ]
    both = stated(("fuel.*", "", QUANTITY, "0.06"), ("fuel.*", "", FACTOR, "0.08"))

    def of(rows: list[ActivityRow], factors: FactorLibrary) -> Decimal:
        found = inventory(rows, factors).uncertainty(both)["scope1"].relative
        assert found is not None
        return round_half_away(found, 9)

    assert of(year, own) == of(months, own) == Decimal("0.1")


def test_what_is_not_stated_is_said(tmp_path: Path) -> None:
    """A total of which only a part is stated has the uncertainty of that part, and says so."""
    result = computed(tmp_path)
    only_diesel = stated((DIESEL, "", QUANTITY, "0.03"), ("*", "", FACTOR, "0.04"))
    found = result.uncertainty(only_diesel)
    assert found["scope2_location"].relative is None
    assert found["scope2_location"].coverage == 0
    assert found["total_location"].relative == Decimal("0.05")
    # 250 t x 2640 of 250 x 2640 + 1300 x 570
    share = found["total_location"].coverage
    assert share is not None
    assert round_half_away(share, 6) == Decimal("0.471092")


# -- the file -----------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    path = folder / "uncertainty.csv"
    path.write_text(text, "utf-8")
    return path


def test_the_first_line_that_matches_holds(tmp_path: Path) -> None:
    text = (
        "activity,site,of,percent,source\nfuel.*,penang,quantity,7.5,tank\n*,,quantity,1,meter\n"
        "own/factor-7,,factor,2,sample\n*,,factor,10,\n"
    )
    found = read_statements(written(tmp_path, text))
    assert [
        one.relative
        for one in (
            found.of_quantity(DIESEL, "penang"),
            found.of_quantity(DIESEL, "hefei"),
            found.of_quantity(GRID, "penang"),
            found.of_factor(DIESEL, "penang", "own/factor-7"),
            found.of_factor(DIESEL, "penang", "own/factor-8"),
        )
        if one is not None
    ] == [Decimal("0.075"), Decimal("0.01"), Decimal("0.01"), Decimal("0.02"), Decimal("0.1")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("activity,site,percent\n", "column 'of' is missing"),
        ("activity,site,of,percent\n*,,meter,5\n", "row 2: 'meter' is neither"),
        ("activity,site,of,percent\n*,,factor,5\n*,,factor,-5\n", "row 3: '-5' is no percentage"),
        ("activity,site,of,percent\n*,,factor,NaN\n", "'NaN' is no percentage"),
        ("activity,site,of,percent\n,,factor,5\n", "the activity is missing"),
        ("activity,site,of,percent\n*,,factor\n", "not as many cells"),
    ],
)
def test_a_bad_statement_is_told_with_its_row(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CrossfootError, match=words):
        read_statements(written(tmp_path, text))
