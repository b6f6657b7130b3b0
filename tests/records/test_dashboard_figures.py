"""The page of a figure: what it is made of, who entered it, what it is called."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from campaigns import ELECTRICITY, opened
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.overview.lineage import Node
from crossfoot.records.overview.wording import short_words
from crossfoot.web.views.dashboard.figure import codes_of
from crossfoot.web.words import Words
from dashboards import FIGURE, begun, browser, doubt, folder, people, plain, text  # noqa: F401  # fixtures
from figures_kept import approve, made
from test_api import Program

pytestmark = pytest.mark.django_db


def test_a_figure_leads_to_those_who_entered_and_approved_it(folder, people) -> None:
    opened(people.manager)
    approve(people, "hefei", "2.5 MWh")
    made(folder)
    page = text(browser(people.manager), f"/figures/{ELECTRICITY}/group/2023")
    for each in (people.owner, people.reviewer, people.approver):
        assert each.user.name in page
    assert "2.5 MWh" in page
    assert "/cells/" in page
    node = Program(people.manager).get(f"figures/{ELECTRICITY}/group/2023").json()
    while node["children"]:
        node = node["children"][0]
    assert node["entry"].startswith("entry:")
    assert node["value"] == "2,500"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_figure_that_waits_says_for_whom(folder, people, language: str) -> None:
    path = folder / "facts" / "half.csv"
    path.write_text(
        "metric,entity,period,value,unit\n"
        "waste.hazardous.generated,hefei,2023,5,t\nwaste.hazardous.generated,yibin,2023,6,t\n"
        "waste.hazardous.generated,penang,2022,7,t\n"
    )
    made(folder)
    page = text(browser(people.manager, language), "/dashboard")
    assert {"en": "missing: penang", "zh": "尚缺：penang"}[language] in page.replace(
        "Penang", "penang"
    )


@pytest.mark.parametrize(
    ("metric", "codes"),
    [
        ("ghg.total", "GRI 305-1, 305-2 · HKEX A1.2, D28"),
        ("ghg.scope1", "GRI 305-1 · HKEX A1.2, D28"),
    ],
)
def test_codes_are_those_of_the_standards(metric: str, codes: str) -> None:
    assert codes_of(catalogue()[metric], "en") == codes


def test_no_code_of_our_own_is_shown() -> None:
    for metric in catalogue():
        for language in ("en", "zh"):
            assert not re.search(r"\bD-[a-z]", codes_of(metric, language)), metric


@pytest.mark.parametrize(
    ("value", "short"),
    [
        ("3.0959096373333333333333", "3.0959096"),
        ("0.00000123456789", "0.0000012345679"),
        ("1234567.123456", "1,234,567.1235"),
        ("0.5703", ""),
        ("3.09590960", ""),
        ("123456789.25", ""),
    ],
)
def test_a_long_number_is_shown_with_its_first_digits(value: str, short: str) -> None:
    assert short_words(Decimal(value), "en") == short
    node = Node("factor", value=value, short=short)
    line = render_to_string("dashboard/_line.html", {"each": {"node": node}, "words": Words("en")})
    assert value in line
    assert (f'<abbr title="{value}">{short}</abbr>' in line) is bool(short)
