"""Codes of contents indices against the lists of the standards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.editions import day_of, entries_of
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.index_texts import disclosure_of
from crossfoot.languages import Text
from crossfoot.standards.catalogue import STANDARDS, standard
from crossfoot.standards.disclosure import Obligation

if TYPE_CHECKING:
    from crossfoot.reading.index_entries import IndexEntry

#: a report that claims this leaves no disclosure of a material topic out without a reason
_IN_ACCORDANCE = re.compile(
    r"\bin accordance with\b(?! .{0,40}(?:reference|referenced))|按照|依据|依照", re.IGNORECASE
)
_GRI = re.compile(r"\bGRI\b|global reporting initiative|全球报告倡议", re.IGNORECASE)
_REFERS = re.compile(r"\breferenc\w*|with reference to|参考|参照", re.IGNORECASE)
_CLAIM_LINES, _CLAIM_LETTERS = 6, 200
#: this part of the topics must have a row of management for its absence to be told
_MOST = 0.75
_FEWEST_GROUPS = 4
#: standards whose codes number the disclosures of a topic: 403-10, B8.2
_NUMBERED = ("gri", "hkex")


def unknown_code(context: ReportContext) -> Iterator[ReportFinding]:
    """Codes that the standard does not have: a slip where it has others of their topic."""
    groups = {
        group
        for name in {entry.standard for entry in context.report.index} & set(_NUMBERED)
        for found in standard(name).all
        if (group := (name, re.split(r"[-.]", found.code)[0]))[1] != found.code
    }
    for entry in context.report.index:
        if entry.standard not in STANDARDS or not entry.code or disclosure_of(entry):
            continue
        near = standard(entry.standard).suggest(entry.code)
        meant = f"; {near[0]}?" if near else ""
        yield ReportFinding(
            Kind.INDEX_MISSING_CODE,
            Severity.WARNING if _group_of(entry) in groups else Severity.NOTE,
            entry.code,
            Text(
                f"The standard has no disclosure {entry.code}{meant}",
                f"准则中没有{entry.code}这一条目{meant}",
            ),
            (entry.code,),
            (entry.line,),
        )


def _group_of(entry: IndexEntry) -> tuple[str, str]:
    return entry.standard, re.split(r"[-.]", entry.code)[0]


#: sectors of SASB: codes begin with one of them
_SECTORS = frozenset(("CG", "EM", "FN", "FB", "HC", "IF", "RR", "RT", "SV", "TC", "TR"))
_FEWEST_OF_TCFD = 6


def unknown_sector(context: ReportContext) -> Iterator[ReportFinding]:
    """Codes of SASB that begin with no sector, or that come from several industries unexplained."""
    entries = [entry for entry in entries_of(context, "sasb") if entry.code]
    for entry in entries:
        if entry.code[:2] in _SECTORS:
            continue
        yield ReportFinding(
            Kind.INDEX_MISSING_CODE,
            Severity.NOTE,
            entry.code,
            Text(
                f"SASB has no sector {entry.code[:2]}, with which {entry.code} begins.",
                f"SASB没有行业代码{entry.code[:2]}（{entry.code}）。",
            ),
            (entry.code,),
            (entry.line,),
        )


def recommendations_left_out(context: ReportContext) -> Iterator[ReportFinding]:
    """Recommended disclosures of TCFD without a row, in an index that has most of the eleven."""
    entries = [entry for entry in entries_of(context, "tcfd") if entry.code]
    present = {entry.code for entry in entries}
    known = [each.code for each in standard("tcfd").disclosures(day_of(context, "tcfd"))]
    missing = [code for code in known if code not in present]
    if len(present & set(known)) < _FEWEST_OF_TCFD or not missing:
        return
    codes = ", ".join(missing)
    # all but one: the rows beside it show where it was lost
    pillar = missing[0].rpartition(" ")[0]
    beside = [entry.line for entry in entries if entry.code.rpartition(" ")[0] == pillar]
    lost = len(missing) == 1 and bool(beside)
    yield ReportFinding(
        Kind.INDEX_MISSING_CODE,
        Severity.WARNING if lost else Severity.NOTE,
        codes,
        Text(
            f"The index has {len(present)} of the {len(known)} recommended disclosures; "
            f"no row has {codes}.",
            f"索引列出{len(known)}项建议披露中的{len(present)}项，缺少{codes}。",
        ),
        tuple(missing),
        tuple(beside) if lost else (entries[0].line, entries[-1].line),
    )


def material_topics_left_out(context: ReportContext) -> Iterator[ReportFinding]:
    """An index of GRI without any row of GRI 3, on which every choice of topics rests."""
    entries = entries_of(context, "gri")
    if len(entries) < _FEWEST_GROUPS or any(entry.group == "GRI 3" for entry in entries):
        return
    after = next((e for e in entries if e.group != "GRI 2"), entries[-1])
    general = [entry for entry in entries if entry.group == "GRI 2"]
    lines = (entries[0].line, (general[-1] if general else after).line)
    yield ReportFinding(
        Kind.INDEX_MISSING_CODE,
        Severity.NOTE,
        "3-1, 3-2, 3-3",
        Text(
            "The index has no row of GRI 3, which asks how material topics were found.",
            "索引中没有GRI 3（实质性议题）的条目。",
        ),
        ("3-1", "3-2", "3-3"),
        lines,
    )


def topic_without_disclosure(context: ReportContext) -> Iterator[ReportFinding]:
    """Topics of GRI whose only row is that of their management."""
    groups: dict[str, list[IndexEntry]] = {}
    for entry in entries_of(context, "gri"):
        groups.setdefault(entry.group, []).append(entry)
    for group, entries in groups.items():
        if group in ("GRI 1", "GRI 2", "GRI 3") or any(entry.code for entry in entries):
            continue
        number = group.removeprefix("GRI ")
        known = [d.code for d in standard("gri").disclosures(day_of(context, "gri"))]
        expected = [code for code in known if code.startswith(f"{number}-")]
        yield ReportFinding(
            Kind.INDEX_MISSING_CODE,
            Severity.WARNING,
            ", ".join(expected) or group,
            Text(
                f"{group} has a row on its management but no disclosure.",
                f"{group}只有管理方法条目，没有披露项。",
            ),
            (entries[0].title,),
            (entries[0].line,),
            f"expected: {', '.join(expected)}" if expected else "",
        )


def topic_without_management(context: ReportContext) -> Iterator[ReportFinding]:
    """Topics of GRI without a row on their management, where most of the others have one."""
    groups: dict[str, list[IndexEntry]] = {}
    for entry in entries_of(context, "gri"):
        if entry.group not in ("", "GRI 1", "GRI 2", "GRI 3"):
            groups.setdefault(entry.group, []).append(entry)
    without = {g: rows for g, rows in groups.items() if all(row.code for row in rows)}
    if len(groups) < _FEWEST_GROUPS or len(without) > (1 - _MOST) * len(groups) or not without:
        return
    names = ", ".join(without)
    yield ReportFinding(
        Kind.INDEX_MISSING_CODE,
        Severity.NOTE,
        ", ".join(f"{group.removeprefix('GRI ')} topic" for group in without),
        Text(
            f"{names}: no row on the management of the topic; "
            f"{len(groups) - len(without)} of {len(groups)} topics have one.",
            f"{names}：没有议题管理条目；{len(groups)}个议题中有{len(groups) - len(without)}个有。",
        ),
        tuple(without),
        tuple(rows[0].line for rows in without.values())[:MOST_LINES],
    )


def codes_left_out(context: ReportContext) -> Iterator[ReportFinding]:
    """Codes left out of topics that are reported, where the report claims to follow the standard.

    "In accordance with" GRI asks for a reason for each; a report with reference to GRI may choose.
    """
    claim = _claim(context)
    if claim is None:
        return
    entries = entries_of(context, "gri")
    present = {entry.code for entry in entries}
    last = {entry.group: entry.line for entry in entries if entry.code}
    missing = [
        found
        for found in standard("gri").disclosures(day_of(context, "gri"))
        if found.group in last
        and found.group not in ("GRI 1", "GRI 2", "GRI 3")
        and found.code not in present
        and found.asks_for_answer
        and "(" not in found.code
    ]
    if not missing:
        return
    codes = ", ".join(found.code for found in missing)
    lines = [claim, *dict.fromkeys(last[found.group] for found in missing)]
    yield ReportFinding(
        Kind.INDEX_MISSING_CODE,
        Severity.NOTE,
        codes,
        Text(
            f"Left out without a reason, in topics that are reported: {codes}.",
            f"所报告的议题中未列出且未说明原因的条目：{codes}。",
        ),
        tuple(found.code for found in missing)[:MOST_LINES],
        tuple(lines[:MOST_LINES]),
    )


def _claim(context: ReportContext) -> int | None:
    """The line on which the report claims to be in accordance with GRI."""
    lines = list(context.prose())
    for at, (number, line) in enumerate(lines):
        match = _IN_ACCORDANCE.search(line)
        if match is None:
            continue
        near = (
            lines[at : at + _CLAIM_LINES]
            if line.rstrip().endswith((":", "："))
            else lines[at : at + 1]
        )
        for _, text in near:
            tail = text[match.end() :] if text is line else text
            name = _GRI.search(tail[:_CLAIM_LETTERS])
            if name and not _REFERS.search(tail[: name.end()]):
                return number
    return None


#: general disclosures that an index leaves out by its layout, not by mistake
_SEVERAL_ASPECTS = 3


def expected_codes(context: ReportContext) -> Iterator[ReportFinding]:
    """Codes of a guide that asks every issuer to comply or explain, and that have no row."""
    entries = entries_of(context, "hkex")
    if len(entries) < _FEWEST_GROUPS:
        return
    present = {entry.code for entry in entries}
    groups = {entry.group for entry in entries}
    missing = [
        found
        for found in standard("hkex").disclosures(day_of(context, "hkex"))
        if found.obligation in (Obligation.MANDATORY, Obligation.COMPLY_OR_EXPLAIN)
        and re.fullmatch(r"[AB]\d(?:\.\d+)?", found.code)
        and found.code not in present
    ]
    general = [found for found in missing if "." not in found.code]
    if len(general) > _SEVERAL_ASPECTS:
        # their rows have no code, or the index lists the indicators alone
        missing = [found for found in missing if found not in general]
    by_group: dict[str, list[str]] = {}
    for found in missing:
        by_group.setdefault(found.code.partition(".")[0], []).append(found.code)
    for group, codes in by_group.items():
        inside = [entry.line for entry in entries if entry.group == group]
        lines = inside[-1:] if group in groups else [entries[0].line]
        yield ReportFinding(
            Kind.INDEX_MISSING_CODE,
            Severity.WARNING,
            ", ".join(codes),
            Text(
                f"The guide asks to comply or explain; no row has {', '.join(codes)}.",
                f"指引要求“不遵守就解释”；索引中没有{'、'.join(codes)}。",
            ),
            tuple(codes)[:MOST_LINES],
            tuple(lines),
        )
