"""The columns of a file are chosen, and its rows are to be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.starting import start
from crossfoot.records.ledger.batches import batch_of, expect, refuse_again
from crossfoot.records.ledger.heads import Look, is_plain, look, remember
from crossfoot.records.ledger.models import OPEN, State
from crossfoot.records.ledger.staging import rows_of
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.tables.mapping import FIXED, mapped, translation
from crossfoot.tables.schemas import ACTIVITY


@dataclass(frozen=True)
class CheckBatch(Action[Job]):
    """A job checks all rows; the mapping is remembered for files of the same shape.

    Attributes:
        batch: id.
        mapping: column → heading, or "=value"; "column=word" → what a word of the file means; see
            `crossfoot.tables.mapping`.
        sheet: of a workbook; the one that is best understood where empty.
        seen: the head of the file, where the caller has looked at it.
    """

    verb = "ledger.check"
    stream = "ledger"
    batch: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    seen: Look | None = field(default=None, repr=False, compare=False)

    def do(self, by: Actor, reason: str = "") -> Job:
        """The file is looked at first, while nobody waits."""
        seen = self.seen or look(batch_of(self.batch), by, self.sheet)
        return Action.do(replace(self, seen=seen), by, reason)

    def check(self, by: Actor) -> None:
        """Its sender, or whoever enters figures of its unit."""
        batch = batch_of(self.batch)
        by.require(Duty.ENTER, batch.unit.code if batch.unit else "")
        expect(batch, OPEN)
        refuse_again(batch.sha256, self.sheet, batch.name)
        missing = [
            column.title
            for column in ACTIVITY.columns
            if column.required and not self.mapping.get(column.name, "").removeprefix(FIXED).strip()
        ]
        if missing:
            raise CrossfootError.of(
                problem(
                    Text(
                        "nothing is chosen for {en} ({zh})",
                        "未为{zh}（{en}）选择列",
                    ),
                    remedy=Text(
                        "choose the column that gives it, or a value for all rows",
                        "请选择对应的列，或填写适用于所有行的值",
                    ),
                    en=title.en,
                    zh=title.zh,
                )
                for title in missing
            )
        mapped(ACTIVITY, self._mapping())

    def change(self, by: Actor) -> Done[Job]:
        """Keep the choice, and begin the job."""
        batch = batch_of(self.batch)
        mapping = self._mapping()
        seen = self.seen or look(batch, by, self.sheet)
        words = [translation(each["column"], each["text"]) for each in batch.words]
        remember(seen.head.headings, mapping, by, words)
        rows_of(batch).unlink(missing_ok=True)
        batch.totals.all().delete()
        unit = batch.unit.code if batch.unit else ""
        job = start("ledger.check", batch.reference, by, label=batch.name, unit=unit)
        batch.mapping = {} if is_plain(mapping, seen.head) else mapping
        batch.sheet = self.sheet
        batch.state, batch.job = State.CHECKING.value, job
        batch.save(update_fields=["mapping", "sheet", "state", "job"])
        return Done(job, batch.reference, {"sheet": self.sheet, "mapping": mapping})

    def _mapping(self) -> dict[str, str]:
        return {name: value for name, value in self.mapping.items() if value.removeprefix(FIXED)}
