"""Factors that begin or end to be valid inside a calendar year: rows are cut there."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import read_factor_file
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.languages import Text
from inventory_world import (
    DATED,
    DATED_FACTORS,
    FACTORS,
    KILOGRAMS,
    POTENTIALS,
    expected,
    library,
    row,
)

FEW = settings(max_examples=15, deadline=None)
BOTH = ("AR5", "AR6")

#: a supplier's factors for its fiscal years
FISCAL = """
a,electricity.grid,CO2,1,kg/kWh,AU,2022-07-01,2023-06-30,2,electricity,x,own,
b,electricity.grid,CO2,2,kg/kWh,AU,2023-07-01,2024-06-30,2,electricity,y,own,
"""


def electricity(number: int, start: str, end: str, **other: str) -> ActivityRow:
    return row(number, "electricity.grid", "100", "kWh", start, end, region="AU", **other)


def used(result: Inventory) -> list[tuple[int, str, Decimal]]:
    """Row, factor, kilograms of CO2e of each line."""
    return [(line.row, line.factor.id if line.factor else "", line.co2e_kg)
            for line in result.lines()]  # fmt: skip


def test_a_row_takes_the_factor_that_is_valid_on_its_days(tmp_path: Path) -> None:
    rows = [
        electricity(2, "2023-02-01", "2023-02-28"),
        electricity(3, "2023-09-01", "2023-09-30"),
        electricity(4, "2023-06-30", "2023-06-30"),
        electricity(5, "2023-07-01", "2023-07-01"),
        electricity(6, "2023-05-10", "2023-06-20"),
    ]
    result = inventory(rows, library(tmp_path, FISCAL))
    assert used(result) == [(2, "a", 100), (3, "b", 200), (4, "a", 100), (5, "b", 200),
                            (6, "a", 100)]  # fmt: skip
    assert not any(line.carried_forward for line in result.lines())
    assert result.totals()["scope2_location"] == Decimal("0.7")
    assert result.totals()["scope2_market"] == Decimal("0.7")


def test_a_row_over_the_boundary_is_cut_there_by_days(tmp_path: Path) -> None:
    rows = [
        # 10 of 25 days, in two months
        electricity(2, "2023-06-21", "2023-07-15"),
        # 181 and 184 of 365 days
        replace(electricity(3, "2023-01-01", "2023-12-31"), quantity=Decimal(365)),
    ]
    result = inventory(rows, library(tmp_path, FISCAL))
    assert used(result) == [(2, "a", 40), (2, "b", 120), (3, "a", 181), (3, "b", 368)]
    assert [line.year for line in result.lines()] == [2023] * 4
    assert [line.quantity for line in result.lines()] == [40, 60, 181, 184]
    assert result.count_lines() == 4
    assert [line.co2e_kg for line in result.lines({"period": "2023-06"})] == [40, 30]
    assert [line.co2e_kg for line in result.lines({"period": "2023-07"})] == [120, 62]
    assert {(u.year, u.use.factor.id) for u in result.factors_used()} == {(2023, "a"), (2023, "b")}
    (year,) = (f for f in result.facts(granularity=("year",)) if f.metric == "ghg.scope2.location"
               and not f.dimensions.pairs)  # fmt: skip
    assert year.value == Decimal("0.709")
    lines = result.lines(year.provenance.where)
    assert sum(line.co2e_kg for line in lines) == 709


def test_a_factor_may_begin_on_any_day_of_a_month(tmp_path: Path) -> None:
    text = """
    a,process.x,CO2,1,kg/kg,,2022-01-01,2023-03-14,1,process,x,own,
    b,process.x,CO2,2,kg/kg,,2023-03-15,2023-12-31,1,process,y,own,
    """.replace("    ", "")
    rows = [
        row(2, "process.x", "31", "kg", "2023-03-01", "2023-03-31"),
        row(3, "process.x", "31", "kg", "2023-03-01", "2023-03-14"),
        row(4, "process.x", "31", "kg", "2023-03-15", "2023-03-31"),
        row(5, "process.x", "31", "kg", "2022-03-15", "2022-03-31"),
    ]
    result = inventory(rows, library(tmp_path, text))
    assert used(result) == [(2, "a", 14), (2, "b", 34), (3, "a", 31), (4, "b", 62), (5, "a", 31)]
    assert {(month, mass) for _, month, *_, mass in result.monthly()} == {
        ("2022-03", 31_000_000),
        ("2023-03", 141_000_000),
    }


def test_after_the_last_day_the_factor_is_carried_forward_and_flagged(tmp_path: Path) -> None:
    rows = [electricity(2, "2024-06-16", "2024-07-15"), electricity(3, "2025-02-01", "2025-02-28")]
    lines = inventory(rows, library(tmp_path, FISCAL)).lines()
    assert [(line.row, line.co2e_kg, line.carried_forward) for line in lines] == [
        (2, 100, False),
        (2, 100, True),
        (3, 200, True),
    ]


def test_before_the_first_day_a_row_has_no_factor(tmp_path: Path) -> None:
    rows = [electricity(2, "2022-06-21", "2022-07-10"), electricity(3, "2022-08-01", "2022-08-31")]
    result = inventory(rows, library(tmp_path, FISCAL))
    assert [u.row for u in result.unresolved] == [2]
    assert result.unresolved_count == 1
    assert "valid from 2022-07-01" in result.unresolved[0].reason
    assert result.totals()["scope2_location"] == Decimal("0.15")


def test_a_boundary_that_changes_nothing_cuts_nothing(tmp_path: Path) -> None:
    """A contract that begins in May is no concern of the rows without it, nor is another region."""
    text = """
    all,electricity.grid,CO2,1,kg/kWh,AU,2023-01-01,2023-12-31,2,electricity,x,own,
    wind,electricity.grid,CO2,0,kg/kWh,AU,2023-05-10,2024-05-09,2,electricity,y,own,wind_ppa
    nz,electricity.grid,CO2,3,kg/kWh,NZ,2023-08-01,2024-07-31,2,electricity,z,own,
    """.replace("    ", "")
    rows = [
        electricity(2, "2023-01-01", "2023-12-31"),
        electricity(3, "2023-05-01", "2023-05-31", instrument="wind_ppa"),
    ]
    result = inventory(rows, library(tmp_path, text))
    first, before, after = result.lines()
    assert (first.row, before.row, after.row) == (2, 3, 3)
    # 9 and 22 of 31 days
    assert (before.quantity, after.quantity) == (Decimal("29.032258"), Decimal("70.967742"))
    # the contract did not hold yet
    assert before.market is None
    assert after.market is not None
    assert after.market.factor.factor.id == "wind"
    assert [(u.row, u.methods) for u in result.unresolved] == [(3, ("market",))]


def test_a_factor_that_is_not_out_yet_leaves_the_earlier_one_carried_forward(
    tmp_path: Path,
) -> None:
    file = tmp_path / "dated.csv"
    file.write_text(
        "id,activity,gas,value,unit,valid_from,valid_to,published,scope,category,source,licence\n"
        "a,process.x,CO2,1,kg/kg,2022-07-01,2023-06-30,2022-08-01,1,process,x,own\n"
        "b,process.x,CO2,2,kg/kg,2023-07-01,2024-06-30,2024-02-01,1,process,y,own\n",
        encoding="utf-8",
    )
    factors = FactorLibrary([read_factor_file(file)])
    rows = [row(2, "process.x", "365", "kg", "2023-01-01", "2023-12-31")]
    assert used(inventory(rows, factors)) == [(2, "a", 181), (2, "b", 368)]
    earlier = inventory(rows, factors, as_of=date(2023, 12, 31))
    assert used(earlier) == [(2, "a", 181), (2, "a", 184)]
    assert [line.carried_forward for line in earlier.lines()] == [False, True]


def test_a_library_knows_the_days_on_which_factors_change(tmp_path: Path) -> None:
    factors = library(tmp_path, FISCAL)
    days = (date(2022, 7, 1), date(2023, 7, 1), date(2024, 7, 1))
    assert factors.changes("electricity.grid") == days
    assert factors.changes("refrigerant.r410a.leak") == ()
    assert factors.changes("fuel.unobtainium.mobile") == ()


# -- whatever the rows are -----------------------------------------------------------------


@st.composite
def activities(draw: st.DrawFn) -> list[ActivityRow]:
    """Rows with and without such factors, around the days on which they change."""
    found = []
    for number in range(2, 2 + draw(st.integers(1, 8))):
        key = draw(st.sampled_from([*sorted(DATED), *sorted(DATED), *sorted(KILOGRAMS)]))
        near = [first for first, _ in DATED.get(key, ()) if first.year > 2021] or [date(2023, 1, 1)]
        start = draw(
            st.one_of(
                st.dates(date(2022, 1, 1), date(2024, 12, 31)),
                st.builds(
                    lambda day, days: day - timedelta(days=days),
                    st.sampled_from(near),
                    st.integers(0, 40),
                ),
            )
        )
        start = max(start, date(2022, 1, 1))
        days = draw(st.one_of(st.integers(0, 45), st.integers(0, 700)))
        end = min(start + timedelta(days=days), date(2024, 12, 31))
        quantity = draw(st.decimals(-1000, 10**7, places=3, allow_nan=False))
        site = draw(st.sampled_from(["hefei", "yibin"]))
        found.append(ActivityRow(number, site, key[0], quantity, key[1], start, end))
    return found


@pytest.fixture(scope="module")
def factors() -> Iterator[FactorLibrary]:
    with tempfile.TemporaryDirectory() as folder:
        yield library(Path(folder), f"{FACTORS.strip()}\n{DATED_FACTORS.strip()}")


Sums = Counter[tuple[str, str, str]]


def sums(result: Inventory) -> Sums:
    found: Sums = Counter()
    for cell in result.cells():
        if cell.method != "market":
            found[cell.site, cell.month, cell.gas] += cell.milligrams
            for gwp, effect in cell.co2e.items():
                found[cell.site, cell.month, f"{cell.gas} in {gwp}"] += effect
    return found


def by_hand(rows: list[ActivityRow], shares: dict[str, Fraction] | None = None) -> Sums:
    found: Sums = Counter()
    for one in expected(rows, shares):
        found[one.site, one.month, one.gas] += one.milligrams
        for gwp, effect in one.co2e.items():
            found[one.site, one.month, f"{one.gas} in {gwp}"] += effect
    return found


@FEW
@given(rows=activities())
def test_the_engine_agrees_with_the_calculation_by_hand(
    factors: FactorLibrary, rows: list[ActivityRow]
) -> None:
    assert sums(inventory(rows, factors, gwp_sets=BOTH)) == by_hand(rows)


@FEW
@given(rows=activities(), equity=st.decimals("0.001", "0.999", places=4))
def test_the_engine_agrees_on_shares_in_several_regions(
    factors: FactorLibrary, rows: list[ActivityRow], equity: Decimal
) -> None:
    organisation = Organisation(
        [
            Entity("group", Text("Group", "集团"), "group"),
            Entity("hefei", Text("Hefei", "合肥"), parent="group", region="CN-AH"),
            Entity("yibin", Text("Yibin", "宜宾"), parent="group", region="CN-SC", equity=equity),
        ]
    )
    result = inventory(
        rows,
        factors,
        gwp_sets=BOTH,
        organisation=organisation,
        approach=Approach.EQUITY_SHARE,
    )
    assert sums(result) == by_hand(rows, {"hefei": Fraction(1), "yibin": Fraction(equity)})


@FEW
@given(rows=activities())
def test_the_years_add_up_to_the_whole(factors: FactorLibrary, rows: list[ActivityRow]) -> None:
    whole = inventory(rows, factors)
    added: Sums = Counter()
    lines = 0
    for year in (2022, 2023, 2024):
        part = inventory(rows, factors, year=year)
        assert all(month[1].startswith(str(year)) for month in part.monthly())
        added.update(sums(part))
        lines += part.count_lines()
    assert added == sums(whole)
    assert lines == whole.count_lines() == len(whole.lines())


@FEW
@given(rows=activities())
def test_lines_add_up_to_the_totals_and_periods_to_the_lines(
    factors: FactorLibrary, rows: list[ActivityRow]
) -> None:
    result = inventory(rows, factors)
    total = sum(result.milligrams()[f"scope{scope}"] for scope in ("1", "2_location", "3"))
    for where in ([{}], [{"period": "2022-01-01/2023-03-31"}, {"period": "2023-04/2024-12"}]):
        lines = [line for each in where for line in result.lines(each)]
        assert sum(line.co2e_kg for line in lines) * 1_000_000 == total
    listed = {
        (line.activity, line.year, line.factor.id, line.carried_forward)
        for line in result.lines()
        if line.factor is not None
    }
    assert listed == {
        (each.activity, each.year, each.use.factor.id, each.use.carried_forward)
        for each in result.factors_used()
        if each.method != "market"
    }


@FEW
@given(rows=activities())
def test_a_row_split_into_days_by_hand_is_the_same_but_for_rounding(
    factors: FactorLibrary, rows: list[ActivityRow]
) -> None:
    """Each day's part of the quantity meets the factor of that day."""
    one = replace(rows[0], end=min(rows[0].end, rows[0].start + timedelta(days=70)))
    days = (one.end - one.start).days + 1
    daily = [
        replace(one, row=2 + n, quantity=one.quantity / days, start=day, end=day)
        for n in range(days)
        for day in [one.start + timedelta(days=n)]
    ]
    whole, parts = sums(inventory([one], factors)), sums(inventory(daily, factors))
    assert set(whole) == set(parts)
    for key in whole:
        # half a milligram per day of a month, and one or two of the whole, times the potential
        gas, _, gwp = key[2].partition(" in ")
        potential = Fraction(POTENTIALS[gwp].get(gas, "0")) if gwp else 1
        assert abs(whole[key] - parts[key]) <= 20 * max(potential, 1)
