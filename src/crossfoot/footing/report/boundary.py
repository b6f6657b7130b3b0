"""Years of different scope side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.languages import Text

_SCOPE = re.compile(
    r"scopes?\b|calib(?:er|re)|boundar\w+|coverage|covers?\b|口径|范围|边界", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SEPARATE = re.compile(r"\bwhile\b|\bwhereas\b|而|分别", re.IGNORECASE)
_ADDED = re.compile(
    r"compared (?:with|to) (?:the )?(?:previous|last|prior) year\b[^.。]{0,160}\b(?:added|included|"
    r"removed|excluded|expanded)\b|(?:newly|have been|were|was) (?:added|included)\b[^.。]{0,120}"
    r"(?:scope|boundary|indicators|statistic)|(?:scope|boundary)[^.。]{0,80}\b(?:expanded|extended|"
    r"enlarged|adjusted|changed)\b|较上年[^。]{0,60}(?:新增|增加|纳入)|统计(?:口径|范围)[^。]{0,40}(?:扩大|调整|变化|新增)",
    re.IGNORECASE,
)
_RESTATED = re.compile(
    r"restat\w+|retrospectiv\w+|adjusted the (?:data|figures)|追溯|重述", re.IGNORECASE
)
_FUTURE = re.compile(r"\bwill\b|\bplans?\b|将|计划", re.IGNORECASE)


def years_of_different_scope(context: ReportContext) -> Iterator[ReportFinding]:
    """Notes that give two years different scopes, or say what was added, without a restatement."""
    notes = {line for table in context.data_tables() for line, _ in table.notes}
    data = {row.line: row for table in context.data_tables() for row in table.rows}
    for number, line in enumerate(context.report.lines, start=1):
        if number not in notes and number not in data:
            continue
        row = data.get(number)
        said = line if row is None else " ".join(c for c in row.cells if len(c) > 40)
        if not said or _RESTATED.search(said) or _FUTURE.search(said):
            continue
        years = sorted(set(_YEARS.findall(said)))
        two = bool(len(years) > 1 and _SCOPE.search(said) and _SEPARATE.search(said))
        added = _ADDED.search(said)
        if not two and not added:
            continue
        shown = said.strip() if two or added is None else added[0].strip()
        label = row.label if row is not None else ""
        yield ReportFinding(
            Kind.BOUNDARY_CHANGE_WITHOUT_RESTATEMENT,
            Severity.WARNING,
            context.metric_at(number) or label,
            Text(
                "The years do not cover the same, and no restated figure is given: "
                f"“{shown[:160]}{'…' if len(shown) > 160 else ''}”",
                f"各年的统计范围不同，且没有给出重述数据：“{shown[:160]}”",
            ),
            (shown[:160],),
            (number,),
        )
