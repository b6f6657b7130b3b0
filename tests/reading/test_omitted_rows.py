"""Rows of an index that say why a disclosure is left out, and the first rows below a heading."""

from __future__ import annotations

import pytest

from crossfoot.reading.index_entries import IndexEntry, split_locations
from crossfoot.reading.reader import read_text

HEADS = {
    "en": "Disclosure\tLocation\tPage",
    "zh": "编号\t披露项\t位置\t页码",
    "both": "披露项 Disclosure\t位置 Location\t页码 Page\t从略说明 Omission",
}


def entries(text: str) -> dict[str, IndexEntry]:
    report = read_text(f"Sustainability Report 2023\n\n{text}\n")
    return {entry.code: entry for entry in report.index}


@pytest.mark.parametrize(
    "reason",
    [
        "Confidentiality constraints",
        "Not applicable",
        "Information unavailable / incomplete",
        "Legal prohibitions",
        "保密限制",
        "信息不可得",
        "数据不完整",
        "不适用",
    ],
)
@pytest.mark.parametrize("row", ["{reason}\t-", "-\t{reason}", "{reason}\t/", "—\t{reason}"])
def test_a_reason_is_no_place(reason: str, row: str) -> None:
    text = (
        f"GRI content index\n\n{HEADS['en']}\n2-1 Organizational details\tAbout us\t4\n"
        f"2-8 Workers who are not employees\t{row.format(reason=reason)}\n"
        "2-9 Governance structure\tGovernance\t12"
    )
    found = entries(text)["2-8"]
    assert (found.status, found.locations) == ("omitted", ())
    assert entries(text)["2-9"].status == "disclosed"


def test_a_column_of_reasons_in_two_languages() -> None:
    found = entries(
        f"GRI内容索引 GRI content index\n\n{HEADS['both']}\n"
        "2-1 Organizational details\tAbout us\t4\t\n"
        "2-20 Process to determine remuneration\t-\t-\tConfidentiality constraints\n"
        "2-22 Statement on strategy\tLetter\t3\t-"
    )
    assert found["2-20"].status == "omitted"
    assert found["2-22"].status == "disclosed"
    assert found["2-1"].locations == ("About us 4",)


def test_a_section_that_is_called_like_a_reason_is_a_place() -> None:
    found = entries(
        f"GRI content index\n\n{HEADS['en']}\n2-1 Organizational details\tAbout us\t4\n"
        "418-1 Complaints on privacy\tConfidentiality and data security\t31\n"
        "2-27 Compliance\tLegal and compliance\t14"
    )
    assert found["418-1"].status == found["2-27"].status == "disclosed"


def test_the_first_general_disclosure_has_the_aspect_above_it() -> None:
    found = entries(
        "HKEX ESG Reporting Code content index\n\n"
        "Aspects and KPIs\tDescription\tSection\tPage\n"
        "A. Environmental\nAspect A1: Emissions\n"
        "General Disclosure\tPolicies on emissions\tClimate\t8\n"
        "KPI A1.1\tThe types of emissions\tData\t40\n"
        "KPI A1.2\tScope 1 and 2\tData\t40\n"
        "\nB. Social\nAspect B1: Employment\n"
        "General Disclosure\tPolicies on employment\tPeople\t20\n"
        "KPI B1.1\tTotal workforce\tData\t41\nKPI B1.2\tEmployee turnover\tData\t41"
    )
    assert {"A1", "A1.1", "A1.2", "B1", "B1.1", "B1.2"} <= set(found)
    assert found["B1"].locations == ("People 20",)


def test_an_answer_in_figures_is_no_place() -> None:
    assert split_locations("(1) 48,120 GJ; (2) 31.6%") == ()
    assert split_locations("Climate, Water") == ("Climate", "Water")
    assert split_locations("Data centre; 2,450 MW") == ("Data centre",)
