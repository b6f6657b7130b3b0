"""The rows of a checked batch are to count."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.starting import start
from crossfoot.records.ledger.batches import batch_of, expect
from crossfoot.records.ledger.models import State
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class AskForImport(Action[Job]):
    """A job imports it; see `take`.

    Attributes:
        batch: id.
        reason: what for, in the person's words; may be empty.
    """

    verb = "ledger.ask"
    stream = "ledger"
    batch: int
    reason: str = ""

    def check(self, by: Actor) -> None:
        """Whoever enters figures of all its sites."""
        batch = batch_of(self.batch)
        expect(batch, (State.CHECKED,))
        for site in sorted(set(batch.totals.values_list("site", flat=True))):
            by.require(Duty.ENTER, site)

    def change(self, by: Actor) -> Done[Job]:
        """Begin the job."""
        batch = batch_of(self.batch)
        unit = batch.unit.code if batch.unit else ""
        job = start("ledger.import", batch.reference, by, label=batch.name, unit=unit)
        batch.state, batch.job = State.IMPORTING.value, job
        batch.reason = self.reason.strip()
        batch.save(update_fields=["state", "job", "reason"])
        return Done(job, batch.reference)
