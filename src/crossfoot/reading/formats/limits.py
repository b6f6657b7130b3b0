"""Bounds beyond which a file is no report: it is refused with a clear message, not digested."""

from __future__ import annotations

from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.limits import MEBIBYTE, Limits

#: a report of 300 pages with full-page pictures has 50 to 100 MB
LARGEST_FILE = 200 * MEBIBYTE
#: pages of a PDF; the longest annual reports have some 600
MOST_PAGES = 1_500
#: characters of one page; a page of dense small print has 15,000
MOST_CHARACTERS_OF_PAGE = 120_000
#: rules, boxes and curves of one page; a large table has 3,000, drawings have more and no table
MOST_RULES_OF_PAGE = 20_000
#: memory and seconds of the process that reads a PDF
PDF_MEMORY = 3 * 1024 * MEBIBYTE
PDF_SECONDS = 300
#: cells of all tables of a file together
MOST_CELLS = 500_000
#: markup of a web page, without pictures inside it, and its tags
LARGEST_MARKUP = 32 * MEBIBYTE
MOST_TAGS = 1_500_000
#: text parts of a Word file, unpacked
LARGEST_WORD_TEXT = 64 * MEBIBYTE
#: workbooks and Word files, which are archives
ARCHIVE = Limits(file_bytes=LARGEST_FILE, unpacked_bytes=512 * MEBIBYTE, cells=MOST_CELLS)


def check_file(path: Path) -> None:
    """Refuse what is no file, empty, or larger than any report.

    Raises:
        CrossfootError: it is.
    """
    try:
        if path.is_dir():
            raise CrossfootError(Problem("this is a folder, not a report", where=path.name))
        size = path.stat().st_size
    except OSError as error:
        raise CrossfootError(unreadable(path, error)) from error
    if size == 0:
        raise CrossfootError(
            Problem("the file is empty", where=path.name, remedy="download or export it again")
        )
    if size > LARGEST_FILE:
        raise CrossfootError(
            Problem(
                f"the file has {size / 1e6:,.0f} MB",
                where=path.name,
                why=f"no report has more than {LARGEST_FILE / 1e6:,.0f} MB",
                remedy="give the report alone, with smaller pictures",
            )
        )


def unreadable(path: Path, error: OSError) -> Problem:
    """The problem of a file that the system does not hand out."""
    return Problem(f"the file cannot be read: {error.strerror or error}", where=path.name)


def too_many_cells(path: Path, cells: int) -> Problem:
    """The problem of tables larger than any report prints."""
    return Problem(
        f"the tables have {cells:,} cells",
        where=path.name,
        why=f"no report has more than {MOST_CELLS:,}; this is data, not a report",
        remedy="give the report itself; large tables are read with crossfoot import",
    )


def damaged(path: Path, name: str) -> Problem:
    """The problem of a file that ends too early or breaks the rules of its format."""
    return Problem(
        f"the {name} is damaged or was cut off",
        where=path.name,
        remedy="download or export it again; if a program can open it, save it anew from there",
    )
