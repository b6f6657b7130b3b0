"""From rows to the group: the facts of the sites, summed by share, are the inventory's totals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.consolidation import consolidate
from crossfoot.calculation.inventory import inventory
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import load_set
from crossfoot.facts.entities import Approach, Entity, FinancialControl, Organisation
from crossfoot.facts.fact import FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period

YEAR = Period.year(2022)

#: the chain of Holland Industries (GHG Protocol Corporate Standard, chapter 3), and a site more
ORGANISATION = Organisation(
    [
        Entity("holland", Text("Holland Industries", ""), "group", region="CN"),
        Entity(
            "america", Text("Holland America", ""), "company", "holland", equity=Decimal("0.83")
        ),
        Entity(
            "bgb",
            Text("BGB", ""),
            parent="america",
            equity=Decimal("0.5"),
            operational_control=False,
            financial_control=FinancialControl.JOINT,
        ),
        Entity("own", Text("own works", ""), parent="holland"),
    ]
)


def row(number: int, site: str, activity: str, quantity: str, unit: str) -> ActivityRow:
    days = (date(2022, 1, 1), date(2022, 12, 31))
    return ActivityRow(number, site, activity, Decimal(quantity), unit, *days)


ROWS = [
    row(2, "bgb", "electricity.grid", "1000", "MWh"),
    row(3, "bgb", "fuel.diesel.mobile", "10", "t"),
    row(4, "own", "electricity.grid", "10", "MWh"),
    row(5, "own", "fuel.diesel.mobile", "1", "t"),
    row(6, "own", "refrigerant.R-410A.leak", "7", "kg"),
]


@pytest.mark.parametrize(
    ("approach", "share"),
    [
        (Approach.OPERATIONAL_CONTROL, "0"),
        (Approach.FINANCIAL_CONTROL, "0.5"),  # America is controlled in full, BGB jointly
        (Approach.EQUITY_SHARE, "0.415"),
    ],
)
def test_the_sum_over_sites_is_the_total_of_the_inventory(approach: Approach, share: str) -> None:
    library = FactorLibrary([load_set("china-ets"), load_set("ipcc2006")])
    result = inventory(ROWS, library, organisation=ORGANISATION, approach=approach)
    facts = FactSet(result.facts())
    known = facts.plus(consolidate(catalogue(), facts, ORGANISATION, [YEAR], approach))
    totals = result.totals()
    for metric, name in (
        ("ghg.scope1", "scope1"),
        ("ghg.scope2.location", "scope2_location"),
        ("ghg.scope2.market", "scope2_market"),
    ):
        group = known.current(FactKey(metric, "holland", YEAR), variant=f"{approach}/AR6")
        assert group is not None
        # the inventory rounds each share of each month to a milligram
        assert abs(group.number - totals[name]) < Decimal("1e-6"), metric
    by_hand = (10 + Decimal(share) * 1000) * Decimal("0.5703")
    assert totals["scope2_location"] == by_hand
    bought = known.current(FactKey("energy.electricity.purchased", "holland", YEAR))
    assert bought is not None
    assert bought.number == (10 + Decimal(share) * 1000) * 1000
    result.close()
