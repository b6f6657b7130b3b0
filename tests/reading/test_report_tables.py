"""Tables in texts: heads, years, nested labels, shifted cells, notes."""

from __future__ import annotations

from crossfoot.reading.reader import read_text
from crossfoot.reading.table import ReportTable, TableKind


def only_table(text: str) -> ReportTable:
    (table,) = read_text(text).tables
    return table


def paths(table: ReportTable) -> list[str]:
    return [row.path for row in table.data_rows]


def test_a_plain_table_with_years_and_units() -> None:
    table = only_table(
        "Key figures\n\n"
        "Indicator\tUnit\t2021\t2022\n"
        "Net profit\tRMB 10,000\t5\t7\n"
        "Total tax\tRMB 10,000\t1\t—\n"
    )
    assert (table.kind, table.years, table.caption) == (TableKind.KPI, (2021, 2022), "Key figures")
    assert (table.first_line, table.last_line) == (3, 5)
    assert paths(table) == ["Net profit", "Total tax"]
    assert [value.printed is None for value in table.data_rows[1].values] == [False, True]


def test_markdown_pipes_and_a_year_with_words() -> None:
    table = only_table(
        "| Indicators | Unit | FY2023 |\n|---|:---:|---|\n| Water consumption | m³ | 305,491.44 |\n"
    )
    assert table.years == (2023,)
    assert paths(table) == ["Water consumption"]


def test_groups_by_bullets_end_where_the_bullets_end() -> None:
    table = only_table(
        "Indicator\tUnit\t2022\nNumber of suppliers\tEA\t335\nBy region\t\t\n"
        "- Mainland China\tEA\t331\n- Overseas\tEA\t4\nNumber of new suppliers\tEA\t120\n"
    )
    assert paths(table)[1:] == [
        "By region > Mainland China",
        "By region > Overseas",
        "Number of new suppliers",
    ]


def test_among_them_makes_the_row_above_the_group_and_a_total_closes_it() -> None:
    table = only_table(
        "\tGHG emissions (tCO2e)\nScope 2\t10\nAmong them:\t\n"
        "Purchased electricity\t10\nTotal\t12\n"
    )
    assert paths(table) == ["Scope 2", "Scope 2 > Purchased electricity", "Total"]
    assert table.columns[1].unit == "tCO2e"


def test_groups_in_columns_go_on_in_empty_cells() -> None:
    table = only_table(
        "Society\t\t\t\t\n"
        "Disclosure indicators\t\tUnit\t2022\t2023\n"
        "Employees\tBy gender\tMale\tPerson\t5\t6\n"
        "\t\tFemale\tPerson\t3\t4\n"
        "\tBy age\tUnder 30\tPerson\t2\t1\n"
    )
    assert paths(table) == [
        "Employees > By gender > Male",
        "Employees > By gender > Female",
        "Employees > By age > Under 30",
    ]
    assert [row.unit for row in table.data_rows] == ["Person"] * 3


def test_values_are_found_though_their_cells_have_shifted() -> None:
    table = only_table(
        "Indicators\tUnit\t2022\t2023\tRemark\t\n"
        "Emissions\tAir\tEmission of VOC\tton\t5.43\t14.87\n"
        "Hazardous waste per unit\t\tt/kWh\t0.0004\t0.0002\t\n"
        "Recyclable waste\tton\t34,617.20\t31,168.28\t\t\n"
    )
    values = [[value.text for value in row.values] for row in table.data_rows]
    assert values == [["5.43", "14.87"], ["0.0004", "0.0002"], ["34,617.20", "31,168.28"]]


def test_a_name_and_a_new_head_begin_a_new_table() -> None:
    report = read_text(
        "Economy\t\t\nIndicator\tUnit\t2023\nNet profit\tRMB\t5\n"
        "Environment\t\t\nIndicator\tUnit\t2023\nNitrogen oxides\tton\t2\n"
    )
    assert [(t.first_line, t.last_line) for t in report.tables] == [(1, 3), (4, 6)]
    assert report.tables[1].caption.endswith("Environment")


def test_a_table_goes_on_after_a_page_break() -> None:
    report = read_text(
        "Indicator\tUnit\t2022\t2023\nNet profit\tRMB\t5\t6\n\n\nTaxes paid\tRMB\t1\t2\n"
    )
    first, second = report.tables
    assert second.continues == first.id
    assert second.years == (2022, 2023)


def test_two_rows_of_head_under_a_year() -> None:
    table = only_table(
        "GHG categories\t\t2023\t\n"
        "Scope\tMajor sources\tVolume (tCO2e)\tIntensity (tCO2e/RMB 10,000 revenue)\n"
        "Category 1: Direct GHG emissions\tFuel of cars and generators\t4.5\t0.008\n"
        "Total\t/\t9.1\t0.051\n"
    )
    assert table.years == (2023,)
    assert len(table.head) == 2
    assert paths(table) == ["Category 1: Direct GHG emissions", "Total"]
    assert [column.unit for column in table.columns[2:]] == [
        "tCO2e",
        "tCO2e/RMB 10,000 revenue",
    ]


def test_serial_numbers_are_no_figures() -> None:
    table = only_table("No.\tName\tMember since\n1\tSociety A\t2019\n2\tSociety B\t2020\n")
    assert table.kind is TableKind.TEXT


def test_contents_are_no_figures() -> None:
    report = read_text(
        "Contents\n\n03\tAbout the Report\n04\tA Letter\n\n20 Innovation\n\n"
        "22\tQuality\n24\tSafety\n"
    )
    assert [(entry.title, entry.page) for entry in report.contents] == [
        ("About the Report", 3),
        ("A Letter", 4),
        ("Innovation", 20),
        ("Quality", 22),
        ("Safety", 24),
    ]
    assert report.tables[0].kind is TableKind.CONTENTS


def test_footnote_marks_and_notes_with_definitions() -> None:
    report = read_text(
        "Indicator\tUnit\t2022\n"
        "GHG emissions intensity ¹\ttCO2e/RMB 10,000\t0.0086\n"
        "GHG emissions intensity ²\ttCO2e/RMB 10,000\t0.0070\n\n"
        "Note 1: GHG emissions intensity ¹=Total GHG emissions/Main business income\n\n"
        "GHG emissions intensity ²=Total GHG emissions/Total output value\n"
    )
    assert [row.marks for row in report.tables[0].data_rows] == [("1",), ("2",)]
    assert [figure.metric for figure in report.figures] == [
        "ghg.intensity.revenue",
        "ghg.intensity.output_value",
    ]


def test_running_heads_are_furniture() -> None:
    page = (
        "Environmental Protection\n\nSome words about what the company did, page by page.\n\n7\n\n"
    )
    report = read_text(page * 5)
    assert {1, 5} <= report.furniture


def test_titles_are_labels_where_rows_have_none() -> None:
    report = read_text(
        "In 2023\n\nPV power output\tNorth Plant\tTotal\n500 kWh\t100 kWh\t600 kWh\n"
    )
    found = [(f.metric, dict(f.dimensions), int(f.value)) for f in report.figures]
    assert found == [
        ("energy.renewable.generated", {"technology": "photovoltaic"}, 500),
        ("energy.renewable.generated", {"technology": "photovoltaic", "site": "north_plant"}, 100),
        ("energy.renewable.generated", {"technology": "photovoltaic"}, 600),
    ]
