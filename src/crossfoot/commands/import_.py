"""`crossfoot import FILE --as KIND`: take data into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crossfoot.commands.options import open_workspace, workspace_option
from crossfoot.commands.output import Column, console, print_table, progress_bar
from crossfoot.errors import CrossfootError, Problem

if TYPE_CHECKING:
    from crossfoot.workspaces.imports import ImportResult
    from crossfoot.workspaces.workspace import Workspace

KINDS = ("activity", "facts", "organisation")


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the file holds.")
@click.option("--dry-run", is_flag=True, help="Check the file, change nothing.")
@click.option("--reason", default="", help="Why a value is corrected, or an import reversed.")
@click.option("--list", "list_", is_flag=True, help="List what was imported.")
@click.option("--reverse", metavar="HASH", help="Take an earlier import out; nothing is deleted.")
@workspace_option
def import_(
    file: Path | None,
    kind: str | None,
    dry_run: bool,
    reason: str,
    list_: bool,
    reverse: str | None,
    folder: Path,
) -> int:
    """Check FILE and take it in whole, or say what is wrong and change nothing."""
    workspace = open_workspace(folder)
    if list_:
        return _print_imports(workspace)
    if reverse:
        from crossfoot.workspaces.imports import reverse as reverse_import

        entry = reverse_import(workspace, reverse, reason)
        console().print(f"[green]Reversed[/] {entry.file} ({entry.rows} rows)")
        return 0
    if file is None or kind is None:
        raise CrossfootError(
            Problem(
                "a file and what it holds are needed",
                remedy=f"crossfoot import FILE --as {'|'.join(KINDS)}",
            )
        )
    result = _import(workspace, file, kind, dry_run=dry_run, reason=reason)
    verb = "Checked" if dry_run else "Imported"
    console().print(f"[green]{verb}[/] {file.name}: {result.rows} rows, {result.sha256[:12]}")
    if result.corrected:
        console().print(f"  {len(result.corrected)} values replace earlier ones: {reason}")
    return 0


def _import(
    workspace: Workspace, file: Path, kind: str, *, dry_run: bool, reason: str
) -> ImportResult:
    from crossfoot.workspaces import imports

    if kind == "facts":
        return imports.import_facts(workspace, file, dry_run=dry_run, reason=reason)
    if kind == "organisation":
        return imports.import_organisation(workspace, file, dry_run=dry_run)
    with progress_bar(f"reading {file.name}") as progress:
        return imports.import_activity(
            workspace, file, dry_run=dry_run, reason=reason, progress=progress
        )


def _print_imports(workspace: Workspace) -> int:
    columns = [
        Column("when"),
        Column("by"),
        Column("what", style="cyan"),
        Column("file"),
        Column("rows", number=True),
        Column("hash"),
        Column("reason"),
    ]
    rows = [
        (e.at, e.by, f"{e.action} {e.kind}", e.file, str(e.rows), e.sha256[:12], e.reason)
        for e in workspace.journal.entries()
    ]
    print_table(f"Journal of {workspace.folder}", columns, rows)
    return 0
