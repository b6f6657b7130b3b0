from __future__ import annotations

from dataclasses import replace

from crossfoot.facts.fact import Basis
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.languages import Text
from crossfoot.reports.build import build_report
from crossfoot.reports.findings import draft_words, named_values, unresolved_words
from report_cases import fact, make_input

MESSAGE = Text("does not add up", "合计不符")


def finding(severity=Severity.ERROR, facts=()):
    return Finding(Kind.SUM_MISMATCH, severity, "workforce.headcount", MESSAGE, "", tuple(facts))


def report_with(*findings):
    return build_report(make_input(findings=findings, stated={}, unresolved=()))


def test_a_draft_counts_what_stands_and_nothing_else():
    assert draft_words(report_with()).en == ""
    one = draft_words(report_with(finding()))
    assert one.en == "This report is a draft: 1 error to be settled."
    both = draft_words(report_with(finding(), finding(Severity.WARNING), finding(Severity.WARNING)))
    assert both.en == "This report is a draft: 1 error and 2 warnings to be settled."
    assert both.zh == "本报告为草稿：尚有1项错误、2项警告待处理。"
    notes = report_with(finding(Severity.NOTE))
    assert not notes.is_draft
    assert draft_words(notes).zh == ""


def test_rows_without_a_factor_are_counted_even_where_only_the_first_are_listed():
    report = build_report(make_input(unresolved_count=25_000))
    assert unresolved_words(report).en.startswith("25,000 activity rows have no emission factor")
    assert unresolved_words(report_with()).en == ""


def test_values_are_named_as_far_as_the_title_does_not_say_it():
    whole = fact("workforce.headcount", 2023, "120")
    part = fact("workforce.headcount", 2023, "54", dimensions="gender=female")
    other = fact("ghg.total", 2022, "1111.4", basis=Basis.PUBLISHED, decimals=1)
    site = replace(whole, entity="hefei")
    report = report_with()
    named = named_values(report, finding(facts=(whole, part, other, site, whole)), "en")
    assert [(value.label, value.text) for value in named] == [
        ("2023", "120 persons"),
        ("Female, 2023", "54 persons"),
        ("Total GHG emissions, scope 1 and 2, 2022", "1,111.4 tCO₂e"),
        ("Hefei plant, 2023", "120 persons"),
    ]
    chinese = named_values(report, finding(facts=(part,)), "zh")
    assert [(value.label, value.text) for value in chinese] == [("女性，2023年", "54人")]
