"""Two reports side by side."""

from __future__ import annotations

from crossfoot.footing.report.compare import Comparison, compare
from crossfoot.reading.reader import read_text

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
