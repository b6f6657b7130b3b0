"""Labels that lean on the rows above them, and numbers that lean on the words around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.reading.reader import read_text
from crossfoot.reading.report import ReadReport


def figures(text: str) -> dict[tuple[str, str, int | None], Decimal]:
    found = read_text(text).figures
    return {
        (f.metric, ";".join(f"{k}={v}" for k, v in f.dimensions), f.year): f.value for f in found
    }


def table(*rows: str) -> str:
    return "\n".join(("ESG Report 2023", "", "Indicator\tUnit\t2023", *rows, "", ""))


@pytest.mark.parametrize("mark", ["– ", "- ", "  ", "\u3000"])
def test_a_marked_row_is_a_part_of_the_plain_one_above(mark: str) -> None:
    found = figures(
        table(
            "Training",
            "Percentage of employees trained\t%\t96.1",
            f"{mark}Male employees\t%\t96.4",
            f"{mark}Senior management\t%\t100.0",
        )
    )
    assert found["training.coverage", "gender=male", 2023] == Decimal("96.4")
    assert found["training.coverage", "employee_category=senior_management", 2023] == 100
    assert not [metric for metric, *_ in found if metric == "workforce.share"]


def test_a_row_called_overall_is_the_whole_of_its_group() -> None:
    found = figures(
        "ESG Report 2023\n\nItem\t\tUnit\t2023\n"
        "Employee turnover rate\tOverall\t%\t16.0\nBy gender\tMale\t%\t16.5\n\tFemale\t%\t15.2\n"
    )
    assert found["workforce.turnover_rate", "", 2023] == 16
    assert found["workforce.turnover_rate", "gender=female", 2023] == Decimal("15.2")


def test_empty_cells_go_on_with_the_label_alone_above_them() -> None:
    found = figures(
        "ESG Report 2023\n\nItem\t\tUnit\t2023\nGender\tMale\tperson\t70\n\tFemale\tperson\t30\n"
        "New hires\t\tperson\t12\n\tMale\tperson\t8\n\tFemale\tperson\t4\n"
    )
    assert found["workforce.new_hires", "gender=male", 2023] == 8
    assert found["workforce.new_hires", "gender=female", 2023] == 4


def test_the_unit_of_a_label_column_and_what_a_label_divides_by() -> None:
    found = figures(
        "ESG Report 2023\n\nWaste (in tonnes)\t2023\nHazardous waste generated\t12.5\n"
        "Hazardous waste per vehicle (kg)\t17.12\n"
    )
    assert found["waste.hazardous.generated", "", 2023] == Decimal("12.5")
    assert found["waste.hazardous.intensity.units", "", 2023] == Decimal("0.01712")


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2023 the turnover rate was 16.0%, down from 18.3% in 2022.",
        "The employee turnover rate was 16.0%, down from 18.3% in 2022.",
        "员工流失率为16.0%，较2022年的18.3%有所下降。",
    ],
)
def test_the_year_of_a_comparison_is_not_that_of_the_number(sentence: str) -> None:
    found = figures(f"ESG Report 2023\n\n{sentence}\n")
    assert found.get(("workforce.turnover_rate", "", 2023)) == 16
    assert found.get(("workforce.turnover_rate", "", 2022)) in (None, Decimal("18.3"))


def test_highlights_below_each_other_are_pairs() -> None:
    panel = "Highlights\n\n员工总数\n1,248人\n累计授权专利\n526项\n客户满意度\n97.2%\n"
    found = figures(f"2023年环境、社会及管治报告\n\n{panel}\n")
    assert found["workforce.headcount", "", 2023] == 1248
    assert found["customer.satisfaction_rate", "", 2023] == Decimal("97.2")


def test_the_factor_of_a_formula_is_no_figure() -> None:
    text = "ESG Report 2023\n\nTurnover rate = leavers / employees at year-end × 100%.\n"
    assert not figures(text)


def index(rows: str) -> ReadReport:
    head = "GRI content index\n\nGRI Standard\tDisclosure\tLocation\n"
    return read_text(f"ESG Report 2023\n\n{head}{rows}\n")


def test_a_standard_on_a_line_of_its_own_is_no_rest_of_a_place() -> None:
    found = index(
        "GRI 302: Energy 2016\t302-1 Energy consumption within the organization\tEnergy, P50\n"
        "GRI 303: Water and Effluents 2018\n"
        "\t303-3 Water withdrawal\tWater, P54\n"
        "\t303-4 Water discharge\tWater, P54\n"
    ).index
    assert [(e.code, e.location) for e in found][:2] == [
        ("302-1", "Energy, P50"),
        ("303-3", "Water, P54"),
    ]


@pytest.mark.parametrize("said", ["Not assured", "Not yet available", "N/A, no packaging is used"])
def test_an_omission_with_a_reason(said: str) -> None:
    rows = "".join(f"GRI 2\t2-{n} Organizational details\t{said}\n" for n in (1, 2, 5))
    assert {entry.status for entry in index(rows).index} == {"omitted"}


def test_places_in_the_characters_of_the_report() -> None:
    rows = "".join(
        f"關鍵績效指標A1.{n}\t排放物種類及相關排放數據。\t關鍵績效數據摘要\t25\n" for n in (1, 2, 3)
    )
    head = "聯交所指引內容索引\n\n關鍵績效指標\t\t章節\t頁數\n"
    found = read_text(f"2023年環境、社會及管治報告\n\n{head}{rows}\n").index
    assert {entry.to_json()["location"] for entry in found} == {"關鍵績效數據摘要 25"}
