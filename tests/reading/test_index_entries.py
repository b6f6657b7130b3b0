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


def test_index_of_hong_kong_in_traditional_characters() -> None:
    found = entries(
        "附錄二：聯交所《環境、社會及管治報告指引》內容索引\n\n"
        "層面、一般披露及關鍵績效指標\t描述\t披露章節\n層面A1：排放物\t\t\n"
        "一般披露\t有關廢氣排放的政策\t綠色營運\n"
        "關鍵績效指標A1.1\t排放物種類及相關排放數據\t排放管理\n"
        "A1.4\t所產生無害廢棄物總量及密度\t不適用\n"
    )
    assert found == [
        ("hkex", "A1", "一般披露", "绿色营运"),
        ("hkex", "A1.1", "排放物种类及相关排放数据", "排放管理"),
        ("hkex", "A1.4", "所产生无害废弃物总量及密度", "不适用"),
    ]


def test_index_of_shanghai_with_serial_numbers() -> None:
    found = entries(
        "上海证券交易所《可持续发展报告》索引\n\n序号\t议题\t对应条款\t报告章节\n"
        "1\t应对气候变化\t第二十一条\t绿色运营\n2\t污染物排放\t第三十条\t排放管理\n"
        "3\t废弃物处理\t第三十一条\t废弃物管理\n"
    )
    assert [(standard, title, location) for standard, _, title, location in found] == [
        ("sse", "应对气候变化", "绿色运营"),
        ("sse", "污染物排放", "排放管理"),
        ("sse", "废弃物处理", "废弃物管理"),
    ]


def test_locations_apart() -> None:
    assert split_locations("Risk Control; Business Ethics") == ("Risk Control", "Business Ethics")
    assert split_locations("45 · 82") == ("45", "82")


def test_an_entry_as_json() -> None:
    entry = IndexEntry("gri", "2-1", "Details", "5", 7, locations=("5",))
    assert entry.to_json()["code"] == "2-1"
