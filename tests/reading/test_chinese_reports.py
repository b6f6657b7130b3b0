"""A made-up report in Chinese, traditional Chinese and English: same figures, same findings.

`qinghe/` holds one report three times, line by line. What is wrong in it was put there by hand:
the number of employees in a sentence has two digits swapped (line 37 against 88), the ages do not
add up in 2023 (lines 93-95), the women's share is that of the true total (line 37), the growth of
R&D investment is 15.2 % (line 55), GRI 305-9 does not exist (line 119), and 414-1 names a chapter
that the report does not have (line 121).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_report, read_text
from crossfoot.reading.report import ReadReport

FOLDER = Path(__file__).parent / "qinghe"


def of(language: str) -> ReadReport:
    return read_report(FOLDER / f"report.{language}.txt")


def with_pipes(language: str) -> ReadReport:
    """The report with its tables as Markdown."""
    text = (FOLDER / f"report.{language}.txt").read_text(encoding="utf-8")
    lines = [
        f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in text.split("\n")
    ]
    return read_text("\n".join(lines))


def full_width(language: str) -> ReadReport:
    """The report with digits and per cent signs in full width."""
    text = (FOLDER / f"report.{language}.txt").read_text(encoding="utf-8")
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    return read_text(text.translate(wide))


def facts(report: ReadReport) -> set[tuple[object, ...]]:
    return {
        (f.line, f.column, f.metric, f.dimensions, f.year, f.value, f.unit, f.qualifier)
        for f in report.figures
    }


def findings(report: ReadReport) -> set[tuple[object, ...]]:
    return {(f.kind, f.severity, f.lines, f.metric) for f in foot_report(report)}


@pytest.fixture(scope="module")
def english() -> ReadReport:
    return of("en")


VARIANTS = {
    "simplified": lambda: of("zh"),
    "traditional": lambda: of("hk"),
    "pipes": lambda: with_pipes("zh"),
    "traditional pipes": lambda: with_pipes("hk"),
    "full width": lambda: full_width("zh"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_figures_are_those_of_the_english_report(variant: str, english: ReadReport) -> None:
    assert facts(VARIANTS[variant]()) == facts(english)


@pytest.mark.parametrize("variant", ["simplified", "traditional", "pipes"])
def test_findings_are_those_of_the_english_report(variant: str, english: ReadReport) -> None:
    assert findings(VARIANTS[variant]()) == findings(english)


@pytest.mark.parametrize("variant", VARIANTS)
def test_changes_index_and_contents_are_the_same(variant: str, english: ReadReport) -> None:
    report = VARIANTS[variant]()
    assert [(c.line, c.metric, c.percent) for c in report.changes] == [
        (c.line, c.metric, c.percent) for c in english.changes
    ]
    assert [(e.line, e.standard, e.code, e.status) for e in report.index] == [
        (e.line, e.standard, e.code, e.status) for e in english.index
    ]
    assert [(e.line, e.page) for e in report.contents] == [
        (e.line, e.page) for e in english.contents
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_was_put_there_is_found(variant: str) -> None:
    found = foot_report(VARIANTS[variant]())
    for kind, line in (
        ("transposition", 88),
        ("sum_mismatch", 93),
        ("percent_change_mismatch", 55),
        ("index_missing_code", 119),
        ("index_dead_reference", 121),
    ):
        assert any(f.kind.value == kind and line in f.lines for f in found), kind
    # the share of that sentence follows from the table: its exchanged digits are told once
    assert [f.kind.value for f in found if 37 in f.lines] == ["transposition"]


def test_relations_that_hold_are_not_flagged(english: ReadReport) -> None:
    """Scopes and total, genders, degrees: lines 66-68, 90 and 91, 97-99."""
    for lines in ({66, 67, 68}, {88, 90, 91}, {88, 97, 98, 99}, {68, 69, 86}):
        for finding in foot_report(english):
            assert not set(finding.lines) <= lines


def test_every_figure_of_the_tables_is_read() -> None:
    """Three years of every row with values: counted from the file, not from what was read."""
    text = (FOLDER / "report.zh.txt").read_text(encoding="utf-8").split("\n")
    rows = [n for n, line in enumerate(text, start=1) if re.search(r"\t[\d,.]+\t[\d,.]+$", line)]
    read = of("zh").figures
    for line in rows:
        assert len([f for f in read if f.line == line]) == 3, text[line - 1]


def test_company_year_and_language() -> None:
    for language, company in (("zh", "青禾精密股份有限公司"), ("hk", "青禾精密股份有限公司")):
        report = of(language)
        assert (report.company, report.year, report.language) == (company, 2023, "zh")


@pytest.mark.parametrize(
    ("first", "year"),
    [
        ("二零二三年環境、社會及管治報告", 2023),
        ("截至二零二三年十二月三十一日止年度", 2023),
        ("2022年度社会责任报告", 2022),
        ("本报告时间范围为2021年1月1日至2021年12月31日。", 2021),
    ],
)
def test_years_of_chinese_reports(first: str, year: int) -> None:
    assert read_text(f"{first}\n\n本公司重視環境。").year == year
