"""The whole way: a file to a report that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from crossfoot.documents.place import Place
from crossfoot.reading.added_rows import read_added_rows
from crossfoot.reading.changes import find_changes
from crossfoot.reading.clauses import find_clauses
from crossfoot.reading.compositions import settle_compositions
from crossfoot.reading.figure import Figure, Unrecognised
from crossfoot.reading.figures import name_words, read_figures
from crossfoot.reading.formats.chooser import lines_of
from crossfoot.reading.glyphs import AsPrinted
from crossfoot.reading.headings import find_contents, find_furniture, find_headings
from crossfoot.reading.identity import find_company, find_language, find_year
from crossfoot.reading.index_entries import find_index
from crossfoot.reading.notes import formulas_in, read_definition
from crossfoot.reading.report import ReadReport
from crossfoot.reading.sentences import drop_repeats, read_sentences
from crossfoot.reading.tables import find_tables
from crossfoot.reading.text_file import Progress, checked_lines
from crossfoot.reading.variants import settle_ghg_totals, settle_sums, settle_turnover
from crossfoot.reading.wrapped import unwrap

#: of a hundred parts of the work, those after which a file has become lines: most of a PDF's time
_LINES_READ, _ALL = 90, 100

_Labelled = TypeVar("_Labelled", Figure, Unrecognised)


def read_report(path: Path, progress: Progress | None = None) -> ReadReport:
    """Read a published report.

    Args:
        path: PDF, Word, Excel, a web page, or the text that a PDF converter writes.
        progress: called with what is done and what there is to do, in hundredths of the work;
            raising from it cancels.

    Raises:
        CrossfootError: the file cannot be read, or is no report by its size.
    """
    read = lines_of(path, _part(progress, 0, _LINES_READ))
    rest = _part(progress, _LINES_READ, _ALL)
    report = _read(read.texts, path.name, rest, read.places)
    return replace(report, hidden_sheets=read.hidden_sheets, hidden_columns=read.hidden_columns)


def read_text(text: str, name: str = "report.txt", progress: Progress | None = None) -> ReadReport:
    r"""Read the text of a published report.

    >>> report = read_text("Indicator\tUnit\t2022\t2023\nNet profit\tRMB 10,000\t5\t7")
    >>> [(figure.metric, figure.year, str(figure.value)) for figure in report.figures]
    [('finance.net_profit', 2022, '5'), ('finance.net_profit', 2023, '7')]

    Raises:
        CrossfootError: the text is no report by its size.
    """
    return _read(checked_lines(text, name), name, progress)


def _part(progress: Progress | None, first: int, last: int) -> Progress | None:
    """Progress of a part of the work, told as that of the whole."""
    if progress is None:
        return None

    def told(done: int, count: int) -> None:
        progress(first + (last - first) * min(done, count) // max(count, 1), _ALL)

    return told


def _read(
    lines: Sequence[str], name: str, progress: Progress | None, places: Sequence[Place] = ()
) -> ReadReport:
    done = progress or (lambda _done, _all: None)
    done(0, 4)
    printed, lines = lines, unwrap(lines)
    year, company = find_year(lines), find_company(lines)
    contents = find_contents(lines)
    furniture = find_furniture(lines)
    headings = find_headings(lines, contents, furniture)
    done(1, 4)
    tables = find_tables(lines, headings, contents, furniture)
    index = find_index(lines, tables, headings)
    done(2, 4)
    figures, unrecognised = settle_compositions(*read_figures(tables, year, company))
    figures, unrecognised = read_added_rows(tables, figures, unrecognised)
    definitions = tuple(
        found for table in tables for note in table.notes if (found := read_definition(*note))
    )
    said = tuple(formulas_in(lines))
    taken = {n for t in tables for n in range(t.first_line, t.last_line + 1)}
    taken |= {entry.line for entry in contents} | {entry.line for entry in index} | furniture
    clauses = list(find_clauses(lines, frozenset(taken)))
    names = name_words(company)
    figures += drop_repeats(read_sentences(clauses, headings, year, names))
    changes = find_changes(clauses, year, names)
    figures = settle_sums(settle_ghg_totals(settle_turnover(figures, (*definitions, *said))))
    done(3, 4)
    as_printed = AsPrinted(lines)
    figures = [_shown(figure, as_printed) for figure in figures]
    unrecognised = [_shown(figure, as_printed) for figure in unrecognised]
    figures.sort(key=lambda figure: (figure.line, figure.column or 0))
    if places:
        figures = [replace(figure, place=places[figure.line - 1]) for figure in figures]
    done(4, 4)
    return ReadReport(
        name=name,
        company=company,
        year=year,
        language=find_language(lines),
        tables=tables,
        figures=tuple(figures),
        changes=tuple(changes),
        index=index,
        headings=headings,
        contents=contents,
        definitions=definitions,
        unrecognised=tuple(unrecognised),
        furniture=furniture,
        lines=tuple(printed),
        unwrapped=tuple(lines),
        places=tuple(places),
    )


def _shown(figure: _Labelled, as_printed: AsPrinted) -> _Labelled:
    shown = as_printed.label(figure.label, figure.line)
    return replace(figure, shown=shown) if shown else figure
