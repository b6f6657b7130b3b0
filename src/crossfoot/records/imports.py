"""Imports from the command line into a workspace that has records: through the same actions.

Without records the command calls `crossfoot.workspaces.imports`; what that does is taken over by
`crossfoot.records.ledger.joining` when records are made later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import CommandLine
from crossfoot.records.evidence.receiving import received
from crossfoot.records.ledger.actions.drop import DropBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from crossfoot.records.ledger.actions.take import ImportBatch
from crossfoot.records.ledger.checking import check_rows
from crossfoot.records.ledger.joining import reconcile
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.ledger.problems import placed
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.as_of import states
from crossfoot.tables.files import Progress, check_size
from crossfoot.tables.limits import IMPORT
from crossfoot.workspaces import imports
from crossfoot.workspaces.imports import ImportResult
from crossfoot.workspaces.organisation_file import read_organisation
from crossfoot.workspaces.workspace import Workspace


def import_activity(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    reason: str = "",
    sheet: str = "",
    year: int | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Take a file of activity rows into the ledger; as `workspaces.imports` has it.

    Raises:
        CrossfootError: the file cannot be read, counts already, or repeats rows that do.
    """
    reconcile()
    by = CommandLine()
    size = check_size(file, IMPORT)
    batch = ReceiveBatch(received(file, limit=size)).do(by)
    try:
        batch.sheet = sheet
        batch.save(update_fields=["sheet"])
        span = Period.year(year) if year is not None else None
        batch = check_rows(batch, by, progress, span)
        if batch.state == State.REFUSED:
            raise CrossfootError.of(_problems(batch.problems, batch.name, batch.problems_beyond))
        warnings = tuple(_problems(batch.warnings, batch.name))
        if dry_run:
            return ImportResult(batch.rows, batch.sha256, None, warnings=warnings)
        ImportBatch(batch.pk).do(by, reason)
    finally:
        _drop_unless_imported(batch, by)
    entry = Workspace(workspace.folder).imported("activity")[-1]
    return ImportResult(batch.rows, batch.sha256, entry, warnings=warnings)


def import_organisation(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    reason: str = "",
    sheet: str = "",
) -> ImportResult:
    """Take an organisation into the workspace and into the records, or into neither.

    In the records it holds from the first day that the workspace shows; days before stay as they
    were.

    Raises:
        CrossfootError: the file cannot be read, or data belong to an entity it no longer has.
    """
    if dry_run:
        return imports.import_organisation(workspace, file, dry_run=True, sheet=sheet)
    organisation = read_organisation(file, sheet)
    with transaction.atomic():
        ImportOrganisation(organisation, _first_day(workspace)).do(CommandLine(), reason)
        return imports.import_organisation(workspace, file, reason=reason, sheet=sheet)


def take_over_organisation(workspace: Workspace) -> int:
    """Take the organisation that was imported before there were records into them.

    Records that know any unit are left as they are.

    Returns:
        How many units the records know now that they did not know before.
    """
    if states().exists() or not workspace.imported("organisation"):
        return 0
    action = ImportOrganisation(workspace.organisation, _first_day(workspace))
    return len(action.do(CommandLine()).set)


def reverse_activity(workspace: Workspace, sha256: str, reason: str, sheet: str = "") -> str | None:
    """Reverse the batch of the file whose hash begins so; the name of the file.

    Returns:
        None where no batch of activity rows has such a hash, or several have: the caller says so.

    Raises:
        CrossfootError: there is no reason.
    """
    reconcile()
    found = Batch.objects.filter(state=State.STANDING.value, sha256__startswith=sha256)
    if sheet:
        found = found.filter(sheet=sheet)
    if not sha256 or found.count() != 1:
        return None
    batch = ReverseBatch(found.get().pk, reason).do(CommandLine())
    return f"{batch.name}: {batch.rows:,}"


def _first_day(workspace: Workspace) -> date:
    """The first day that the workspace shows."""
    return date(workspace.settings.years[0], 1, 1)


def _problems(rows: Iterable[Mapping[str, str]], name: str, beyond: int = 0) -> Iterable[Problem]:
    yield from (placed(row, name) for row in rows)
    if beyond:
        yield Problem(f"and {beyond} more problems", where=name, remedy="mend the above first")


def _drop_unless_imported(batch: Batch, by: CommandLine) -> None:
    batch.refresh_from_db()
    if batch.state not in (State.STANDING, State.REVERSED):
        Batch.objects.filter(pk=batch.pk).update(state=State.RECEIVED.value)
        DropBatch(batch.pk).do(by)
