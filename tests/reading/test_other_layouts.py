"""Layouts of other reports: columns of codes, financial years, heads that name the rate."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot.reading.mentions import find_mentions
from crossfoot.reading.paired_numbers import joint_labels
from crossfoot.reading.reader import read_report


def figures(path: Path, text: str) -> dict[tuple[str, int | None, str], str]:
    """Value by metric, year and breakdown."""
    file = path / "report.txt"
    file.write_text(f"Sustainability Report 2023\n\n{text}\n", encoding="utf-8")
    return {
        (
            f.metric,
            f.year,
            " ".join(f"{k}={m}" for k, m in f.dimensions),
        ): f"{f.value.normalize():f}"
        for f in read_report(file).figures
    }


def test_a_column_of_codes_is_no_label(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        "Climate\tGRI\t2023\t2022\nScope 1 emissions (t CO2e)\t305-1\t71\t65\n"
        "Scope 2 emissions (t CO2e)\t305-2\t12\t14",
    )
    assert found["ghg.scope1", 2023, ""] == "71"
    assert found["ghg.scope2.location", 2022, ""] == "14"


def test_a_head_says_what_its_rows_are_of(tmp_path: Path) -> None:
    found = figures(
        tmp_path, "Turnover rate %\t2022\t2023\nAll employees\t10.1\t9.3\nMale\t9.8\t9.6"
    )
    assert found["workforce.turnover_rate", 2023, ""] == "9.3"
    assert found["workforce.turnover_rate", 2022, "gender=male"] == "9.8"
    assert not any(metric == "workforce.headcount" for metric, _, _ in found)


def test_an_age_is_no_number(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        "Indicator\t2022\t2023\tChange %\nEmployees\t8,764\t7,412\t-15\nUnder 30\t1,120\t918\t-18",
    )
    assert found["workforce.headcount", 2023, "age_group=under_30"] == "918"


def test_a_financial_year_is_called_by_its_end(tmp_path: Path) -> None:
    found = figures(tmp_path, "Indicator\tUnit\t2021/22\t2022/23\nWater use\tm3\t410\t400")
    assert found["water.use", 2023, ""] == "400"


def test_a_line_of_business_is_not_the_whole(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        "Emissions (t CO2e)\tHotels\tMalls\tTotal 2023\nScope 1 emissions\t10\t20\t30",
    )
    assert found == {("ghg.scope1", 2023, ""): "30"}


def test_the_label_gives_what_is_below_the_line(tmp_path: Path) -> None:
    found = figures(
        tmp_path, "Indicator\tUnit\t2023\nGHG emissions per RMB million of revenue\ttCO2e\t25"
    )
    assert found["ghg.intensity.revenue", 2023, ""] == "0.25"


def test_a_total_of_three_scopes(tmp_path: Path) -> None:
    rows = "Scope 1\ttCO2e\t10\nScope 2\ttCO2e\t20\nScope 3\ttCO2e\t300\n"
    found = figures(tmp_path, f"Indicator\tUnit\t2023\n{rows}Total GHG emissions\ttCO2e\t330")
    assert found["ghg.total_value_chain", 2023, ""] == "330"
    assert ("ghg.total", 2023, "") not in found


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("劳动合同签订率、社保覆盖率均达100%", ("劳动合同签订率", "社保覆盖率")),
        (
            "The signing rate and the coverage rate both reached 100%",
            ("signing rate", "the coverage rate"),
        ),
        ("The signing rate reached 100%", ()),
    ],
)
def test_one_value_of_several_things(sentence: str, labels: tuple[str, ...]) -> None:
    (mention,) = find_mentions(sentence)
    assert joint_labels(sentence, mention) == labels
