"""Numbers of sentences against tables and against each other, in both languages and scripts."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_text


def kinds(text: str) -> list[str]:
    found = foot_report(read_text(text))
    return [f.kind.value for f in found if f.severity is not Severity.NOTE]


def with_table(sentence: str, *rows: str, head: str = "Indicator\tUnit\t2022\t2023") -> str:
    return "\n".join(("ESG Report 2023", "", sentence, "", head, *rows, ""))


def test_a_report_in_another_currency_is_footed() -> None:
    text = with_table(
        "",
        "Revenue\tHK$ million\t3,342.8\t3,215.4",
        "Electricity\tMWh\t44,180.2\t42,497.8",
        "Energy intensity\tMWh/HK$ million revenue\t13.22\t13.22",
        head="Indicator\tUnit\t2022\t2023",
    )
    assert kinds(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "登记软件著作权868项，注册商标305件。",
        "登記軟件著作權868項，註冊商標305件。",
    ],
)
def test_exchanged_digits_behind_chinese_words(sentence: str) -> None:
    rows = "指标\t单位\t2022年\t2023年\n软件著作权\t项\t571\t688\n"
    text = f"2023年环境、社会及管治报告\n\n{sentence}\n\n{rows}"
    assert "transposition" in kinds(text)


@pytest.mark.parametrize("number", ["61,420万元", "6.142亿元"])
def test_an_amount_of_money_with_a_scale_word_is_the_one_of_the_table(number: str) -> None:
    text = (
        f"2023年环境、社会及管治报告\n\n2023年研发投入{number}。\n\n"
        "指标\t单位\t2022年\t2023年\n研发投入\t万元人民币\t50,930\t61,420\n"
    )
    assert kinds(text) == []


def test_one_digit_of_a_long_number() -> None:
    row = "Water withdrawal\tm³\t1,633,050\t1,821,014"
    assert kinds(with_table("Water withdrawal came to 1,921,014 m³.", row)) != []
    assert kinds(with_table("Water withdrawal came to 1,821,014 m³.", row)) == []


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("Consumption per car fell by 14.8% from 0.478 tce to 0.434 tce.", False),
        ("Consumption per car fell by 9.2% from 0.478 tce to 0.434 tce.", True),
        ("The score rose by 0.7 percentage points from 96.5% to 97.2%.", True),
        ("The score rose by 1.7 percentage points from 96.5% to 97.2%.", False),
        ("纸张使用量由9.10吨降至8.26吨，下降9.2%。", True),
        ("纸张使用量由9.10吨降至8.26吨，下降2.9%。", False),
        ("客户满意度为97.2%，较上年的96.5%提升0.7个百分点。", True),
        ("客户满意度为97.2%，较上年的96.5%提升1.7个百分点。", False),
    ],
)
def test_a_change_against_the_numbers_of_its_sentence(sentence: str, holds: bool) -> None:
    found = kinds(f"ESG Report 2023\n\n{sentence}\n")
    assert ("percent_change_mismatch" in found) is not holds


def test_a_year_is_no_number_of_trained_persons() -> None:
    text = with_table(
        "In 2023 our employees completed 18,826 hours of training.",
        "Total number of employees\tperson\t873\t986",
    )
    assert kinds(text) == []


def test_an_intensity_of_the_total_that_is_printed() -> None:
    rows = (
        "Scope 1 emissions\ttCO2e\t60.42\t58.58",
        "Scope 2 emissions\ttCO2e\t1,200.41\t1,417.97",
        "Scope 3 emissions\ttCO2e\t489.08\t593.78",
        "Total GHG emissions (Scope 1, 2 and 3)\ttCO2e\t1,749.91\t2,070.33",
        "GHG emissions per employee\ttCO2e/employee\t2.00\t2.10",
        "Total number of employees\tperson\t873\t986",
    )
    assert kinds(with_table("", *rows)) == []


def test_several_places_with_pages_in_one_row() -> None:
    titles = {"Climate Change": 21, "Waste": 25, "Key Data": 36}
    contents = "Contents\n\n" + "".join(f"{title}\t{page}\n" for title, page in titles.items())
    contents += "".join(f"\n{title}\n" for title in titles)
    rows = "".join(
        f"KPI A1.{n}\tThe types of emissions.\tClimate Change; Key Data\t22, 36\n"
        for n in (1, 2, 3)
    )
    head = "HKEX ESG Reporting Guide Content Index\n\nKPI\tDescription\tSection\tPage\n"
    found = foot_report(read_text(f"ESG Report 2023\n\n{contents}\n{head}{rows}"))
    assert not [f for f in found if f.check == "location_is_no_title"]
