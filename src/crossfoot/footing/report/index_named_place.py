"""Whether the place that an index row names holds what the row announces.

`row_without_content` asks whether the report has it anywhere. Here it has, but somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.index_content import Evidence, body_of, evidence
from crossfoot.footing.report.titles import Fit, Titles, bare
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

_Span = tuple[int, int]
_PAGE = re.compile(r"^\d{1,3}(?:-\d{1,3})?$")
#: a page that holds only a picture or a table that goes on has no text to judge by
_FEWEST_LINES = 3


def content_is_elsewhere(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows whose figure stands in another chapter or on another page than they name.

    Only where every place of the row can be found; rows with one location are one note.
    """
    places = _Places(context)
    lines = [*body_of(context)]
    by_location: dict[str, list[tuple[IndexEntry, int]]] = {}
    metrics = {figure.metric for figure in context.report.figures}
    for entry in context.report.index:
        known = evidence().get((entry.standard, entry.code))
        if known is None or not known.with_number or entry.status != "disclosed":
            continue
        spans = places.spans(entry)
        if not spans:
            continue
        answered = {metric for metric in metrics if known.answered_by((metric,))}
        there = [each for each in lines if _within(each[0], spans)]
        figures = [f.line for f in context.report.figures if f.metric in answered]
        if any(_within(line, spans) for line in figures) or _says(known, there):
            continue
        first = next(iter(figures), 0) or _says(known, lines)
        if first:
            by_location.setdefault(entry.location, []).append((entry, first))
    for location, rows in by_location.items():
        codes = ", ".join(entry.code for entry, _ in rows)
        yield ReportFinding(
            Kind.INDEX_WITHOUT_CONTENT,
            Severity.NOTE,
            codes,
            Text(
                f"{codes}: no figure was found at “{location}”; the report has one elsewhere.",
                f"{codes}：在“{location}”处未找到数字；报告的其他位置有相应数据。",
            ),
            (location,),
            tuple(line for pair in rows for line in (pair[0].line, pair[1]))[:MOST_LINES],
        )


def _within(line: int, spans: Iterable[_Span]) -> bool:
    return any(first <= line <= last for first, last in spans)


def _says(known: Evidence, lines: Iterable[tuple[int, str]]) -> int:
    """The first line with the words of an answer; 0 where there is none."""
    return next((number for number, line in lines if known.stands_in(line)), 0)


class _Places:
    """Where the chapters, sections and pages of a report begin and end."""

    def __init__(self, context: ReportContext) -> None:
        self._report = context.report
        indices = {entry.line for entry in context.report.index}
        self._headings = [
            h
            for h in context.report.headings
            if h.line not in indices and h.line > max(_contents(context), default=0)
        ]
        self._titles = Titles([h.text for h in self._headings])

    def spans(self, entry: IndexEntry) -> list[_Span]:
        """The lines of all places that a row names; none where one of them is not found."""
        found: list[_Span] = []
        for place in entry.locations:
            spans = self._pages(place) if _PAGE.match(place) else self._chapter(place)
            if not spans:
                return []
            found += spans
        return found

    def _chapter(self, place: str) -> list[_Span]:
        fit = self._titles.find(place)
        if fit is None or fit.fit is Fit.LOOSE:
            return []
        title = bare(fit.title)
        spans = []
        for at, heading in enumerate(self._headings):
            if bare(heading.text) != title:
                continue
            later = (h.line for h in self._headings[at + 1 :] if h.level <= heading.level)
            # headings of sections are not nested: a section may go on behind the next small one
            end = next(later, len(self._report.lines) + 1)
            if heading.level > 1:
                end = next(
                    (h.line for h in self._headings[at + 1 :] if h.level == 1),
                    len(self._report.lines) + 1,
                )
            spans.append((heading.line, end - 1))
        return spans

    def _pages(self, place: str) -> list[_Span]:
        """Pages of the original, where it has pages that are numbered as it prints them."""
        printed = self._printed_pages()
        first, _, last = place.partition("-")
        wanted = range(int(first), int(last or first) + 1)
        spans = [printed[page] for page in wanted if page in printed]
        return spans if len(spans) == len(wanted) else []

    def _printed_pages(self) -> dict[int, _Span]:
        report = self._report
        numbers = [
            (line, int(text))
            for line in sorted(report.furniture)
            if (text := report.lines[line - 1].strip()).isdecimal() and len(text) < 4
        ]
        # only where numbers stand at the foot of pages, one after the other
        rising = all(b - a == 1 for (_, a), (_, b) in pairwise(numbers))
        if len(numbers) < _FEWEST_LINES or not rising:
            return {}
        begin, found = 1, {}
        for line, page in numbers:
            found[page] = (begin, line)
            begin = line + 1
        return found


def _contents(context: ReportContext) -> list[int]:
    return [entry.line for entry in context.report.contents]
