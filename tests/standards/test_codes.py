"""Codes as real indices print them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.standards.catalogue import standard


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("gri", "GRI 302-1", "302-1"),
        ("gri", "GRI302-1", "302-1"),
        ("gri", "gri 302–1", "302-1"),
        ("gri", "Disclosure 2-27", "2-27"),
        ("gri", "GRI Disclosure 306-3(2016)", "306-3 (2016)"),
        ("gri", "披露项 ３０２-１", "302-1"),
        ("hkex", "KPI A1.1", "A1.1"),
        ("hkex", "HKEX KPI a1.1", "A1.1"),
        ("hkex", "关键绩效指标A1.1", "A1.1"),
        ("hkex", "层面 B3", "B3"),
        ("hkex", "Aspect A4", "A4"),
        ("hkex", "General Disclosure B1", "B1"),
        ("hkex", "reporting boundary", "Reporting boundary"),
        ("hkex", "D-Strategy", "D-strategy"),
        ("ifrs-s2", "IFRS S2 29(a)(vi)", "29(a)(vi)"),
        ("ifrs-s2", "IFRS S2 paragraph 29 (a)(vi)", "29(a)(vi)"),
        ("ifrs-s2", "S2.22(a)", "22(a)"),
        ("tcfd", "TCFD Governance a", "Governance a"),
        ("tcfd", "Metrics and Targets (b)", "Metrics b"),
        ("ifrs-s2", "29a(iii)", "29(a)(iii)"),
        ("hkex", "D28", "D-metrics-ghg"),
        ("hkex", "汇报范围", "Reporting boundary"),
        ("sse", "议题 7", "7"),
        ("sdg", "SDG 8.8", "8.8"),
        ("sdg", "SDG Goal 13", "13"),
        ("sdg", "SDG 12.C", "12.c"),
    ],
)
def test_codes_are_found_as_people_write_them(name: str, written: str, code: str) -> None:
    assert standard(name).disclosure(written).code == code


@pytest.mark.parametrize(
    ("name", "written"),
    [("gri", "302-9"), ("gri", "30-21"), ("hkex", "A1.9"), ("hkex", "KPI"), ("ifrs-s2", "21(z)")],
)
def test_nothing_is_found_for_a_code_that_does_not_exist(name: str, written: str) -> None:
    assert standard(name).find(written) is None
    with pytest.raises(CrossfootError, match="has no disclosure"):
        standard(name).disclosure(written)


def test_an_unknown_code_comes_with_suggestions() -> None:
    with pytest.raises(CrossfootError, match=r"has no disclosure 'GRI 302-9'\. did you mean 302-"):
        standard("gri").disclosure("GRI 302-9")
    assert "A1.1" in standard("hkex").suggest("A1-1")


@pytest.mark.parametrize("slug", ["alphaess-2022", "calb-2023", "kstar-2023"])
def test_every_code_of_three_published_indices_is_found(shared: Path, slug: str) -> None:
    """reference/checks/*/index.csv: the content indices as the reports print them."""
    path = shared / "reference/checks" / slug / "index.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = [row for row in csv.DictReader(file) if row["code"]]
    unknown = []
    for row in printed:
        name = row["standard"].split()[0].lower()
        if standard(name).find(row["code"]) is None:
            unknown.append((row["standard"], row["code"]))
    assert len(printed) > 40
    assert unknown == []


def test_a_prefix_alone_is_no_code() -> None:
    """ "S2" names the standard; "S21" must not be read as paragraph 1."""
    assert standard("ifrs-s2").find("IFRS S2") is None
    assert standard("ifrs-s2").find("S21") is None
