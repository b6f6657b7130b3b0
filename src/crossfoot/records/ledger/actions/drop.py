"""A file that was sent is not wanted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.ledger.batches import batch_of, expect
from crossfoot.records.ledger.models import OPEN, Batch, State
from crossfoot.records.ledger.staging import clear
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class DropBatch(Action[Batch]):
    """It never counted; the file is removed.

    Attributes:
        batch: id.
    """

    verb = "ledger.drop"
    stream = "ledger"
    batch: int

    def check(self, by: Actor) -> None:
        """Whoever enters figures of its unit."""
        batch = batch_of(self.batch)
        by.require(Duty.ENTER, batch.unit.code if batch.unit else "")
        expect(batch, OPEN)

    def change(self, by: Actor) -> Done[Batch]:
        """Let go of it."""
        batch = batch_of(self.batch)
        batch.state = State.DROPPED.value
        batch.save(update_fields=["state"])
        batch.totals.all().delete()
        transaction.on_commit(lambda: clear(batch.pk))
        return Done(batch, batch.reference, {"file": batch.name, "sha256": batch.sha256})
