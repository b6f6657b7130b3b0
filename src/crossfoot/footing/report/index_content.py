"""Whether a report holds what a row of its index announces.

`evidence.tsv` says for a code which metrics, or which words with a number near them, would be an
answer. What is not listed there is not checked; what is found anywhere in the report counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.index_texts import disclosure_of
from crossfoot.footing.report.numbers_in_text import numbers_in
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.quantities.units import conversion_factor, dimensionality
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import TableKind

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

#: how far a number may stand from the words it belongs to
_NEAR = 90
#: numbers that are amounts: not years, not parts of names such as "ISO 14001" or "PM2.5"
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])(?!(?:19|20)\d\d(?![\d,.]))\d[\d,]*(?:\.\d+)?(?![A-Za-z0-9_-]*\d)"
)
_NAMES = re.compile(
    r"\b(?:ISO|GB|GB/T|IEC|EN|SA|GRI|SDG|Scope|AA|PAS|No\.?|Category)"
    r"[ /-]*[A-Z]*\s?\d[\d.:-]*|\d+\s?[:：]|^\s*\d+[.)、]"
)
#: places of a row: pages, an appendix
_PLACE = re.compile(r"\bP\.?\s?\d|\bpages?\b|\bAppendix\b|附录|第\s?\d+\s?页", re.IGNORECASE)
#: words that titles write with a capital, and sentences do not
_PLAIN = re.compile(
    r"(?<![\w'’-])(?!(?:of|and|the|for|to|in|on|with|by|from|or|as|our)\b)[a-z]{2,}"
)
_SENTENCE = 4
_PAGES_ALONE = re.compile(r"[\d\s,、;；–-]{1,40}")
#: letters that a page of a report has at least, its pictures included; a Chinese sign is worth more
_SIGNS_OF_A_PAGE, _CHINESE_SIGN = 900, 2
_NOT_APPLICABLE = re.compile(
    r"not applicable|\bN/?A\b|not material|不适用|不適用|不重大|未披露", re.IGNORECASE
)
_IN_PART = re.compile(
    r"partial(?:ly)? (?:omi|disclos|report)|(?:omitted|disclosed|reported) in part|"
    r"部分(?:省略|披露|报告)|information (?:is )?(?:unavailable|incomplete)|"
    r"信息(?:不可得|不完整|无法获得|缺失)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|zero|not any|nil|without any)\b|无|没有|未发生|未发现|零", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What answers a code.

    Attributes:
        metrics: ids of metrics of which one figure is enough; "*" at the end for all that begin so.
        words: what the text would say.
        with_number: whether a number must stand near the words.
        in_any_words: whether the topic can be told in many other words.
    """

    metrics: tuple[str, ...]
    words: re.Pattern[str] | None
    with_number: bool
    in_any_words: bool = False

    def answered_by(self, metrics: Iterable[str]) -> bool:
        """Whether one of the metrics is an answer."""
        begins = tuple(known[:-1] for known in self.metrics if known.endswith("*"))
        return any(metric in self.metrics or metric.startswith(begins) for metric in metrics)

    def stands_in(self, line: str) -> bool:
        """Whether a line holds the words, and a number near them where one is asked for."""
        if self.words is None:
            return False
        for match in self.words.finditer(line):
            if not self.with_number:
                return True
            near = line[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
            if _NUMBER.search(_NAMES.sub(" ", near)) or _NONE.search(near):
                return True
        return False


@cache
def evidence() -> dict[tuple[str, str], Evidence]:
    """What answers each code that is listed."""
    path = Path(__file__).parent / "evidence.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        told = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(told, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            (row["standard"], row["code"]): Evidence(
                tuple(id_ for id_ in row["metrics"].split(";") if id_),
                re.compile(row["words"], re.IGNORECASE) if row["words"] else None,
                row["needs"].endswith("figure"),
                row["needs"].startswith("any"),
            )
            for row in rows
        }


