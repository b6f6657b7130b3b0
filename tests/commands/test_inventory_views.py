"""`crossfoot inventory --view`: other sortings of the same inventory."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path


def number(value: object) -> Decimal:
    return Decimal(str(value))


def test_iso_categories_are_the_scopes_sorted_otherwise(crossfoot, small: Path) -> None:
    usual = ("inventory", "--workspace", small, "--format", "json")
    totals = crossfoot(*usual).json["totals"]
    view = crossfoot(*usual, "--view", "iso14064-1").json["iso14064_1"]
    by_location = view["totals"]["location"]
    assert number(by_location["1"]) == number(totals["scope1"])
    assert number(by_location["2"]) == number(totals["scope2_location"])
    assert number(by_location["total"]) == number(totals["total_location"])
    table = crossfoot("inventory", "--workspace", small, "--view", "iso14064-1", "--lang", "zh")
    assert "直接排放" in table.out


def test_all_approaches_at_once_are_those_one_by_one(crossfoot, small: Path) -> None:
    usual = ("inventory", "--workspace", small, "--format", "json", "--gwp", "AR6,AR5")
    together = crossfoot(*usual, "--view", "approaches").json["totals_by_approach"]
    assert list(together) == ["operational_control", "financial_control", "equity_share"]
    for approach, by_set in together.items():
        alone = crossfoot(*usual, "--approach", approach).json["totals_by_gwp"]
        assert by_set == alone
    table = crossfoot("inventory", "--workspace", small, "--view", "approaches")
    assert "equity share, AR6" in table.out.replace("\n", " ")


def test_sources_are_ranked_and_add_up(crossfoot, small: Path) -> None:
    answer = crossfoot(
        "inventory", "--workspace", small, "--format", "json", "--view", "sources"
    ).json
    masses = [number(each["co2e_t"]) for each in answer["sources"]]
    assert masses == sorted(masses, reverse=True)
    assert sum(masses) == number(answer["totals"]["total_location"])
    assert number(answer["sources"][-1]["together"]) == 1


def test_open_categories_of_scope_3_are_found(crossfoot, small: Path) -> None:
    """None is judged: exit code 1; with fifteen reasons none is open."""
    asked = ("inventory", "--workspace", small, "--view", "scope3", "--format", "json")
    first = crossfoot(*asked)
    assert first.code == 1
    assert {each["status"] for each in first.json["scope3_categories"]} == {"open"}
    lines = [f"{n},excluded,reason {n},," for n in range(1, 16)]
    text = "\n".join(["category,status,reason,coverage,source", *lines, ""])
    (small / "scope3.csv").write_text(text, "utf-8")
    second = crossfoot(*asked)
    assert second.code == 0
    assert second.json["scope3_categories"][14]["reason"] == "reason 15"


def test_monte_carlo_says_how_to_repeat_it(crossfoot, small: Path) -> None:
    text = "activity,site,of,percent,source\n*,,quantity,5,\n*,,factor,7,\n"
    (small / "uncertainty.csv").write_text(text, "utf-8")
    asked = ("inventory", "--workspace", small, "--monte-carlo", "500", "--seed", "3")
    drawn = crossfoot(*asked, "--format", "json").json["monte_carlo"]
    assert (drawn["seed"], drawn["draws"]) == (3, 500)
    total = drawn["totals"]["total_location"]
    assert number(total["low_t"]) < number(total["median_t"]) < number(total["high_t"])
    assert drawn == crossfoot(*asked, "--format", "json").json["monte_carlo"]
    assert "2.5 %" in crossfoot(*asked).out
