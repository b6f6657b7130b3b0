"""`crossfoot index STANDARD`: the content index, and what is missing in it."""

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

    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reports.index import ContentIndex, IndexRow

#: columns of the CSV form
KEYS = ("code", "title", "obligation", "status", "where", "omission", "figures", "answered by")


@click.command()
@click.argument("standard")
@click.option("--gaps", is_flag=True, help="Only disclosures that nothing answers, and what would.")
@click.option("--edition", default="", metavar="ID", help="Another edition than the one in effect.")
@format_option("table", "json", "csv")
@language_option
@workspace_option
def index(
    standard: str, gaps: bool, edition: str, format_: str, language: Language, folder: Path
) -> int:
    """Say which disclosures of STANDARD are answered, where, and which are gaps.

    STANDARD is gri, hkex, ifrs-s2, tcfd, sse, szse, sdg, or the name of a
    catalogue in the folder standards of the workspace. Exit code 1 where there
    are gaps.

    Example: crossfoot index gri --gaps --workspace demo/group
    """
    from crossfoot.commands.output import print_csv, print_json
    from crossfoot.quantities.periods import Period
    from crossfoot.reports.from_run import content_index
    from crossfoot.reports.index_pages import in_pages
    from crossfoot.runs.run import run_workspace
    from crossfoot.standards.catalogue import standard as known_standard
    from crossfoot.standards.own import own_standards

    workspace = open_workspace(folder)
    # before the work, so that a typing mistake is named at once
    known = own_standards(workspace.folder).get(standard) or known_standard(standard)
    known.day_for(Period.year(workspace.settings.year), edition)
    run = run_workspace(workspace)
    found = in_pages(content_index(run, standard, edition), folder, run.id, language)
    rows = found.gaps if gaps else found.rows
    if format_ == "json":
        print_json(found.to_json(rows, language))
    elif format_ == "csv":
        lines = [_cells(row, workspace.catalogue, language) for row in rows]
        print_csv(KEYS, [dict(zip(KEYS, line, strict=True)) for line in lines])
    else:
        _print(found, rows, workspace.catalogue, language, gaps=gaps)
    return 1 if found.gaps else 0


def _print(
    found: ContentIndex,
    rows: Sequence[IndexRow],
    catalogue: Catalogue,
    language: Language,
    *,
    gaps: bool,
) -> None:
    from crossfoot.commands.output import Column, note, print_table, show
    from crossfoot.commands.words import say

    if found.is_early:
        note(say("This edition was not in effect yet; it is applied early.", language))
    if not rows:
        show(f"[green]{say('No gaps.', language)}[/]")
        return
    columns = {
        "code": Column("code", style="cyan", no_wrap=True),
        "title": Column("title"),
        "obligation": Column("obligation"),
        "status": Column("status", no_wrap=True),
        "where": Column("where", extra=True),
        "figures": Column("facts", number=True),
        "answered by": Column("answered by", extra=True),
    }
    shown = (
        ("code", "title", "obligation", "answered by")
        if gaps
        else ("code", "title", "status", "where", "figures")
    )
    lines = []
    for row in rows:
        cells = dict(zip(KEYS, _cells(row, catalogue, language), strict=True))
        lines.append(tuple(cells[name] for name in shown))
    edition = f" ({found.edition})" if found.edition else ""
    title = f"{found.title[language]}{edition}"
    print_table(title, [columns[name] for name in shown], lines, language, most=len(lines))


def _cells(row: IndexRow, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    from crossfoot.reports.index_gaps import answered_by, obligation
    from crossfoot.reports.words import word

    return (
        row.code,
        row.title[language],
        obligation(row)[language],
        word(f"status.{row.status}")[language],
        "; ".join(location.chapter[language] for location in row.locations),
        row.omission.reason[language] if row.omission else "",
        str(row.facts),
        answered_by(row, catalogue)[language],
    )
