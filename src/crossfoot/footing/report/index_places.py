"""Locations of contents indices against the contents list, the headings and the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.titles import Fit, Titles, significant, stems
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.two_languages import halves

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

#: a cell that answers by itself: "9.0%; 84.4%"
_ANSWER = re.compile(r"\d\s?[%％]")
_PAGES = re.compile(
    r"^(?:\d|[\s,、;；&·–—~/()（）.-]|pages?|pp?\b\.?|p(?=\d)|第|页|and\b|和)+$", re.IGNORECASE
)
#: other documents, and answers instead of places
_ELSEWHERE = re.compile(
    r"annual report|financial (?:report|statements)|website|not applicable|not disclosed|refer to|"
    r"年报|年度报告|官网|不适用|未披露|参见",
    re.IGNORECASE,
)
#: where fewer of the locations are titles, the index names places in another way
_FEWEST_TITLES = 0.3
_LINK = re.compile(r"https?://|www\.|\.com\b", re.IGNORECASE)
#: a cell longer than this answers in words instead of naming a place
_LONGEST_PLACE = 12
_SENTENCE = re.compile(r"[.。!]\s*$|\b(?:there (?:was|were|is|are)|we |has|have|was|were|did)\b")
#: "Environment (Table 3)", "表2"
_TABLE = re.compile(
    r"[\s,，、;；]*[(（]?\b(?:tables?|figures?|charts?)\s?\d{1,2}\b[)）]?|[(（]?(?<![\u4e00-\u9fff])[表图]\s?\d{1,2}[)）]?",
    re.IGNORECASE,
)
#: a section that is named by its number has a check of its own
_NUMBER = re.compile(r"[\d.]+$")
_LAST_PAGES = 4
_HEAD = frozenset(
    ("location", "page", "pages", "section", "chapter", "reference", "位置", "页码", "章节", "索引")
)
#: pages behind a title: "Water, P54", "Suppliers 20, 31-33", "排放物 27、38"
_TRAILING_PAGES = re.compile(
    r"[\s,，、(（]*(?:P\.?|pp\.?|pages?|第)?\s*\d+(?:\s?[-–—,，、&]\s?(?:P\.?\s?)?\d+)*\s?页?[)）]?$",
    re.IGNORECASE,
)
#: what parts several titles of a cell; a comma does only behind a page, for titles have commas
_PARTING = re.compile(r"\s*[;；\n]\s*|(?<=\d)\s*[,，、]\s*(?=[^\W\d])(?!pp?\b\.?\s?\d|P\d)")
_LONGEST_TITLE = 80
_SECTION_NAMED = re.compile(
    r"(?:(?P<before>(?:[\"“][^\"“”]{3,60}[\"”](?:,| and| or|、|和|及)*\s*){1,4})"
    r"(?:sections?|chapters?|parts?|章节|部分)"
    r"|(?:sections?|chapters?)\s+(?:titled\s+|of\s+)?(?P<after>[\"“][^\"“”]{3,60}[\"”]))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,60})[\"”]")


def titles_of(context: ReportContext) -> Titles:
    """The titles of a report."""
    report = context.report
    chapters = [entry.title for entry in report.contents]
    chapters += [heading.text for heading in report.headings if heading.level == 1]
    captions = [table.caption for table in report.tables if table.caption]
    short = [line for _, line in context.prose() if len(line) < _LONGEST_TITLE]
    titles = [*(heading.text for heading in report.headings), *captions]
    return Titles(_with_halves(chapters), _with_halves(titles), _with_halves(short))


def _with_halves(titles: Iterable[str]) -> list[str]:
    """Titles, and of each in two languages both halves: an index names one of them."""
    return [each for title in titles for each in (title, *halves(title))]


def location_is_no_title(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows whose location is neither in the contents list nor a heading.

    Rows of one topic that share a location are one finding. A location that only leaves out small
    words, or is a part of a title, is a note; one that resembles nothing in the report an error.
    """
    titles = titles_of(context)
    if not titles.all:
        return
    dead: dict[tuple[str, str], list[IndexEntry]] = {}
    names: dict[tuple[str, str], tuple[str, Fit | None, str]] = {}
    for entry, place in _named_by_title(context, titles):
        for part, fit in titles.parts(place):
            if fit is not None and fit.fit is not Fit.LOOSE:
                continue
            key = _same_place((entry.group, compact(part)), dead)
            dead.setdefault(key, []).append(entry)
            title = fit.title if fit else ""
            known = names.get(key)
            if known is None or len(part) > len(known[0]):
                names[key] = (part, fit.fit if fit else None, title)
    for key, entries in dead.items():
        part, loose, title = names[key]
        yield _dead(entries, part, title if loose else titles.nearest(part), loose is not None)


