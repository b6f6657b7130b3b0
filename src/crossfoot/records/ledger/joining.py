"""The two journals made to agree: of the workspace's files, and of the database.

What counts is what the journal of the workspace says. The order of an import is: files in their
place, the line of the workspace's journal, the commit of the database. A crash between the two
leaves a line without a commit; what is said here finishes it, under the name of who had begun it.
Imports and reversals by bare commands, which know no database, are taken over the same way.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import Actor, new_request
from crossfoot.records.evidence.receiving import incoming
from crossfoot.records.jobs.alive import state_of
from crossfoot.records.jobs.models import ENDED
from crossfoot.records.journal.append import queue_up
from crossfoot.records.ledger.actions.take_over import TakeOverImport, TakeOverReversal
from crossfoot.records.ledger.models import OPEN, Batch, State
from crossfoot.records.ledger.staging import clear, file_of
from crossfoot.records.roles import Duty
from crossfoot.workspaces.journal import Entry
from crossfoot.workspaces.workspace import Workspace

COMMAND_LINE = "command line"

#: as long as rows that are made here may take to count
_FRESH = timedelta(minutes=10)


class Recovered(Actor):
    """Who had begun what a crash, or a command without a database, left to be finished."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.origin = "recovery"
        self.request = new_request()

    def may(self, duty: Duty, unit: str = "") -> bool:
        """Yes: it was asked when the work began."""
        return True


def reconcile() -> None:
    """Finish or undo what was interrupted, and take over what bare commands did."""
    workspace = Workspace(Path(settings.WORKSPACE))
    with workspace.changing():
        agree(workspace)
        _let_go()
    _sweep()


def agree(workspace: Workspace) -> None:
    """Make the database say what the workspace's journal says; the caller holds the workspace."""
    standing = {(entry.sha256, entry.sheet): entry for entry in workspace.imported("activity")}
    known = {
        (batch.sha256, batch.sheet): batch
        for batch in Batch.objects.filter(state=State.STANDING.value)
    }
    for key, batch in known.items():
        if key not in standing:
            entry = _reversal(workspace, key)
            TakeOverReversal(batch.pk, entry.at if entry else "").do(
                Recovered(_who(entry)), entry.reason if entry else ""
            )
    for key, entry in standing.items():
        if key not in known:
            begun = _begun(key)
            mapping = json.loads(entry.mapping) if entry.mapping else {}
            TakeOverImport(
                begun.pk if begun else None,
                entry.file,
                entry.sha256,
                entry.sheet,
                mapping,
                entry.at,
            ).do(Recovered(_who(entry)), entry.reason)
    for batch in Batch.objects.filter(state__in=(State.CHECKING, State.IMPORTING)):
        if batch.job is None or state_of(batch.job) in ENDED:
            undo(batch)


def _let_go() -> None:
    """Rows that were made here for a meter, and never came to count: nobody waits for them."""
    long_ago = timezone.now() - _FRESH
    for batch in Batch.objects.filter(meter__isnull=False, state__in=OPEN, at__lt=long_ago):
        batch.state = State.DROPPED.value
        batch.save(update_fields=["state"])
        batch.totals.all().delete()


def undo(batch: Batch) -> None:
    """A batch whose work ended before it was done waits for its sender again."""
    try:
        file_of(batch)
    except CrossfootError:
        batch.state = State.DROPPED.value
    else:
        batch.state = State.RECEIVED.value
    batch.totals.all().delete()
    batch.save(update_fields=["state"])


def _begun(key: tuple[str, str]) -> Batch | None:
    """The batch that was being imported when the process died."""
    sha256, sheet = key
    return Batch.objects.filter(sha256=sha256, sheet=sheet, state=State.IMPORTING.value).first()


def _reversal(workspace: Workspace, key: tuple[str, str]) -> Entry | None:
    lines = [
        entry
        for entry in workspace.entries
        if (entry.sha256, entry.sheet) == key and entry.action == "reverse"
    ]
    return lines[-1] if lines else None


def _who(entry: Entry | None) -> str:
    """Who, as the journal of the database names people; accounts of the machine have no name."""
    return entry.by if entry and entry.by.startswith("user:") else COMMAND_LINE


def _sweep() -> None:
    """Remove what lies of batches that wait for nothing any more.

    Nobody else is writing meanwhile: a batch that is being received has a folder before its row
    is committed.
    """
    with transaction.atomic():
        queue_up()
        names = [path.name.removeprefix("batch-") for path in incoming().glob("batch-*")]
        lying = {int(name) for name in names if name.isdecimal()}
        waiting = set(
            Batch.objects.filter(pk__in=lying)
            .exclude(state__in=(State.STANDING, State.REVERSED, State.DROPPED))
            .values_list("pk", flat=True)
        )
        for number in lying - waiting:
            clear(number)
