"""Findings in paragraphs of broken lines, brought back to the lines that have their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crossfoot.reading.wrapped import paragraphs_of

if TYPE_CHECKING:
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def on_their_lines(findings: Sequence[ReportFinding], report: ReadReport) -> list[ReportFinding]:
    """The findings, each on the lines of a paragraph that hold its values."""
    spans = {span[0]: span for span in paragraphs_of(report.lines, report.unwrapped)}
    if not spans:
        return list(findings)
    return [_moved(finding, report.lines, spans) for finding in findings]


def _moved(
    finding: ReportFinding, lines: Sequence[str], spans: Mapping[int, range]
) -> ReportFinding:
    values = [number for value in finding.values for number in _NUMBER.findall(value)]
    own = (_line_of(values, lines, spans[n]) if n in spans else n for n in finding.lines)
    return replace(finding, lines=tuple(dict.fromkeys(own)))


def _line_of(values: Sequence[str], lines: Sequence[str], span: range) -> int:
    """The line with most of the values; of equals the first."""
    there = [set(_NUMBER.findall(lines[number - 1])) for number in span]
    counts = [sum(value in numbers for value in values) for numbers in there]
    return span[counts.index(max(counts))]
