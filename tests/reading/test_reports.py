"""The three published reports beside the checkout, against their golden lists."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.facts.fact import Basis
from crossfoot.facts.provenance import Printed
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.units import same_dimension
from crossfoot.reading.facts import report_facts
from crossfoot.reading.reader import read_report
from crossfoot.reading.report import ReadReport
from reading.reading_score import REPORTS, score, text_of

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module", params=sorted(REPORTS))
def folder(request: pytest.FixtureRequest, shared: Path) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(folder: str) -> ReadReport:
    return read_report(text_of(folder))


def test_tables_index_and_figures_are_read(report: ReadReport, folder: str) -> None:
    found = score(report, folder)
    assert found.tables >= 0.95 * found.all_tables
    assert found.exact_tables >= 0.85 * found.all_tables
    assert found.index >= 0.98 * found.all_index
    assert found.figures >= 0.90 * found.all_figures
    assert found.misread <= 0.02 * found.all_figures
    assert found.text_confirmed >= 0.75 * found.text_figures


def test_company_year_and_language(report: ReadReport, folder: str) -> None:
    assert str(report.year) == folder[-4:]
    assert report.language == "en"
    assert folder.split("-")[0] in report.company.lower().replace(" ", "")


def test_a_text_of_200_kilobytes_takes_less_than_three_seconds(folder: str) -> None:
    start = time.process_time()
    read_report(text_of(folder))
    assert time.process_time() - start < 3


def test_facts_are_published_with_their_line(report: ReadReport) -> None:
    facts = report_facts(report)
    assert facts
    for fact in facts:
        assert fact.basis is Basis.PUBLISHED
        assert isinstance(fact.provenance, Printed)
        assert fact.provenance.line is not None
        assert isinstance(fact.value, Decimal)
        unit = catalogue()[fact.metric].unit
        assert fact.unit == unit or same_dimension(fact.unit, unit)


def test_what_was_not_recognised_says_why(report: ReadReport) -> None:
    assert all(value.reason and value.line for value in report.unrecognised)


def test_the_json_has_the_keys_of_the_command(report: ReadReport) -> None:
    document = report.to_json()
    assert set(document["report"]) == {"company", "year", "language"}
    for key in ("id", "caption", "first_line", "last_line", "columns", "rows"):
        assert all(key in table for table in document["tables"])
    for key in ("metric", "label", "dimensions", "year", "value", "unit", "line"):
        assert all(key in figure for figure in document["figures"])
    for key in ("standard", "code", "title", "location", "line"):
        assert all(key in entry for entry in document["index"])
