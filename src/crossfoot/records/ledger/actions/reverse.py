"""Reverse a batch: its rows count no more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, CommandLine, Done
from crossfoot.records.ledger.actions.take import imported
from crossfoot.records.ledger.batches import batch_of, expect
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.workspaces.workspace import Workspace


@dataclass(frozen=True)
class ReverseBatch(Action[Batch]):
    """Nothing is edited and nothing deleted: the rows stay to be seen, and count no more.

    Attributes:
        batch: id.
        reason: why; an assurer reads it.
    """

    verb = "ledger.reverse"
    stream = "ledger"
    batch: int
    reason: str = ""

    def do(self, by: Actor, reason: str = "") -> Batch:
        """Do it while holding the workspace."""
        with Workspace(Path(settings.WORKSPACE)).changing():
            return super().do(by, reason or self.reason.strip())

    def check(self, by: Actor) -> None:
        """Whoever enters figures of all its sites, with a reason."""
        batch = batch_of(self.batch)
        expect(batch, (State.STANDING,))
        for site in sorted(set(batch.totals.values_list("site", flat=True))):
            by.require(Duty.ENTER, site)
        if not self.reason.strip():
            raise CrossfootError(
                problem(
                    Text("a reversal needs a reason", "冲销需要说明原因"),
                    why=Text("an assurer will ask for it", "鉴证人员会询问"),
                    remedy=Text("write what was wrong", "请填写错误所在"),
                )
            )

    def change(self, by: Actor) -> Done[Batch]:
        """The line of the workspace's journal is the last thing before the commit."""
        batch = batch_of(self.batch)
        batch.state, batch.reversal = State.REVERSED.value, self.reason.strip()
        batch.reversed_by, batch.reversed_at = by.reference, timezone.now()
        batch.save(update_fields=["state", "reversal", "reversed_by", "reversed_at"])
        Workspace(Path(settings.WORKSPACE)).journal.append(
            "reverse",
            "activity",
            file=batch.name,
            sha256=batch.sha256,
            rows=batch.rows,
            reason=batch.reversal,
            sheet=batch.sheet,
            by="" if isinstance(by, CommandLine) else by.reference,
        )
        return Done(batch, batch.reference, imported(batch))
