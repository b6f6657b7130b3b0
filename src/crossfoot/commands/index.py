"""`crossfoot index STANDARD`: the content index."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.commands.output import Column, print_json, print_table
from crossfoot.languages import Language


@click.command()
@click.argument("standard")
@click.option("--gaps", is_flag=True, help="Only disclosures that nothing answers.")
@format_option("table", "json")
@language_option
@workspace_option
def index(standard: str, gaps: bool, format_: str, language: Language, folder: Path) -> int:
    """Which disclosures of STANDARD are answered where, and which are gaps (exit code 1)."""
    from crossfoot.reports.from_run import content_index
    from crossfoot.runs.run import run_workspace

    found = content_index(run_workspace(open_workspace(folder)), standard)
    rows = [row for row in found.rows if not gaps or row.status == "gap"]
    if format_ == "json":
        print_json(found.to_json(rows, language))
    else:
        columns = [
            Column("code", style="cyan", no_wrap=True),
            Column("title"),
            Column("status"),
            Column("where"),
            Column("facts", number=True),
        ]
        lines = [
            (
                row.code,
                row.title[language],
                str(row.status),
                "; ".join(location.chapter[language] for location in row.locations),
                str(row.facts),
            )
            for row in rows
        ]
        print_table(f"{found.title[language]} ({found.edition})", columns, lines)
    return 1 if any(row.status == "gap" for row in found.rows) else 0
