"""Parts above their whole, and years that are no amounts, in small made-up reports."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_text

EN = "# Sustainability Report 2024\n\n## Data\n\n"
ZH = "# 2024年环境、社会及管治报告\n\n## 数据\n\n"


def loud(text: str) -> list[str]:
    found = foot_report(read_text(text))
    return [each.check for each in found if each.severity is not Severity.NOTE]


def both(text: str, wrong: str, right: str) -> tuple[list[str], list[str]]:
    return loud(text.replace("@", wrong)), loud(text.replace("@", right))


def test_of_which_more_than_there_is() -> None:
    text = (
        f"{EN}Metal (t)\t2024\t2023\t2022\nScrap bought\t1,347.8\t1,402.9\t1,438.6\n"
        "– of which sorted\t@\t861.4\t602.2\n"
    )
    assert both(text, "1,412.8", "1,012.8") == (["row_above_its_whole"], [])


def test_其中大于整体() -> None:
    text = (
        f"{ZH}指标\t单位\t2024年\t2023年\t2022年\n外购菌种\t公斤\t140,088\t146,721\t150,978\n"
        "其中:本地菌种\t公斤\t@\t30,150\t12,000\n"
    )
    assert both(text, "142,300", "42,300") == (["row_above_its_whole"], [])


def test_of_which_that_is_of_something_else() -> None:
    text = (
        f"{EN}Metal (t)\t2024\t2023\t2022\nScrap bought\t1,300\t1,400\t1,500\n"
        "– of which sorted\t1,412\t1,861\t1,602\n"
    )
    assert loud(text) == []


def test_more_of_them_than_there_are() -> None:
    text = f"{EN}Cranes run on power. @ new trucks are electric.\n"
    assert both(text, "431 of 402", "402 of 431") == (["part_above_its_whole"], [])
    assert loud(f"{EN}Article 18 of 2018 says so, and Directive 95 of 16 May too.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        f"{EN}Of the 108 persons whose leave ended some returned, a return rate of @%.\n",
        f"{ZH}休完育儿假的员工复工率为@%。\n",
    ],
)
def test_more_came_back_than_left(text: str) -> None:
    wrong, right = both(text, "106", "94")
    assert len(wrong) == 1
    assert right == []


def test_years_are_never_compared() -> None:
    years = (
        f"{ZH}公司成立于@年,在长江边建成了第一座发酵基地。\n\n## 目标\n\n"
        "到2030年,公司将在长江边建成新的发酵基地。\n"
    )
    assert loud(years.replace("@", "2003")) == []
    persons = (
        f"{EN}In all, @ participants came to our training sessions on safety at work.\n\n"
        "## More\n\n"
        "Our training sessions on safety at work reached 2,030 participants.\n"
    )
    assert both(persons, "2,003", "2,030") == (["sentence_against_sentence"], [])


AMOUNTS = {
    # 348.5791 rounds to 348.58, not to 345.88
    "a sum of money": (
        "Our revenue in the year came to RMB @ million, more than ever.\n\n"
        "Item\tUnit\t2023\t2024\nOperating revenue\tRMB million\t331.21\t348.5791\n",
        "345.88",
        "348.58",
    ),
    "persons who worked": (
        "At year-end @ people worked for us in many countries.\n\n"
        "People\t2024\t2023\nEmployees at year-end\t47,318\t49,806\n",
        "47,813",
        "47,318",
    ),
    "litres for cubic metres": (
        "Our plants withdrew @ litres of water in the year.\n\n"
        "Water (1,000 m³)\t2024\t2023\nWithdrawal\t4,921\t5,140\n",
        "4.9 million",
        "4.9 billion",
    ),
}


@pytest.mark.parametrize("case", AMOUNTS.values(), ids=AMOUNTS)
def test_one_amount_in_a_sentence_and_a_table(case: tuple[str, str, str]) -> None:
    text, wrong, right = case
    assert both(EN + text, wrong, right) == (["sentence_against_table"], [])


def test_a_change_against_the_year_before_by_its_number() -> None:
    text = (
        f"{EN}Scrap of the rolling mills came to 308,704 tonnes, @% less than in 2023 and 61.7% "
        "less than in 2019.\n\nMetal\tUnit\t2024\t2023\n"
        "Scrap of the rolling mills\tt\t308,704\t402,922\n"
    )
    assert both(text, "32.4", "23.4") == (["change_against_a_row"], [])


def test_a_table_of_managers_is_not_of_all_employees() -> None:
    staff = (
        f"{EN}At the end of 2024 we had 2,718 employees.\n\n"
        "| Management levels at the end of 2024 | Total | Women | Share |\n|---|---|---|---|\n"
        "| First level | 86 | 19 | 22.1% |\n| Second level | 431 | 92 | 21.3% |\n"
        "| **All levels** | 517 | 111 | 21.5% |\n\n"
        "| Social | GRI | 2024 | 2023 |\n|---|---|---|---|\n"
        "| **Employees at year-end** | 2-7 | 2,718 | 2,806 |\n"
        "| Women |  | @ | 812 |\n| Men |  | 2,018 | 1,994 |\n"
    )
    wrong, right = both(staff, "770", "700")
    assert len(wrong) == 1
    assert right == []
