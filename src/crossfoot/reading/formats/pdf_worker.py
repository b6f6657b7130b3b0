"""The process that reads a PDF: `python -m crossfoot.reading.formats.pdf_worker`, with its bounds.

It writes one JSON value a line: `["page", done, all]` while it reads, at the end `["lines", …]`, or
`["problems", …]`.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats.cells import Leading, find_leading
from crossfoot.reading.formats.continued import link_tables
from crossfoot.reading.formats.furniture import find_repeated
from crossfoot.reading.formats.gutters import find_gutters
from crossfoot.reading.formats.layout import page_layout
from crossfoot.reading.formats.lines import Line, Lines, without_doubled_blanks
from crossfoot.reading.formats.linked import find_linked
from crossfoot.reading.formats.paragraphs import is_continued
from crossfoot.reading.formats.pdf_pages import PdfPage, Rule, check_legible, pages_of
from crossfoot.reading.formats.ruled import RuledTable
from crossfoot.reading.formats.run_on import find_run_on
from crossfoot.reading.formats.script import joined
from crossfoot.reading.formats.segments import Segment, find_segments


def read_pages(path: Path, progress: Callable[[int, int], None]) -> Lines:
    """The lines of a PDF, read in this process.

    Raises:
        CrossfootError: it cannot be read.
    """
    pages: list[PdfPage] = []
    for count, page in pages_of(path):
        pages.append(page)
        progress(len(pages), count)
    check_legible(path, pages)
    lines, labels = lines_of_pages(pages)
    return Lines(path.name, "pdf", lines, labels)


def lines_of_pages(pages: list[PdfPage]) -> tuple[tuple[Line, ...], dict[int, str]]:
    """The lines of all pages, and their printed numbers by page."""
    segments = {}
    for page in pages:
        free = [g for g in page.glyphs if not any(table.holds(g) for table in page.tables)]
        segments[page.number] = find_segments(free)
    heights = {page.number: page.height for page in pages}
    repeated, labels = find_repeated(segments, heights)
    widths = {page.number: page.width for page in pages}
    segments = {n: [s for s in found if id(s) not in repeated] for n, found in segments.items()}
    leading = find_leading(segments.values())
    pages = _with_lined(pages, segments, leading)
    gutters = find_gutters(segments, widths)
    run_on = find_run_on(segments)
    layouts = {}
    for page in pages:
        tables = [(table, [g for g in page.glyphs if table.holds(g)]) for table in page.tables]
        found = page_layout(segments[page.number], tables, page.rules, gutters, leading, run_on)
        layouts[page.number] = found
    link_tables(
        {number: layout.parts for number, layout in layouts.items()},
        {number: layout.rules for number, layout in layouts.items()},
        leading,
    )
    lines: list[Line] = []
    above: PdfPage | None = None
    for page in pages:
        texts = layouts[page.number].lines(leading)
        if texts and _is_cut(above, page) and lines[-1].text.count("\t") == texts[0].count("\t"):
            lines[-1] = replace(lines[-1], text=_joined_rows(lines[-1].text, texts.pop(0)))
        elif texts and lines and is_continued(lines[-1].text, texts[0]):
            lines[-1] = replace(lines[-1], text=joined(lines[-1].text, texts.pop(0)))
        elif lines and not layouts[page.number].goes_on and not _goes_on(lines[-1].text, texts):
            lines.append(Line("", page.number))
        lines += [Line(text, page.number) for text in texts]
        above = page
    return without_doubled_blanks(lines), labels


def _with_lined(
    pages: list[PdfPage], segments: dict[int, list[Segment]], leading: Leading
) -> list[PdfPage]:
    """The pages with tables of horizontal rules, whose words leave the segments."""
    rules = {
        page.number: [(r.top, r.x0, r.x1) for r in page.rules if not _within(r, page.tables)]
        for page in pages
    }
    found = find_linked(rules, segments, leading)
    for number, tables in found.items():
        segments[number] = [s for s in segments[number] if not any(t.holds_box(s) for t in tables)]
    return [replace(page, tables=[*page.tables, *found[page.number]]) for page in pages]


def _within(rule: Rule, tables: list[RuledTable]) -> bool:
    """Whether a rule is one of a table with rules on all sides."""
    return any(
        table.box[1] - 2 <= rule.top <= table.box[3] + 2
        and min(rule.x1, table.box[2]) - max(rule.x0, table.box[0]) > 0
        for table in tables
    )


def _is_cut(above: PdfPage | None, page: PdfPage) -> bool:
    """Whether the end of the page above cut a row of a table in two."""
    if above is None or not above.tables or not page.tables:
        return False
    last = max(above.tables, key=lambda table: table.box[3])
    return last.cut_below and min(page.tables, key=lambda table: table.box[1]).cut_above


def _joined_rows(upper: str, lower: str) -> str:
    cells = zip(upper.split("\t"), lower.split("\t"), strict=True)
    return "\t".join(joined(a, b) for a, b in cells)


def _goes_on(last: str, texts: list[str]) -> bool:
    """Whether a table goes on over the end of the page: rows with as many cells, without a head."""
    from crossfoot.reading.cells import split_row
    from crossfoot.reading.header import is_head

    # the rest of a cell that the end of the page cut may stand above the first row
    first = next((text for text in texts[:3] if "\t" in text), "")
    if "\t" not in last or last.count("\t") != first.count("\t"):
        return False
    return not is_head(split_row(first))


def _bound(seconds: int, memory: int) -> None:
    """Keep this process within memory and time, where the system can."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows: the parent's clock is the bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def main(argument: str, seconds: int, memory: int) -> None:
    """Read a PDF and write what was read to the standard output."""
    _bound(seconds, memory)
    gc.set_threshold(200_000, 20, 20)  # a page is some 100,000 objects that live until its end
    out = sys.stdout

    def say(*words: object) -> None:
        out.write(json.dumps(words) + "\n")
        out.flush()

    try:
        read = read_pages(Path(argument), lambda done, count: say("page", done, count))
    except CrossfootError as error:
        say("problems", [[p.what, p.where, p.why, p.remedy] for p in error.problems])
    except OSError as error:
        say("unreadable", error.strerror or str(error))
    else:
        labels = [[page, label] for page, label in read.page_labels.items()]
        say("lines", [[line.text, line.page] for line in read.lines], labels)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
