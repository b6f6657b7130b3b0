"""Places of an index that are numbers of sections: "6.7" where chapter 6 ends with 6.4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

_SECTION = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.%％])")
#: a title with the number of its section
_NUMBERED = re.compile(
    r"^\W*(?:section |chapter |第)?(\d{1,2}(?:\.\d{1,2}){1,2})\.?(?![\d%％])\s*[^\W\d]",
    re.IGNORECASE,
)
#: an index names sections by number where so many rows, and most of them, name one that there is
_FEWEST = 4
_MOST = 0.8
#: a longer location answers in words, a longer line is no title
_LONGEST, _LONGEST_TITLE = 40, 120


def section_is_missing(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows that name a section by a number which no title has."""
    rows = [
        (entry, number)
        for entry in context.report.index
        if entry.status == "disclosed"
        for number in _sections(entry)
    ]
    if len(rows) < _FEWEST:
        return
    titles = _titles(context)
    known = [number for _, number in rows if number in titles]
    if len(known) < _FEWEST or len(known) < _MOST * len(rows):
        return
    for entry, number in rows:
        if number in titles:
            continue
        chapter = number.partition(".")[0]
        last = max((t for t in titles if t.partition(".")[0] == chapter), key=_order, default="")
        near = Text(f" Chapter {chapter} ends with {last}.", f"第{chapter}章止于{last}。")
        yield ReportFinding(
            Kind.INDEX_DEAD_REFERENCE,
            Severity.WARNING,
            entry.code,
            Text(
                f"{entry.code}: no section has the number {number}." + (near.en if last else ""),
                f"{entry.code}：没有编号为{number}的章节。" + (near.zh if last else ""),
            ),
            (number,),
            (entry.line,),
            f"last section of chapter {chapter}: {last}" if last else "",
        )


def _sections(entry: IndexEntry) -> list[str]:
    """The numbers of sections that a location names, where it holds no other words with digits."""
    return _SECTION.findall(entry.location) if len(entry.location) <= _LONGEST else []


def _titles(context: ReportContext) -> frozenset[str]:
    """The numbers of all titles: of the contents list, of headings and of short lines."""
    report = context.report
    lines = [entry.title for entry in report.contents]
    lines += [heading.text for heading in report.headings]
    lines += [line for line in context.lines if len(line) <= _LONGEST_TITLE]
    return frozenset(match[1] for line in lines if (match := _NUMBERED.match(line)))


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
