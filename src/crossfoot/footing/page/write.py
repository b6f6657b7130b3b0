"""The page of a footed report as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.footing.page.page import FootingPage
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport


def write_page(
    report: ReadReport, findings: Sequence[ReportFinding], language: Language, target: Path
) -> Path:
    """Write the page; the folder is made where it is missing.

    Raises:
        OSError: the file cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(FootingPage(report, findings, language).html(), encoding="utf-8")
    return target
