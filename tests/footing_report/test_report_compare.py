"""Two reports side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crossfoot.footing.page.chart import chart_of
from crossfoot.footing.report.compare import Comparison, compare
from crossfoot.footing.report.series import Point, Series, all_series
from crossfoot.reading.reader import read_text
from crossfoot.reading.report import ReadReport

FIRST = """Gizmo Co., Ltd.

Sustainability report 2022

Emissions

Indicator\tUnit\t2021\t2022
Scope 1 GHG emissions\tt CO2e\t90\t100
GHG emissions intensity\tt CO2e/RMB 10,000 revenue\t0.02\t0.03
Total number of suppliers\tSupplier\t30\t40
"""
SECOND = """Gizmo Co., Ltd.

Sustainability report 2023

Emissions

Indicator\tUnit\t2022\t2023
Scope 1 GHG emissions\tt CO2e\t{scope1}\t120
GHG emissions intensity\tt CO2e/MWh\t1.2\t1.3
"""


def compared(scope1: str, company: str = "Gizmo Co., Ltd.") -> Comparison:
    second = SECOND.format(scope1=scope1).replace("Gizmo Co., Ltd.", company)
    return compare(read_text(FIRST, "first.txt"), read_text(second, "second.txt"))


def test_a_restated_figure() -> None:
    found = compared("110").restated
    assert [(str(p.first.value), str(p.second.value), p.first.year) for p in found] == [
        ("100", "110", 2022)
    ]
    assert not compared("100").restated
    assert not compared("100.3").restated  # within the printed digits


def test_figures_of_another_company_are_not_restated() -> None:
    found = compared("110", "Widget Co., Ltd.")
    assert not found.same_company
    assert not found.restated


def test_what_vanished_and_what_is_divided_otherwise() -> None:
    found = compared("100")
    assert "suppliers.count" in {figure.metric for figure in found.vanished}
    (pair,) = found.divided_otherwise
    assert (pair.first.metric, pair.second.metric) == (
        "ghg.intensity.revenue",
        "ghg.intensity.capacity",
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    first, second = read_text(FIRST), read_text(SECOND.format(scope1="110"))
    assert compare(first, second).to_json() == compare(second, first).to_json()


def test_the_latest_years_side_by_side() -> None:
    (pair,) = [p for p in compared("100").table if p.first.metric == "ghg.scope1"]
    assert (pair.first.year, pair.second.year) == (2022, 2023)
    assert pair.change is not None
    assert round(pair.change) == 20


def test_two_companies_are_held_against_each_other_in_a_year_that_both_print() -> None:
    table = compared("110", "Widget Co., Ltd.").table
    (pair,) = [p for p in table if p.first.metric == "ghg.scope1"]
    assert (pair.first.year, pair.second.year) == (2022, 2022)
    assert (pair.first.value, pair.second.value) == (100, 110)


REVENUE = """{company}

Sustainability report 2022

Indicator\tUnit\t2022
Operating revenue\t{unit}\t{value}
"""


def revenue(company: str, unit: str, value: str) -> ReadReport:
    return read_text(REVENUE.format(company=company, unit=unit, value=value), f"{company}.txt")


def test_units_are_made_one_before_figures_are_compared() -> None:
    tens = revenue("Gizmo Co., Ltd.", "RMB 10,000", "5,000")
    millions = revenue("Widget Co., Ltd.", "RMB million", "50")
    (pair,) = compare(tens, millions).table
    assert pair.ratio == 1
    assert not compare(tens, millions).other_units


def test_two_currencies_are_never_compared() -> None:
    yuan = revenue("Gizmo Co., Ltd.", "RMB million", "50")
    dollars = revenue("Widget Co., Ltd.", "USD million", "50")
    found = compare(yuan, dollars)
    assert not found.table
    (pair,) = found.other_units
    assert pair.first.metric == "finance.revenue"
    assert pair.change is None
    assert pair.ratio is None
    again = compare(yuan, revenue("Gizmo Co., Ltd.", "USD million", "50"))
    assert not again.restated  # of one company as well
    assert len(again.other_units) == 1
    assert {each.unit for each in all_series([yuan, dollars])} == {
        pair.first.unit,
        pair.second.unit,
    }


NOTED = """Gizmo Co., Ltd.

Sustainability report {year}

Emissions

Indicator\tUnit\t{year}
Scope 1 GHG emissions\tt CO2e\t90
Total number of employees\tPerson\t40

Note 1: {note}
"""


def noted(year: int, note: str) -> ReadReport:
    return read_text(NOTED.format(year=year, note=note), f"{year}.txt")


def test_a_note_on_the_boundary_that_changed() -> None:
    two = noted(2022, "The scope of the 2022 data is two plants.")
    four = noted(2023, "The scope of the 2023 data is four plants.")
    (change,) = compare(two, four).notes
    assert "ghg.scope1" in change.metrics
    assert [line for line, _ in change.before] == [11]
    assert "four plants" in change.after[0][1]


def test_a_note_that_only_moves_on_by_a_year_did_not_change() -> None:
    before = noted(2022, "The scope of the 2022 data is two plants.")
    after = noted(2023, "The scope of the 2023 data is two plants.")
    assert not compare(before, after).notes


def test_a_series_holds_each_value_with_its_report_and_its_line() -> None:
    reports = [read_text(FIRST, "a.txt"), read_text(SECOND.format(scope1="110"), "b.txt")]
    (scope1,) = [each for each in all_series(reports) if each.metric == "ghg.scope1"]
    assert [
        (p.figure.year, p.report, str(p.figure.value), p.figure.line) for p in scope1.points
    ] == [(2021, 0, "90", 8), (2022, 0, "100", 8), (2022, 1, "110", 8), (2023, 1, "120", 8)]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=12))
def test_a_chart_stays_inside_its_frame_and_in_proportion(values: list[int]) -> None:
    figure = read_text(FIRST).figures[0]
    points = tuple(
        Point(0, replace(figure, year=2000 + n, value=Decimal(value)))
        for n, value in enumerate(values)
    )
    chart = chart_of(Series("m", (), "t", points), ["r"], "m", str)
    for column, value in zip(chart.columns, values, strict=True):
        assert column.x >= 0
        assert column.x + column.width <= chart.width
        assert column.y >= 0
        assert column.y + column.height <= chart.height
        assert (column.height > 0) == bool(value)
    highest = max(chart.columns, key=lambda column: column.height)
    assert abs(values[chart.columns.index(highest)]) >= 0.99 * max(map(abs, values))
