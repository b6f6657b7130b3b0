"""A file of activity rows was sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.ledger.batches import refuse_again
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.ledger.staging import folder
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.roles import Duty
from crossfoot.tables.sniffing import FileKind, kind_of

_WORKBOOKS = (FileKind.XLSX, FileKind.XLS, FileKind.ODS)


@dataclass(frozen=True)
class ReceiveBatch(Action[Batch]):
    """The file waits until its columns are chosen; nothing counts yet.

    Attributes:
        file: what was received; it is taken.
        unit: code of the unit for which it is sent; empty for the whole organisation.
        estimated: its rows are estimates, until bills come.
        meter: id of the meter whose rows were made here; None where a file was sent.
    """

    verb = "ledger.receive"
    stream = "ledger"
    file: Received = field(repr=False)
    unit: str = ""
    estimated: bool = False
    meter: int | None = None

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the unit; the file must be of a kind that is read."""
        by.require(Duty.ENTER, self.unit)
        if self.unit and not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )
        if not self.file.size:
            raise CrossfootError(
                problem(
                    Text("the file is empty", "文件为空"),
                    where=self.file.name,
                    remedy=Text("export or save it again", "请重新导出或保存"),
                )
            )

    def change(self, by: Actor) -> Done[Batch]:
        """Make the batch, and move the file to where it waits."""
        batch = Batch.objects.create(
            state=State.RECEIVED.value,
            name=self.file.name,
            sha256=self.file.sha256,
            size=self.file.size,
            estimated=self.estimated,
            unit=Unit.objects.get(code=self.unit) if self.unit else None,
            meter_id=self.meter,
            by=by.reference,
            at=timezone.now(),
        )
        place = folder(batch) / "file"
        place.mkdir(parents=True, exist_ok=True)
        path = self.file.path.replace(place / self.file.name)
        try:
            if kind_of(path) not in _WORKBOOKS:
                refuse_again(self.file.sha256, "", self.file.name)
        except CrossfootError:
            path.unlink()
            raise
        content = {"file": batch.name, "sha256": batch.sha256, "unit": self.unit}
        return Done(batch, batch.reference, content)
