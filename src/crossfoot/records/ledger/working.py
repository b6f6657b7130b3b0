"""The ledger's jobs."""

from __future__ import annotations

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import Actor, CommandLine
from crossfoot.records.counting import filled
from crossfoot.records.jobs.kinds import Kind, Outcome, Progress
from crossfoot.records.jobs.models import Job
from crossfoot.records.ledger.actions.take import ImportBatch
from crossfoot.records.ledger.batches import batch_of
from crossfoot.records.ledger.checking import check_rows, refuse
from crossfoot.records.ledger.joining import COMMAND_LINE, Recovered, reconcile, undo
from crossfoot.records.ledger.meter_rows import settle_estimates
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.ledger.true_ups import waiting
from crossfoot.records.messages import language

_CHECKED = Text(
    "{rows} {rows:row was checked; it|rows were checked; they} can be imported.",
    "已检查 {rows} 行，可以导入。",
)
_REFUSED = Text("Problems: {count}. Nothing was imported.", "问题：{count}。未导入任何数据。")
_IMPORTED = Text("{rows} {rows:row was|rows were} imported.", "已导入 {rows} 行。")
_SETTLED = Text("Estimates reversed by themselves: {count}.", "自动冲销的估算：{count}。")
_WAITING = Text(
    "Estimates for which bills have come: {count}.", "已收到账单、待调整的估算：{count}。"
)


def actor_of(job: Job) -> Actor:
    """For whom a job works; what that person may is looked up anew."""
    if job.by.startswith("user:"):
        user = User.objects.get(pk=int(job.by.removeprefix("user:")))
        return Person(user, job.reference)
    return CommandLine() if job.by == "command line" else Visitor(job.reference)


def _batch(job: Job) -> Batch:
    return batch_of(int(job.subject.removeprefix("batch:")))


def _check(job: Job, progress: Progress) -> Outcome:
    batch = check_rows(_batch(job), actor_of(job), progress)
    address = f"/ledger/{batch.pk}"
    if batch.state == State.CHECKED:
        return Outcome(filled(_CHECKED[language()], rows=f"{batch.rows:,}"), address)
    count = len(batch.problems) + batch.problems_beyond
    return Outcome(filled(_REFUSED[language()], count=f"{count:,}"), address)


def _import(job: Job, progress: Progress) -> Outcome:
    try:
        batch = ImportBatch(_batch(job).pk, progress).do(actor_of(job))
    except CrossfootError as error:
        refuse(_batch(job), error)
        raise
    said = [filled(_IMPORTED[language()], rows=f"{batch.rows:,}")]
    sites = set(batch.totals.order_by().values_list("site", flat=True))
    if not batch.estimated and (done := settle_estimates(actor_of(job), sites)):
        said.append(_SETTLED[language()].format(count=len(done)))
    if not batch.estimated and (left := len(waiting(sites))):
        said.append(_WAITING[language()].format(count=left))
    return Outcome(" ".join(said), f"/ledger/{batch.pk}")


def finish() -> None:
    """Reverse the estimates for which bills had come when a crash came between."""
    settle_estimates(Recovered(COMMAND_LINE))


def _settle_check(job: Job) -> None:
    batch = _batch(job)
    if batch.state == State.CHECKING:
        undo(batch)


def _settle_import(job: Job) -> None:
    """Finished where the workspace's journal has the line, undone where it has not."""
    reconcile()
    batch = _batch(job)
    if batch.state == State.IMPORTING:
        undo(batch)


KINDS = {
    "ledger.check": Kind(Text("Check of a file", "检查文件"), _check, _settle_check),
    "ledger.import": Kind(Text("Import of a file", "导入文件"), _import, _settle_import),
}
