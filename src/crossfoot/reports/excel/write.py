"""Write the Excel data book of a report."""

from __future__ import annotations

from pathlib import Path

from crossfoot.languages import Language
from crossfoot.reports.excel.book import Book
from crossfoot.reports.excel.gap_sheet import write_gaps
from crossfoot.reports.excel.kpi_sheet import write_kpis
from crossfoot.reports.excel.list_sheets import (
    write_cover,
    write_facts,
    write_findings,
    write_index,
    write_sources,
)
from crossfoot.reports.formats import data_book_name
from crossfoot.reports.model import Report


def write_excel(report: Report, language: Language, out: Path) -> Path:
    """Write the data book in one language below `out`; the same report gives the same bytes.

    Args:
        report: the report.
        language: the language of titles, units and words; ids stay as they are.
        out: folder of all languages; made where it is missing.

    Returns:
        The file: `out/data-book.<language>.xlsx`.
    """
    out.mkdir(parents=True, exist_ok=True)
    target = out / data_book_name(language)
    book = Book(target, report, language)
    write_cover(book, report)
    write_kpis(book, report)
    write_facts(book, report)
    write_sources(book, report)
    for index in report.indices:
        write_index(book, report, index)
    write_gaps(book, report)
    write_findings(book, report)
    book.close()
    return target
