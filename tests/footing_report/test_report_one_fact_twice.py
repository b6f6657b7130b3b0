"""Two sentences on one fact, and two on different ones with like numbers; invented texts."""

from __future__ import annotations

import pytest

from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text


def findings(text: str, check: str) -> list[ReportFinding]:
    found = foot_report(read_text(f"Sustainability report 2024\n\n{text}\n"))
    return [each for each in found if each.check == check]


def test_one_fact_in_two_languages_is_no_contradiction() -> None:
    text = (
        "2024年，我们回收有效问卷1,937份，识别出21项议题，其中8项具有财务重要性。\n\n"
        "In 2024 we received 1,937 valid questionnaires and identified 21 topics, 8 of which are "
        "material."
    )
    assert not findings(text, "one_count_many_names")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("与五所高校共建实验室，投入合作经费3,720万元。", "全年支付供应商货款37.2亿元，没有逾期。"),
        ("公司捐赠图书2,500册。", "公司印发安全手册25,000册。"),
    ],
)
def test_like_digits_of_two_things(first: str, second: str) -> None:
    assert not findings(f"{first}\n\n{second}", "sentence_against_sentence")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("公司全年节约循环冷却水34,600吨。", "我们的项目节约循环冷却水346,000吨。"),
        (
            "The courses on chemical safety reached 300,000 persons in all plants.",
            "In all plants, 30 thousand persons took courses on chemical safety.",
        ),
    ],
)
def test_one_amount_a_power_of_ten_apart(first: str, second: str) -> None:
    assert findings(f"{first}\n\n{second}", "sentence_against_sentence")
