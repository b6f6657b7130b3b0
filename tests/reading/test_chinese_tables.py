"""Tables as Chinese reports print them: heads, units, nested rows; traditional characters."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crossfoot.reading import glyphs
from crossfoot.reading.glyphs import one_form
from crossfoot.reading.header import year_of
from crossfoot.reading.reader import read_text


def rows(table: str, title: str = "社会责任报告2023") -> dict[tuple[str, str, int], str]:
    """The figures of a table: metric, members and year, with the value."""
    text = f"{title}\n\n关键绩效\n\n" + table.replace("|", "\t")
    return {
        (f.metric, ";".join(m for _, m in f.dimensions), f.year or 0): f"{f.value.normalize():f}"
        for f in read_text(text).figures
    }


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("2023年", 2023),
        ("2023 年度", 2023),
        ("２０２３年", 2023),
        ("截至2023年12月31日止年度", 2023),
        ("二零二三年", 2023),
        ("二〇二二年", 2022),
        ("截至二零二三年三月三十一日止年度", 2023),
        ("2023年报告期", 2023),
        ("2023年（重述）", 2023),
        ("2021-2023年", None),
        ("三年合计", None),
    ],
)
def test_years_in_heads(head: str, year: int | None) -> None:
    assert year_of(one_form(head)) == year


def test_a_breakdown_below_a_total_is_of_the_total() -> None:
    found = rows(
        "指标|单位|2022年|2023年\n员工总数|人|90|100\n按性别划分\n男性|人|50|60\n女性|人|40|40\n"
        "员工流失率|%|9|8\n按性别划分\n男性|%|10|9\n女性|%|8|7"
    )
    assert found["workforce.headcount", "male", 2023] == "60"
    assert found["workforce.headcount", "female", 2022] == "40"
    assert found["workforce.turnover_rate", "male", 2023] == "9"
    assert found["workforce.turnover_rate", "female", 2022] == "8"


def test_groups_in_a_column_and_units_in_the_label() -> None:
    found = rows(
        "||二零二三年|二零二二年\n僱員總數（人）||100|90\n按性別劃分|男性|60|50\n|女性|40|40\n"
        "僱員流失比率（%）||8|9\n按性別劃分|男性|9|10\n|女性|7|8"
    )
    assert found["workforce.headcount", "male", 2023] == "60"
    assert found["workforce.turnover_rate", "female", 2022] == "8"


@pytest.mark.parametrize(
    "head",
    ["变动", "同比变动（%）", "較上年增減", "增长率(%)", "Change (%)", "YoY growth", "% change"],
)
def test_columns_of_changes_are_no_values(head: str) -> None:
    found = rows(
        f"指标|单位|2022年|2023年|{head}\n员工总数|人|90|100|11.1%\n女性员工|人|40|60|50.0%"
    )
    assert found == {
        ("workforce.headcount", "", 2022): "90",
        ("workforce.headcount", "", 2023): "100",
        ("workforce.headcount", "female", 2022): "40",
        ("workforce.headcount", "female", 2023): "60",
    }


def test_of_which_is_of_the_row_above() -> None:
    found = rows(
        "指标|单位|2022年|2023年\n一般工业固废产生量|吨|600|500\n其中：综合利用量|吨|550|480"
    )
    assert found["waste.recycled", "nonhazardous", 2023] == "480"


@pytest.mark.parametrize(
    ("label", "unit", "metric", "value"),
    [
        ("溫室氣體排放總量", "噸二氧化碳當量", "ghg.total", "12"),
        ("耗電量", "千瓦時", "energy.electricity.purchased", "12"),
        ("有害廢棄物總量", "公斤", "waste.hazardous.generated", "0.012"),
        ("僱員總數", "名", "workforce.headcount", "12"),
        ("營業收入", "百萬元", "finance.revenue", "1200"),
        ("綜合能耗", "噸標準煤", "energy.comprehensive", "12"),
        ("外购电量", "万千瓦时", "energy.electricity.purchased", "120000"),
        ("研发投入", "亿元", "rd.investment", "120000"),
        ("新鲜水用量", "万吨", "water.use", "120000"),
        ("员工人均培训时长", "小时/人", "training.hours_per_employee", "12"),
    ],
)
def test_labels_with_chinese_units(label: str, unit: str, metric: str, value: str) -> None:
    found = rows(f"指标|单位|2022年|2023年\n{label}|{unit}|11|12\n客户投诉数量|宗|3|4")
    assert found[metric, "", 2023] == value


def test_every_character_has_one_simple_form() -> None:
    path = Path(glyphs.__file__).parent / "synonyms" / "traditional.csv"
    with path.open(encoding="utf-8") as file:
        table = {row["traditional"]: row["simplified"] for row in csv.DictReader(file)}
    assert len(table) > 500
    for traditional, simplified in table.items():
        assert len(traditional) == len(simplified) == 1
        assert simplified not in table


def test_words_of_the_field_in_traditional_characters() -> None:
    """Terms of the exchange's own Chinese text of Appendix C2, beside the mainland's."""
    for traditional, simplified in (
        ("溫室氣體排放總量及密度", "温室气体排放总量及密度"),
        ("無害廢棄物", "无害废弃物"),
        ("僱員流失比率", "雇员流失比率"),
        ("按性別、年齡組別及地區劃分", "按性别、年龄组别及地区划分"),
        ("因工亡故的人數", "因工亡故的人数"),
        ("供應商數目", "供应商数目"),
        ("包裝材料", "包装材料"),
        ("貪污訴訟案件", "贪污诉讼案件"),
        ("範疇", "范畴"),
        ("營業收入", "营业收入"),
    ):
        assert one_form(traditional) == simplified
        assert one_form(simplified) == simplified
