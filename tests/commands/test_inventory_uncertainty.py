"""`crossfoot inventory --uncertainty` and `explain`: the interval beside the figure."""

from __future__ import annotations

from pathlib import Path

STATED = """activity,site,of,percent,source
electricity.grid,,quantity,3,meters of class 1
electricity.grid,,factor,4,own estimate
"""


def test_intervals_of_totals_sources_and_lines(crossfoot, small: Path) -> None:
    small.joinpath("uncertainty.csv").write_text(STATED, "utf-8")
    document = crossfoot(
        "inventory", "--uncertainty", "--workspace", small, "--format", "json"
    ).json
    totals = document["uncertainty"]["totals"]
    assert totals["scope1"]["percent"] is None  # nobody has stated it
    lines = [line for line in document["lines"] if line["activity"] == "electricity.grid"]
    assert lines
    assert {line["uncertainty_percent"] for line in lines} == {5}
    assert {one["percent"] for one in document["uncertainty"]["sources"]} == {5, None}
    assert 0 < totals["total_location"]["stated_percent"] < 100


def test_the_table_says_it_in_both_languages(crossfoot, small: Path) -> None:
    small.joinpath("uncertainty.csv").write_text(STATED, "utf-8")
    plain = crossfoot("inventory", "--workspace", small)
    assert "95 %" not in plain.out
    english = crossfoot("inventory", "--uncertainty", "--workspace", small)
    chinese = crossfoot("inventory", "--uncertainty", "--workspace", small, "--lang", "zh")
    assert "± % (95 %)" in english.out
    assert "置信区间" in chinese.out


def test_explain_tells_the_interval_of_quantity_factor_and_line(crossfoot, small: Path) -> None:
    question = ("explain", "ghg.scope2.location", "--year", "2022", "--workspace", small)
    assert "±" not in crossfoot(*question).out
    small.joinpath("uncertainty.csv").write_text(STATED, "utf-8")
    told = crossfoot(*question).out
    for words in ("± 3 % (95 % interval)", "± 4 %", "± 5 %", "meters of class 1"):
        assert words in told


def test_nothing_stated_is_told(crossfoot, small: Path) -> None:
    answer = crossfoot("inventory", "--uncertainty", "--workspace", small)
    assert answer.code == 2
    assert "no uncertainty is stated" in answer.err
