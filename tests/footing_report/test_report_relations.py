"""Relations that a table itself proves: totals, rates of one divisor, changes, parts of a whole.

Every number is made up; what is expected was worked out by hand.
"""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.likeness import base_and_tail, is_whole, words_of
from crossfoot.reading.reader import read_text


def foot(head: str, *rows: str) -> list[ReportFinding]:
    """Errors and warnings of a report with one table; cells are separated by bars."""
    lines = ["# Sustainability Report 2023", "", "## Data", "", head, *rows]
    text = "\n".join(line.replace("|", "\t") for line in lines)
    found = foot_report(read_text(text + "\n"))
    return [finding for finding in found if finding.severity is not Severity.NOTE]


TWO_YEARS = "Indicator|Unit|2022|2023"


def test_a_total_that_holds_in_one_year_and_misses_in_the_other() -> None:
    (found,) = foot(
        TWO_YEARS,
        "River intake|tons|15,000|16,500",
        "Lake intake|tons|262,810|165,236",
        "Total intake|tons|262,810|181,736",  # 2022: 277,810
    )
    assert found.check == "named_totals"
    assert found.severity is Severity.ERROR
    assert "277,810" in found.recomputed
    assert found.lines[0] == 8


def test_a_total_that_comes_first_and_has_nested_rows() -> None:
    (found,) = foot(
        TWO_YEARS,
        "Freight – Total|km|10,500|12,900",  # 2023: 9,300 + 2,600 = 11,900
        "Subcontracted|km|8,100|9,300",
        "of which road|km|5,000|6,000",
        "Own fleet|km|2,400|2,600",
    )
    assert found.check == "named_totals"
    assert "11,900" in found.recomputed


def test_parts_without_a_dimension_do_not_contradict_each_other() -> None:
    assert not foot(
        TWO_YEARS,
        "Scope 1 emissions - Hotels|tCO2e|2,024.52|2,100.01",
        "Scope 1 emissions - Offices|tCO2e|523.14|500.25",
        "Scope 1 emissions - Shops|tCO2e|679.14|680.77",
    )


@pytest.mark.parametrize(("total", "wrong"), [("115.0", False), ("100.0", False), ("119.0", True)])
def test_total_emissions_may_have_scope_3_in_them(total: str, wrong: bool) -> None:
    found = foot(
        "Indicator|Unit|2023",
        "Scope 1 emissions|tCO2e|40.0",
        "Scope 2 emissions|tCO2e|60.0",
        "Scope 3 emissions|tCO2e|15.0",
        f"Total GHG emissions|tCO2e|{total}",
    )
    assert bool(found) is wrong


RATES = (
    "Argon consumption|kg|1,000.0",
    "Argon intensity|kg/batch|0.5000",
    "Helium consumption|kg|3,000.0",
    "Helium intensity|kg/batch|1.5000",
    "Xenon consumption|kg|5,000.0",
)


def test_a_rate_with_another_divisor_than_the_others() -> None:
    (found,) = foot("Indicator|Unit|2023", *RATES, "Xenon intensity|kg/batch|2.7000")
    assert found.check == "rates_of_one_divisor"
    assert "2.5" in found.message.en
    assert not foot("Indicator|Unit|2023", *RATES, "Xenon intensity|kg/batch|2.5000")


def test_two_rates_that_changed_places() -> None:
    (found,) = foot(
        "Indicator|Unit|2023",
        *RATES,
        "Xenon intensity|kg/batch|3.5000",
        "Neon consumption|kg|7,000.0",
        "Neon intensity|kg/batch|2.5000",
        "Radon consumption|kg|800.0",
        "Radon intensity|kg/batch|0.4000",
    )
    assert "exchanged" in found.message.en
    assert set(found.values[:2]) == {"3.5000", "2.5000"}


def test_a_rate_that_is_off_by_ten_in_one_year() -> None:
    (found,) = foot(
        "Indicator|Unit|2021|2022|2023",
        "Argon consumption|kg|1,000.0|1,010.0|990.0",
        "Argon intensity|kg/batch|5.000|0.505|0.495",
    )
    assert found.check == "rate_slips_between_years"
    assert found.values[0] == "5.000"


def test_a_currency_that_the_catalogue_does_not_use() -> None:
    (found,) = foot(
        "Indicator|Unit|2023",
        "Scope 1 emissions|tCO2e|40,000",
        "Scope 2 emissions|tCO2e|60,000",
        "Total GHG emissions (Scope 1 and 2)|tCO2e|100,000",
        "GHG emission intensity (Scope 1 and 2)|tCO2e/HKD million|10.00",
        "Total hazardous waste|tonnes|500.0",
        "Hazardous waste intensity|tonnes/HKD million|0.0600",  # 500 / 10,000 = 0.05
        "Total non-hazardous waste|tonnes|900.0",
        "Non-hazardous waste intensity|tonnes/HKD million|0.0900",
    )
    assert "0.0005" in found.message.en  # per HK$ 10,000


def test_a_change_that_the_years_do_not_give() -> None:
    (found,) = foot(
        "Indicator|Unit|2022|2023|YoY change (%)",
        "Widgets made|pcs|1,000|1,200|20.0",
        "Gizmos made|pcs|1,000|900|-10.0",
        "Gadgets made|pcs|1,000|1,300|3.0",
    )
    assert found.check == "change_columns"
    assert "30" in found.message.en


def test_quarters_make_a_year() -> None:
    (found,) = foot(
        "Indicator|Unit|Q1|Q2|Q3|Q4|Full year",
        "Widgets made|pcs|10|20|30|40|100",
        "Gizmos made|pcs|11|20|30|40|103",
    )
    assert found.check == "total_columns"
    assert found.lines == (7,)


def test_a_scope_under_another_name() -> None:
    (found,) = foot(TWO_YEARS, "Scope 2 Other indirect emissions|tCO2e|472|904")
    assert found.check == "scope_under_another_name"
    assert not foot(TWO_YEARS, "Indirect emissions, not in scopes 1 & 2|tCO2e|472|904")


def test_more_recycled_than_made_and_a_unit_of_another_thing() -> None:
    found = foot(
        "Indicator|Unit|2023",
        "Scrap handled|pieces|2,076",
        "Scrap recycled|pieces|2,192",
        "Purchased electricity|tonnes|64,701.16",
    )
    assert {f.check for f in found} == {"more_recycled_than_made", "unit_of_another_thing"}


def test_labels() -> None:
    assert base_and_tail("Use (Hotels)") == ("Use", "Hotels")
    assert words_of("Total number of employees") == words_of("Employees")
    assert is_whole("Total waste")
    assert not is_whole("Other waste")
