"""Places by number, parts that are marked, shares and codes that are listed; invented reports."""

from __future__ import annotations

import pytest

from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.titles import Fit, Titles
from crossfoot.reading.reader import read_text


def findings(text: str, *checks: str) -> list[ReportFinding]:
    report = read_text(f"Sustainability report 2024\n\n{text}\n")
    return [each for each in foot_report(report) if each.check in checks]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Appendix I: Data Tables", "Appendix I"),
        ("Annex 2 – Data Tables", "Annex 2"),
        ("附录一：数据表", "附录一"),
        ("第三章 绿色生产", "第三章"),
        ("Appendix I: Data Tables", "Data Tables"),
    ],
)
def test_a_place_that_is_named_by_its_number(title: str, place: str) -> None:
    found = Titles([title, "People"]).find(place)
    assert found is not None
    assert (found.title, found.fit) == (title, Fit.EXACT)


def test_another_number_is_no_place() -> None:
    titles = Titles(["Appendix I: Data Tables", "People"])
    assert titles.find("Appendix II") is None
    assert titles.find("Appendix IV") is None


@pytest.mark.parametrize(("second", "wrong"), [("76.0%", False), ("66.0%", True)])
def test_listed_shares(second: str, wrong: bool) -> None:
    text = f"废弃物共2,500吨，其中危险废物600吨、一般废物1,900吨，分别占24.0%和{second}。"
    assert bool(findings(text, "shares_listed_together")) is wrong
    text = (
        "Waste came to 2,500 tonnes, of which 600 tonnes of ash and 1,900 tonnes of slag, "
        f"accounting for 24.0% and {second} respectively."
    )
    assert bool(findings(text, "shares_listed_together")) is wrong


def test_rows_marked_as_parts_make_the_total() -> None:
    table = (
        "指标（吨）\t2024年\t2023年\t2022年\n废料产生总量\t5,300.50\t5,110.20\t4,950.40\n"
        "其中：炉渣\t1,200.10\t1,150.10\t1,101.20\n　　　粉煤灰\t4,100.40\t3,960.10\t3,849.20\n"
        "炉渣外运量\t1,200.10\t1,190.30\t1,101.20"
    )
    assert not findings(table, "named_totals")
    (found,) = findings(table.replace("5,110.20", "5,180.20"), "named_totals")
    assert found.values[0] == "5,180.20"


@pytest.mark.parametrize(("code", "told"), [("303-4", True), ("303-5", False)])
def test_a_code_with_the_description_of_another(code: str, told: bool) -> None:
    index = (
        "GRI content index\n\nGRI standard\tDisclosure\tPage\n"
        "GRI 303\t303-3 Water withdrawal\t41\n\t303-4 Water discharge\t41\n"
        f"\t{code} Water consumption\t42"
    )
    found = findings(index, "description_of_another_code")
    assert [each.metric for each in found] == (["303-4"] if told else [])


@pytest.mark.parametrize(("share", "wrong"), [("27.3", False), ("37.3", True)])
def test_the_share_of_a_named_part_goes_by_its_name(share: str, wrong: bool) -> None:
    text = f"董事会由11名成员组成，其中独立董事4名，女性董事3名，女性董事占比为{share}%。"
    found = findings(text, "share_in_a_sentence", "share_of_a_named_part")
    assert [each.recomputed for each in found] == (["3 / 11 = 27.27%"] if wrong else [])


def test_a_change_of_what_a_bracket_calls_the_row() -> None:
    table = (
        "\n\nEnergy\tUnit\t2024\t2023\nIndirect energy (purchased electricity)\tMWh\t9,500\t10,000"
    )
    text = "Electricity purchased decreased by {} year on year, owing to new pumps."
    assert not findings(text.format("5.0%") + table, "change_of_a_named_row")
    assert findings(text.format("7.4%") + table, "change_of_a_named_row")
