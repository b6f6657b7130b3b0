"""Sentences whose words make another figure, or another year, of a number; invented texts."""

from __future__ import annotations

import pytest

from crossfoot.reading.reader import read_text


def read(sentence: str) -> dict[str, tuple[int | None, str]]:
    report = read_text(f"Sustainability Report 2024\n\nOur year\n\n{sentence}\n")
    return {f.metric: (f.year, f"{f.value:f}") for f in report.figures}


@pytest.mark.parametrize(
    "sentence",
    [
        "截至年末，公司共有员工2,310人，绿电采购量达到1.2万兆瓦时，是2021年的三倍以上。",
        "截至年末，公司共有员工2,310人，产值相当于2021年水平的85%。",
        "At the year end, the Company has 2,310 employees in total, twice that of 2021.",
        "The Company has 2,310 employees in total, three times the number of 2021.",
    ],
)
def test_a_year_that_is_only_compared_with(sentence: str) -> None:
    assert read(sentence)["workforce.headcount"] == (2024, "2310")


def test_the_year_of_the_clause_stays() -> None:
    sentence = "At the end of 2023, the Company had 2,310 employees in total."
    assert read(sentence)["workforce.headcount"] == (2023, "2310")


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("The rate of voluntary turnover was 8.7%.", "workforce.turnover_rate"),
        ("员工主动离职率为8.7%。", "workforce.turnover_rate"),
        ("In 2024, 312 complaints on wages and shifts were received.", "complaints.count"),
        ("2024年共收到投诉312件，其中薪酬与津贴188件。", "complaints.count"),
        (
            "Our goods are collected by schemes to which we pay a contribution in 31 countries.",
            "company.countries_served",
        ),
    ],
)
def test_a_word_that_makes_another_figure(sentence: str, metric: str) -> None:
    assert metric not in read(sentence)


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("The turnover rate of employees was 8.7%.", "workforce.turnover_rate", "8.7"),
        ("In 2024, we received 312 customer complaints.", "complaints.count", "312"),
    ],
)
def test_the_figure_without_that_word(sentence: str, metric: str, value: str) -> None:
    assert read(sentence)[metric] == (2024, value)


def test_a_bracket_within_a_name_is_a_part_of_it() -> None:
    sentence = (
        "2024年，范围一排放为318.6吨二氧化碳当量，范围二（基于市场）排放为208.4吨二氧化碳当量。"
    )
    found = read(sentence)
    assert found["ghg.scope2.market"] == (2024, "208.4")
    assert "ghg.total" not in found


def test_two_languages_in_one_paragraph_are_two_sentences() -> None:
    sentence = (
        "In 2024 our Scope 1 emissions were 318.6 tCO2e. "
        "2024年，公司范围二（基于市场）排放为208.4吨二氧化碳当量。"
    )
    assert read(sentence)["ghg.scope2.market"] == (2024, "208.4")
