"""Shares of a whole beside rates by category, and formulas that end before the note does."""

from __future__ import annotations

import pytest

from crossfoot.reading.notes import read_definition
from crossfoot.reading.reader import read_text

Found = dict[tuple[str, int | None, str], str]


def figures(table: str) -> Found:
    """Value by metric, year and breakdown."""
    report = read_text(f"Sustainability Report 2023\n\n{table}\n")
    return {
        (f.metric, f.year, " ".join(f"{k}={m}" for k, m in f.dimensions)): f"{f.value}"
        for f in report.figures
    }


@pytest.mark.parametrize(
    "group", ["Employees trained by gender", "Trained employees by gender", "按性别划分的受训员工"]
)
def test_parts_that_make_a_hundred_are_a_composition(group: str) -> None:
    found = figures(
        f"Indicator\tUnit\t2022\t2023\n{group}\nMale\t%\t61.3\t60.2\nFemale\t%\t38.7\t39.8"
    )
    assert found["training.trained_share", 2023, "gender=male"] == "60.2"
    assert not any(metric == "training.coverage" for metric, _, _ in found)


def test_one_wrong_year_does_not_change_what_the_rows_are() -> None:
    found = figures(
        "Indicator\tUnit\t2022\t2023\nEmployees trained by gender\n"
        "Male\t%\t61.3\t62.2\nFemale\t%\t38.7\t39.8"
    )
    assert found["training.trained_share", 2023, "gender=male"] == "62.2"


@pytest.mark.parametrize("female", ["91.2", "47.0", "100.0"])
def test_rates_by_category_stay_rates(female: str) -> None:
    found = figures(
        "Indicator\tUnit\t2022\t2023\nEmployees trained by gender\n"
        f"Male\t%\t93.3\t95.1\nFemale\t%\t90.8\t{female}"
    )
    assert found["training.coverage", 2023, "gender=female"] == female


def test_leavers_by_category_in_percent_are_no_turnover() -> None:
    found = figures(
        "Indicator\tUnit\t2022\t2023\nTurnover by gender\n"
        "Male\t%\t64.0\t66.0\nFemale\t%\t36.0\t34.0"
    )
    assert not any(metric.startswith("workforce.turnover") for metric, _, _ in found)


@pytest.mark.parametrize(
    "behind",
    [
        " In 2023, 40 employees under 30 left.",
        "",
        "; employees on leave are counted.",
        " Employees who left within a month are not counted.",
    ],
)
def test_a_formula_ends_where_the_note_goes_on(behind: str) -> None:
    text = f"Turnover rate = employees who left / employees at the end of the year × 100%.{behind}"
    definition = read_definition(3, text)
    assert definition is not None
    assert "left" not in definition.denominator
    assert definition.denominator.startswith("employees at the end of the year")


def test_a_category_of_scope_3_by_number_and_name() -> None:
    found = figures(
        "Indicator\tUnit\t2023\nCategory 8: Upstream leased assets (server halls)\ttCO2e\t402"
    )
    assert found["ghg.scope3", 2023, "scope3_category=8"] == "402"
