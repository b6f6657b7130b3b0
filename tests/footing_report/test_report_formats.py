"""A published report in any format: the same tables, figures, index rows and findings as its text.

Each format is tried on one report; benchmarks/report_formats.py tries all of them on all reports.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from browsers import need_chromium
from footing_report.format_equality import FORMS, Footed, foot

pytestmark = pytest.mark.shared


@cache
def text_of(source: Path) -> Footed:
    return foot(source)


def typeset(shared: Path, folder: Path, report: str, form: str) -> tuple[Footed, Footed]:
    """What is read from the text, and from the file in another format."""
    if "PDF" in form:
        need_chromium()
    source = next((shared / "reports").glob(f"{report}*.txt"))
    suffix, write = FORMS[form]
    path = write(source.read_text(encoding="utf-8").split("\n"), folder / f"report{suffix}")
    return text_of(source), foot(path)


@pytest.mark.parametrize(
    ("report", "form"),
    [
        ("000_", "web page"),
        ("000_", "Word"),
        ("000_", "workbook"),
        pytest.param("001_", "PDF, ruled", marks=pytest.mark.browser),
        pytest.param("003_", "PDF, ruled, two columns", marks=pytest.mark.browser),
        pytest.param("001_", "PDF, horizontal rules", marks=pytest.mark.browser),
        pytest.param("003_", "PDF, fine horizontal rules", marks=pytest.mark.browser),
        pytest.param("000_", "PDF, coloured rows", marks=pytest.mark.browser),
    ],
)
def test_findings_are_those_of_the_text(shared, tmp_path, report, form):
    text, found = typeset(shared, tmp_path, report, form)
    assert found.findings == text.findings
    assert (text.index - found.index).total() == 0
    assert (text.figures - found.figures).total() <= 0.01 * text.figures.total()
    # where only lines lie between rows, a few titles stick to what stands beside them
    lost = 0.01 if "horizontal" not in form else 0.03
    assert (text.rows - found.rows).total() <= lost * text.rows.total()


# without rules only white says where a cell ends: docs/explanation/reading-formats.md
@pytest.mark.browser
@pytest.mark.parametrize("form", ["PDF, without rules"])
def test_without_rules_most_is_the_same(shared, tmp_path, form):
    text, found = typeset(shared, tmp_path, "000_", form)
    assert (text.rows - found.rows).total() <= 0.05 * text.rows.total()
    assert (text.figures - found.figures).total() <= 0.07 * text.figures.total()
    assert (text.index - found.index).total() <= 0.05 * text.index.total()
    assert (text.findings - found.findings).total() <= 0.1 * text.findings.total()
