"""Sums over sites where ownership changes: the facts of the sites give the group's inventory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.calculation.consolidation import consolidate
from crossfoot.calculation.inventory import inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.facts.boundaries import SHARED_BY_DAYS, note_text
from crossfoot.facts.entities import Approach, Entity, FinancialControl, Organisation
from crossfoot.facts.fact import Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from inventory_world import library, row
from ownership_world import PENANG, group, stake

YEAR = Period.year(2023)
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BOUGHT = group(
    stake(PENANG, None, "2023-04-14", "0.4", operated=False, control=FinancialControl.JOINT),
    stake(PENANG, "2023-04-15", "2023-10-31"),
)


@pytest.fixture(scope="module")
def factors() -> Iterator[FactorLibrary]:
    with tempfile.TemporaryDirectory() as folder:
        yield library(Path(folder))


ROWS = [
    # a tenth of the year's power on the fourteen days before the purchase, by a meter of its own
    row(2, "electricity.grid", "40", "MWh", "2023-04-01", "2023-04-14", "penang"),
    row(3, "electricity.grid", "10", "MWh", "2023-04-15", "2023-04-30", "penang"),
    row(4, "fuel.diesel.mobile", "7000", "L", "2023-01-01", "2023-12-31", "penang"),
    row(5, "electricity.grid", "100", "MWh", "2023-01-01", "2023-12-31", "hefei"),
    row(6, "fuel.diesel.mobile", "100", "L", "2023-05-01", "2023-05-31", "hefei"),
]


def sums_of(
    organisation: Organisation, factors: FactorLibrary, approach: Approach
) -> tuple[dict[str, Decimal], FactSet]:
    """Totals of the inventory, and all facts."""
    result = inventory(ROWS, factors, organisation=organisation, approach=approach, year=2023)
    facts = FactSet(result.facts())
    found = facts.plus(consolidate(catalogue(), facts, organisation, [YEAR], approach))
    totals = result.totals()
    result.close()
    return totals, found


def of_group(found: FactSet, metric: str, approach: Approach | None, period: Period = YEAR) -> Fact:
    variant = f"{approach}/AR6" if approach else ""
    fact = found.current(FactKey(metric, "group", period), variant=variant)
    assert fact is not None, metric
    return fact


@pytest.mark.parametrize("approach", list(Approach))
def test_the_sum_over_sites_is_the_inventory(approach: Approach, factors: FactorLibrary) -> None:
    totals, found = sums_of(BOUGHT, factors, approach)
    for metric, name in (
        ("ghg.scope1", "scope1"),
        ("ghg.scope2.location", "scope2_location"),
        ("ghg.scope2.market", "scope2_market"),
    ):
        group_ = of_group(found, metric, approach)
        # the inventory rounds each share of each month to a milligram
        assert abs(group_.number - totals[name]) < Decimal("1e-6"), metric
        assert SHARED_BY_DAYS not in group_.note


@pytest.mark.parametrize(
    ("approach", "before"),
    [
        (Approach.OPERATIONAL_CONTROL, "0"),
        (Approach.FINANCIAL_CONTROL, "0.4"),
        (Approach.EQUITY_SHARE, "0.4"),
    ],
)
def test_the_month_of_the_purchase_by_hand(
    approach: Approach, before: str, factors: FactorLibrary
) -> None:
    """40 MWh of April at the old share, 10 MWh at the new one: not 50 MWh by days."""
    _, found = sums_of(BOUGHT, factors, approach)
    april = of_group(found, "ghg.scope2.location", approach, Period.month(2023, 4))
    hefei = Fraction(100 * 30, 365)
    expected = (Fraction(before) * 40 + 10 + hefei) * Fraction("0.5703")
    assert abs(Fraction(april.number) - expected) < Fraction(1, 10**7)
    bought = of_group(found, "energy.electricity.purchased", None, Period.month(2023, 4))
    power = (Fraction(before) * 40 + 10 + hefei) * 1000
    assert abs(Fraction(bought.number) - power) < Fraction(1, 100)


def test_a_company_that_is_bought_takes_its_sites_along(factors: FactorLibrary) -> None:
    """60 % of a company that holds Penang whole, from 15 April: by equity share of each day."""
    company = Entity("east", Text("East", ""), "company", "group")
    penang = Entity("penang", Text("Penang", ""), parent="east")
    organisation = Organisation(
        [
            Entity("group", Text("Group", ""), "group"),
            company,
            penang,
            Entity("hefei", Text("Hefei", ""), parent="group"),
        ],
        holdings=[
            stake(company, None, "2023-04-14", "0.25"),
            stake(company, "2023-04-15", None, "0.6"),
        ],
    )
    approach = Approach.EQUITY_SHARE
    totals, found = sums_of(organisation, factors, approach)
    for metric, name in (("ghg.scope1", "scope1"), ("ghg.scope2.location", "scope2_location")):
        assert abs(of_group(found, metric, approach).number - totals[name]) < Decimal("1e-6")
    by_hand = Fraction("0.5703") * (Fraction(40, 4) + Fraction(10 * 6, 10) + 100)
    assert abs(Fraction(totals["scope2_location"]) - by_hand) < Fraction(1, 10**7)
    east = found.current(FactKey("ghg.scope2.location", "east", YEAR), variant=f"{approach}/AR6")
    assert east is not None
    assert abs(Fraction(east.number) - Fraction("0.5703") * 50) < Fraction(1, 10**7)


def water(entity: str, period: Period, value: str) -> Fact:
    return Fact("water.use", entity, period, Decimal(value), "m^3")


def total_water(facts: list[Fact]) -> Fact:
    organisation, approach = BOUGHT, Approach.EQUITY_SHARE
    found = FactSet(facts)
    found = found.plus(consolidate(catalogue(), found, organisation, [YEAR], approach))
    fact = found.current(FactKey("water.use", "group", YEAR))
    assert fact is not None
    return fact


def test_an_entered_year_is_divided_by_days() -> None:
    """104 days at 40 %, 200 days whole, 61 days sold: 3650 m3 in a year are 10 a day."""
    found = total_water([water("penang", YEAR, "3650"), water("hefei", YEAR, "1")])
    assert abs(found.number - (416 + 2000 + 1)) < Decimal("1e-20")
    assert SHARED_BY_DAYS in found.note
    assert "按天数" in note_text(found.note)["zh"]


def test_entered_quarters_and_half_months_are_taken_as_they_are() -> None:
    """Where what is stated of shorter periods fits the days, nothing is assumed."""
    parts = [
        (Period(date(2023, 1, 1), date(2023, 4, 14)), "100"),
        (Period(date(2023, 4, 15), date(2023, 10, 31)), "7"),
        (Period(date(2023, 11, 1), date(2023, 12, 31)), "3000"),
    ]
    facts = [water("penang", period, value) for period, value in parts]
    facts += [water("penang", YEAR, "3107"), water("hefei", YEAR, "1")]
    found = total_water(facts)
    assert (found.number, found.note) == (Decimal(40 + 7 + 1), "")


def test_a_stock_is_what_is_held_at_the_end() -> None:
    staff = [
        Fact("rd.personnel", site, YEAR, Decimal(number), "person")
        for site, number in (("penang", 50), ("hefei", 200))
    ]
    organisation = group(stake(PENANG, "2023-04-15", None, "0.5"))
    found = FactSet(staff)
    sums = found.plus(consolidate(catalogue(), found, organisation, [YEAR], Approach.EQUITY_SHARE))
    fact = sums.current(FactKey("rd.personnel", "group", YEAR))
    assert fact is not None
    assert fact.number == 225


@FEW
@given(
    first=st.dates(date(2023, 1, 2), date(2023, 12, 30)),
    shares=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    approach=st.sampled_from(list(Approach)),
)
def test_sum_over_sites_whatever_the_day(
    first: date, shares: tuple[int, int], approach: Approach, factors: FactorLibrary
) -> None:
    before, after = (str(Decimal(share) / 100) for share in shares)
    eve = str(date.fromordinal(first.toordinal() - 1))
    joint = FinancialControl.JOINT
    organisation = group(
        stake(PENANG, None, eve, before, control=joint, operated=shares[0] > 50),
        stake(PENANG, str(first), None, after, control=joint, operated=shares[1] > 50),
    )
    totals, found = sums_of(organisation, factors, approach)
    for metric, name in (("ghg.scope1", "scope1"), ("ghg.scope2.location", "scope2_location")):
        assert abs(of_group(found, metric, approach).number - totals[name]) < Decimal("1e-6")
