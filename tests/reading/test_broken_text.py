"""Paragraphs and labels that were broken over lines, page heads within tables, two languages."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.footing.report import foot_report
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.reader import read_text
from crossfoot.reading.wrapped import unwrap

WORDS = st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=80, max_size=110)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=9, max_size=12), st.integers(60, 80))
def test_wrapped_paragraphs_come_back(paragraphs: list[list[str]], width: int) -> None:
    """Against `textwrap`, which broke them; the number of lines stays."""
    texts = [" ".join(words) for words in paragraphs]
    lines = [line for text in texts for line in (*textwrap.wrap(text, width), "")]
    found = unwrap(lines)
    assert len(found) == len(lines)
    assert [line for line in found if line] == texts


@given(st.lists(st.text("abcdef gh", min_size=1, max_size=30), max_size=40))
def test_short_lines_stay_as_they_are(lines: list[str]) -> None:
    assert unwrap(lines) == tuple(lines)


FILLER = (
    "The plants of the group run on shifts, and every one of them has a council in which workers "
    "and managers meet four times a year to talk about safety, hours, noise, light and whatever "
    "else has come up on the floor since they last met there, in good times and in hard ones. "
)


def test_a_finding_stands_on_the_line_of_its_number() -> None:
    said = "In 2024 our water withdrawal was 4,921 cubic metres, less than in the year before."
    prose = [*textwrap.wrap(FILLER * 6, 80), "", *textwrap.wrap(FILLER + said, 80), ""]
    text = "\n".join(
        [
            "# Report 2024",
            "",
            *prose,
            "Water\tUnit\t2023\t2024",
            "Water withdrawal\tm³\t5,140\t4,291",
        ]
    )
    lines = text.split("\n")
    (found,) = (f for f in foot_report(read_text(text)) if f.severity.value != "note")
    assert "4,921" in lines[found.lines[0] - 1]
    assert "4,291" in lines[found.lines[1] - 1]


BROKEN = """Suppliers

\t2024\t2023\t2022
Active suppliers\t612\t586\t541
Suppliers assessed for
ESG impacts\t168\t152\t124
Suppliers that signed the
Code of Conduct\t575\t539\t482
Injuries and
accidents\t3\t2\t4
"""


def test_a_label_goes_on_in_the_row_with_its_values() -> None:
    (table,) = read_text(BROKEN).tables
    assert [row.label for row in table.data_rows] == [
        "Active suppliers",
        "Suppliers assessed for ESG impacts",
        "Suppliers that signed the Code of Conduct",
        "Injuries and accidents",
    ]


def test_members_in_small_letters_stay_below_their_group() -> None:
    text = (
        "People\tUnit\t2023\nEmployees\tperson\t30\nBy gender\nmale\tperson\t18\nfemale\tperson\t12"
    )
    (table,) = read_text(text).tables
    assert [(row.groups, row.label) for row in table.data_rows[1:]] == [
        (("By gender",), "male"),
        (("By gender",), "female"),
    ]


def test_a_title_broken_between_two_rows_of_an_index() -> None:
    text = """GRI content index

Disclosure\tTitle\tPage
2-6\tActivities and value chain\t6
2-7\tEmployees\t44
2-11\tChair of the highest governance body\t10
2-12\tRole of the highest governance body in
overseeing the management of impacts\t12
2-14\tRole of the highest governance body in
sustainability reporting\t14
"""
    report = read_text(text)
    index = {entry.code: (entry.title, entry.location) for entry in report.index}
    assert index["2-12"][0].endswith("in overseeing the management of impacts")
    assert index["2-14"] == (
        "Role of the highest governance body in sustainability reporting",
        "14",
    )
    assert not any(f.check == "repeated_description" for f in foot_report(report))


def test_the_head_of_a_page_within_a_table_is_no_row_of_it() -> None:
    page = "Northwind Mills Group\tSustainability Report 2024\nPerformance data   {}\n"
    parts = [
        "\nEnergy\tUnit\t2023\t2024\nNatural gas\tMWh\t1,210\t1,305\n",
        "Diesel\tMWh\t88\t91\n",
        "\nWater\tUnit\t2023\t2024\nWater withdrawal\tm³\t900\t880\n",
        "Wastewater discharged\tm³\t700\t690\n",
        "\nWaste\tUnit\t2023\t2024\nHazardous waste\tt\t12\t14\n",
    ]
    text = "# Report 2024\n" + "".join(page.format(70 + n) + part for n, part in enumerate(parts))
    years = {(f.metric, f.year) for f in read_text(text).figures if f.printed in ("91", "690")}
    assert years == {("energy.direct", 2024), ("water.discharge", 2024)}


def test_a_row_of_signs_for_nothing_names_no_group() -> None:
    text = """Energy\tUnit\t2023\t2024
Natural gas\tMWh\t1,210\t1,305
LPG\tMWh\t-\t-
Purchased electricity\tMWh\t5,100\t5,230
"""
    found = {(f.metric, f.dimensions) for f in read_text(text).figures if f.year == 2024}
    assert ("energy.electricity.purchased", ()) in found
    assert not any("lpg" in dict(cut).values() for _, cut in found)


@pytest.mark.parametrize(
    ("label", "unit", "metric", "member"),
    [
        ("30岁以下 Under 30", "人", "workforce.headcount", "under_30"),
        ("外购电力 Purchased electricity", "兆瓦时 MWh", "energy.electricity.purchased", ""),
        ("二氧化硫 SO ₂", "吨 t", "air.sox", ""),
    ],
)
def test_two_languages_in_a_cell(label: str, unit: str, metric: str, member: str) -> None:
    group = "按年龄 By age group\n" if member else ""
    head = "指标 Indicator\t单位 Unit\t2022年\t2023年\n员工总数\t人\t30\t40\n"
    text = f"{head}{group}{label}\t{unit}\t12\t14"
    (found,) = (f for f in read_text(text).figures if f.printed == "14")
    assert (found.metric, dict(found.dimensions).get("age_group", "")) == (metric, member)


def test_a_unit_in_two_languages_is_one() -> None:
    assert read_unit("吨二氧化碳当量 tCO2e").unit == read_unit("tCO2e").unit


def test_the_year_behind_the_former_number_is_its_own() -> None:
    text = "# Report 2024\n\nTotal withdrawal of water was 3,126 ML, after 3,284 ML in 2023.\n"
    found = {(f.year, int(f.value)) for f in read_text(text).figures}
    assert found == {(2024, 3_126_000), (2023, 3_284_000)}
