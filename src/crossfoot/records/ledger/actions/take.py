"""Import a batch: its rows count from now on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, CommandLine, Done
from crossfoot.records.jobs.kinds import Progress
from crossfoot.records.ledger.batches import batch_of, expect, refuse_again
from crossfoot.records.ledger.models import Batch, BatchTotal, State
from crossfoot.records.ledger.staging import clear, file_of, rows_of
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.tables.parquet import repeated_rows
from crossfoot.workspaces.durable import keep_copy, sync_folder
from crossfoot.workspaces.imports import held
from crossfoot.workspaces.stored import TableFile, evidence_path, ledger_path
from crossfoot.workspaces.workspace import Workspace


@dataclass(frozen=True)
class ImportBatch(Action[Batch]):
    """Files are put in their place, the workspace's journal names them, the database commits.

    Killed anywhere, the rows count or they do not: see `crossfoot.records.ledger.joining`.

    Attributes:
        batch: id.
        progress: told how much is done; may raise to stop, until the rows count.
    """

    verb = "ledger.import"
    stream = "ledger"
    batch: int
    progress: Progress | None = field(default=None, repr=False, compare=False)

    def do(self, by: Actor, reason: str = "") -> Batch:
        """Do it while holding the workspace.

        Raises:
            CrossfootError: the file counts already, or repeats rows that do; nothing was changed.
        """
        workspace = Workspace(Path(settings.WORKSPACE))
        with held(workspace, dry_run=False):
            self.check(by)
            batch = batch_of(self.batch)
            repeated = list(self._repeated(workspace, batch))
            if repeated:
                raise CrossfootError.of(repeated)
            self._put(workspace, batch)
            batch = super().do(by, reason or batch.reason)
        clear(batch.pk)
        return batch

    def check(self, by: Actor) -> None:
        """Whoever enters figures of all its sites; the rows must have been checked."""
        batch = batch_of(self.batch)
        expect(batch, (State.IMPORTING, State.CHECKED))
        refuse_again(batch.sha256, batch.sheet, batch.name)
        for site in sorted(set(batch.totals.values_list("site", flat=True))):
            by.require(Duty.ENTER, site)

    def change(self, by: Actor) -> Done[Batch]:
        """The line of the workspace's journal is the last thing before the commit."""
        batch = batch_of(self.batch)
        batch.state = State.STANDING.value
        batch.imported_by, batch.imported_at = by.reference, timezone.now()
        batch.save(update_fields=["state", "imported_by", "imported_at"])
        Workspace(Path(settings.WORKSPACE)).journal.append(
            "import",
            "activity",
            file=batch.name,
            sha256=batch.sha256,
            rows=batch.rows,
            reason=batch.reason,
            sheet=batch.sheet,
            mapping=json.dumps(batch.mapping, ensure_ascii=False) if batch.mapping else "",
            by="" if isinstance(by, CommandLine) else by.reference,
        )
        return Done(batch, batch.reference, imported(batch))

    def _put(self, workspace: Workspace, batch: Batch) -> None:
        """Files in their place: until a line names them they are nobody's."""
        file = file_of(batch)
        given = TableFile(file, batch.name, batch.sha256, batch.sheet)
        keep_copy(file, evidence_path(workspace.folder, batch.sha256, file.suffix), batch.sha256)
        target = ledger_path(workspace.folder, given)
        target.parent.mkdir(exist_ok=True)
        rows_of(batch).replace(target)
        sync_folder(target.parent)

    def _repeated(self, workspace: Workspace, batch: Batch) -> Iterator[Problem]:
        """Rows that count already, in a batch that has anything in common with this one."""
        rows = rows_of(batch)
        if not rows.is_file():
            raise CrossfootError(
                problem(
                    Text("the rows were not checked yet", "尚未检查数据行"),
                    where=batch.name,
                    remedy=Text("check the file again", "请重新检查该文件"),
                )
            )
        earlier = list(_alike(batch))
        for done, other in enumerate(earlier):
            if self.progress:
                self.progress(done, len(earlier))
            file = TableFile(Path(other.name), other.name, other.sha256, other.sheet)
            for row, there in repeated_rows(rows, ledger_path(workspace.folder, file)):
                yield problem(
                    Text(
                        "the row stands already in row {there} of {name} (batch {number})",
                        "该行已存在于 {name} 第 {there} 行（批次 {number}）",
                    ),
                    where=f"{batch.name}, row {row}",
                    why=Text("it would count twice", "会被重复计算"),
                    remedy=Text(
                        "remove the row, or reverse the earlier batch",
                        "请删除该行，或冲销先前的批次",
                    ),
                    there=there,
                    name=other.name,
                    number=other.pk,
                )


def _alike(batch: Batch) -> Iterator[Batch]:
    """Batches that count and have rows of a same site, activity and month.

    A bill may say the same days as an estimate: the page of the meter shows both, and the estimate
    is reversed there.
    """
    own = set(batch.totals.values_list("site", "activity", "month"))
    found = BatchTotal.objects.filter(
        batch__state=State.STANDING.value,
        batch__estimated=batch.estimated,
        site__in={site for site, _, _ in own},
        month__in={month for _, _, month in own},
    ).values_list("batch_id", "site", "activity", "month")
    ids = {number for number, *key in found if tuple(key) in own}
    return Batch.objects.filter(pk__in=ids).order_by("pk").iterator()


def imported(batch: Batch) -> dict[str, str]:
    """What the journal says of a batch."""
    return {
        "file": batch.name,
        "sha256": batch.sha256,
        "sheet": batch.sheet,
        "rows": str(batch.rows),
        "estimated": "yes" if batch.estimated else "no",
    }
