"""The page of a footed report, and that of a comparison, as one file each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.footing.page.comparison import ComparisonPage
from crossfoot.footing.page.page import FootingPage
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.footing.report.compare import Comparison
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport


def write_page(
    report: ReadReport, findings: Sequence[ReportFinding], language: Language, target: Path
) -> Path:
    """Write the page; the folder is made where it is missing.

    Raises:
        OSError: the file cannot be written.
    """
    return _write(FootingPage(report, findings, language).html(), target)


def write_comparison(
    reports: Sequence[ReadReport],
    findings: Sequence[Sequence[ReportFinding]],
    comparisons: Sequence[Comparison],
    pages: Sequence[str],
    language: Language,
    target: Path,
    chosen: Sequence[str] = (),
) -> Path:
    """Write the page that compares reports; the folder is made where it is missing.

    Args:
        reports: the reports.
        findings: those of each report.
        comparisons: each report against the next one.
        pages: for each report, the name of its own page, which lies beside this one.
        language: of the page.
        target: the file.
        chosen: metrics to show first.

    Raises:
        OSError: the file cannot be written.
    """
    page = ComparisonPage(reports, findings, comparisons, pages, language, chosen)
    return _write(page.html(), target)


def _write(html: str, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html, encoding="utf-8")
    return target
