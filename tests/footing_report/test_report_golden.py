"""Published reports against golden lists of what is wrong in them, and of what holds.

Source: shared/reference/checks, by readers of the three reports; see its README for the columns.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.reading.reader import read_report

REPORTS = {
    "alphaess-2022": "000_0d3b5eab962579bf.txt",
    "calb-2023": "001_ac22aff87c0c2ef9.txt",
    "kstar-2023": "003_36d4d96119a59219.txt",
}
#: what plain rules can reach
REACH = {
    *("table arithmetic", "same metric twice", "formula in report"),
    *("catalogue formula", "index cross-check"),
}
#: kinds that may be given for one another
NEAR = (
    {"sum_mismatch", "parts_exceed_total", "ratio_mismatch", "rounding_or_truncation",
     "percent_change_mismatch"},
    {"conflicting_values", "transposition", "unit_scale", "implausible_magnitude",
     "contradiction_in_text", "duplicate_label"},
    {"index_without_content", "index_dead_reference", "index_missing_code",
     "index_duplicate_text"},
    {"impossible_value", "unit_scale", "implausible_magnitude", "parts_exceed_total",
     "rounding_or_truncation", "ratio_mismatch"},
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A report with its findings, the golden ones, and the lines of what holds."""

    found: list[ReportFinding]
    golden: list[dict[str, str]]
    clean: list[set[int]]


@cache
def case(shared: Path, name: str) -> Case:
    folder = shared / "reference" / "checks" / name
    with folder.joinpath("findings.csv").open(encoding="utf-8") as file:
        golden = list(csv.DictReader(file))
    with folder.joinpath("clean.csv").open(encoding="utf-8") as file:
        clean = [lines_of(row["lines"]) for row in csv.DictReader(file)]
    return Case(foot_report(read_report(shared / "reports" / REPORTS[name])), golden, clean)


def lines_of(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", text)}


def answers(found: ReportFinding, row: dict[str, str]) -> bool:
    if found.severity is Severity.NOTE and row["severity"] != "note":
        return False
    kind = found.kind.value
    near = kind == row["kind"] or any(kind in kinds and row["kind"] in kinds for kinds in NEAR)
    return near and any(abs(a - b) <= 1 for a in found.lines for b in lines_of(row["lines"]))


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest, shared: Path) -> Case:
    return case(shared, request.param)


def test_what_plain_rules_can_reach_is_found(report: Case) -> None:
    reach = [row for row in report.golden if row["detectable_by"] in REACH]
    missed = [row["id"] for row in reach if not any(answers(f, row) for f in report.found)]
    assert len(missed) <= len(reach) / 10, missed


def test_all_errors_within_reach_are_found(report: Case) -> None:
    errors = [
        row for row in report.golden if row["detectable_by"] in REACH and row["severity"] == "error"
    ]
    missed = [row["id"] for row in errors if not any(answers(f, row) for f in report.found)]
    assert not missed


def test_errors_and_warnings_are_true(report: Case) -> None:
    loud = [found for found in report.found if found.severity is not Severity.NOTE]
    doubtful = [f.message.en for f in loud if not any(answers(f, row) for row in report.golden)]
    assert len(doubtful) <= 0.15 * len(loud), doubtful


def test_nothing_that_holds_is_flagged(report: Case) -> None:
    wrong = [lines_of(row["lines"]) for row in report.golden]
    for found in report.found:
        lines = set(found.lines)
        if found.severity is Severity.NOTE or found.kind.value.startswith("index"):
            continue
        if any(lines & each for each in wrong):
            continue
        assert not any(lines <= each for each in report.clean), found.message.en


def test_findings_are_complete(report: Case) -> None:
    for found in report.found:
        assert found.message.en, found
        assert found.message.zh, found
        assert 0 < len(found.lines) <= MOST_LINES, found
        assert found.check, found
