"""`crossfoot restate`: why two kept inventories differ."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path


def kept(crossfoot, workspace: Path) -> None:
    """The group's inventory as reported, and by equity share with AR5."""
    usual = ("inventory", "--workspace", workspace, "--format", "json")
    assert crossfoot(*usual, "--keep", "reported").code == 0
    changed = crossfoot(*usual, "--approach", "equity_share", "--gwp", "AR5", "--keep", "by share")
    assert changed.code == 0
    assert "kept as by share: run" in changed.err


def test_causes_add_up_exactly(crossfoot, small: Path) -> None:
    kept(crossfoot, small)
    question = ("restate", "--base", "reported", "--new", "by share", "--workspace", small)
    answer = crossfoot(*question, "--format", "json")
    assert answer.code == 1  # more than 5 %: the base year is to be recalculated
    totals = answer.json["totals"]
    # half of Penang's 500 MWh x 0.5703; 10 kg of R-410A at 771 + 3740 halves, now 677 + 3170
    scope2, scope1 = totals["scope2_location"]["by_cause"], totals["scope1"]["by_cause"]
    assert Decimal(str(scope2["ownership"])) == Decimal("-142.575")
    assert Decimal(str(scope1["potentials"])) == Decimal("-3.32")
    for total in totals.values():
        parts = [Decimal(str(each)) for each in total["by_cause"].values()]
        assert sum(parts) == Decimal(str(total["new"])) - Decimal(str(total["base"]))
    assert "scope2_location" in answer.json["recalculate"]
    assert len(answer.json["lines"]) == 3  # two methods of Penang's electricity, and the leak


def test_tables_in_both_languages_and_csv(crossfoot, small: Path) -> None:
    kept(crossfoot, small)
    question = ("restate", "--base", "reported", "--new", "by share", "--workspace", small)
    english, chinese = crossfoot(*question), crossfoot(*question, "--lang", "zh")
    assert "share of sites" in english.out
    assert "The base year is to be recalculated" in english.out
    assert "应重新计算基准年" in chinese.out
    assert "share of sites" not in chinese.out
    rows = crossfoot(*question, "--format", "csv").out.splitlines()
    assert len(rows) == 4
    assert rows[0].endswith("ownership_kg,boundary_kg,method_kg,error_kg,interaction_kg")


def test_the_threshold_decides(crossfoot, small: Path) -> None:
    kept(crossfoot, small)
    question = ("restate", "--base", "reported", "--new", "by share", "--workspace", small)
    assert crossfoot(*question, "--threshold", "17").code == 0
    same = ("restate", "--base", "reported", "--new", "reported", "--workspace", small)
    assert crossfoot(*same, "--threshold", "0").code == 0


def test_mistakes_are_told(crossfoot, small: Path, tmp_path: Path) -> None:
    unknown = crossfoot("restate", "--base", "a", "--new", "b", "--workspace", small)
    assert unknown.code == 2
    assert "there is no kept run 'a'" in unknown.err
    file = tmp_path / "x.csv"
    file.write_text("site,activity,quantity,unit,start,end\n", "utf-8")
    assert crossfoot("inventory", file, "--keep", "x").code == 2
