"""`crossfoot import FILE --as register:ID`: entries of a register, and the workbook to fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.workspaces.workspace import Workspace


def import_entries(
    workspace: Workspace, register: str, file: Path, *, dry_run: bool, reason: str
) -> None:
    """Take the entries of a file in, all or none, and say what came of it.

    Raises:
        CrossfootError: there are no records, no such register, or mistakes in the file.
    """
    _open(workspace)
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.register.actions.import_entries import ImportEntries

    with progress_bar(f"reading {file.name}") as progress:
        action = ImportEntries(register, file, file.name, progress)
        by = CommandLine()
        made = action.rehearse(by) if dry_run else action.do(by, reason)
    verb = "[green]Checked[/]" if dry_run else "[green]Imported[/]"
    rows = f"{made.rows:,} row{'s'[: made.rows != 1]}"
    show(f"{verb} {safe(file.name)}: {rows}, hash {made.sha256[:12]}")
    show(f"  {made.opened:,} new, {made.changed:,} changed, {made.same:,} as they were")
    if dry_run:
        show("  nothing was changed; without --dry-run it is imported")


def write_template_of(workspace: Workspace, register: str, file: Path, language: Language) -> None:
    """Write the workbook of a register.

    Raises:
        CrossfootError: there is no such register, or a file of that name.
    """
    _open(workspace)
    from crossfoot.commands.output import safe, show
    from crossfoot.records.register.importing.template import write_template
    from crossfoot.records.register.library import definition_of

    definition = definition_of(register)
    if file.exists():
        raise CrossfootError(
            Problem("there is a file of this name", str(file), "", "Choose another name.")
        )
    write_template(definition, file, language)
    show(f"[green]Written[/] {safe(file.name)}")


def _open(workspace: Workspace) -> None:
    from crossfoot.records.opening import check_migrated, open_records
    from crossfoot.records.secret_key import FILE_NAME

    if not (workspace.folder / FILE_NAME).is_file():
        remedy = "Run `crossfoot migrate` first."
        raise CrossfootError(
            Problem("the workspace has no records", str(workspace.folder), "", remedy)
        )
    open_records(workspace.folder)
    check_migrated()
