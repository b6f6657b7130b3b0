"""Contents indices against the standard, the contents list, the headings and the figures."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.index_content import evidence
from crossfoot.footing.report.titles import Fit, Titles
from crossfoot.metrics.catalogue import catalogue
from crossfoot.reading.reader import read_text
from crossfoot.standards.catalogue import standard

HEAD = """Contents

About the Report\t2
Energy and Water Use\t10
Joint Efforts for Responsible Supply Chain\t20
Employment\t30

Sustainability report 2023

"""
BODY = """
Energy and Water Use

Total energy consumption was 1,500 MWh in 2023.

"""


def findings(rows: list[str], check: str, body: str = BODY, claim: str = "") -> list[ReportFinding]:
    index = "\n".join(("GRI Content Index", "", "GRI Standards\tDisclosure\tLocation", *rows))
    text = f"{HEAD}{claim}\n{body}{index}\n"
    return [each for each in foot_report(read_text(text)) if each.check == check]


GENERAL = [
    "GRI 2-1\tOrganizational details\tAbout the Report",
    "GRI 2-2\tEntities included in the sustainability reporting\tAbout the Report",
    "GRI 2-3\tReporting period, frequency and contact point\tAbout the Report",
]


def test_a_location_that_is_no_title() -> None:
    rows = [
        *GENERAL,
        "GRI 302-1\tEnergy consumption within the organization\tEnergy and Water Management",
        "GRI 302-4\tReduction of energy consumption\tEnergy and Water Management",
    ]
    (found,) = findings(rows, "location_is_no_title")
    assert (found.kind, found.severity) == (Kind.INDEX_DEAD_REFERENCE, Severity.WARNING)
    assert len(found.lines) == 2
    assert "Energy and Water Use" in found.recomputed


def test_a_location_like_nothing_in_the_report() -> None:
    rows = [*GENERAL, "GRI 203-1\tInfrastructure investments\tNeighbourly Kindness"]
    (found,) = findings(rows, "location_is_no_title")
    assert found.severity is Severity.ERROR


def test_a_location_that_is_a_part_of_a_title() -> None:
    rows = [*GENERAL, "GRI 308-1\tNew suppliers screened\tResponsible Supply Chain"]
    (found,) = findings(rows, "location_is_no_title")
    assert found.severity is Severity.NOTE


@pytest.mark.parametrize("place", ["Energy and Water Us", "12, 14-18", "N/A", "Employment"])
def test_locations_that_are_good(place: str) -> None:
    rows = [*GENERAL, f"GRI 302-1\tEnergy consumption within the organization\t{place}"]
    assert not findings(rows, "location_is_no_title")


def test_a_page_behind_the_last_one() -> None:
    rows = [*GENERAL, "GRI 302-1\tEnergy consumption within the organization\t310"]
    (found,) = findings(rows, "page_beyond_the_end")
    assert found.metric == "302-1"


@pytest.mark.parametrize(
    ("location", "fit"),
    [
        ("Energy and Water Use", Fit.EXACT),
        ("energy  and water use", Fit.EXACT),
        ("Energy and Water U", Fit.CUT),
        ("Energy and the Water Use", Fit.LOOSE),
        ("Suppliers", Fit.EXACT),
    ],
)
def test_titles(location: str, fit: Fit) -> None:
    found = Titles(["Energy and Water Use"], ["Suppliers"]).find(location)
    assert found is not None
    assert found.fit is fit


def test_a_cell_with_two_titles_of_which_one_does_not_exist() -> None:
    titles = Titles(["Climate Change", "Work Safety Management"])
    parts = titles.parts("Product Quality Work Safety Managemen")
    assert [(part, fit is not None) for part, fit in parts] == [
        ("Product Quality", False),
        ("Work Safety Managemen", True),
    ]


def test_a_repeated_description() -> None:
    text = "\n".join(
        (
            "Sustainability report 2023",
            "",
            "HKEX ESG Reporting Guide Content Index",
            "",
            "KPI\tDescription\tPage",
            "B1.1\tTotal workforce by gender, age group and region.\t5",
            "B1.2\tEmployee turnover rate by gender, age group and region.\t6",
            "B2.1\tEmployee turnover rate by gender, age group and region.\t7",
            "B2.2\tLost days due to work injury.\t7",
        )
    )
    found = [f for f in foot_report(read_text(text)) if f.check == "repeated_description"]
    assert [(f.metric, f.severity, f.lines) for f in found] == [("B2.1", Severity.ERROR, (8, 7))]


def test_codes_that_are_missing() -> None:
    rows = [
        *GENERAL,
        "GRI 402: Labor relations\t\t",
        "\tTopic management disclosures\tEmployment",
        "GRI 302-1\tEnergy consumption within the organization\tEmployment",
        "GRI 302-3\tEnergy intensity\tEmployment",
    ]
    assert findings(rows, "material_topics_left_out")
    assert [f.metric for f in findings(rows, "topic_without_disclosure")] == ["402-1"]
    claim = "This report was prepared in accordance with the GRI Standards.\n"
    (found,) = findings(rows, "codes_left_out", claim=claim)
    assert set(found.metric.split(", ")) == {"302-2", "302-4", "302-5"}
    reference = "This report was prepared with reference to the GRI Standards.\n"
    assert not findings(rows, "codes_left_out", claim=reference)


def test_codes_of_the_exchange_that_nobody_answers() -> None:
    known = standard("hkex").disclosures(standard("hkex").editions[0].valid_from)
    codes = [d.code for d in known if d.code[0] in "AB" and "." in d.code and d.code != "A2.2"]
    rows = [f"{code}\tDescription of the matter {code}\t5" for code in codes]
    head = ("Report 2023", "", "HKEX ESG Reporting Guide Content Index", "", "KPI\tText\tPage")
    text = "\n".join((*head, *rows))
    found = [f for f in foot_report(read_text(text)) if f.check == "expected_codes"]
    assert any("A2.2" in f.metric for f in found)
    assert not any("A2.1" in f.metric for f in found)


def test_a_row_without_content() -> None:
    rows = [
        *GENERAL,
        "GRI 302-1\tEnergy consumption within the organization\tEnergy and Water Use",
        "GRI 305-6\tEmissions of ozone-depleting substances\tEnergy and Water Use",
        "GRI 405-2\tRatio of basic salary of women to men\tN/A",
    ]
    found = findings(rows, "row_without_content")
    assert [f.metric for f in found] == ["305-6"]
    with_ozone = BODY + "No ozone-depleting substances were emitted.\n\n"
    assert not findings(rows, "row_without_content", with_ozone)


def test_evidence_names_codes_and_metrics_that_exist() -> None:
    ids = [metric.id for metric in catalogue()]
    for (name, code), known in evidence().items():
        assert standard(name).find(code) is not None, code
        for metric in known.metrics:
            assert any(known.answered_by([id_]) for id_ in ids), (code, metric)


def test_a_reduction_that_rose() -> None:
    table = (
        "Emissions\n\nIndicator\tUnit\t2022\t2023\n"
        "Total GHG emissions\tt CO2e\t{before}\t{after}\n\n"
    )
    rows = [*GENERAL, "GRI 305-5\tReduction of GHG emissions\tEmployment"]
    rising = findings(rows, "reduction_that_rose", table.format(before=500, after=800))
    assert [f.kind for f in rising] == [Kind.INDEX_WITHOUT_CONTENT]
    assert not findings(rows, "reduction_that_rose", table.format(before=800, after=500))


def test_a_section_that_is_named_and_is_no_title() -> None:
    body = 'The matter is told in the "Friends of Ours" section of this report.\n\n'
    (found,) = findings(GENERAL, "named_section_is_no_title", body)
    assert found.severity is Severity.NOTE
    good = 'The matter is told in the "Energy and Water Use" section of this report.\n\n'
    assert not findings(GENERAL, "named_section_is_no_title", good)
