"""What the journal of the workspace says and the database does not: see `joining`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.ledger.actions.take import imported
from crossfoot.records.ledger.batches import batch_of
from crossfoot.records.ledger.models import Batch, BatchTotal, State
from crossfoot.tables.ledger_rows import totals
from crossfoot.workspaces.stored import TableFile, evidence_path, ledger_file
from crossfoot.workspaces.workspace import Workspace


@dataclass(frozen=True)
class TakeOverImport(Action[Batch]):
    """A line of the workspace's journal gets its batch.

    Attributes:
        batch: id of the batch that was being imported; None where a bare command did it.
        file, sha256, sheet, mapping, at: as the line has them.
    """

    verb = "ledger.take_over"
    stream = "ledger"
    batch: int | None
    file: str
    sha256: str
    sheet: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    at: str = ""

    def check(self, by: Actor) -> None:
        """It was allowed when it began."""

    def change(self, by: Actor) -> Done[Batch]:
        """The batch stands, with its totals."""
        workspace = Workspace(Path(settings.WORKSPACE))
        kept = evidence_path(workspace.folder, self.sha256, Path(self.file).suffix)
        given = TableFile(kept, self.file, self.sha256, self.sheet, 0, self.mapping)
        rows = ledger_file(workspace.folder, given, workspace.organisation)
        batch = batch_of(self.batch) if self.batch else self._new(by, kept)
        found = totals(rows)
        batch.state = State.STANDING.value
        batch.imported_by, batch.imported_at = by.reference, moment(self.at)
        batch.rows = sum(each.rows for each in found)
        batch.save()
        batch.totals.all().delete()
        BatchTotal.objects.bulk_create(
            [
                BatchTotal(
                    batch=batch,
                    site=each.site,
                    activity=each.activity,
                    unit=each.unit,
                    month=each.month,
                    rows=each.rows,
                    quantity=each.quantity,
                )
                for each in found
            ],
            batch_size=500,
        )
        return Done(batch, batch.reference, imported(batch))

    def _new(self, by: Actor, kept: Path) -> Batch:
        return Batch(
            name=self.file,
            sha256=self.sha256,
            size=kept.stat().st_size if kept.is_file() else 0,
            sheet=self.sheet,
            mapping=dict(self.mapping),
            by=by.reference,
            at=moment(self.at),
        )


@dataclass(frozen=True)
class TakeOverReversal(Action[Batch]):
    """A batch that the workspace's journal has reversed.

    Attributes:
        batch: id.
        at: when, as the line says.
    """

    verb = "ledger.take_over_reversal"
    stream = "ledger"
    batch: int
    at: str = ""

    def check(self, by: Actor) -> None:
        """It was allowed when it began."""

    def do(self, by: Actor, reason: str = "") -> Batch:
        """Do it, and keep the reason with the batch too."""
        batch = super().do(by, reason)
        Batch.objects.filter(pk=batch.pk).update(reversal=reason)
        return batch

    def change(self, by: Actor) -> Done[Batch]:
        """It counts no more."""
        batch = batch_of(self.batch)
        batch.state = State.REVERSED.value
        batch.reversed_by, batch.reversed_at = by.reference, moment(self.at)
        batch.save(update_fields=["state", "reversed_by", "reversed_at"])
        return Done(batch, batch.reference, imported(batch))


def moment(text: str) -> datetime:
    """A moment as the workspace's journal writes it; now where it says none."""
    if not text:
        return timezone.now()
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
