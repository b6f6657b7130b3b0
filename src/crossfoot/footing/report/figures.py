"""The checks over facts, run on the figures of a report, with their answers on lines."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.facts.provenance import Printed
from crossfoot.footing.checks import foot
from crossfoot.footing.finding import Finding
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding


def recognised_figures(context: ReportContext) -> Iterator[ReportFinding]:
    """What the checks over facts say of the recognised figures."""
    for finding in foot(context.facts, context.catalogue):
        found = _on_lines(finding)
        if found.lines:
            yield found


def _on_lines(finding: Finding) -> ReportFinding:
    printed = [fact.provenance for fact in finding.facts if isinstance(fact.provenance, Printed)]
    lines = tuple(dict.fromkeys(place.line for place in printed if place.line))
    values = tuple(dict.fromkeys(place.as_printed for place in printed))
    return ReportFinding(
        finding.kind,
        finding.severity,
        finding.metric,
        finding.message,
        values[:MOST_LINES],
        lines[:MOST_LINES],
        finding.arithmetic,
        finding.check,
    )
