"""Parts whose words belong to another metric, or to a breakdown of the row above."""

from __future__ import annotations

import pytest

from crossfoot.reading.reader import read_text


def figures(rows: str) -> dict[tuple[str, str], str]:
    """Value of 2023 by metric and breakdown."""
    report = read_text(f"Sustainability Report 2023\n\nIndicator\tUnit\t2022\t2023\n{rows}\n")
    return {
        (f.metric, " ".join(f"{k}={m}" for k, m in f.dimensions)): f"{f.value.normalize():f}"
        for f in report.figures
        if f.year == 2023
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [("其中：纯电动", "燃油"), ("of which: electric", "diesel"), ("Sedans", "Lorries")],
)
def test_products_are_parts_of_the_output(first: str, second: str) -> None:
    found = figures(
        f"Vehicles produced\tvehicles\t9,120\t9,840\n{first}\tvehicles\t3,010\t4,125\n"
        f"{second}\tvehicles\t6,110\t5,715"
    )
    parts = {m: v for (metric, m), v in found.items() if metric == "product.output.units" and m}
    assert sorted(parts.values()) == ["4125", "5715"]
    assert all(member.startswith("product=") for member in parts)


def test_a_part_of_the_waste_is_no_packaging_bought() -> None:
    found = figures(
        "一般工业固体废物产生量\t吨\t3,120.4\t3,384.1\n其中：废钢\t吨\t2,410.1\t2,615.9\n"
        "废包装物\t吨\t512.2\t560.0\n其他\t吨\t198.1\t208.2"
    )
    assert not any(metric.startswith("packaging") for metric, _ in found)
    streams = {m: v for (metric, m), v in found.items() if m.startswith("waste_stream")}
    assert sorted(streams.values()) == ["208.2", "2615.9", "560"]


def test_packaging_that_makes_no_part_stays_packaging() -> None:
    found = figures(
        "Non-hazardous waste\tt\t3,120.4\t3,384.1\nPackaging material\tt\t812.5\t860.0\n"
        "Other material\tt\t100.0\t120.0"
    )
    assert found["packaging.total", ""] == "860"


@pytest.mark.parametrize(("above", "member"), [("危险废物产生量", "hazardous")])
def test_what_is_done_with_a_waste_is_of_its_class(above: str, member: str) -> None:
    found = figures(
        f"{above}\t吨\t410.2\t455.9\n其中：综合利用量\t吨\t301.1\t322.4\n处置量\t吨\t109.1\t133.5"
    )
    assert found["waste.recycled", f"waste_class={member}"] == "322.4"


def test_members_that_stand_beside_each_other_lend_nothing() -> None:
    found = figures(
        "Employees\tpersons\t900\t950\nPart-time\tpersons\t100\t120\nUnder 30\tpersons\t300\t310"
    )
    assert found["workforce.headcount", "age_group=under_30"] == "310"


@pytest.mark.parametrize(
    ("place", "member"),
    [
        ("Europe, Middle East and Africa", "europe_middle_east_africa"),
        ("Europe & Africa", "europe_africa"),
        ("Rest of Asia Pacific", "rest_of_asia_pacific"),
        ("越南 Vietnam", "vietnam"),
    ],
)
def test_places_that_stand_together_are_one_region(place: str, member: str) -> None:
    found = figures(
        f"Employees\tpersons\t900\t950\nEmployees by region\nGermany\tpersons\t500\t520\n"
        f"{place}\tpersons\t400\t440"
    )
    assert found["workforce.headcount", f"region={member}"] == "440"
