"""Which words a number of a sentence belongs to; invented sentences."""

from __future__ import annotations

import pytest

from crossfoot.reading.reader import read_text
from crossfoot.reading.report import ReadReport


def read(sentence: str) -> ReadReport:
    return read_text(f"Sustainability Report 2024\n\nOur people\n\n{sentence}\n")


def values(sentence: str) -> dict[str, str]:
    return {
        " ".join([f.metric, *(f"{k}={m}" for k, m in f.dimensions)]): f"{f.value.normalize():f}"
        for f in read(sentence).figures
    }


def test_what_stands_before_a_colon_has_a_number_of_its_own() -> None:
    found = values(
        "The Board comprised ten directors in 2024: four executive directors, two non-executive "
        "directors and four independent non-executive directors."
    )
    assert found == {
        "governance.board_size": "10",
        "governance.board_size director_type=executive": "4",
        "governance.board_size director_type=non_executive": "2",
        "governance.board_size director_type=independent": "4",
    }


def test_of_which_is_of_the_last_number() -> None:
    found = values("享有育儿假的员工640人，休假员工512人，其中男性301人、女性211人。")
    assert found["workforce.parental_leave.taken gender=male"] == "301"
    assert found["workforce.parental_leave.taken gender=female"] == "211"


@pytest.mark.parametrize(
    "sentence",
    [
        "The average score of the suppliers assessed in the year was 78.4.",
        "The average age of the directors is 54.",
        "The mean length of service of the employees was 6.",
    ],
)
def test_what_is_measured_of_a_thing_does_not_count_it(sentence: str) -> None:
    assert not values(sentence)


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        (
            "Training amounted to 51,200 hours, or 20.48 hours per employee.",
            "training.hours_per_employee",
            "20.48",
        ),
        ("员工培训总时长51,200小时，人均20.5小时。", "training.hours_per_employee", "20.5"),
        ("The Group employed 2,500 people at the end of 2024.", "workforce.headcount", "2500"),
        (
            "Women accounted for 41.2% of the employees.",
            "workforce.share gender=female",
            "41.2",
        ),
    ],
)
def test_shapes_of_sentences(sentence: str, metric: str, value: str) -> None:
    assert values(sentence)[metric] == value


def test_a_highlight_with_a_part_behind_it() -> None:
    found = values("2,500\nemployees, of whom 41.2% are women\n\nThat is all.")
    assert found["workforce.headcount"] == "2500"
    assert found["workforce.share gender=female"] == "41.2"


def test_a_change_is_of_the_figure_before_it() -> None:
    (change,) = read("全年销售整车45,100辆，实现营业收入61.30亿元，同比增长8.2%。").changes
    assert change.metric == "finance.revenue"
    (change,) = read("The Group employed 2,500 people in 2024, 3.1% more than in 2023.").changes
    assert change.metric == "workforce.headcount"


def test_a_bracket_with_two_numbers_is_of_two_things() -> None:
    found = read("In total, no fatalities occurred at work (2023: 7 and 2).").figures
    assert not [f for f in found if f.year == 2023]
