"""Credits, reversals and bounds: what the facts of an inventory say of rows without a factor."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from crossfoot.calculation.activity import ActivityRow
from crossfoot.calculation.consolidation import consolidate
from crossfoot.calculation.inventory import inventory
from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.qualifiers import Qualifier
from inventory_world import library, row

GROUP = Organisation(
    [
        Entity("group", Text("Group", "集团"), kind="group"),
        Entity("hefei", Text("Hefei", "合肥"), parent="group"),
        Entity("penang", Text("Penang", "槟城"), parent="group"),
    ]
)
JUNE = ("2023-06-01", "2023-06-30")
#: 1000 L of diesel by the factors of the small world: CO2, 29.8 x CH4, 273 x N2O
DIESEL = Decimal("2.6391") + Decimal("0.000213") * Decimal("29.8") + Decimal("0.0001371") * 273


def scope_1(rows: list[ActivityRow], tmp_path: Path) -> dict[tuple[str, str], Fact]:
    """(entity, period) -> scope 1 with all sums."""
    made = inventory(rows, library(tmp_path), organisation=GROUP).facts()
    sums = consolidate(catalogue(), FactSet(made), GROUP)
    return {
        (fact.entity, str(fact.period)): fact
        for fact in [*made, *sums]
        if fact.metric == "ghg.scope1" and not fact.dimensions
    }


def test_credits_without_a_factor_are_no_lower_bound(tmp_path: Path):
    found = scope_1(
        [
            row(2, "fuel.magic.stationary", "-5", "t", *JUNE, site="hefei"),
            row(3, "fuel.diesel.mobile", "1000", "L", *JUNE, site="hefei"),
            row(4, "fuel.magic.stationary", "-5", "t", *JUNE, site="penang"),
        ],
        tmp_path,
    )
    assert found["hefei", "2023"].number == DIESEL
    assert found["hefei", "2023"].qualifier is Qualifier.APPROXIMATE
    # of Penang nothing is known, not even a bound: the group has no total, and says so
    assert found["penang", "2023"].value is None
    assert "fuel.magic.stationary at penang in 2023-06" in found["penang", "2023"].nil_reason
    assert found["group", "2023"].value is None
    assert found["group", "2023"].nil_reason == "missing entities: penang"


def test_a_credit_beside_an_amount_takes_the_bound_away(tmp_path: Path):
    found = scope_1(
        [
            row(2, "fuel.magic.stationary", "5", "t", *JUNE, site="hefei"),
            row(3, "fuel.other.stationary", "-3", "t", *JUNE, site="hefei"),
            row(4, "fuel.diesel.mobile", "1000", "L", *JUNE, site="penang"),
        ],
        tmp_path,
    )
    total = found["group", "2023-06"]
    assert (total.number, total.qualifier) == (DIESEL, Qualifier.APPROXIMATE)


def test_rows_that_cancel_out_leave_nothing_out(tmp_path: Path):
    found = scope_1(
        [
            row(2, "fuel.magic.stationary", "5", "t", *JUNE, site="hefei"),
            row(3, "fuel.magic.stationary", "-5", "t", *JUNE, site="hefei"),
            row(4, "fuel.diesel.mobile", "1000", "L", *JUNE, site="hefei"),
        ],
        tmp_path,
    )
    assert found["group", "2023"].qualifier is Qualifier.EXACT
    assert "without" not in found["hefei", "2023"].note


def test_other_years_stay_exact(tmp_path: Path):
    found = scope_1(
        [
            row(2, "fuel.magic.stationary", "5", "t", "2022-12-01", "2023-01-31", site="hefei"),
            row(3, "fuel.diesel.mobile", "1000", "L", *JUNE, site="hefei"),
            row(4, "fuel.diesel.mobile", "1000", "L", "2024-06-01", "2024-06-30", site="hefei"),
        ],
        tmp_path,
    )
    assert {period: found["group", period].qualifier for period in ("2022", "2023", "2024")} == {
        "2022": Qualifier.AT_LEAST,
        "2023": Qualifier.AT_LEAST,
        "2024": Qualifier.EXACT,
    }
