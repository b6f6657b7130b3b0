"""Published reports, printed as PDF and read back: the same rows, figures and index entries."""

from __future__ import annotations

from collections import Counter

import pytest

from crossfoot.reading.formats.chooser import lines_of
from crossfoot.reading.reader import read_text
from reading_formats.typesetting import HEAD, rows, share, typeset

pytestmark = [pytest.mark.browser, pytest.mark.shared]


def figures(report):
    return Counter((f.metric, f.year, f.value, f.context) for f in report.figures)


def index(report):
    return Counter((e.standard, e.code, e.location.replace(" ", "")) for e in report.index)


# least shares of rows, figures and index entries; docs/explanation/reading-formats.md has them all
@pytest.mark.parametrize(
    ("report", "style", "least"),
    [
        ("000_", "ruled", (0.97, 0.97, 0.97)),
        ("000_", "open", (0.95, 0.93, 0.95)),
        ("001_", "ruled", (0.97, 0.93, 0.98)),
        ("003_", "ruled", (0.97, 0.97, 0.98)),
    ],
)
def test_a_printed_report_reads_as_its_text(shared, print_pdf, report, style, least):
    source = next((shared / "reports").glob(f"{report}*.txt"))
    text = source.read_text(encoding="utf-8")
    seen: list[tuple[int, int]] = []
    read = lines_of(
        print_pdf(report + style, typeset(text.split("\n"), style)),
        lambda done, count: seen.append((done, count)),
    )
    pages = read.lines[-1].page
    assert pages is not None
    assert seen == [(page, pages) for page in range(1, pages + 1)]
    assert HEAD not in read.texts
    assert read.page_labels == {page: str(page) for page in range(1, pages + 1)}
    wanted, found = read_text(text), read_text("\n".join(read.texts))
    assert share(rows(text.split("\n")), rows(read.texts)) >= least[0]
    assert share(figures(wanted), figures(found)) >= least[1]
    assert share(index(wanted), index(found)) >= least[2]
    assert (found.company, found.year) == (wanted.company, wanted.year)
