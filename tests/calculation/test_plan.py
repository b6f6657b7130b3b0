"""The SQL of the plan, kept as a text that a reader can follow.

After a wanted change, `python tests/calculation/test_plan.py` writes the text anew.
"""

from __future__ import annotations

from pathlib import Path

from crossfoot.calculation.plan import Plan

SNAPSHOT = Path(__file__).parent / "snapshots" / "inventory.sql"

#: two gases per row, one of them with a fractional potential; sites held in part, several regions
PLAN = Plan(
    slots=2,
    gwp_sets=1,
    fractional=frozenset({(1, 0)}),
    shared=True,
    site_regions=True,
    year=2023,
)


def statements() -> str:
    """All statements of a calculation, in the order in which they run."""
    parts = (
        PLAN.site_names(),
        PLAN.combinations(),
        *PLAN.words(),
        PLAN.most_rows(),
        PLAN.longer_parts(),
        PLAN.longer_rows(),
        PLAN.cells(),
    )
    return ";\n\n".join(part.strip() for part in parts) + ";\n"


def test_the_sql_is_the_one_that_was_read_last() -> None:
    assert statements() == SNAPSHOT.read_text(encoding="utf-8")


if __name__ == "__main__":
    SNAPSHOT.write_text(statements(), encoding="utf-8")
