from __future__ import annotations

from datetime import date

import pytest

from crossfoot.documents.place import Place
from crossfoot.footing.finding import Kind, Severity
from crossfoot.quantities.periods import Period
from crossfoot.reports.index import Status, content_index
from crossfoot.reports.stated_index import StatedEntry
from crossfoot.standards.catalogue import standard
from report_cases import make_input


def index_of(report, name):
    return next(index for index in report.indices if index.standard == name)


def row_of(index, code):
    return next(row for row in index.rows if row.code == code)


def test_a_disclosure_is_disclosed_where_a_figure_of_the_period_answers_it(small_report):
    row = row_of(index_of(small_report, "gri"), "2-7")
    assert row.status is Status.DISCLOSED
    assert row.metrics[0] == "workforce.headcount"
    assert row.facts >= 3  # the whole and two genders; turnover and the like may follow
    assert [location.chapter.en for location in row.locations] == ["Workforce"]
    assert row.locations[0].anchor == "topic-workforce"


def test_figures_of_other_years_do_not_count(small_input):
    only_before = make_input(period=Period.year(2024))
    index = content_index(only_before, standard("gri"))
    assert row_of(index, "2-7").facts == 0


def test_a_stated_location_discloses_and_stands_behind_our_own(small_report):
    row = row_of(index_of(small_report, "gri"), "305-1")
    assert [location.chapter.en for location in row.locations] == [
        "Greenhouse gases",
        "Our emissions",
    ]
    assert [bool(location.anchor) for location in row.locations] == [True, False]


def test_omissions_keep_their_reason_and_tell_not_applicable_from_explained(small_report):
    index = index_of(small_report, "gri")
    assert row_of(index, "2-21").status is Status.EXPLAINED
    assert row_of(index, "304-1").status is Status.NOT_APPLICABLE
    assert row_of(index, "2-21").to_json("zh")["omission"] == "薪酬保密"


def test_what_nothing_answers_is_a_gap(small_report):
    assert row_of(index_of(small_report, "gri"), "417-2").status is Status.GAP


def test_a_text_answers_a_qualitative_disclosure_once_in_two_languages(small_report):
    row = row_of(index_of(small_report, "hkex"), "A1")
    assert row.status is Status.DISCLOSED
    assert row.facts == 1


def test_only_disclosures_in_force_have_a_row(small_report):
    index = index_of(small_report, "hkex")
    codes = {row.code for row in index.rows}
    expected = {
        disclosure.code
        for disclosure in standard("hkex").disclosures(date(2023, 1, 1))
        if disclosure.asks_for_answer
    }
    assert codes == expected
    assert "A1.2" in codes
    assert not any(code.startswith("D-") for code in codes)
    later = content_index(make_input(period=Period.year(2025)), standard("hkex"))
    assert "A1.2" not in {row.code for row in later.rows}
    assert any(row.code.startswith("D-") for row in later.rows)


def test_the_json_is_as_the_command_line_promises(small_report):
    document = index_of(small_report, "gri").to_json()
    assert set(document) == {"standard", "edition", "early", "claim", "rows"}
    assert (document["standard"], document["edition"]) == ("gri", "2021")
    assert document["claim"] == "with reference"
    keys = {"code", "title", "obligation", "status", "locations", "omission", "metrics", "wanted"}
    keys |= {"facts"}
    assert all(set(row) == keys for row in document["rows"])
    first = next(row for row in document["rows"] if row["code"] == "305-1")
    assert first["locations"][0] == {"chapter": "Greenhouse gases", "page": None}
    assert first["omission"] is None


def test_counts_add_up_to_the_rows(small_report):
    for index in small_report.indices:
        assert sum(index.counts.values()) == len(index.rows)
        assert sum(len(rows) for _, _, rows in index.groups()) == len(index.rows)


@pytest.mark.parametrize("name", ["gri", "hkex", "ifrs-s2", "tcfd", "sse", "szse", "sdg"])
def test_any_standard_has_an_index(name):
    index = content_index(make_input(period=Period.year(2026)), standard(name))
    assert index.rows
    assert index.claim == ("with reference" if name == "gri" else "")


def found(report, kind):
    return [finding for finding in report.findings if finding.kind is kind]


def test_a_location_without_a_figure_is_a_finding(small_report):
    [finding] = found(small_report, Kind.INDEX_WITHOUT_CONTENT)
    assert finding.metric == "GRI 305-6"  # as in the index of CALB, ESG report 2023
    assert finding.severity is Severity.NOTE  # the place may answer in words
    assert "“Ozone”" in finding.message.en
    assert "(line 4)" in finding.message.en


def test_an_unknown_code_is_a_finding(small_report):
    [finding] = found(small_report, Kind.INDEX_DEAD_REFERENCE)
    assert finding.metric == "GRI 999-9"


def test_a_code_of_a_later_edition_is_only_a_note():
    stated = {"hkex": (StatedEntry("D-governance", ("12",)),)}
    index = content_index(make_input(stated=stated), standard("hkex"))
    notes = [finding for finding in index.findings if finding.kind is Kind.INDEX_DEAD_REFERENCE]
    assert [finding.severity for finding in notes] == [Severity.NOTE]
    assert "2025-01-01" in notes[0].message.en


def missing(claim: str, *codes: str, name: str = "gri") -> list[str]:
    stated = {name: tuple(StatedEntry(code, ("1",)) for code in codes)}
    index = content_index(make_input(stated=stated, claim=claim), standard(name))
    return [f.metric for f in index.findings if f.kind is Kind.INDEX_MISSING_CODE]


def test_in_accordance_owes_every_disclosure_of_a_topic_that_it_reports():
    # KSTAR, ESG report 2023, index: 205-1 and 205-2 without 205-3
    assert missing("in accordance", "205-1", "205-2") == ["GRI 205-3"]
    assert missing("with reference", "205-1", "205-2") == []


def test_comply_or_explain_owes_every_kpi_of_an_aspect_that_it_reports():
    codes = ["A1", "A1.1", "A1.3", "A1.4", "A1.5", "A1.6"]
    assert missing("", *codes, name="hkex") == ["HKEX A1.2"]


def test_a_title_printed_for_two_codes_is_a_finding():
    # CALB, ESG report 2023, line 1763 and others: B2.1 repeats the text of B1.2
    title = "Employee turnover rate by gender, age group and geographical region."
    stated = {
        "hkex": (
            StatedEntry("B1.2", ("83",), title=title, place=Place(line=1)),
            StatedEntry("B2.1", ("84",), title=title, place=Place(line=2)),
        )
    }
    index = content_index(make_input(stated=stated), standard("hkex"))
    [finding] = [f for f in index.findings if f.kind is Kind.INDEX_DUPLICATE_TEXT]
    assert finding.metric == "HKEX B2.1"
    assert "HKEX B1.2" in finding.message.zh


def test_without_a_stated_index_there_is_nothing_to_check(small_input):
    assert content_index(make_input(stated={}), standard("gri")).findings == ()
