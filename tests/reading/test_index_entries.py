"""Content indices in their layouts."""

from __future__ import annotations

from crossfoot.reading.index_entries import IndexEntry, split_locations
from crossfoot.reading.reader import read_text


def entries(text: str) -> list[tuple[str, str, str, str]]:
    return [(e.standard, e.code, e.title, e.location) for e in read_text(text).index]


def test_code_title_and_chapter_in_three_cells() -> None:
    found = entries(
        "GRI Content Index\n\nGRI Standards\tDisclosures\tChapter Index\n"
        "GRI 302: Energ\ty 2016\t\n302-1\tEnergy consumption within the organization\tEnergy\n"
        "302-3\tEnergy intensity\tEnergy\n"
    )
    assert found == [
        ("gri", "302-1", "Energy consumption within the organization", "Energy"),
        ("gri", "302-3", "Energy intensity", "Energy"),
    ]


def test_code_and_title_in_one_cell_behind_the_group() -> None:
    report = read_text(
        "Index of GRI Standards\n\nGRI Standards\tDisclosure Items\tPage\n"
        "GRI 2: General Disclosure 2021\t2-1 Details of the organization\t8-10\n"
        "\t2-5 External assurance\tN/A\n\t2-27 Compliance with laws\t28、36、46-54\n"
    )
    first, second, third = report.index
    assert (first.code, first.title, first.group) == ("2-1", "Details of the organization", "GRI 2")
    assert (second.status, second.locations) == ("omitted", ())
    assert third.locations == ("28", "36", "46-54")


def test_a_general_disclosure_has_the_code_of_its_aspect() -> None:
    found = entries(
        "Content index of the ESG Reporting Guide of HKEX\n\nDisclosure\t\tPage\n"
        "A1: Emissions\t\t\nGeneral disclosure\t\t42-53\nA1.1\tTypes of emissions\t82\n"
        "Aspect B2 Health\t\t\nGeneral Disclosure\t\t66\nKPI B2.1\tFatalities\t85\n"
    )
    assert [(code, location) for _, code, _, location in found] == [
        ("A1", "42-53"),
        ("A1.1", "82"),
        ("B2", "66"),
        ("B2.1", "85"),
    ]


def test_an_index_without_cells() -> None:
    found = entries(
        "GRI Content Index\n\n2-1 Organizational details ..... 5\n\n305-1 Direct emissions 45, 82\n"
    )
    assert found == [
        ("gri", "2-1", "Organizational details", "5"),
        ("gri", "305-1", "Direct emissions", "45, 82"),
    ]


def test_omission_columns_are_kept_apart() -> None:
    report = read_text(
        "GRI Index\n\nCode\tDisclosure\tLocation\tReason for omission\n"
        "201-4\tFinancial assistance\t\tInformation unavailable\n202-1\tEntry wage\tPage 7\t\n"
    )
    first, second = report.index
    assert (first.status, first.omission) == ("omitted", "Information unavailable")
    assert (second.status, second.location) == ("disclosed", "Page 7")


def test_sasb_and_sdg() -> None:
    found = entries(
        "SASB Index\n\nCode\tMetric\tPage\nRT-EE-130a.1\tTotal energy consumed\t40\n"
        "RT-EE-150a.1\tHazardous waste\t41\n\nSDG index\n\nGoal\tActions\tPage\n"
        "Goal 7 Clean energy\tSolar roofs\t12\nGoal 13 Climate\tTargets\t14\nGoal 5\tEquality\t15\n"
    )
    assert [(standard, code) for standard, code, _, _ in found] == [
        ("sasb", "RT-EE-130a.1"),
        ("sasb", "RT-EE-150a.1"),
        ("sdg", "7"),
        ("sdg", "13"),
        ("sdg", "5"),
    ]


def test_chinese_index() -> None:
    found = entries(
        "联交所ESG报告指引索引\n\n披露内容\t\t页码\n层面A1：排放物\t\t\n一般披露\t\t42\n"
        "关键绩效指标A1.2\t温室气体排放\t45、82\n"
    )
    assert [(code, location) for _, code, _, location in found] == [
        ("A1", "42"),
        ("A1.2", "45、82"),
    ]


def test_locations_apart() -> None:
    assert split_locations("Risk Control; Business Ethics") == ("Risk Control", "Business Ethics")
    assert split_locations("45 · 82") == ("45", "82")


def test_an_entry_as_json() -> None:
    entry = IndexEntry("gri", "2-1", "Details", "5", 7, locations=("5",))
    assert entry.to_json()["code"] == "2-1"
