"""`crossfoot check`: foot the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.commands.output import Column, console, print_json, print_table
from crossfoot.facts.provenance import Printed
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossfoot.footing.finding import Finding

STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


@click.command()
@click.option("--year", type=int, help="Only findings that touch this year.")
@format_option("table", "json")
@language_option
@workspace_option
def check(year: int | None, format_: str, language: Language, folder: Path) -> int:
    """Foot the workspace: exit code 1 where something does not agree."""
    from crossfoot.quantities.periods import Period
    from crossfoot.reports.from_run import report_model
    from crossfoot.runs.run import run_workspace

    run = run_workspace(open_workspace(folder))
    findings: Sequence[Finding] = report_model(run).findings  # those of the indices too
    if year is not None:
        span = Period.year(year)
        findings = [
            finding
            for finding in findings
            if any(span.overlaps(fact.period) for fact in finding.facts) or not finding.facts
        ]
    if format_ == "json":
        print_json({"findings": [document(finding) for finding in findings]})
    else:
        _print(findings, language)
    return 1 if findings else 0


def document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "metric": finding.metric,
        "message": finding.message.en,
        "message_zh": finding.message.zh,
        "arithmetic": finding.arithmetic,
        "check": finding.check,
        "facts": [
            {"key": str(fact.key), "value": fact.value, "unit": fact.unit, "basis": fact.basis}
            for fact in finding.facts
        ],
        "lines": sorted(
            {
                fact.provenance.line
                for fact in finding.facts
                if isinstance(fact.provenance, Printed) and fact.provenance.line
            }
        ),
    }


def _print(findings: Sequence[Finding], language: Language) -> None:
    if not findings:
        console().print("[green]Everything foots.[/]")
        return
    counts = {name: sum(f.severity == name for f in findings) for name in STYLES}
    columns = [
        Column("", no_wrap=True),
        Column("metric", style="cyan"),
        Column("what does not agree"),
        Column("arithmetic"),
    ]
    rows = [
        (str(each.severity), each.metric, each.message[language], each.arithmetic)
        for each in findings
    ]
    title = ", ".join(f"{count} {name}{'s'[: count != 1]}" for name, count in counts.items())
    print_table(title, columns, rows)
