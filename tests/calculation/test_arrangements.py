"""Joint ventures, leased assets and franchises, against the tables of the GHG Protocol.

Leases: Corporate Standard, appendix F (2006), and table A.1 and A.2 of the Scope 3 Standard, as
Deloitte's roadmap on greenhouse-gas reporting (section 7.3) tells them again. Others: Corporate
Standard, chapter 3, table 1.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.calculation.consolidation import consolidate
from crossfoot.calculation.inventory import Inventory, inventory
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.facts.fact import FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.workspaces.ownership_file import with_ownership
from inventory_world import library, row

GROUP = Organisation(
    [
        Entity("group", Text("Group", ""), "group"),
        Entity("asset", Text("Asset", ""), parent="group"),
        Entity("hefei", Text("Hefei", ""), parent="group"),
    ]
)
HEADING = "entity,start,end,parent,equity,operational_control,financial_control,arrangement,source"
OPERATIONAL, FINANCIAL, EQUITY = (
    Approach.OPERATIONAL_CONTROL,
    Approach.FINANCIAL_CONTROL,
    Approach.EQUITY_SHARE,
)
IN_SCOPES = "scopes 1 and 2"

#: share of the asset, and where it counts, by arrangement and approach
CASES = [
    # appendix F, lessee: finance lease in scopes 1 and 2 whatever the approach
    ("leased_in_finance", "", OPERATIONAL, "1", IN_SCOPES),
    ("leased_in_finance", "", FINANCIAL, "1", IN_SCOPES),
    ("leased_in_finance", "", EQUITY, "1", IN_SCOPES),
    # operating lease: control is the lessee's under operational control alone
    ("leased_in_operating", "", OPERATIONAL, "1", IN_SCOPES),
    ("leased_in_operating", "", FINANCIAL, "1", "8"),
    ("leased_in_operating", "", EQUITY, "1", "8"),
    # lessor: a finance lease is the lessee's
    ("leased_out_finance", "", OPERATIONAL, "1", "13"),
    ("leased_out_finance", "", FINANCIAL, "1", "13"),
    ("leased_out_finance", "", EQUITY, "1", "13"),
    # an operating lease stays the lessor's, but for operational control
    ("leased_out_operating", "", OPERATIONAL, "1", "13"),
    ("leased_out_operating", "", FINANCIAL, "1", IN_SCOPES),
    ("leased_out_operating", "", EQUITY, "1", IN_SCOPES),
    # chapter 3, table 1
    ("joint_venture", "0.4", FINANCIAL, "0.4", IN_SCOPES),
    ("joint_venture", "0.4", EQUITY, "0.4", IN_SCOPES),
    ("joint_venture", "0.4", OPERATIONAL, "0.4", "15"),
    ("associate", "0.25", FINANCIAL, "0.25", "15"),
    ("associate", "0.25", EQUITY, "0.25", IN_SCOPES),
    ("associate", "0.25", OPERATIONAL, "0.25", "15"),
    ("fixed_asset_investment", "", FINANCIAL, "0", IN_SCOPES),
    ("fixed_asset_investment", "", EQUITY, "0", IN_SCOPES),
    ("subsidiary", "0.83", FINANCIAL, "1", IN_SCOPES),
    ("subsidiary", "0.83", EQUITY, "0.83", IN_SCOPES),
    ("franchise", "", OPERATIONAL, "1", "14"),
    ("franchise", "", FINANCIAL, "1", "14"),
    ("franchise", "", EQUITY, "1", "14"),
]
ROWS = [
    row(2, "electricity.grid", "10", "MWh", site="asset"),
    row(3, "fuel.diesel.mobile", "1000", "L", site="asset"),
    row(4, "s3.04.road_freight", "500", "t*km", site="asset"),
    row(5, "electricity.grid", "1", "MWh", site="hefei"),
]
POWER, DIESEL = Decimal("5.703"), Decimal("2.6391")


def organisation(folder: Path, *lines: str) -> Organisation:
    """The group with an ownership file."""
    text = "\n".join([HEADING, *lines])
    file = folder / "ownership.csv"
    file.write_text(f"{text}\n", encoding="utf-8")
    return with_ownership(GROUP, file)


def calculated(folder: Path, tree: Organisation, approach: Approach) -> Inventory:
    return inventory(ROWS, library(folder), organisation=tree, approach=approach)


@pytest.mark.parametrize(("name", "equity", "approach", "share", "where"), CASES)
def test_where_an_asset_counts(
    name: str, equity: str, approach: Approach, share: str, where: str, tmp_path: Path
) -> None:
    tree = organisation(tmp_path, f"asset,,,,{equity},,,{name},contract")
    result = calculated(tmp_path, tree, approach)
    masses = {
        (cell.scope, cell.category, cell.gas): Decimal(cell.milligrams).scaleb(-9)
        for cell in result.cells()
        if cell.site == "asset" and cell.method != "market"
    }
    part = Decimal(share)
    if where != IN_SCOPES:
        # diesel and power in one category of scope 3, by location; its own scope 3 stays outside
        assert masses["3", where, "CO2"] == part * (POWER + DIESEL)
        assert {scope for scope, *_ in masses} == {"3"}
        assert {category for _, category, _ in masses} == {where}
    elif part:
        assert masses["2", "electricity", "CO2"] == part * POWER
        assert masses["1", "mobile", "CO2"] == part * DIESEL
        assert masses["3", "4", "CO2e"] == part * Decimal("0.05435")
    else:
        assert masses == {}
    assert result.is_complete
    result.close()


@pytest.mark.parametrize(
    ("name", "equity", "approach"), [case[:3] for case in CASES if case[4] != IN_SCOPES]
)
def test_the_sum_over_sites_has_it_in_the_same_category(
    name: str, equity: str, approach: Approach, tmp_path: Path
) -> None:
    tree = organisation(tmp_path, f"asset,,,,{equity},,,{name},contract")
    result = calculated(tmp_path, tree, approach)
    facts = FactSet(result.facts())
    year = Period.year(2023)
    found = facts.plus(consolidate(catalogue(), facts, tree, [year], approach))
    totals = result.totals()
    for metric, total in (
        ("ghg.scope2.location", "scope2_location"),
        ("ghg.scope2.market", "scope2_market"),
        ("ghg.scope3", "scope3"),
    ):
        fact = found.current(FactKey(metric, "group", year), variant=f"{approach}/AR6")
        assert fact is not None, metric
        assert abs(fact.number - totals[total]) < Decimal("1e-8")
    assert totals["scope2_location"] == Decimal("0.5703")  # hefei alone
    # energy of what is not consolidated is not the group's
    bought = found.current(FactKey("energy.electricity.purchased", "group", year))
    assert bought is not None
    assert bought.number == 1000
    result.close()


def test_a_lease_that_begins_within_a_month(tmp_path: Path) -> None:
    """Let from 16 January: of 31 days, 15 in scopes 1 and 2 and 16 in category 13."""
    tree = organisation(
        tmp_path, "asset,,2023-01-15,,,,,,", "asset,2023-01-16,,,,,,leased_out_operating,lease"
    )
    totals = calculated(tmp_path, tree, OPERATIONAL).totals()
    own = POWER * 15 / 31 + Decimal("0.5703")
    assert abs(totals["scope2_location"] - own) < Decimal("1e-8")
    let = (POWER + Decimal("2.6391") + Decimal("0.0063474") + Decimal("0.0374283")) * 16 / 31
    assert abs(totals["scope3"] - let - Decimal("0.05435") * 15 / 31) < Decimal("1e-7")


def test_who_operates_what_it_leases_can_say_so(tmp_path: Path) -> None:
    """Appendix F lets a lessee show that it has no operational control: scope 3 then."""
    tree = organisation(tmp_path, "asset,,,,,no,,leased_in_operating,lease")
    totals = calculated(tmp_path, tree, OPERATIONAL).totals()
    assert totals["scope2_location"] == Decimal("0.5703")
    assert totals["scope3"] > POWER


def test_a_row_without_a_factor_is_still_told(tmp_path: Path) -> None:
    tree = organisation(tmp_path, "asset,,,,,,,franchise,contract")
    rows = [*ROWS, replace(ROWS[0], row=9, activity="heat.purchased")]
    result = inventory(rows, library(tmp_path), organisation=tree)
    assert [each.row for each in result.unresolved] == [9]
    result.close()


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["asset,2023-05-01,2023-04-01,,,,,,"], "before it starts"),
        (["asset,,2023-04-15,,,,,,", "asset,2023-04-15,,,,,,,"], "held twice on 2023-04-15"),
        (["asset,,,,,,,,", "asset,2023-04-15,,,,,,,"], "held twice"),
        (["aset,,,,,,,,"], "aset"),
        (["group,,,,0.5,,,,"], "whole group"),
        (["asset,,,,,,,joint_venture,"], "needs the equity share"),
        (["asset,,,,,,,lease,"], "lease"),
        (["asset,,,,1.5,,,,"], "1.5"),
    ],
)
def test_what_cannot_be_is_refused(lines: list[str], what: str, tmp_path: Path) -> None:
    with pytest.raises(CrossfootError) as refused:
        organisation(tmp_path, *lines)
    said = " ".join(f"{problem.what} {problem.why}" for problem in refused.value.problems)
    assert what in said
    assert all(problem.remedy for problem in refused.value.problems)


def test_an_empty_cell_is_what_the_organisation_says(tmp_path: Path) -> None:
    tree = organisation(tmp_path, "asset,2023-04-15,,,40%,,,,purchase")
    (holding,) = tree.holdings("asset")
    assert (holding.start, holding.end) == (date(2023, 4, 15), None)
    assert (holding.entity.equity, holding.entity.parent) == (Decimal("0.4"), "group")
    assert holding.source == "purchase"
