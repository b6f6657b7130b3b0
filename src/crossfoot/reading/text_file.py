"""A text file to lines, within bounds: a file that is no report is refused, not digested."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.encodings import scan_text

Progress = Callable[[int, int], None]

#: a published report of 300 pages has about 1 MB of text
LARGEST_FILE = 16 << 20
#: the longest paragraphs and table rows have some thousand characters
LONGEST_LINE = 200_000
MOST_LINES = 200_000
#: rows and cells of all tables together
MOST_ROWS, MOST_CELLS = 20_000, 120_000
_REMEDY = "give the text of one report, as a PDF converter writes it"


def read_lines(path: Path, progress: Progress | None = None) -> list[str]:
    """The lines of a text file; the first one is at index 0, as line 1.

    Raises:
        CrossfootError: the file cannot be read, is larger than any report, has a line longer
            than any paragraph, or is in no known encoding.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise CrossfootError(Problem("this is a folder, not a report", where=path.name))
        if size > LARGEST_FILE:
            problem = Problem(
                f"the file has {size / 1e6:,.0f} MB",
                where=path.name,
                why=f"no report has more than {LARGEST_FILE / 1e6:,.0f} MB of text",
                remedy=_REMEDY,
            )
            raise CrossfootError(problem)
        encoding = scan_text(path, progress).encoding if size else "utf-8"
        text = path.read_text(encoding=encoding)
    except OSError as error:
        problem = Problem(f"the file cannot be read: {error.strerror}", where=path.name)
        raise CrossfootError(problem) from error
    return checked_lines(text, path.name)


def checked_lines(text: str, name: str = "") -> list[str]:
    """The lines of a text, ended by line feeds, form feeds between pages taken off.

    Raises:
        CrossfootError: a line, or their number, is beyond any report.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        what = f"the text has {len(lines):,} lines"
        raise CrossfootError(Problem(what, where=name, remedy=_REMEDY))
    rows = [line for line in lines if "\t" in line or line.lstrip()[:1] == "|"]
    cells = sum(line.count("\t") + line.count("|") for line in rows)
    if len(rows) > MOST_ROWS or cells > MOST_CELLS:
        what = f"the tables have {len(rows):,} rows and {cells:,} cells"
        raise CrossfootError(Problem(what, where=name, remedy=_REMEDY))
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            problem = Problem(
                f"line {number} has {len(line):,} characters",
                where=f"{name}, line {number}" if name else f"line {number}",
                why=f"no paragraph or table row has more than {LONGEST_LINE:,}",
                remedy=_REMEDY,
            )
            raise CrossfootError(problem)
    return lines