def row_without_content(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows that announce what the report does not hold anywhere."""
    metrics = {figure.metric for figure in context.report.figures}
    if not metrics:
        return  # the page with the index alone
    lines = [line for _, line in body_of(context)]
    lines += [
        f"{r.path} {' '.join(r.cells[1:])}" for t in context.data_tables() for r in t.data_rows
    ]
    extract = _is_extract(context)
    for entry in context.report.index:
        known = evidence().get((entry.standard, entry.code))
        if known is None or entry.status != "disclosed" or _answers_in_words(entry):
            continue
        if _NOT_APPLICABLE.search(entry.location) or _IN_PART.search(entry.location):
            continue  # the row itself says what is left out
        if known.answered_by(metrics) or any(known.stands_in(line) for line in lines):
            continue
        if _row_of_its_own(context, entry):
            continue
        about = disclosure_of(entry)
        title = about.title if about else Text(entry.title, entry.title)
        what = Text("no figure", "没有数字") if known.with_number else Text("nothing", "没有内容")
        yield ReportFinding(
            Kind.INDEX_WITHOUT_CONTENT,
            # words may stand on a page that is not there; a figure would be in the tables
            Severity.NOTE if extract and known.in_any_words else Severity.WARNING,
            entry.code,
            Text(
                f"{entry.code} ({title.en}): the row names a place, but {what.en} on it "
                "was found in the report.",
                f"{entry.code}（{title.zh}）：索引给出了位置，但报告中{what.zh}。",
            ),
            (entry.title, entry.location),
            (entry.line,),
            check="row_without_content",
        )


def _is_extract(context: ReportContext) -> bool:
    """Whether the text is far too short for the pages that it names: some of them are not there."""
    report = context.report
    pages = [entry.page for entry in report.contents if entry.page is not None]
    pages += [
        int(page)
        for entry in report.index
        for place in entry.locations
        if _PAGES_ALONE.fullmatch(place)
        for page in re.findall(r"\d{1,3}", place)
    ]
    signs = sum(1 if sign.isascii() else _CHINESE_SIGN for line in report.lines for sign in line)
    return bool(pages) and signs < _SIGNS_OF_A_PAGE * max(pages)


def _row_of_its_own(context: ReportContext, entry: IndexEntry) -> bool:
    """Whether a table names the code beside a number: "per EUR million | 305-4 | 36.7"."""
    return any(
        row.values and any(cell.strip(" *()（）[]") == entry.code for cell in row.cells)
        for table in context.data_tables()
        for row in table.data_rows
    )


#: topics whose rows ask for amounts of the whole company
#: breakdowns of which one member is not everything there is
_PARTIAL = frozenset(("site", "waste_stream"))
_AMOUNTS = ("waste.", "energy.", "water.", "ghg.", "air.")


def only_a_part_has_figures(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows on amounts of which the report has figures of one part only: office waste."""
    rows: dict[tuple[str, ...], list[IndexEntry]] = {}
    for entry in context.report.index:
        known = evidence().get((entry.standard, entry.code))
        if known is None or entry.status != "disclosed":
            continue
        figures = [
            f
            for f in context.report.figures
            if f.metric.startswith(_AMOUNTS) and known.answered_by((f.metric,))
        ]
        shared = (
            frozenset.intersection(
                *(frozenset(m for d, m in f.dimensions if d in _PARTIAL) for f in figures)
            )
            if figures
            else frozenset()
        )
        if len(shared) == 1:
            lines = tuple(dict.fromkeys(str(f.line) for f in figures))
            rows.setdefault((*shared, *lines), []).append(entry)
    for (member, *places), entries in rows.items():
        codes = ", ".join(entry.code for entry in entries)
        yield ReportFinding(
            Kind.INDEX_WITHOUT_CONTENT,
            Severity.NOTE,
            codes,
            Text(
                f"{codes}: the report has figures of one part only ({member}).",
                f"{codes}：报告只有其中一部分（{member}）的数字。",
            ),
            (entries[0].title,),
            (*(entry.line for entry in entries), *map(int, places))[:MOST_LINES],
            check="only_a_part_has_figures",
        )


def _answers_in_words(entry: IndexEntry) -> bool:
    """Whether the location is a sentence that answers by itself, not titles of chapters."""
    if entry.location.rstrip().endswith((".", "。")):
        return True
    if len(entry.locations) > 1 or _PLACE.search(entry.location):
        return False
    return len(_PLAIN.findall(entry.location)) >= _SENTENCE


def body_of(context: ReportContext) -> Iterator[tuple[int, str]]:
    """The lines of the report but for its indices and its contents list."""
    report = context.report
    left_out = {
        n
        for table in report.tables
        if table.kind in (TableKind.INDEX, TableKind.CONTENTS)
        for n in range(table.first_line, table.last_line + 1)
    }
    left_out |= {entry.line for entry in report.contents} | report.furniture
    left_out |= {entry.line for entry in report.index}
    return ((n, line) for n, line in enumerate(context.lines, start=1) if n not in left_out)


#: measures that reduce less than this part of what the total rose by are no answer
_WORTH = Decimal("0.1")


def _told(context: ReportContext, entry: IndexEntry) -> Decimal:
    """The largest amount, in tonnes, that a sentence says was reduced."""
    known = evidence().get((entry.standard, entry.code))
    most = Decimal(0)
    for _, line in context.prose() if known else ():
        if not known or not known.stands_in(line):
            continue
        for found in numbers_in(line):
            unit = read_unit(found.unit).unit
            tonnes = next((t for t in ("t", "t CO2", "t CO2e") if _converts(unit, t)), "")
            if tonnes:
                most = max(most, found.value * conversion_factor(unit, tonnes))
    return most


def _converts(unit: str, other: str) -> bool:
    return bool(unit) and dimensionality(unit) == dimensionality(other)


#: rows that announce a reduction, with the metric that would have to fall
_REDUCTIONS = {("gri", "305-5"): "ghg.total"}


def reduction_that_rose(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows that announce a reduction, where the figures of the report rise."""
    for entry in context.report.index:
        metric = _REDUCTIONS.get((entry.standard, entry.code))
        if metric is None or entry.status != "disclosed":
            continue
        figures = [f for f in context.report.figures if f.metric == metric and not f.dimensions]
        years = {f.year: f for f in figures if f.year is not None}
        now = context.report.year
        if now is None or now not in years or now - 1 not in years:
            continue
        before, after = years[now - 1], years[now]
        rise = after.value - before.value
        if rise <= 0 or _told(context, entry) >= _WORTH * rise:
            continue
        change = (after.value / before.value - 1) * 100 if before.value else Decimal(0)
        yield ReportFinding(
            Kind.INDEX_WITHOUT_CONTENT,
            Severity.WARNING,
            entry.code,
            Text(
                f"{entry.code} announces a reduction; the total rose from "
                f"{number(before.value)} to {number(after.value)}.",
                f"{entry.code}所指为减排，而总量由{number(before.value)}上升到{number(after.value)}。",
            ),
            (entry.title, before.printed, after.printed),
            (entry.line, after.line),
            f"{number(after.value)} / {number(before.value)} - 1 = {number(change, 1)} %",
            check="reduction_that_rose",
        )
