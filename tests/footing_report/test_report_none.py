"""None of a thing against a count, notes without restatement, two digits exchanged; invented."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text

TABLE = """Key figures

Indicator\tUnit\t2023\t2024
Product recalls\tnumber\t0\t2
Data leakage incidents\tcase\t1\t3
Corruption cases\tcase\t1\t0
火灾事故\t起\t0\t1
Total number of employees\tperson\t23,100\t24,680
Work safety investment\tRMB 10,000\t575\t610
"""


def findings(sentence: str) -> list[ReportFinding]:
    return foot_report(
        read_text(f"Sustainability report 2024\n\nOur year\n\n{sentence}\n\n{TABLE}")
    )


def of_kind(sentence: str, kind: Kind) -> list[ReportFinding]:
    return [f for f in findings(sentence) if f.kind is kind and f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    "sentence",
    [
        "No product had to be recalled in 2024.",
        "During the year no product was recalled.",
        "No incident of theft or of data leakage took place in the year.",
        "2024年，公司未发生火灾事故。",
    ],
)
def test_none_of_what_the_table_counts(sentence: str) -> None:
    found = [f for f in findings(sentence) if f.severity is not Severity.NOTE]
    assert len(found) == 1
    assert found[0].kind in (Kind.CONTRADICTION_IN_TEXT, Kind.CONFLICTING_VALUES)


@pytest.mark.parametrize(
    "sentence",
    [
        "No product had to be recalled for reasons of health.",
        "No product had to be recalled in 2023.",
        "No major incident of data leakage took place.",
        "No supplier was dismissed in 2024.",
        "2024年，公司未发生重大火灾事故。",
        "2023年，公司未发生火灾事故。",
        "2024年，公司未发生泄漏事故。",
    ],
)
def test_none_of_something_else_or_of_a_part(sentence: str) -> None:
    assert not of_kind(sentence, Kind.CONTRADICTION_IN_TEXT)


def test_what_is_paid_for_safety_is_no_count_of_accidents() -> None:
    found = findings("No work safety accidents occurred.")
    assert not any("Work safety investment" in each.message.en for each in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill in Brno was added to the data of 2024; figures for 2023 have not been restated.",
        "From 2024 our leased offices are included for the first time. "
        "The data of earlier years were not adjusted.",
        "2024年新增两家子公司的数据，以前年度数据未作追溯调整。",
        "本年将海外工厂首次纳入统计，历史数据未进行重述。",
    ],
)
def test_earlier_years_left_as_they_were(sentence: str) -> None:
    (found,) = of_kind(sentence, Kind.BOUNDARY_CHANGE_WITHOUT_RESTATEMENT)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill in Brno was added to the data of 2024; figures for 2023 have been restated.",
        "Should a site be added, the data of earlier years will not be adjusted.",
        "如有新增子公司，以前年度数据不作追溯调整。",
        "The thermostat was not adjusted in 2023.",
        "Prices for 2023 were paid and have not been revised.",
        "2024年新增两家子公司的数据，以前年度数据已作追溯调整。",
        "公司建立问责机制，对以前年度违规不追溯的情形作出规定。",
    ],
)
def test_no_note_of_that_kind(sentence: str) -> None:
    assert not of_kind(sentence, Kind.BOUNDARY_CHANGE_WITHOUT_RESTATEMENT)


def test_two_digits_exchanged_where_another_place_agrees() -> None:
    sentence = (
        "The total number of employees rose to 24,860.\n\nAt the end of 2024, the total number of "
        "employees was 24,680.\n\nAs of the end of the year, the total number of employees was "
        "24,860."
    )
    assert of_kind(sentence, Kind.TRANSPOSITION) or of_kind(sentence, Kind.CONFLICTING_VALUES)
