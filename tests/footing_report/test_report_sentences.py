"""Sentences of a report against its tables and against each other."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text

TABLE = """Key performance

Indicator\tUnit\t2022\t2023
Operating income\tRMB 10,000\t80,000\t90,000
Total energy consumption\tMWh\t1,000\t1,500
Total number of employees\tPerson\t1,100\t1,200
R&D investment\tRMB 10,000\t5,120\t6,345
Scope 2 GHG emissions\tt CO2e\t500\t600
Total electricity consumption\tMWh\t1,000\t1,200
"""


def all_findings(sentence: str) -> list[ReportFinding]:
    return foot_report(read_text(f"Sustainability report 2023\n\n{sentence}\n\n{TABLE}"))


def findings(sentence: str, check: str) -> list[ReportFinding]:
    return [each for each in all_findings(sentence) if each.check == check]


def test_a_share_that_was_cut_off() -> None:
    sentence = "There are 7 directors, of which 2 are women, accounting for 28%."
    (found,) = findings(sentence, "share_in_a_sentence")
    assert (found.kind, found.severity) == (Kind.ROUNDING_OR_TRUNCATION, Severity.NOTE)
    assert found.recomputed == "2 / 7 = 28.57%"


def test_a_share_above_a_bound_it_does_not_reach() -> None:
    sentence = (
        "Emissions were 1,529.22 tons, of which 1,435.56 tons came from power, taking up more "
        "than 94% of them."
    )
    (found,) = findings(sentence, "share_in_a_sentence")
    assert (found.kind, found.severity) == (Kind.RATIO_MISMATCH, Severity.WARNING)


@pytest.mark.parametrize(
    "sentence",
    [
        "There are 7 directors, of which 2 are women, accounting for 29%.",
        "Of 1,529.22 tons 1,435.56 tons came from power, accounting for 94%.",
        "We sold 300 gadgets and 20 gizmos, and exports account for 41% of our sales.",
    ],
)
def test_a_share_that_fits_or_is_of_something_else(sentence: str) -> None:
    assert not findings(sentence, "share_in_a_sentence")


def test_more_persons_trained_than_there_are() -> None:
    said = "The training sessions covered 5,300 employees."
    (found,) = findings(said, "more_persons_than_employees")
    assert (found.kind, found.severity) == (Kind.PARTS_EXCEED_TOTAL, Severity.WARNING)
    assert found.lines[0] == 3
    assert not findings("Training reached 5,300 person-times.", "more_persons_than_employees")
    assert not findings("The training covered 1,150 employees.", "more_persons_than_employees")


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("reducing energy consumption by 19% compared with the previous year", Severity.ERROR),
        ("increasing energy consumption by 50% compared with the previous year", None),
    ],
)
def test_a_change_in_words(said: str, severity: Severity | None) -> None:
    found = findings(f"We introduced measures, {said}.", "change_against_figures")
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_a_change_of_a_product_is_none_of_the_company() -> None:
    sentence = "The new drive helps to reduce energy consumption by 30%."
    assert not findings(sentence, "change_against_figures")


def test_an_amount_with_a_wrong_power_of_ten() -> None:
    # the label is that of no metric; a recognised one is checked over facts
    table = TABLE.replace("R&D investment", "Gizmo development outlay")
    text = "Report 2023\n\nGizmo development cost us RMB63,450 in 2023.\n\n" + table
    (found,) = [f for f in foot_report(read_text(text)) if f.check == "sentence_against_table"]
    assert (found.kind, found.severity) == (Kind.UNIT_SCALE, Severity.ERROR)
    right = text.replace("RMB63,450", "RMB 63.45 million")
    assert not [f for f in foot_report(read_text(right)) if f.check == "sentence_against_table"]


def test_a_count_that_is_one_off() -> None:
    found = all_findings("In total the number of employees is 1,201 employees.")
    assert Kind.CONFLICTING_VALUES in {each.kind for each in found if 3 in each.lines}


def test_two_sentences_with_a_power_of_ten_between_them() -> None:
    """Told once: of what the catalogue knows as one figure with two values, of others by digits."""
    known = (
        "Training reached 300,000 person-times.\n\n"
        "accumulative training **30** thousand person-times"
    )
    (found,) = all_findings(known)
    assert (found.check, found.kind) == ("same_figure_twice", Kind.UNIT_SCALE)
    assert found.lines == (3, 5)
    unknown = (
        "Volunteers planted 300,000 saplings along the river.\n\n"
        "volunteers planted along the river **30** thousand saplings"
    )
    (found,) = all_findings(unknown)
    assert (found.check, found.lines) == ("sentence_against_sentence", (3, 5))


def test_an_amount_of_every_year() -> None:
    (found,) = findings("Every year, we invest RMB 63.45 million in research.", "yearly_amount")
    assert found.kind is Kind.CONTRADICTION_IN_TEXT
    assert not findings("In 2023, we invested RMB 63.45 million in research.", "yearly_amount")


def test_one_count_with_two_names() -> None:
    said = (
        "We hold 406 national and international patents and copyrights.\n\n"
        "406 authorized invention patents and copyrights"
    )
    (found,) = findings(said, "one_count_many_names")
    assert found.lines == (3, 5)
    assert not findings(
        "We passed ISO 14001 environmental management audits.\n\n"
        "The ISO 14001 environmental management certificates are valid.",
        "one_count_many_names",
    )


def test_saved_power_with_another_factor() -> None:
    said = "The drives saved 1,000,000 kWh and reduced carbon emissions by 997 tons."
    (found,) = findings(said, "avoided_by_another_factor")
    assert found.severity is Severity.NOTE
    same = "The drives saved 1,000,000 kWh and reduced carbon emissions by 500 tons."
    assert not findings(same, "avoided_by_another_factor")
