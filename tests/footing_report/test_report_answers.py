"""Answers in the rows of an index against the tables, and a lost recommendation; invented."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text

TEXT = """Sustainability report 2024

Key figures

Indicator\tUnit\t2023\t2024
Total energy consumption\tMWh\t241,300.0\t245,120.0
Total water withdrawal\tm³\t91,240\t93,570

SASB index

Code\tMetric\tResponse\tPage
RT-EE-130a.1\t(1) Total energy consumed, (2) percentage grid electricity\t@\t33
RT-EE-140a.1\tTotal water withdrawn\t#\t36
RT-EE-150a.1\tAmount of hazardous waste generated, percentage recycled\t61.2 t\t39
RT-EE-410a.1\tPercentage of products by revenue that contain declarable substances\t4%\t40
"""
FITTING = "(1) 882,432 GJ; (2) 64.1%"


def findings(energy: str, water: str = "93.57 thousand m³") -> list[ReportFinding]:
    text = TEXT.replace("@", energy).replace("#", water)
    return [f for f in foot_report(read_text(text)) if f.check == "answer_against_table"]


@pytest.mark.parametrize(
    ("energy", "water", "kind"),
    [
        ("(1) 88,243 GJ; (2) 64.1%", "93.57 thousand m³", Kind.UNIT_SCALE),
        ("(1) 8,824,320 GJ; (2) 64.1%", "93.57 thousand m³", Kind.UNIT_SCALE),
        (FITTING, "935.7 thousand m³", Kind.UNIT_SCALE),
        (FITTING, "95,370 m³", Kind.TRANSPOSITION),
    ],
)
def test_an_answer_that_the_table_has_otherwise(energy: str, water: str, kind: Kind) -> None:
    (found,) = findings(energy, water)
    assert (found.kind, found.severity) == (kind, Severity.ERROR)


@pytest.mark.parametrize(
    ("energy", "water"),
    [
        (FITTING, "93.57 thousand m³"),
        ("(1) 882,400 GJ; (2) 64.1%", "93,570 m³"),
        ("(1) 910,216 GJ; (2) 64.1%", "88,412 m³"),  # of other sites, perhaps
        ("(1) 64.1%; (2) 882,432 GJ", "Water, page 12"),
        ("Energy Management", "not applicable"),
    ],
)
def test_an_answer_that_fits_or_may_be_of_another_scope(energy: str, water: str) -> None:
    assert not findings(energy, water)


PILLARS = {
    "Governance": "ab",
    "Strategy": "abc",
    "Risk Management": "abc",
    "Metrics and Targets": "abc",
}


@pytest.mark.parametrize(
    ("lost", "severity"),
    [
        (("Strategy c",), [Severity.WARNING]),
        (("Strategy c", "Metrics and Targets b"), [Severity.NOTE]),
        ((), []),
    ],
)
def test_one_lost_recommendation_is_a_warning(
    lost: tuple[str, ...], severity: list[Severity]
) -> None:
    rows = [
        f"{pillar} {letter}) Describe the matter of {pillar} in full\tClimate Action"
        for pillar, letters in PILLARS.items()
        for letter in letters
        if f"{pillar} {letter}" not in lost
    ]
    text = "Sustainability report 2024\n\nClimate Action\n\nWe act.\n\nTCFD index\n\n"
    head = "Recommended disclosure\tLocation\n"
    found = foot_report(read_text(text + head + "\n".join(rows)))
    assert [f.severity for f in found if f.check == "recommendations_left_out"] == severity
