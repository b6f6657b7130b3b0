"""The actions that change a workspace: import a file, reverse an import.

Each checks everything first, then writes files, then appends the journal entry that makes them
count. Stopped at any moment, the workspace is as before or as after.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.selection import FactSet
from crossfoot.workspaces import organisation_file
from crossfoot.workspaces.fact_rows import FactFile
from crossfoot.workspaces.journal import Entry
from crossfoot.workspaces.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do.

    Attributes:
        rows: data rows read.
        sha256: hash of the file.
        entry: the journal entry; None for a trial run.
        corrected: facts that replace an earlier value.
    """

    rows: int
    sha256: str
    entry: Entry | None
    corrected: tuple[Fact, ...] = ()


def import_facts(
    workspace: Workspace, file: Path, *, dry_run: bool = False, reason: str = ""
) -> ImportResult:
    """Take a file of facts into the workspace.

    A value for a key that has one already is a correction and needs a reason.

    Raises:
        CrossfootError: the file cannot be read, was imported before, or corrects without reason.
    """
    digest = _new_file(workspace, file, "facts")
    facts = workspace.read_facts(file, FactFile(file.name, digest))
    corrected = tuple(_corrections(workspace.facts, facts))
    if corrected and not reason:
        raise CrossfootError.of(_unexplained(corrected, file))
    if dry_run:
        return ImportResult(len(facts), digest, None, corrected)
    entry = _keep(workspace, file, digest, "facts", len(facts), reason)
    workspace.take_in(facts)
    return ImportResult(len(facts), digest, entry, corrected)


