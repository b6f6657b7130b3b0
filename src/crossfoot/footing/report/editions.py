"""Which edition of a standard an index follows, and codes of another edition beside its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.standards.catalogue import standard

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

#: the part of the HKEX code that came with the edition of 2025 and took over what A1.2 and A4 asked
_PART_D = re.compile(r"\bPart D\b|D\s?部[分份]", re.IGNORECASE)
#: rows of a part stand this close to those of the other parts
_BESIDE = 40
#: an edition written behind a code, which a table may read as the beginning of its title
_WRITTEN = re.compile(r"\s*\((?P<edition>(?:19|20)\d\d)\)")


def entries_of(context: ReportContext, name: str) -> list[IndexEntry]:
    """The rows of the index of one standard."""
    return [entry for entry in context.report.index if entry.standard == name]


def day_of(context: ReportContext, name: str) -> date:
    """The day whose disclosures the index lists.

    The reporting year decides, unless the index of the HKEX code itself says which edition it
    follows: by a Part D, or by the codes that Part D replaced. A report may adopt it early, and
    one of a later year that keeps the codes of the earlier edition follows that one throughout.
    """
    year = context.report.year
    day = standard(name).date_of(Period.year(year)) if year else date(2024, 1, 1)
    if name != "hkex":
        return day
    begins = standard(name).editions[-1].valid_from
    if follows_part_d(context):
        return max(day, begins)
    return min(day, begins - timedelta(days=1)) if _replaced(context) else day


def follows_part_d(context: ReportContext) -> bool:
    """Whether the index of the HKEX code has a Part D, or the report names it and lacks A4."""
    entries = entries_of(context, "hkex")
    if not entries:
        return False
    if any(entry.group == "D" for entry in entries):
        return True
    own = {entry.line for entry in entries if re.fullmatch(r"[AB]\d.*", entry.code)}
    first, last = min(entry.line for entry in entries), max(entry.line for entry in entries)
    beside = range(max(first - _BESIDE, 1), min(last + _BESIDE, len(context.lines)) + 1)
    if any(_PART_D.search(context.lines[n - 1]) for n in beside if n not in own):
        return True
    return not _replaced(context) and any(_PART_D.search(line) for _, line in context.prose())


def _replaced(context: ReportContext) -> list[IndexEntry]:
    """Rows with codes of the HKEX code that the edition with Part D left out."""
    code = standard("hkex")
    begins = code.editions[-1].valid_from
    return [
        entry
        for entry in entries_of(context, "hkex")
        if (known := code.find(entry.code)) and known.valid_to and known.valid_to < begins
    ]


def mixed_editions(context: ReportContext) -> Iterator[ReportFinding]:
    """Codes of an edition that was replaced, beside codes of the one in effect."""
    for name in ("gri", "hkex"):
        entries = [entry for entry in entries_of(context, name) if entry.code]
        day = day_of(context, name)
        old = [entry for entry in entries if _not_in_effect(entry, day)]
        if not old or len(old) == len(entries):
            continue
        codes = ", ".join(_with_edition(entry) for entry in old[:MOST_LINES])
        yield ReportFinding(
            Kind.INDEX_MISSING_CODE,
            Severity.WARNING if any(_withdrawn(entry, day) for entry in old) else Severity.NOTE,
            codes,
            Text(
                f"The index mixes editions: {codes} not in effect on {day}.",
                f"索引混用了不同版本：{codes}在{day}不适用。",
            ),
            tuple(_with_edition(entry) for entry in old[:MOST_LINES]),
            tuple(entry.line for entry in old[:MOST_LINES]),
        )


def _withdrawn(entry: IndexEntry, day: date) -> bool:
    """Whether no disclosure of the whole topic is in effect any more: GRI 307."""
    if entry.standard != "gri":
        return False
    topic, _, _ = entry.code.partition("-")
    return not any(
        each.code.partition("-")[0] == topic for each in standard("gri").disclosures(day)
    )


def _with_edition(entry: IndexEntry) -> str:
    written = _WRITTEN.match(entry.title)
    return f"{entry.code} ({written['edition']})" if written else entry.code


def _not_in_effect(entry: IndexEntry, day: date) -> bool:
    known = standard(entry.standard)
    found = known.find(_with_edition(entry))
    if found is not None and _WRITTEN.match(entry.title):
        return not found.applies(day)
    return known.find(entry.code) is not None and known.find(entry.code, day) is None
