"""Made-up reports of two companies, written before anybody looked how they are read.

`report.txt` looks as after text extraction; `findings.csv` lists the mistakes that were put in,
`clean.csv` what holds, `facts.csv` what each row of a table is, `index.csv` the rows of the index.
Columns as in the golden lists of published reports.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_report
from crossfoot.reading.report import ReadReport

HERE = Path(__file__).parent / "made_up"
NAMES = ("software-en", "software-zh")
#: kinds that may be given for one another
NEAR = (
    {"sum_mismatch", "parts_exceed_total", "ratio_mismatch", "rounding_or_truncation"},
    {"percent_change_mismatch", "ratio_mismatch", "sum_mismatch"},
    {"conflicting_values", "transposition", "unit_scale", "implausible_magnitude"},
    {"impossible_value", "unit_scale", "parts_exceed_total", "ratio_mismatch"},
)


@dataclass(frozen=True)
class Case:
    """A report as it was read and footed, with its lists."""

    report: ReadReport
    found: list[ReportFinding]
    name: str

    def rows(self, name: str) -> list[dict[str, str]]:
        with (HERE / self.name / f"{name}.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))


@cache
def case(name: str) -> Case:
    report = read_report(HERE / name / "report.txt")
    return Case(report, foot_report(report), name)


def lines_of(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", text)}


def answers(found: ReportFinding, row: dict[str, str]) -> bool:
    kind = found.kind.value
    near = kind == row["kind"] or any(kind in each and row["kind"] in each for each in NEAR)
    loud = found.severity is not Severity.NOTE or row["severity"] == "note"
    # a code that is missing stands on no line: on the one above or below
    return (
        near and loud and any(abs(a - b) <= 1 for a in found.lines for b in lines_of(row["lines"]))
    )


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_tables(name: str) -> None:
    it = case(name)
    read = {
        (f.line, f.metric, f.dimensions, str(f.year)): f.value for f in it.report.figures if f.table
    }
    facts = it.rows("facts")
    right = 0
    for fact in facts:
        pairs = (pair.split("=") for pair in fact["dimensions"].split(";") if pair)
        key = (int(fact["line"]), fact["metric_id"], tuple((k, v) for k, v in pairs), fact["year"])
        right += read.get(key) == Decimal(fact["value"])
    assert right / len(facts) >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_the_index(name: str) -> None:
    it = case(name)

    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).lower()

    read = {(entry.code, entry.line): letters(entry.location) for entry in it.report.index}
    rows = it.rows("index")
    assert [row["code"] for row in rows] == [
        row["code"]
        for row in rows
        if read.get((row["code"], int(row["line"]))) == letters(row["location"])
    ]


@pytest.mark.parametrize("name", NAMES)
def test_mistakes_are_found(name: str) -> None:
    it = case(name)
    golden = it.rows("findings")
    missed = [row for row in golden if not any(answers(found, row) for found in it.found)]
    assert not [row["id"] for row in missed if row["severity"] == "error"]
    assert len(missed) <= len(golden) * 0.15


@pytest.mark.parametrize("name", NAMES)
def test_errors_and_warnings_are_true(name: str) -> None:
    it = case(name)
    # a mistake makes other numbers wrong too: what shares a line with one follows from it
    wrong = {
        n
        for row in it.rows("findings")
        for line in lines_of(row["lines"])
        for n in (line, line + 1)
    }
    loud = [found for found in it.found if found.severity is not Severity.NOTE]
    assert [found.message.en for found in loud if not wrong & set(found.lines)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_holds_is_not_flagged(name: str) -> None:
    it = case(name)
    wrong = [lines_of(row["lines"]) for row in it.rows("findings")]
    for relation in it.rows("clean"):
        lines = lines_of(relation["lines"])
        flagged = [
            found
            for found in it.found
            if found.severity is not Severity.NOTE
            and found.lines
            and set(found.lines) <= lines
            and not any(set(found.lines) & each for each in wrong)
        ]
        assert flagged == [], relation["relation"]
