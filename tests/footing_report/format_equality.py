"""One report in every format: what was read and found, as what can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.reading.reader import read_report
from crossfoot.reading.report import ReadReport
from reading_formats.office import write_page, write_word, write_workbook
from reading_formats.printing import print_page
from reading_formats.typesetting import rows, typeset


def _pdf(style: str) -> Callable[[Sequence[str], Path], Path]:
    return lambda lines, path: print_page(typeset(lines, style), path)


def _other_pdf(lines: Sequence[str], path: Path) -> Path:
    """Another maker of PDFs, which places and names its characters in its own way."""
    import weasyprint

    weasyprint.HTML(string=typeset(lines, "ruled")).write_pdf(path)
    return path


#: what is compared
PARTS = ("rows", "figures", "index", "findings")
#: format → suffix, and what writes it
FORMS: dict[str, tuple[str, Callable[[Sequence[str], Path], Path]]] = {
    "web page": (".html", write_page),
    "Word": (".docx", write_word),
    "workbook": (".xlsx", write_workbook),
    "PDF, ruled": (".pdf", _pdf("ruled")),
    "PDF, ruled, WeasyPrint": (".pdf", _other_pdf),
    "PDF, ruled, two columns": (".pdf", _pdf("two")),
    "PDF, horizontal rules": (".pdf", _pdf("lined")),
    "PDF, fine horizontal rules": (".pdf", _pdf("hairlines")),
    "PDF, coloured rows": (".pdf", _pdf("zebra")),
    "PDF, three rules": (".pdf", _pdf("three")),
    "PDF, without rules": (".pdf", _pdf("open")),
    "PDF, without rules, small print": (".pdf", _pdf("bare")),
    "PDF, wide gaps": (".pdf", _pdf("plain")),
}


@dataclass(frozen=True)
class Footed:
    """A report and its findings, as what can be compared between formats."""

    rows: Counter
    figures: Counter
    index: Counter
    findings: Counter

    @classmethod
    def of(cls, report: ReadReport, found: Sequence[ReportFinding]) -> Footed:
        return cls(
            rows(report.lines),
            Counter((f.metric, f.dimensions, f.year, f.value, f.context) for f in report.figures),
            Counter((e.standard, e.code, e.location.replace(" ", "")) for e in report.index),
            Counter(
                (f.kind.value, f.severity.value, f.metric, *(v.replace(" ", "") for v in f.values))
                for f in found
            ),
        )


def foot(path: Path) -> Footed:
    report = read_report(path)
    return Footed.of(report, foot_report(report))
