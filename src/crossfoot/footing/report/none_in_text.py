"""Sentences that say that there was none of what a row of a table counts.

"No product had to be recalled in 2024" beside a row "Product recalls" with 1 for the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, is_rate, part, value_columns
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Row
from crossfoot.reading.two_languages import halves

_NONE_EN = re.compile(
    r"\b(?:no|not a single|not one) (?P<what>[a-z][^.;:,()]{2,90}?) "
    r"(?P<verb>(?:had|has|needed) to be \w+|(?:was|were) \w+|(?:has|have|had) been \w+|"
    r"(?:has |have )?(?:took|taken|take) place|occurred|happened|arose|came to light|"
    r"(?:has |have )?(?:occurred|happened|arisen))(?P<behind>[^.;]{0,40})",
    re.IGNORECASE,
)
_NONE_ZH = re.compile(
    r"(?:未发生|没有发生|未出现|没有出现|未收到|未接到|没有收到)(?:任何|一起|一例|过)?"
    r"(?P<what>[\u4e00-\u9fff]{3,18}?)(?=[，,。；;]|$)"
)
#: what is left of an event without these is something else, or nothing
_RESTRICTED = re.compile(
    r"\b(?:major|serious|significant|material|severe|fatal|grave|large|systemic|such|other|"
    r"further|additional|new|confirmed|substantiated|internal|external|critical|more|less)\b|"
    r"重大|严重|较大|特大|其他|新增|一般|致命|经证实|实质",
    re.IGNORECASE,
)
#: what may follow without making it less: a time, or nothing
_AS_A_WHOLE = re.compile(
    r"\s*(?:$|[,.;]|and\b|in (?:20\d\d|the (?:year|reporting))|during the (?:year|reporting)|"
    r"this year|over the year|throughout)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_COUNTED_ZH = re.compile(
    r"(?:发生)?(?:数量|次数|起数|件数|宗数|总数|个数|数)$|(?:事件|事故|案件|情况|情形|个案)$"
)
#: the dimension of a currency, by its three letters
_MONEY = re.compile(r"\[[A-Z]{3}\]")
_SMALL = frozenset(("numbe", "number", "total", "cases", "times", "count"))
_OR = re.compile(r"\b(?:or|nor|and)\b|,", re.IGNORECASE)
_FEWEST_WORDS, _MOST_OTHERS = 2, 1
_CLOSE = 0.66
_LONGEST_ZH = 16


def none_against_a_count(context: ReportContext) -> Iterator[ReportFinding]:
    """A sentence with none of what a table counts for the year."""
    year = context.report.year
    rows = _counts(context, year) if year else []
    if not rows:
        return
    for line, text in context.prose():
        for match in _NONE_EN.finditer(text):
            if _RESTRICTED.search(match["what"]) or not _AS_A_WHOLE.match(match["behind"]):
                continue
            if _of_another_year(text, match, year):
                continue
            kinds = _kinds(match["what"], match["verb"])
            for row, count in rows:
                words = _words(row)
                common = max((words & said for said in kinds), key=len)
                if len(words) < _FEWEST_WORDS or len(common) < _FEWEST_WORDS:
                    continue
                whole = any(
                    words <= said and len(said - words - _verbs(match["verb"])) <= _MOST_OTHERS
                    for said in kinds
                )
                if (whole or len(common) >= _CLOSE * len(words)) and not _told(context, line, row):
                    yield _finding(context, line, match[0], row, count, sure=whole)
                    break
        for match in _NONE_ZH.finditer(text):
            if _RESTRICTED.search(match["what"]) or _of_another_year(text, match, year):
                continue
            name = _bare_zh(match["what"])
            for row, count in rows:
                if len(name) >= _FEWEST_WORDS and name in _names_zh(row):
                    if not _told(context, line, row):
                        yield _finding(context, line, match[0], row, count, sure=True)
                    break


def _kinds(what: str, verb: str) -> list[set[str]]:
    """The words of each thing that there was none of: "incident of theft or of fraud" are two."""
    head, of, _ = what.partition(" of ")
    pieces = [piece for piece in _OR.split(what) if piece.strip()]
    shared = set(stems(f"{head} {verb}")) if of else set(stems(verb))
    return [set(stems(piece)) | shared for piece in pieces] or [set()]


def _verbs(verb: str) -> set[str]:
    return set(stems(verb))


def _counts(context: ReportContext, year: int | None) -> list[tuple[Row, Part]]:
    """The rows that count something in the reporting year, with the count."""
    found = []
    for table in context.data_tables():
        for column in value_columns(table):
            if column.year != year:
                continue
            for row in table.data_rows:
                count = part(row, column)
                if count is None or count.value <= 0 or count.step != 1 or is_rate(row):
                    continue
                if _MONEY.fullmatch(read_unit(row.unit or column.unit).dimension):
                    continue  # what is paid for safety is no count of accidents
                found.append((row, count))
    return found


def _words(row: Row) -> set[str]:
    english = (halves(row.label) or (row.label, row.label))[1]
    return set(stems(re.sub(r"[(（][^()（）]*[)）]", "", english))) - _SMALL


def _names_zh(row: Row) -> set[str]:
    return {_bare_zh(half) for half in (row.label, *halves(row.label)) if len(half) <= _LONGEST_ZH}


def _bare_zh(text: str) -> str:
    bare = compact(text)
    while (match := _COUNTED_ZH.search(bare)) and match.start():
        bare = bare[: match.start()]
    return bare


def _of_another_year(text: str, match: re.Match[str], year: int | None) -> bool:
    """Whether the sentence names a year, and not the reporting year."""
    begin = max(text.rfind(stop, 0, match.start()) for stop in (". ", "。", "；", "; "))
    named = {int(each) for each in _YEAR.findall(text[begin + 1 : match.end()])}
    return bool(named) and year not in named


def _told(context: ReportContext, line: int, row: Row) -> bool:
    """Whether the sentence was read as the figure of the row: other checks compare it."""
    metric = context.metric_at(row.line)
    return bool(metric) and any(
        figure.metric == metric and not figure.value
        for figure in context.figures_by_line.get(line, ())
    )


def _finding(
    context: ReportContext, line: int, said: str, row: Row, count: Part, *, sure: bool
) -> ReportFinding:
    return ReportFinding(
        Kind.CONTRADICTION_IN_TEXT,
        Severity.WARNING if sure else Severity.NOTE,
        context.metric_at(row.line) or row.label,
        Text(
            f"“{said.strip()[:80]}”; the table has {count.text} for “{row.label}”.",
            f"文中称“{said.strip()[:60]}”，而表中“{row.label}”为{count.text}。",
        ),
        (said.strip()[:60], count.text),
        (line, row.line),
        f"0 ≠ {number(count.value)}",
    )
