"""A report file of any kind to lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.formats.html import read_html
from crossfoot.reading.formats.kinds import READABLE, ReportKind, report_kind
from crossfoot.reading.formats.limits import check_file, unreadable
from crossfoot.reading.formats.lines import Line, Lines
from crossfoot.reading.formats.pdf import read_pdf
from crossfoot.reading.formats.text import read_text_lines
from crossfoot.reading.formats.word import read_word
from crossfoot.reading.formats.workbook import read_workbook
from crossfoot.reading.text_file import Progress, checked_lines

_READERS: dict[ReportKind, Callable[[Path], tuple[Line, ...]]] = {
    ReportKind.DOCX: read_word,
    ReportKind.HTML: read_html,
    ReportKind.TEXT: read_text_lines,
}
_WORKBOOKS = frozenset({ReportKind.XLSX, ReportKind.XLS, ReportKind.ODS})


def lines_of(path: Path, progress: Progress | None = None) -> Lines:
    """The lines of a report, whatever format it is in.

    Args:
        path: PDF, Word, Excel, OpenDocument spreadsheet, web page or plain text.
        progress: called with pages read and pages there are; for PDF alone, the others are read
            at once.

    Raises:
        CrossfootError: the file is empty, damaged, protected, of no such kind, without text, or
            beyond the bounds of `limits`.
    """
    check_file(path)
    kind = report_kind(path)
    try:
        if kind is ReportKind.PDF:
            read = read_pdf(path, progress)
        elif kind in _WORKBOOKS:
            read = read_workbook(path, kind)
        else:
            read = Lines(path.name, kind.value, _READERS[kind](path))
    except OSError as error:
        raise CrossfootError(unreadable(path, error)) from error
    if kind is not ReportKind.TEXT:
        checked_lines("\n".join(read.texts), path.name)
    if not any(line.text.strip() for line in read.lines):
        problem = Problem("the file holds no text", where=path.name, remedy=f"give {READABLE}")
        raise CrossfootError(problem)
    return read
