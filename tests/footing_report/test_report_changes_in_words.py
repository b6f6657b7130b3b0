"""Changes in words against the figures and rows of two years; invented texts."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_text

TABLE = """Key figures

Indicator\tUnit\t2023\t2024
Revenue\tRMB million\t2,400.0\t2,640.0
Total energy consumption\tMWh\t4,000\t4,200
Water consumption\tm³\t5,000\t4,900
Varnish per cabinet\tkg\t0.420\t0.399
单柜用胶量\tkg\t0.250\t0.240
"""


def findings(sentence: str) -> list[ReportFinding]:
    report = read_text(f"Sustainability report 2024\n\n{sentence}\n\n{TABLE}")
    return [f for f in foot_report(report) if f.kind is Kind.PERCENT_CHANGE_MISMATCH]


@pytest.mark.parametrize(
    ("sentence", "gives"),
    [
        ("Our revenue reached RMB2,640.0 million, an increase of 14.0%.", "10.0%"),
        ("Revenue rose by 14.0% over RMB2,400.0 million in 2023 to a record.", "10.0%"),
        ("Total energy consumption reached 4,200 MWh, up 9.1%.", "5.0%"),
        ("Total energy consumption increased by 9.1% in 2024.", "5.0%"),
        ("The varnish per cabinet fell by 15.2% compared with 2023.", "−5.0%"),
        ("单柜用胶量较2023年下降11.0%。", "−4.0%"),
        ("2024年，公司单柜用胶量同比下降11.0%。", "−4.0%"),
    ],
)
def test_a_change_that_the_two_years_do_not_give(sentence: str, gives: str) -> None:
    (found,) = findings(sentence)
    assert found.recomputed.endswith(gives)


@pytest.mark.parametrize(
    "sentence",
    [
        "Our revenue reached RMB2,640.0 million, an increase of 10.0%.",
        "Revenue rose by 10.0% over RMB2,400.0 million in 2023 to a record.",
        "The energy use of the new kiln went up by 9.1%.",
        "Our revenue reached RMB310.0 million in Spain, an increase of 14.0%.",
        "The varnish per cabinet fell by 15.2% compared with 2019.",
        "The varnish per cabinet fell by 5.0% compared with 2023.",
        "The varnish per chair fell by 15.2% compared with 2023.",
        "单柜用胶量较2023年下降4.0%。",
        "单柜用胶量较2019年下降11.0%。",
        "单椅用胶量较2023年下降11.0%。",
        "Oak and beech make up 88.0% of the energy that we burn.",
        "Total energy consumption was 4,200 MWh, of which gas made up 71.4% in 2024.",
    ],
)
def test_a_change_that_holds_or_is_of_something_else(sentence: str) -> None:
    assert not findings(sentence)


@pytest.mark.parametrize("verb", ["make up", "made up", "makes up", "added up to", "take up"])
def test_what_makes_up_a_share_has_not_risen(verb: str) -> None:
    assert not read_text(f"Report 2024\n\nOak and beech {verb} 88.0% of it.\n").changes
