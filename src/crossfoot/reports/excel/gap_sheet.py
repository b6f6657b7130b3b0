"""The sheet of gaps: what a manager still has to see to, over all indices."""

from __future__ import annotations

from crossfoot.reports.excel.book import Book, Column
from crossfoot.reports.index_gaps import answered_by, gaps_of, obligation
from crossfoot.reports.model import Report


def has_gaps(report: Report) -> bool:
    """Whether any index has a gap."""
    return any(index.gaps for index in report.indices)


def write_gaps(book: Book, report: Report) -> None:
    """One row for each disclosure that nothing answers; no sheet where there is none."""
    if not has_gaps(report):
        return
    w, language = book.words, book.language
    sheet = book.sheet(
        w("book.gaps"),
        [
            Column(w("gaps.standard"), 34),
            Column(w("index.code"), 18),
            Column(w("index.disclosure"), 56),
            Column(w("gaps.obligation"), 18),
            Column(w("gaps.answered_by"), 72),
        ],
    )
    for gap in gaps_of(report.indices):
        texts = [
            gap.standard[language],
            gap.row.code,
            gap.row.title[language],
            obligation(gap.row)[language],
            answered_by(gap.row, report.catalogue)[language],
        ]
        sheet.grow(sheet.add(texts), texts)
    sheet.sheet.freeze_panes(1, 2)
    sheet.finish()
