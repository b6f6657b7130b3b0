"""Whatever a text file holds, it is footed in bounded time and without a crash."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.footing.page.page import FootingPage
from crossfoot.footing.report import foot_report
from crossfoot.reading.reader import read_text

WORDS = st.sampled_from(
    (
        *("Total", "合计", "2023", "Indicator", "Unit", "%", "12.5", "1,234", "RMB 10,000", "N/A"),
        *("GRI 302-1", "B1.1", "Employees", "accounting for 28%", "Contents", "\t", "|", "\n"),
        *("more than", "increase of 5%", "compared with the previous year", "0", "-", "7 of 2"),
        *("GRI Content Index", "“Sections” section", "Note 1: a=b/c", "trained 900 employees"),
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=80), st.sampled_from(" \t\n"))
def test_any_text_is_footed_and_shown(parts: list[str], between: str) -> None:
    report = read_text(between.join(parts) + "\n")
    findings = foot_report(report)
    page = FootingPage(report, findings, "zh").html()
    assert page.count('class="finding ') == len(findings)
    for found in findings:
        assert all(1 <= line <= len(report.lines) for line in found.lines)


def crowded_report(size: int) -> str:
    rows = "\n".join(f"Item {n}\tPerson\t{n * 37 % 9973}" for n in range(5 * size))
    prose = "\n\n".join(
        f"The number of items {n} was {n * 41 % 9973} employees, accounting for {n % 100}%, and "
        + ", ".join(f"{k * n % 9901} tons" for k in range(20))
        for n in range(size)
    )
    return f"Report 2023\n\n{prose}\n\nIndicator\tUnit\t2023\n{rows}\n"


def seconds_to_foot(size: int) -> float:
    report = read_text(crowded_report(size))
    start = time.process_time()
    foot_report(report)
    return time.process_time() - start


def test_the_work_grows_hardly_faster_than_the_square_of_the_numbers() -> None:
    assert seconds_to_foot(200) < 4 * 2 * seconds_to_foot(100) + 0.5
