"""What the title of a column says: its metric, its unit, its year; invented tables."""

from __future__ import annotations

import pytest

from crossfoot.reading.reader import read_text

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


MARKED = (
    "People\n\n\tTraining hours (hours) (a)\t\tEmployees trained (%) (b)\t\n"
    "\t2023\t2022\t2023\t2022\nMale\t21.4\t20.8\t88.5\t86.1\nFemale\t22.9\t21.7\t91.3\t90.2\n"
    "(a) Per employee."
)


def test_a_head_over_years_reaches_the_empty_cells_beside_it() -> None:
    found = figures(MARKED)
    assert found["training.coverage", 2022, "gender=female"] == "90.2 percent"
    assert found["training.hours", 2022, "gender=male"] == "20.8 person*h"
    assert not [key for key in found if key[0] == "workforce.headcount"]


def test_hours_below_a_breakdown_of_persons_are_no_persons() -> None:
    table = "Headcount\n\n\t2023\t2022\nEmployee category\nSenior management\t18.52\t17.21"
    assert not figures(table)


def test_a_title_that_begins_with_a_year_is_a_title() -> None:
    table = (
        "Programme\tStart year\t2023 donations (RMB 10,000)\tBeneficiaries\n"
        "Rural libraries\t2016\t41.50\t12 schools\nRiver days\t2019\t8.20\t3 towns\n"
        "Total\t\t49.70\t"
    )
    assert "community.beneficiaries" not in {metric for metric, *_ in figures(table)}
    zh = (
        "项目\t起始年份\t2023年捐赠（万元）\t受益人群\n乡村书屋\t2016年\t41.50\t学生\n"
        "护河行动\t2019年\t8.20\t居民\n合计\t\t49.70\t"
    )
    assert figures(zh)["community.investment", 2023, ""] == "49.7 1e4 CNY"


def test_a_title_in_the_first_cell_is_the_caption_and_no_earlier_one_is() -> None:
    report = (
        "B3 Training\n\nIndicator\tUnit\t2023\t2022\nTraining sessions\tsessions\t31\t28\n\n"
        "| B5.1 Suppliers by region | Unit | 2023 | 2022 |\n|---|---|---|---|\n"
        "| Mainland China | number | 210 | 205 |\n| Overseas | number | 31 | 29 |\n"
        "| Total | number | 241 | 234 |"
    )
    found = figures(report)
    assert found["suppliers.count", 2023, ""] == "241 count"
    assert found["suppliers.count", 2022, "supplier_region=overseas"] == "29 count"


def test_a_share_beside_each_year_is_of_that_year() -> None:
    found = figures(
        "| 员工结构 | | 2023 | 占比 | 2022 | 占比 |\n|---|---|---|---|---|---|\n"
        "| 性别 | 男 | 620 | 62.0% | 570 | 60.0% |\n| | 女 | 380 | 38.0% | 380 | 40.0% |"
    )
    assert found["workforce.share", 2022, "gender=female"] == "40 percent"
    assert found["workforce.share", 2023, "gender=female"] == "38 percent"


@pytest.mark.parametrize("caption", ["Table 4: Fuels (Unit: MWh)", "Fuels (MWh)"])
def test_a_unit_that_the_caption_names(caption: str) -> None:
    table = f"{caption}\n\nSource\t2023\t2022\nDiesel\t810\t790\nNatural gas\t2,400\t2,500"
    assert figures(table)["energy.direct", 2023, "fuel=diesel"] == "810 MWh"


def test_a_count_with_its_share_behind_it() -> None:
    found = figures(
        "Workforce\t2023\t2022\nTotal employees\t1,000\t950\n"
        "Female employees\t380 (38.0%)\t361 (38%)"
    )
    assert found["workforce.headcount", 2023, "gender=female"] == "380 person"


def test_what_is_aimed_at_is_no_figure() -> None:
    found = figures(
        "Topic\tKPI\t2020\t2023\tTarget 2030\nClimate\tScope 1 emissions (tCO2e)\t910\t820\t500\n"
        "Climate\tScope 2 emissions −25%\t−8.0%\t−11.0%\t"
    )
    assert found == {
        ("ghg.scope1", 2020, ""): "910 t CO2e",
        ("ghg.scope1", 2023, ""): "820 t CO2e",
    }


@pytest.mark.parametrize(
    ("label", "member"),
    [
        ("行政及其他", "employee_category=administrative"),
        ("博士及硕士", "education=master_or_above"),
        ("Part-time and interns", "employment_type=part_time_and_intern"),
    ],
)
def test_members_that_stand_together(label: str, member: str) -> None:
    table = (
        f"Number of employees\t\t2023\t2022\nTotal employees\t\t900\t800\nBy kind\t{label}\t41\t40"
    )
    assert figures(table)["workforce.headcount", 2023, member] == "41 person"


def test_classes_of_a_score_are_no_values() -> None:
    found = figures(
        "审核等级\t分数\t处理方式\t2023年供应商数量（家）\nA\t85分及以上\t优先\t31\n"
        "B\t70—84分\t正常\t44\nC\t70分以下\t整改\t6\n合计\t\t\t81"
    )
    assert {value.split()[0] for value in found.values()} <= {"31", "44", "6", "81"}
