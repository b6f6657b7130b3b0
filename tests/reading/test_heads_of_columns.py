"""Heads in two rows or two languages, and the unit's column wherever it stands."""

from __future__ import annotations

import pytest

from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.reader import read_text
from crossfoot.reading.two_languages import halves

Found = dict[tuple[str, int | None, str], str]


def figures(table: str) -> Found:
    """Value with unit by metric, year and breakdown."""
    report = read_text(f"Sustainability Report 2023\n\n{table}\n")
    return {
        (f.metric, f.year, " ".join(f"{k}={m}" for k, m in f.dimensions)): (
            f"{f.value.normalize():f} {f.unit}"
        )
        for f in report.figures
    }


@pytest.mark.parametrize(
    "table",
    [
        "\tFY2022\tFY2023\tUnit\nNatural gas\t3,120\t2,980\tMWh\nTurnover rate\t8.1\t7.9\t%\n"
        "Hours worked\t1.68\t1.72\tmillion hours",
        "| Indicator | 2022 | 2023 | Unit |\n|---|---|---|---|\n"
        "| Natural gas | 3,120 | 2,980 | MWh |\n"
        "| Turnover rate | 8.1 | 7.9 | % |\n| Hours worked | 1.68 | 1.72 | million hours |",
        "指标 Indicator\t2022年 FY2022\t2023年 FY2023\t单位 Unit\n"
        "天然气 Natural gas\t3,120\t2,980\t兆瓦时 MWh\n"
        "员工流失率 Turnover rate\t8.1\t7.9\t%\n"
        "工作小时数 Hours worked\t1.68\t1.72\t百万小时 million hours",
        "Indicator\t2022\t2023\tUnit\tRemarks\nNatural gas\t3,120\t2,980\tMWh\tpiped\n"
        "Turnover rate\t8.1\t7.9\t%\t\nHours worked\t1.68\t1.72\tmillion hours\t",
    ],
)
def test_the_unit_may_stand_behind_the_years(table: str) -> None:
    found = figures(table)
    assert found["energy.direct", 2023, "fuel=natural_gas"] == "2980 MWh"
    assert found["workforce.turnover_rate", 2022, ""] == "8.1 percent"
    assert found["safety.hours_worked", 2022, ""] == "1680000 person*h"


def test_money_behind_the_years_is_no_value() -> None:
    found = figures("Item\t2022\t2023\tUnit\nRevenue\t4,186\t4,412\tRMB 10,000")
    assert found["finance.revenue", 2023, ""] == "4412 1e4 CNY"


@pytest.mark.parametrize(
    "table",
    [
        "Indicator\t2023\t\t2022\t\n\tMale\tFemale\tMale\tFemale\nEmployees\t40\t30\t38\t28",
        "Indicator\tMale\t\tFemale\t\n\t2023\t2022\t2023\t2022\nEmployees\t40\t38\t30\t28",
        "Indicator\tUnit\t2023\t\t\t2022\t\t\n\t\tMale\tFemale\tTotal\tMale\tFemale\tTotal\n"
        "Employees\tpersons\t40\t30\t70\t38\t28\t66",
        "指标 Indicator\t2023\t\t2022\t\n\t男 Male\t女 Female\t男 Male\t女 Female\n"
        "员工 Employees\t40\t30\t38\t28",
    ],
)
def test_members_and_years_stand_above_each_other(table: str) -> None:
    found = figures(table)
    assert found["workforce.headcount", 2023, "gender=male"] == "40 person"
    assert found["workforce.headcount", 2023, "gender=female"] == "30 person"
    assert found["workforce.headcount", 2022, "gender=male"] == "38 person"
    assert found["workforce.headcount", 2022, "gender=female"] == "28 person"
    assert found.get(("workforce.headcount", 2023, ""), "70 person") == "70 person"


def test_titles_of_metrics_below_years_stay_titles() -> None:
    found = figures(
        "Training\n\n\t2023\t\t2022\t\n"
        "Category\tHours\tHours per employee\tHours\tHours per employee\n"
        "Male\t612\t15.3\t551\t14.5\nFemale\t480\t16.0\t420\t15.0"
    )
    assert found["training.hours", 2023, "gender=male"] == "612 person*h"
    assert found["training.hours_per_employee", 2022, "gender=female"] == "15 h"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("件 cases", "case"),
        ("cases 件", "case"),
        ("名 persons", "person"),
        ("个 number", "count"),
        ("起/百万小时 per million hours", "case/(1e6*h)"),
        ("兆瓦时 MWh", "MWh"),
        ("MWh 兆瓦时", "MWh"),
        ("吨/百万元 t per RMB million", "t/(1e6*CNY)"),
    ],
)
def test_a_unit_in_two_languages_is_one_unit(printed: str, unit: str) -> None:
    assert read_unit(printed).unit == unit


@pytest.mark.parametrize("printed", ["用水量 m3", "吨 MWh", "面积 area"])
def test_what_says_two_things_is_no_unit(printed: str) -> None:
    assert not read_unit(printed)


def test_halves_of_a_cell() -> None:
    assert halves("其他国家和地区 Other countries") == ("其他国家和地区", "Other countries")
    assert halves("ESG现场审核 ESG on-site audits") == ("ESG现场审核", "ESG on-site audits")
    assert halves("挥发性有机物（VOC）") == ()
