"""Rates and totals that only other rows of a made-up table can prove."""

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


SLIPS = {
    # 3,512.1 / 3,689.2 = 95.2 %; 3,629.4 / 3,820.5 = 95.0 %; 3,688.7 / 3,911.6 = 94.3 %
    "rate_of_rows_beside 综合利用": (
        f"{ZH}指标\t单位\t2024年\t2023年\t2022年\n炉渣\t吨\t3,689.2\t3,820.5\t3,911.6\n"
        "炉渣利用量\t吨\t3,512.1\t3,629.4\t3,688.7\n炉渣利用率\t%\t@\t95.0\t94.3\n",
        "97.2",
        "95.2",
    ),
    # 195 × 0.2 / 134.3 = 0.29; the others 138 × 0.2 / 121.2 and 214 × 0.2 / 136.8
    "rate_of_rows_beside per hours": (
        f"{EN}Safety\t2024\t2023\t2022\nHours worked, million\t121.2\t134.3\t136.8\n"
        "Near-miss events\t138\t195\t214\nNear-miss rate, per 200,000 hours\t0.23\t@\t0.31\n",
        "1.45",
        "0.29",
    ),
    # 16,034.6 / 18,642 = 0.86; 16,858.8 / 18,135 = 0.93; 17,444.3 / 17,688 = 0.99
    "rate_of_two_rows 单位产品": (
        f"{ZH}指标\t单位\t2024年\t2023年\t2022年\n"
        "范围一和范围二合计\t吨二氧化碳当量\t16,034.6\t16,858.8\t17,444.3\n"
        "单位产品排放\t吨/吨\t@\t0.93\t0.99\n产品产量\t吨\t18,642\t18,135\t17,688\n",
        "0.88",
        "0.86",
    ),
}


@pytest.mark.parametrize(("name", "slip"), SLIPS.items(), ids=SLIPS)
def test_a_rate_that_the_other_years_prove(name: str, slip: tuple[str, str, str]) -> None:
    text, wrong, right = slip
    assert loud(text.replace("@", wrong)) == [name.split()[0]]
    assert loud(text.replace("@", right)) == []


def test_a_share_of_rows_with_other_words() -> None:
    text = (
        f"{EN}Item\tUnit\t2024\t2023\t2022\nMales\tpersons\t3,689\t3,820\t3,911\n"
        "Juniors\tpersons\t3,512\t3,629\t3,689\nGuests content\t%\t97.2\t95.0\t94.3\n"
    )
    assert loud(text) == []


BASES = (
    "2024年各基地\t河口\t山前\t湖西\t合计\n范围一(吨)\t21,306.44\t24,815.12\t34,332.52\t80,454.08\n"
    "天然气(万立方米)\t980.40\t1,142.80\t1,582.20\t3,705.40\n"
    "用水(万立方米)\t148.52\t110.36\t153.72\t@\n产量(吨)\t62,310\t55,600\t68,510\t186,420\n"
)


def test_a_last_column_that_the_other_rows_prove() -> None:
    assert loud(ZH + BASES.replace("@", "421.60")) == ["total_columns"]
    assert loud(ZH + BASES.replace("@", "412.60")) == []
