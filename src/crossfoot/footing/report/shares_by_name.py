"""Shares that a sentence states of a thing, against the row that has the share of that thing.

"Recycled glass accounted for 43.0 % of the glass" beside "Share of recycled glass, 39.0 %".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, part, value_columns
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.scopes import is_plan, names_a_part
from crossfoot.reading.table import Row
from crossfoot.reading.two_languages import halves

_STATED = re.compile(
    r"(?:^|[.;] |, (?:and|while) )(?P<what>[A-Z]?[a-z][A-Za-z -]{3,40}?) (?:thus |therefore )?"
    r"(?:accounted for|accounts for|made up|makes? up|represent(?:ed|s)?|constituted) "
    r"(?P<share>\d{1,3}(?:\.\d{1,2})?)\s?(?:%|per ?cent) of (?:the |our |all )?"
    r"(?P<of>[a-z][a-z -]*)"
)
_STATED_ZH = re.compile(
    r"(?:^|[，。；])(?P<what>[\u4e00-\u9fff]{3,12}?)(?:占比|比例)(?:为|达到?|是)"
    r"(?P<share>\d{1,3}(?:\.\d{1,2})?)[%％]"
)
#: rows that are the share of what they name
_ROW = re.compile(
    r"^(?:share|percentage|proportion|ratio) of (?:the )?(?P<what>.+)$", re.IGNORECASE
)
_ROW_ZH = re.compile(r"^(?P<what>[\u4e00-\u9fff]{3,12}?)的?(?:占比|比例)$")
#: words that name a whole and nothing of it
_WHOLE = frozenset(stems("total amount volume quantity demand consumption use all used"))
_OUTSIDE = re.compile(r"[(（][^()（）]*[)）]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HEAD = re.compile(r"\s+(?:in|at|on|by|from|that|which|used|and|during|with)\b")


def share_against_its_row(context: ReportContext) -> Iterator[ReportFinding]:
    """A share in a sentence that the row of its name has otherwise in every year."""
    year = context.report.year
    if year is None or not (rows := _rows(context)):
        return
    for line, text in context.prose():
        if is_plan(text, year) or names_a_part(text):
            continue
        for pattern in (_STATED, _STATED_ZH):
            for match in pattern.finditer(text):
                known = rows.get(compact(match["what"]))
                if known is None or not _of_the_whole(match):
                    continue
                named = {
                    int(each) for each in _YEAR.findall(text[match.start() : match.end() + 50])
                }
                share, (row, shares) = Decimal(match["share"]), known
                stated = Decimal(1).scaleb(-len(match["share"].partition(".")[2]))
                if (named and year not in named) or year not in shares:
                    continue
                if any(abs(p.value - share) <= max(stated, p.step) for p in shares.values()):
                    continue
                yield _finding(line, match, row, shares[year])


def _rows(context: ReportContext) -> dict[str, tuple[Row, dict[int, Part]]]:
    """The rows of shares by what they are of; a name that two rows have tells none of them."""
    found: dict[str, tuple[Row, dict[int, Part]]] = {}
    twice: set[str] = set()
    for table in context.data_tables():
        for row in table.data_rows:
            if "%" not in row.unit and "％" not in row.unit and "%" not in row.label:
                continue
            shares = {
                column.year: share
                for column in value_columns(table)
                if column.year and (share := part(row, column)) is not None
            }
            label = _OUTSIDE.sub("", row.label).strip(" *%％")
            for name in (label, *halves(label)):
                said = _ROW.match(name.strip()) or _ROW_ZH.match(name.strip())
                if said is None or not shares:
                    continue
                key = compact(said["what"])
                if key in found and found[key][0] is not row:
                    twice.add(key)
                found[key] = (row, shares)
    return {key: each for key, each in found.items() if key not in twice}


def _of_the_whole(match: re.Match[str]) -> bool:
    """Whether the share is of what its own words name: of the plastics, not of the bottles."""
    if "of" not in match.re.groupindex:
        return True
    of = stems(_HEAD.split(match["of"])[0])
    return bool(of) and set(of) <= set(stems(match["what"])) | _WHOLE


def _finding(line: int, match: re.Match[str], row: Row, share: Part) -> ReportFinding:
    printed = f"{match['share']}%"
    return ReportFinding(
        Kind.CONFLICTING_VALUES,
        Severity.WARNING,
        row.label,
        Text(
            f"{row.label}: {printed} in the text, {share.text} in the table.",
            f"{row.label}：文中为{printed}，表中为{share.text}。",
        ),
        (printed, share.text),
        (line, row.line),
        f"{match['share']}% ≠ {number(share.value)}%",
    )
