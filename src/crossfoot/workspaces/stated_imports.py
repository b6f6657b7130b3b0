"""Importing what is stated beside the figures: who holds what, who verified what.

The file that was imported last counts, whole; those before are kept as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from crossfoot.workspaces.imports import ImportResult, given_file, held, keep, refuse_again
from crossfoot.workspaces.workspace import Workspace

#: checks a file of a kind; how many rows it has
Check = Callable[[Workspace, Path], int]


def _ownership(workspace: Workspace, file: Path) -> int:
    from crossfoot.workspaces.ownership_file import read_ownership

    return len(read_ownership(file, workspace.tree))


def _verification(workspace: Workspace, file: Path) -> int:
    from crossfoot.calculation.verification import read_verifications

    return len(read_verifications(file, [each.id for each in workspace.organisation]))


KINDS: Mapping[str, Check] = {"ownership": _ownership, "verification": _verification}


def import_stated(
    workspace: Workspace, file: Path, kind: str, *, dry_run: bool = False, reason: str = ""
) -> ImportResult:
    """Take a file of statements in the place of the one before.

    Args:
        workspace: the workspace.
        file: CSV or Excel.
        kind: a key of `KINDS`.
        dry_run: check it only.
        reason: why it replaces another.

    Raises:
        CrossfootError: the file cannot be read, or is the one that counts already.
    """
    given = given_file(file, "")
    with held(workspace, dry_run=dry_run):
        refuse_again(workspace, kind, given)
        rows = KINDS[kind](workspace, file)
        entry = None if dry_run else keep(workspace, kind, given, rows, reason)
    if entry is not None:
        workspace.forget()
    return ImportResult(rows, given.sha256, entry)
