"""The small report, made once."""

from __future__ import annotations

import pytest

from crossfoot.reports.build import build_report
from crossfoot.reports.model import Report
from crossfoot.reports.report_input import ReportInput
from report_cases import make_input


@pytest.fixture(scope="session")
def small_input() -> ReportInput:
    """What the small report is made from."""
    return make_input()


@pytest.fixture(scope="session")
def small_report(small_input: ReportInput) -> Report:
    """The small report."""
    return build_report(small_input)
