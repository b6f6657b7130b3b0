"""`crossfoot check`: foot the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    Year,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crossfoot.footing.finding import Finding
    from crossfoot.reports.writing.book import Book
    from crossfoot.reports.writing.findings import WritingFinding

SEVERITIES = ("error", "warning", "note")


@click.command()
@click.option("--year", type=Year(), help="Only findings that touch this year.")
@format_option("table", "json")
@language_option
@workspace_option
def check(year: int | None, format_: str, language: Language, folder: Path) -> int:
    """Foot the workspace: what does not agree, in figures, indices and text.

    Exit code 1 where anything does not agree.

    Example: crossfoot check --year 2023 --workspace demo/group
    """
    from crossfoot.commands.output import print_json
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.writing.folder import report_folder
    from crossfoot.reports.writing.standing import settled
    from crossfoot.runs.run import run_workspace
    from crossfoot.runs.without_factor import rows_without_factor

    workspace = open_workspace(folder)
    texts = report_folder(workspace.folder)
    run = run_workspace(workspace)
    report, books = settled(report_model(run), texts)
    unresolved = run.lines.unresolved if run.lines is not None else ()
    findings: tuple[Finding | WritingFinding, ...] = (
        *rows_without_factor(unresolved, workspace.organisation),
        *report.findings,  # those of the content indices too
        *text_findings(books),
    )
    if year is not None:
        findings = tuple(finding for finding in findings if _touches(finding, year))
    if format_ == "json":
        print_json({"findings": [document(finding) for finding in findings]})
    else:
        _print(findings, language)
    return 1 if findings else 0


def text_findings(books: Mapping[Language, Book]) -> tuple[WritingFinding, ...]:
    """What is wrong with the text of the report, in all languages, errors first."""
    found = dict.fromkeys(finding for book in books.values() for finding in book.findings)
    return tuple(sorted(found, key=lambda each: SEVERITIES.index(each.severity)))


def _touches(finding: Finding | WritingFinding, year: int) -> bool:
    """Whether a finding is about a year; what names no figure is about every year."""
    from crossfoot.quantities.periods import Period

    span = Period.year(year)
    return not finding.facts or any(span.overlaps(fact.period) for fact in finding.facts)


def document(finding: Finding | WritingFinding) -> dict[str, Any]:
    """A finding as JSON; one of the text says where it stands."""
    from crossfoot.facts.provenance import Printed

    printed = [fact.provenance for fact in finding.facts if isinstance(fact.provenance, Printed)]
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "metric": finding.metric,
        "message": finding.message.en,
        "message_zh": finding.message.zh,
        "arithmetic": finding.arithmetic,
        "check": getattr(finding, "check", "writing"),
        "facts": [
            {"key": str(fact.key), "value": fact.value, "unit": fact.unit, "basis": fact.basis}
            for fact in finding.facts
        ],
        "lines": sorted({place.line for place in printed if place.line}),
    } | ({"where": where} if (where := _where(finding)) else {})


def _where(finding: Finding | WritingFinding) -> str:
    """File and line of a text; empty for figures, which name their places themselves."""
    return str(getattr(finding, "where", ""))


def _print(findings: Sequence[Finding | WritingFinding], language: Language) -> None:
    from crossfoot.commands.output import Column, print_table, show
    from crossfoot.commands.words import say

    if not findings:
        show(f"[green]{say('Everything foots.', language)}[/]")
        return
    columns = [
        Column("severity", no_wrap=True),
        Column("metric", style="cyan", extra=True),
        Column("what does not agree"),
        Column("arithmetic"),
    ]
    rows = [
        (
            say(each.severity, language),
            each.metric,
            " ".join(part for part in (_where(each), each.message[language]) if part),
            each.arithmetic,
        )
        for each in findings
    ]
    counts = {f"{name}s": sum(each.severity == name for each in findings) for name in SEVERITIES}
    title = say("errors: {errors}, warnings: {warnings}, notes: {notes}", language, **counts)
    print_table(title, columns, rows, language, most=len(rows))