def _named_by_title(context: ReportContext, titles: Titles) -> list[tuple[IndexEntry, str]]:
    """The rows of indices that name places by title, with the place."""
    found: list[tuple[IndexEntry, str]] = []
    for name in dict.fromkeys(entry.standard for entry in context.report.index):
        rows = [
            (entry, place)
            for entry in context.report.index
            if entry.standard == name
            for place in _places(entry)
        ]
        good = sum(any(fit for _, fit in titles.parts(place)) for _, place in rows)
        if good >= _FEWEST_TITLES * len(rows):
            found += rows
    return found


def _same_place(
    key: tuple[str, str], known: dict[tuple[str, str], list[IndexEntry]]
) -> tuple[str, str]:
    """The place that a location means, where another row of the topic spells it a little apart."""
    import difflib

    for other in known:
        if other[0] == key[0] and difflib.SequenceMatcher(None, other[1], key[1]).ratio() > 0.9:
            return other
    return key


def _places(entry: IndexEntry) -> tuple[str, ...]:
    """The places of an entry that are named by a title."""
    text = entry.location.strip()
    if entry.status != "disclosed" or not text or _PAGES.match(text):
        return ()
    if not entry.code and _HEAD.issuperset(each.casefold() for each in halves(text) or (text,)):
        return ()  # the head of the table, once more
    if _LINK.search(text) or _ELSEWHERE.search(text):
        return ()
    if len(text.split()) > _LONGEST_PLACE or _SENTENCE.search(text):
        return ()
    text = _TABLE.sub("", text)
    pieces = (_TRAILING_PAGES.sub("", piece).strip(" ,，、") for piece in _PARTING.split(text))
    return tuple(piece for piece in pieces if significant(piece) and not _NUMBER.match(piece))


def _dead(entries: list[IndexEntry], part: str, near: str, loose: bool) -> ReportFinding:
    codes = ", ".join(entry.code or f"{entry.group} topic" for entry in entries)
    severity = Severity.NOTE if loose else Severity.WARNING if near else Severity.ERROR
    if loose:
        message = Text(
            f"{codes}: the location “{part}” is not a title as printed; “{near}” is.",
            f"{codes}：位置“{part}”与标题不完全一致；报告中的标题是“{near}”。",
        )
    else:
        beside = (
            Text(f" The nearest is “{near}”.", f"最接近的标题是“{near}”。")
            if near
            else Text(" Nothing is like it.", "报告中没有相近的标题。")
        )
        message = Text(
            f"{codes}: the location “{part}” is neither in the contents list nor a heading."
            + beside.en,
            f"{codes}：位置“{part}”既不在目录中，也不是标题。" + beside.zh,
        )
    return ReportFinding(
        Kind.INDEX_DEAD_REFERENCE,
        severity,
        codes,
        message,
        (part,),
        tuple(entry.line for entry in entries)[:MOST_LINES],
        f"nearest title: {near}" if near else "",
    )


