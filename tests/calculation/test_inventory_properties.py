"""Whatever the rows are: what must hold of every inventory."""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.languages import Text
from crossfoot.quantities.rounding import split_whole
from inventory_world import KILOGRAMS, POTENTIALS, expected, library

BOTH = ("AR5", "AR6")
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

days = st.dates(date(2022, 1, 1), date(2024, 12, 31))
quantities = st.decimals(-1000, 10**7, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def rows(draw: st.DrawFn) -> list[ActivityRow]:
    """Rows of any activity, most of them within a month, some over years."""
    found = []
    for number in range(2, 2 + draw(st.integers(1, 8))):
        activity, unit = draw(st.sampled_from(sorted(KILOGRAMS)))
        start = draw(days)
        length = draw(st.one_of(st.integers(0, 30), st.integers(0, 400)))
        end = min(start + timedelta(days=length), date(2024, 12, 31))
        site = draw(st.sampled_from(["hefei", "yibin"]))
        found.append(ActivityRow(number, site, activity, draw(quantities), unit, start, end))
    return found


@pytest.fixture(scope="module")
def factors() -> Iterator[FactorLibrary]:
    with tempfile.TemporaryDirectory() as folder:
        yield library(Path(folder))


def sums(result: Inventory) -> Counter[tuple[str, str, str]]:
    """Milligrams by site, month and gas, and CO2e by set; scope 2 once."""
    found: Counter[tuple[str, str, str]] = Counter()
    for cell in result.cells():
        if cell.method != "market":
            found[cell.site, cell.month, cell.gas] += cell.milligrams
            for gwp, effect in cell.co2e.items():
                found[cell.site, cell.month, f"{cell.gas} in {gwp}"] += effect
    return found


def by_hand(
    activity: list[ActivityRow], shares: dict[str, Fraction] | None = None
) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for one in expected(activity, shares):
        found[one.site, one.month, one.gas] += one.milligrams
        for gwp, effect in one.co2e.items():
            found[one.site, one.month, f"{one.gas} in {gwp}"] += effect
    return found


@FEW
@given(activity=rows())
def test_the_engine_agrees_with_the_calculation_by_hand(
    factors: FactorLibrary, activity: list[ActivityRow]
) -> None:
    result = inventory(activity, factors, gwp_sets=BOTH)
    assert sums(result) == by_hand(activity)


@FEW
@given(
    activity=rows(),
    equity=st.decimals("0.001", "0.999", places=4),
)
def test_the_engine_agrees_on_shares(
    factors: FactorLibrary, activity: list[ActivityRow], equity: Decimal
) -> None:
    organisation = Organisation(
        [
            Entity("group", Text("Group", "集团"), "group"),
            Entity("hefei", Text("Hefei", "合肥"), parent="group"),
            Entity("yibin", Text("Yibin", "宜宾"), parent="group", equity=equity),
        ]
    )
    result = inventory(
        activity,
        factors,
        gwp_sets=BOTH,
        organisation=organisation,
        approach=Approach.EQUITY_SHARE,
    )
    assert sums(result) == by_hand(activity, {"hefei": Fraction(1), "yibin": Fraction(equity)})


@FEW
@given(activity=rows())
def test_the_product_in_floats_is_the_exact_product_to_the_milligram(
    factors: FactorLibrary, activity: list[ActivityRow]
) -> None:
    """The rule takes one float product per line; in Decimal it differs by a milligram at most."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    for line in inventory(activity, factors).lines():
        assert line.emission is not None
        for gas, mass in line.emission.milligrams.items():
            found[line.row, gas] += mass
    for one in activity:
        years = {one.start.year, one.end.year}
        for gas, value in KILOGRAMS[one.activity, one.unit][one.start.year].items():
            if len(years) == 1:
                exact = one.quantity * Decimal(value) * 1_000_000
                assert abs(found[one.row, gas] - exact) <= 1


@FEW
@given(activity=rows(), seed=st.integers(0, 999))
def test_the_order_of_rows_does_not_matter(
    factors: FactorLibrary, activity: list[ActivityRow], seed: int
) -> None:
    shuffled = activity.copy()
    random.Random(seed).shuffle(shuffled)
    one, other = inventory(activity, factors), inventory(shuffled, factors)
    assert list(one.cells()) == list(other.cells())
    assert one.to_json() == other.to_json()
    assert one.facts() == other.facts()


@FEW
@given(activity=rows())
def test_the_sites_add_up_to_the_total(factors: FactorLibrary, activity: list[ActivityRow]) -> None:
    whole = inventory(activity, factors).milligrams()
    added: Counter[str] = Counter()
    for site in ("hefei", "yibin"):
        own = [one for one in activity if one.site == site]
        added.update(inventory(own, factors).milligrams())
    assert dict(added) == whole


@FEW
@given(activity=rows())
def test_sums_by_class_are_those_by_combination(
    factors: FactorLibrary, activity: list[ActivityRow]
) -> None:
    """Totals are asked of few sums first, and of all of them after the facts needed these."""
    result = inventory(activity, factors, gwp_sets=BOTH)
    few = list(result.cells()), result.totals("AR5"), result.by_gas()
    result.facts()
    assert (list(result.cells()), result.totals("AR5"), result.by_gas()) == few


@FEW
@given(activity=rows())
def test_the_months_of_a_line_add_up_to_it(
    factors: FactorLibrary, activity: list[ActivityRow]
) -> None:
    result = inventory(activity[:1], factors)
    months: Counter[str] = Counter()
    for cell in result.cells():
        if cell.method != "market":
            months[cell.gas] += cell.milligrams
    lines: Counter[str] = Counter()
    for line in result.lines():
        assert line.emission is not None
        lines.update(line.emission.milligrams)
    assert months == lines


@FEW
@given(activity=rows(), cut=st.integers(1, 399))
def test_lines_within_a_period_and_outside_add_up(
    factors: FactorLibrary, activity: list[ActivityRow], cut: int
) -> None:
    result = inventory(activity, factors)
    month = date(2022 + cut % 3, 1 + cut % 12, 1)
    end = month.replace(day=28)
    parts = [
        "2022-01-01/" + (month - timedelta(days=1)).isoformat(),
        f"{month.isoformat()}/{end.isoformat()}",
        (end + timedelta(days=4)).replace(day=1).isoformat() + "/2024-12-31",
    ]
    total = sum(line.co2e_kg for line in result.lines())
    split = sum(
        line.co2e_kg
        for part in parts
        if part.split("/")[0] <= part.split("/")[1]
        for line in result.lines({"period": part})
    )
    assert split == total


@FEW
@given(activity=rows())
def test_twice_the_quantity_is_twice_the_mass(
    factors: FactorLibrary, activity: list[ActivityRow]
) -> None:
    once = sums(inventory(activity, factors))
    twice = sums(inventory([replace(r, quantity=2 * r.quantity) for r in activity], factors))
    for key, mass in twice.items():
        # each line may round by half a milligram on either side, and again per set
        potential = max(Fraction(value) for value in POTENTIALS["AR6"].values())
        assert abs(mass - 2 * once[key]) <= 4 * len(activity) * potential


@FEW
@given(
    total=st.integers(-(10**15), 10**15),
    weights=st.lists(st.integers(1, 31), min_size=1, max_size=12),
)
def test_the_product_splits_like_the_stated_rule(total: int, weights: list[int]) -> None:
    """`quantities.rounding.split_whole` states the rule that the SQL follows."""
    from inventory_world import largest_remainder

    assert split_whole(total, weights) == largest_remainder(total, weights)
