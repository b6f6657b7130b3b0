"""Which edition an index follows, and rows of it that are told in other words. All made up."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text
from crossfoot.standards.catalogue import standard
from crossfoot.standards.disclosure import Obligation

BODY = (
    "Contents\n\nAir\t2\nPeople\t9\n\nESG Report 2024\n\nAir\n\nWe emitted 120 tonnes.\n\n"
    "People\n\nWe are 300 employees.\n\n"
)
PART_D = "\nPart D: paragraph\tSubject\tSection\n19\tGovernance\tAir\n27\tRisk management\tAir\n"
NEW_ONLY = {"A1.2", "A4", "A4.1"}


def index(without: set[str], more: str = "") -> list[ReportFinding]:
    """What is told of the codes of an index of the HKEX code that lacks some."""
    rows = "".join(
        f"{each.code}\t{each.title.en}\tAir\n"
        for each in standard("hkex").all
        if each.edition == "2020"
        and each.group[0] in "AB"
        and len(each.group) == 2
        and each.obligation is Obligation.COMPLY_OR_EXPLAIN
        and each.code not in without
    )
    text = f"{BODY}HKEX ESG Code Index\n\nCode\tDescription\tSection\n{rows}{more}"
    checks = ("expected_codes", "mixed_editions", "unknown_code")
    return [each for each in foot_report(read_text(text)) if each.check in checks]


def test_the_earlier_edition_of_an_earlier_year() -> None:
    assert index(set()) == []


def test_the_edition_with_part_d_adopted_early() -> None:
    assert index(NEW_ONLY, PART_D) == []


def test_codes_of_the_earlier_edition_without_part_d() -> None:
    (missing,) = index({"A1.2"})
    assert (missing.check, missing.metric) == ("expected_codes", "A1.2")


def test_a_mixture_of_both() -> None:
    found = index({"A1.2", "A4"}, PART_D)
    assert [(each.check, each.metric) for each in found] == [("mixed_editions", "A4.1")]


def test_a_code_of_neither() -> None:
    found = index(set(), "B8.3\tResources of the community\tPeople\n")
    assert [(f.check, f.metric, f.severity) for f in found] == [
        ("unknown_code", "B8.3", Severity.WARNING)
    ]


def test_an_edition_written_behind_a_code() -> None:
    rows = (
        "2-1\tOrganizational details\tAir\n306-1\tWaste generation\tAir\n"
        "306-2 @Title of the row\tAir\n306-3\tWaste generated\tAir\n"
    )
    text = f"{BODY}GRI Content Index\n\nGRI Standards\tDisclosure\tLocation\n{rows}"
    told = {
        edition: [
            each.metric
            for each in foot_report(read_text(text.replace("@", edition)))
            if each.check == "mixed_editions"
        ]
        for edition in ("(2016)\t", "(2020)\t", "\t")
    }
    assert told == {"(2016)\t": ["306-2 (2016)"], "(2020)\t": [], "\t": []}


EXCHANGED = {
    "en": (
        "The average training hours completed per employee by gender and employee category.",
        "The percentage of employees trained by gender and employee category.",
    ),
    "zh": (
        "按性别及雇员类别划分,每名雇员完成受训的平均时数",
        "按性别及雇员类别划分的受训雇员百分比",
    ),
}


@pytest.mark.parametrize("titles", EXCHANGED.values(), ids=EXCHANGED)
def test_exchanged_descriptions_with_one_beginning(titles: tuple[str, str]) -> None:
    def told(first: str, second: str) -> list[str]:
        text = (
            f"{BODY}HKEX ESG Code Index\n\nCode\tDescription\tSection\n"
            f"B2.2\tLost days due to work injury\tPeople\nB3.1\t{first}\tPeople\n"
            f"B3.2\t{second}\tPeople\nB5.1\tNumber of suppliers by region\tPeople\n"
        )
        found = foot_report(read_text(text))
        return [each.metric for each in found if each.check == "exchanged_descriptions"]

    assert told(*titles) == ["B3.1"]
    assert told(*titles[::-1]) == []


@pytest.mark.parametrize(("answer", "told"), [("2; 18,600", 0), ("2, 186", 1)])
def test_a_column_of_answers_holds_no_pages(answer: str, told: int) -> None:
    share = "9.0%; 84.4%" if not told else "9"
    text = (
        "Contents\n\nAbout us\t1\nAir\t2\nWater\t4\nPeople\t9\n\nESG Report 2024\n\n"
        "Air\n\nText.\n\nPeople\n\nText.\n\n"
        "SASB index\n\nCode\tMetric\tAnswer\n"
        f"TR-AP-150a.1\tWaste from manufacturing; percentage recycled\t{share}\n"
        f"TR-AP-250a.1\tNumber of recalls; units recalled\t{answer}\n"
    )
    found = [f for f in foot_report(read_text(text)) if f.check == "page_beyond_the_end"]
    assert len(found) == told


@pytest.mark.parametrize(
    ("code", "title", "content"),
    [
        ("302-3", "Energy intensity", "Energy came to 261.3 MWh per EUR million of revenue."),
        ("303-4", "Water discharge", "After use, 3,688 million litres were discharged."),
        ("404-3", "Regular performance reviews", "94% had an annual talk with their manager."),
        ("305-4", "GHG emissions intensity", "Per million euros of revenue, emissions fell to 9."),
    ],
)
def test_content_in_other_words(code: str, title: str, content: str) -> None:
    def told(body: str) -> list[str]:
        text = (
            f"{BODY}{body}\n\nGRI Content Index\n\nGRI Standards\tDisclosure\tLocation\n"
            f"GRI 2-1\tOrganizational details\tAir\nGRI {code}\t{title}\tAir\n"
        )
        found = foot_report(read_text(text))
        return [each.metric for each in found if each.check == "row_without_content"]

    assert told("We look after it.") == [code]
    assert told(content) == []