def page_beyond_the_end(context: ReportContext) -> Iterator[ReportFinding]:
    """Index rows that point to a page behind the last one."""
    report = context.report
    printed = [
        int(text)
        for line in report.furniture
        if (text := report.lines[line - 1].strip()).isdecimal() and len(text) < _LAST_PAGES
    ]
    listed = [entry.page for entry in report.contents if entry.page is not None]
    if not printed and not listed:
        return
    last = max((*printed, *listed))
    # the contents list names where the last chapter begins; it may have some pages
    slack = 0 if printed and max(printed) >= max(listed, default=0) else max(2, last // 20)
    answers = {entry.table for entry in report.index if _ANSWER.search(entry.location)}
    for entry in report.index:
        # a column of answers ("2; 18,600") has shares among them, one of pages has none
        pages = _pages_of(entry) if entry.table not in answers else []
        if not pages or max(pages) <= last + slack:
            continue
        yield ReportFinding(
            Kind.INDEX_DEAD_REFERENCE,
            Severity.WARNING,
            entry.code,
            Text(
                f"{entry.code}: page {max(pages)} is behind the last page, {last}.",
                f"{entry.code}：第{max(pages)}页超出报告的最后一页（{last}）。",
            ),
            (entry.location,),
            (entry.line,),
            f"{max(pages)} > {last}",
        )


def _pages_of(entry: IndexEntry) -> list[int]:
    """The pages that a row names, alone or behind titles."""
    if _PAGES.match(entry.location):
        return [int(page) for part in entry.locations for page in re.findall(r"\d+", part)]
    behind = _TRAILING_PAGES.search(entry.location.strip())
    if behind is None or entry.status != "disclosed" or _ELSEWHERE.search(entry.location):
        return []
    return [int(page) for page in re.findall(r"\d+", behind[0]) if len(page) < _LAST_PAGES]


def named_section_is_no_title(context: ReportContext) -> Iterator[ReportFinding]:
    """Sentences that send the reader to a section in quotes which has another title."""
    titles = titles_of(context)
    for number, line in context.prose():
        missing = []
        for match in _SECTION_NAMED.finditer(line):
            for name in _QUOTED.findall(match["before"] or match["after"] or ""):
                if titles.find(name) is None:
                    missing.append(name)
        if not missing:
            continue
        shown = " / ".join(f"“{name}”" for name in missing)
        near = [near for name in missing if (near := titles.nearest(name))]
        yield ReportFinding(
            Kind.INDEX_DEAD_REFERENCE,
            Severity.NOTE,
            missing[0],
            Text(
                f"The sentence refers to {shown}, which is no title of the report.",
                f"文中提到{shown}，但报告中没有这样的标题。",
            ),
            tuple(missing),
            (number,),
            f"nearest title: {', '.join(near)}" if near else "",
        )


def chapter_has_another_title(context: ReportContext) -> Iterator[ReportFinding]:
    """Titles of the contents list that no heading repeats, while one is much like them."""
    report = context.report
    if not report.contents:
        return
    first = max(entry.line for entry in report.contents)
    body = [h for h in report.headings if h.line > first]
    found = Titles([], [heading.text for heading in body])
    for entry in report.contents:
        if found.find(entry.title) is not None:
            continue
        words = set(stems(entry.title))
        alike = [
            heading
            for heading in body
            if len(words & set(stems(heading.text))) * 3 >= 2 * min(len(words), 3)
            and abs(len(stems(heading.text)) - len(words)) <= 1
            and len(words) > 1
        ]
        if not alike:
            continue
        other = alike[0]
        yield ReportFinding(
            Kind.CONTRADICTION_IN_TEXT,
            Severity.NOTE,
            entry.title,
            Text(
                f"The contents list names “{entry.title}”, the chapter is headed “{other.text}”.",
                f"目录中的标题是“{entry.title}”，正文标题是“{other.text}”。",
            ),
            (entry.title, other.text),
            (entry.line, other.line),
        )
