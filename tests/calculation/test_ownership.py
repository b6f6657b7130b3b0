"""Ownership and control that change on a day: activity is cut there, under each approach."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.entities import Approach, FinancialControl
from crossfoot.facts.ownership import standings
from inventory_world import KILOGRAMS, library, row
from ownership_world import PENANG, ShareOn, by_hand, group, stake

BOTH = ("AR5", "AR6")
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def factors() -> Iterator[FactorLibrary]:
    with tempfile.TemporaryDirectory() as folder:
        yield library(Path(folder))


def sums(result: Inventory) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for cell in result.cells():
        if cell.method != "market":
            found[cell.site, cell.month, cell.gas] += cell.milligrams
            for gwp, effect in cell.co2e.items():
                found[cell.site, cell.month, f"{cell.gas} in {gwp}"] += effect
    return +found


#: 40 % in a joint venture that others run, bought whole on 15 April 2023, sold on 1 September 2024
BOUGHT_AND_SOLD = group(
    stake(PENANG, None, "2023-04-14", "0.4", operated=False, control=FinancialControl.JOINT),
    stake(PENANG, "2023-04-15", "2024-08-31"),
)
SHARES = {
    Approach.OPERATIONAL_CONTROL: (Fraction(0), Fraction(1)),
    Approach.FINANCIAL_CONTROL: (Fraction(2, 5), Fraction(1)),
    Approach.EQUITY_SHARE: (Fraction(2, 5), Fraction(1)),
}


def share_on(approach: Approach) -> ShareOn:
    before, after = SHARES[approach]

    def on(site: str, day: date) -> Fraction:
        if site != "penang":
            return Fraction(1)
        if day < date(2023, 4, 15):
            return before
        return after if day < date(2024, 9, 1) else Fraction(0)

    return on


@pytest.mark.parametrize("approach", list(Approach))
def test_a_site_that_is_bought_and_sold_counts_by_its_days(
    approach: Approach, factors: FactorLibrary
) -> None:
    """365 t of wind-free power in 2023: 104 days at the old share, 261 at the new one."""
    year = [row(2, "electricity.grid", "365", "MWh", "2023-01-01", "2023-12-31", "penang")]
    result = inventory(year, factors, organisation=BOUGHT_AND_SOLD, approach=approach)
    before, after = SHARES[approach]
    days = before * 104 + after * 261  # 1 January to 14 April, 15 April to 31 December
    tonnes = Fraction(days) * Fraction("0.5703")
    assert abs(Fraction(result.totals()["scope2_location"]) - tonnes) < Fraction(1, 10**8)
    assert result.is_complete


@FEW
@given(data=st.data(), approach=st.sampled_from(list(Approach)))
def test_the_engine_agrees_with_the_calculation_by_days(
    data: st.DataObject, approach: Approach, factors: FactorLibrary
) -> None:
    rows = data.draw(activity())
    expected = by_hand(rows, share_on(approach))
    result = inventory(
        rows, factors, gwp_sets=BOTH, organisation=BOUGHT_AND_SOLD, approach=approach
    )
    assert sums(result) == expected
    # lines, too, add up to the totals
    lines = sum((line.co2e_kg for line in result.lines()), Decimal(0))
    assert lines == result.totals("AR5")["total_location"] * 1000
    assert result.count_lines() == len(result.lines())
    result.close()


@st.composite
def activity(draw: st.DrawFn) -> list[ActivityRow]:
    """Rows around the days on which the site changes hands, and elsewhere."""
    found = []
    for number in range(2, 2 + draw(st.integers(1, 7))):
        name, unit = draw(st.sampled_from(sorted(KILOGRAMS)))
        near = st.sampled_from([date(2023, 4, 14), date(2023, 4, 15), date(2024, 8, 31)])
        start = draw(st.one_of(near, st.dates(date(2022, 1, 1), date(2024, 12, 31))))
        longest = (date(2024, 12, 31) - start).days
        length = min(draw(st.one_of(st.integers(0, 30), st.integers(0, 500))), longest)
        end = date.fromordinal(start.toordinal() + length)
        quantity = draw(st.decimals(0, 10**6, places=3))
        site = draw(st.sampled_from(["penang", "penang", "hefei"]))
        found.append(ActivityRow(number, site, name, quantity, unit, start, end))
    return found


@FEW
@given(
    changes=st.lists(
        st.tuples(st.dates(date(2022, 1, 2), date(2024, 12, 31)), st.integers(0, 100)),
        max_size=4,
        unique_by=lambda change: change[0],
    ),
    data=st.data(),
)
def test_any_history_of_shares(
    changes: list[tuple[date, int]], data: st.DataObject, factors: FactorLibrary
) -> None:
    """Whatever the days and shares: sites, months and gases are those of the days."""
    rows = data.draw(activity())
    steps = [(date.min, 30), *sorted(changes)]
    ends = [date.fromordinal(day.toordinal() - 1) for day, _ in steps[1:]]
    holdings = [
        stake(
            PENANG,
            None if start == date.min else str(start),
            None if end is None else str(end),
            str(Decimal(percent) / 100),
        )
        for (start, percent), end in zip(steps, [*ends, None], strict=True)
    ]

    def on(site: str, day: date) -> Fraction:
        percent = next(percent for start, percent in reversed(steps) if start <= day)
        return Fraction(percent, 100) if site == "penang" else Fraction(1)

    organisation = group(*holdings)
    approach = Approach.EQUITY_SHARE
    result = inventory(rows, factors, gwp_sets=BOTH, organisation=organisation, approach=approach)
    assert sums(result) == by_hand(rows, on)
    result.close()


def test_rows_outside_the_days_are_outside_the_boundary(factors: FactorLibrary) -> None:
    organisation = group(stake(PENANG, "2023-07-01", None))
    rows = [
        row(2, "electricity.grid", "10", "MWh", "2023-06-01", "2023-06-30", "penang"),
        row(3, "electricity.grid", "10", "MWh", "2023-07-01", "2023-07-31", "penang"),
        row(4, "electricity.grid", "10", "MWh", "2023-06-01", "2023-06-30", "hefei"),
    ]
    result = inventory(rows, factors, organisation=organisation)
    assert [line.row for line in result.lines()] == [3, 4]
    assert result.is_complete
    assert len(result.lines({"site": "penang"})) == 1


def test_a_company_that_is_bought_brings_its_sites() -> None:
    """83 % of a company from July; it holds half of a plant: 0.83 x 0.5 from then on."""
    from crossfoot.facts.entities import Entity, Organisation
    from crossfoot.languages import Text

    company = Entity("america", Text("America", ""), "company", "group")
    plant = Entity("bgb", Text("BGB", ""), parent="america", equity=Decimal("0.5"))
    organisation = Organisation(
        [Entity("group", Text("G", ""), "group"), company, plant],
        holdings=[stake(company, "2023-07-01", None, "0.83")],
    )
    (found,) = standings(organisation, "bgb", Approach.EQUITY_SHARE)
    assert (found.start, found.share) == (date(2023, 7, 1), Decimal("0.415"))


@pytest.mark.parametrize(
    ("approach", "bought"),
    [(Approach.OPERATIONAL_CONTROL, Fraction(104)), (Approach.EQUITY_SHARE, Fraction("62.4"))],
)
def test_what_a_site_sells_to_another_is_eliminated_on_the_days_on_which_it_counts(
    approach: Approach, bought: Fraction, factors: FactorLibrary
) -> None:
    """1 MWh a day from Penang: before 15 April at 0 or 40 % its own purchase, from then on none.

    After 1 September 2024 it is none of the group's: all is a purchase again.
    """
    sale = [
        row(2, "electricity.grid", "104", "MWh", "2023-01-01", "2023-04-14",
            instrument="from:penang"),
        row(3, "electricity.grid", "261", "MWh", "2023-04-15", "2023-12-31",
            instrument="from:penang"),
        row(4, "electricity.grid", "366", "MWh", "2024-01-01", "2024-12-31",
            instrument="from:penang"),
    ]  # fmt: skip
    result = inventory(sale, factors, organisation=BOUGHT_AND_SOLD, approach=approach)
    expected = bought * Fraction("0.5703") + 122 * Fraction("0.5366")
    assert abs(Fraction(result.totals()["scope2_location"]) - expected) < Fraction(1, 10**7)
    assert result.is_complete
    result.close()


def test_one_row_over_the_day_is_eliminated_in_part(factors: FactorLibrary) -> None:
    """The row of a year is cut where the seller joins: 104 of 365 days are bought."""
    sale = [
        row(2, "electricity.grid", "365", "MWh", "2023-01-01", "2023-12-31",
            instrument="from:penang")
    ]  # fmt: skip
    result = inventory(sale, factors, organisation=BOUGHT_AND_SOLD)
    expected = 104 * Fraction("0.5703")
    assert abs(Fraction(result.totals()["scope2_location"]) - expected) < Fraction(1, 10**7)
    result.close()
