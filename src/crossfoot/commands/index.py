"""`crossfoot index STANDARD`: the content index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossfoot.reports.index import ContentIndex, IndexRow


@click.command()
@click.argument("standard")
@click.option("--gaps", is_flag=True, help="Only disclosures that nothing answers.")
@format_option("table", "json")
@language_option
@workspace_option
def index(standard: str, gaps: bool, format_: str, language: Language, folder: Path) -> int:
    """Say which disclosures of STANDARD are answered, where, and which are gaps.

    STANDARD is gri, hkex, ifrs-s2, tcfd, sse, szse or sdg. Exit code 1 where there are gaps.

    Example: crossfoot index gri --gaps --workspace demo/group
    """
    from crossfoot.commands.output import print_json
    from crossfoot.reports.from_run import content_index
    from crossfoot.reports.index import Status
    from crossfoot.runs.run import run_workspace
    from crossfoot.standards.catalogue import standard as known_standard

    workspace = open_workspace(folder)
    known_standard(standard)  # before the work, so that a typing mistake is named at once
    found = content_index(run_workspace(workspace), standard)
    rows = [row for row in found.rows if not gaps or row.status is Status.GAP]
    if format_ == "json":
        print_json(found.to_json(rows, language))
    else:
        _print(found, rows, language)
    return 1 if any(row.status is Status.GAP for row in found.rows) else 0


def _print(found: ContentIndex, rows: Sequence[IndexRow], language: Language) -> None:
    from crossfoot.commands.output import Column, print_table, show
    from crossfoot.commands.words import say
    from crossfoot.reports.words import word

    if not rows:
        show(f"[green]{say('No gaps.', language)}[/]")
        return
    columns = [
        Column("code", style="cyan", no_wrap=True),
        Column("title"),
        Column("status", no_wrap=True),
        Column("where", extra=True),
        Column("facts", number=True),
    ]
    lines = [
        (
            row.code,
            row.title[language],
            word(f"status.{row.status}")[language],
            "; ".join(location.chapter[language] for location in row.locations),
            str(row.facts),
        )
        for row in rows
    ]
    title = f"{found.title[language]} ({found.edition})"
    print_table(title, columns, lines, language, most=len(lines))
