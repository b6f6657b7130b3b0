"""The SQL of the plan, kept as a text that a reader can follow.

After a wanted change, `python tests/calculation/test_plan.py` writes the text anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crossfoot.calculation.plan import Plan
from crossfoot.calculation.plan_words import BY_CLASS, BY_COMBINATION

SNAPSHOTS = Path(__file__).parent / "snapshots"

#: two gases per row, one of them with a fractional potential; sites held in part, several regions
PLAN = Plan(
    slots=2,
    gwp_sets=1,
    fractional=frozenset({(1, 0)}),
    shared=True,
    site_regions=True,
    year=2023,
)

#: the same where factors change inside a month, and where shares of sites do; the file of each
PLANS = {
    "inventory.sql": PLAN,
    "inventory_cut.sql": replace(PLAN, cuts=True, ragged=True),
    "inventory_dated.sql": replace(PLAN, cuts=True, ragged=True, dated=True),
}


def statements(plan: Plan) -> str:
    """All statements of a calculation, in the order in which they run."""
    parts = (
        plan.site_names(),
        plan.combinations(),
        *((plan.cut_combinations(),) if plan.cuts else ()),
        *plan.words(),
        plan.longer_parts(),
        plan.longer_rows(),
        *(step(by) for by in (BY_COMBINATION, BY_CLASS) for step in (plan.most_rows, plan.cells)),
    )
    return ";\n\n".join(part.strip() for part in parts) + ";\n"


@pytest.mark.parametrize("name", PLANS)
def test_the_sql_is_the_one_that_was_read_last(name: str) -> None:
    assert statements(PLANS[name]) == (SNAPSHOTS / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, plan in PLANS.items():
        (SNAPSHOTS / name).write_text(statements(plan), encoding="utf-8")