def import_activity(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    reason: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Take a file of activity rows into the ledger.

    Raises:
        CrossfootError: the file cannot be read, was imported before, or repeats rows of an
            earlier import.
    """
    digest = _new_file(workspace, file, "activity")
    target = _ledger_path(workspace, digest)
    existed = target.exists()
    rows = _validated(workspace, file, target, progress)
    try:
        repeated = _repeated_rows(workspace, target, file)
        if repeated:
            raise CrossfootError.of(repeated)
        entry = None if dry_run else _keep(workspace, file, digest, "activity", rows, reason)
    except BaseException:
        if not existed:
            target.unlink(missing_ok=True)
        raise
    if dry_run and not existed:
        target.unlink(missing_ok=True)
    return ImportResult(rows, digest, entry)


def import_organisation(workspace: Workspace, file: Path, *, dry_run: bool = False) -> ImportResult:
    """Replace the organisation by that of a file; the file before is kept as evidence.

    Raises:
        CrossfootError: the file cannot be read, or facts belong to an entity it no longer has.
    """
    from crossfoot.tables.files import sha256_of

    organisation = organisation_file.read_organisation(file)
    lost = {entity.id for entity in workspace.organisation} - {node.id for node in organisation}
    orphaned = sorted(lost & set(workspace.facts.entities()))
    if orphaned:
        raise CrossfootError(
            Problem(
                f"entities with facts are missing: {', '.join(orphaned)}",
                where=file.name,
                why="their facts would belong to nobody",
                remedy="keep the entities in the file",
            )
        )
    digest = sha256_of(file)
    rows = len(tuple(organisation))
    if dry_run:
        return ImportResult(rows, digest, None)
    entry = _keep(workspace, file, digest, "organisation", rows, "")
    _copy(file, workspace.folder / organisation_file.FILE_NAME)
    return ImportResult(rows, digest, entry)


def reverse(workspace: Workspace, sha256: str, reason: str) -> Entry:
    """Take an imported file out of the calculation; nothing is deleted.

    Args:
        workspace: the workspace.
        sha256: the first characters of the file's hash, as `crossfoot import --list` shows.
        reason: why; it is kept in the journal.

    Raises:
        CrossfootError: no such import, or no reason.
    """
    candidates = [
        entry
        for kind in ("activity", "facts")
        for entry in workspace.imported(kind)
        if entry.sha256.startswith(sha256)
    ]
    if len(candidates) != 1 or not sha256:
        raise CrossfootError(
            Problem(
                f"{len(candidates)} imports have a hash that starts with {sha256!r}",
                remedy="`crossfoot import --list` shows the imports with their hashes",
            )
        )
    if not reason.strip():
        raise CrossfootError(
            Problem("a reversal needs a reason", remedy="add --reason 'what was wrong'")
        )
    found = candidates[0]
    with workspace.journal.writing():
        return workspace.journal.append(
            "reverse",
            found.kind,
            file=found.file,
            sha256=found.sha256,
            rows=found.rows,
            reason=reason,
        )


def ledger_file(workspace: Workspace, source: Path, sha256: str) -> Path:
    """The validated Parquet form of an activity file, made anew where it is missing."""
    target = _ledger_path(workspace, sha256)
    if not target.exists():
        _validated(workspace, source, target, None)
    return target


def _ledger_path(workspace: Workspace, sha256: str) -> Path:
    return workspace.folder / "ledger" / f"{sha256}.parquet"


def _validated(workspace: Workspace, source: Path, target: Path, progress: Progress | None) -> int:
    from crossfoot.tables.parquet import import_to_parquet
    from crossfoot.tables.schemas import ACTIVITY

    target.parent.mkdir(parents=True, exist_ok=True)
    known = {"site": tuple(entity.id for entity in workspace.organisation)}
    return import_to_parquet(source, ACTIVITY, target, progress, known=known).rows


def _new_file(workspace: Workspace, file: Path, kind: str) -> str:
    from crossfoot.tables.files import sha256_of

    if not file.is_file():
        raise CrossfootError(Problem("there is no such file", where=str(file)))
    digest = sha256_of(file)
    for entry in workspace.imported(kind):
        if entry.sha256 == digest:
            raise CrossfootError(
                Problem(
                    f"this file was imported on {entry.at[:10]} as {entry.file!r}",
                    where=file.name,
                    why="its rows would count twice",
                    remedy=f"reverse that import first: crossfoot import --reverse {digest[:12]}",
                )
            )
    return digest


def _corrections(before: FactSet, facts: Iterable[Fact]) -> Iterable[Fact]:
    """Entered values that replace an earlier one; a published value replaces nothing."""
    known = {fact.key for fact in before if fact.basis is Basis.ENTERED}
    return (fact for fact in facts if fact.basis is Basis.ENTERED and fact.key in known)


def _unexplained(corrected: Iterable[Fact], file: Path) -> list[Problem]:
    return [
        Problem(
            f"{fact.key} has a value already",
            where=file.name,
            why="a changed value needs an explanation that an assurer can read",
            remedy="if it is a correction, import with --reason 'why it changed'",
        )
        for fact in corrected
    ]


def _repeated_rows(workspace: Workspace, parquet: Path, file: Path) -> list[Problem]:
    from crossfoot.tables.parquet import repeated_rows

    others = [
        (ledger_file(workspace, workspace.evidence(entry), entry.sha256), entry)
        for entry in workspace.imported("activity")
    ]
    problems = []
    for other, entry in others:
        for row, earlier in repeated_rows(parquet, other):
            problems.append(
                Problem(
                    f"the row stands already in row {earlier} of {entry.file!r}",
                    where=f"{file.name}, row {row}",
                    why="it would count twice",
                    remedy="remove the row, or reverse the earlier import",
                )
            )
    return problems


def _keep(
    workspace: Workspace, file: Path, digest: str, kind: str, rows: int, reason: str
) -> Entry:
    kept = workspace.folder / "evidence" / f"{digest}{file.suffix.lower()}"
    with workspace.journal.writing():
        _copy(file, kept)
        return workspace.journal.append(
            "import", kind, file=file.name, sha256=digest, rows=rows, reason=reason
        )


def _copy(source: Path, target: Path) -> None:
    """Copy so that the target is either whole or absent, even after a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(source, partial)
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    partial.replace(target)
