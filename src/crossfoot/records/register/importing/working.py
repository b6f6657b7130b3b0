"""The jobs that check and import a file of entries."""

from __future__ import annotations

from django.db import transaction

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import Actor, CommandLine
from crossfoot.records.counting import filled
from crossfoot.records.jobs.kinds import Kind, Outcome, Progress
from crossfoot.records.jobs.models import Job
from crossfoot.records.messages import language
from crossfoot.records.register.actions.import_entries import Imported, ImportEntries
from crossfoot.records.register.actions.send_entries import CHECK, IMPORT
from crossfoot.records.register.importing.sent import clear, path_of
from crossfoot.records.register.models import EntryFile, FileState

_CHECKED = Text(
    "{rows} {rows:row was checked; it|rows were checked; they} can be imported.",
    "已检查 {rows} 行，可以导入。",
)
_REFUSED = Text("Problems: {count}. Nothing was imported.", "问题：{count}。未导入任何数据。")
_IMPORTED = Text("{rows} {rows:row was|rows were} imported.", "已导入 {rows} 行。")


def _actor(job: Job) -> Actor:
    """For whom a job works; what that person may is looked up anew."""
    if job.by.startswith("user:"):
        user = User.objects.get(pk=int(job.by.removeprefix("user:")))
        return Person(user, job.reference)
    return CommandLine() if job.by == "command line" else Visitor(job.reference)


def _file(job: Job) -> EntryFile:
    return EntryFile.objects.get(pk=int(job.subject.rpartition(":")[2]))


def _check(job: Job, progress: Progress) -> Outcome:
    file = _file(job)
    try:
        action = ImportEntries(file.register, path_of(file), file.name, progress)
        made = action.rehearse(_actor(job))
    except CrossfootError as error:
        return _refused(file, error)
    _stands(file, FileState.CHECKED, made)
    return Outcome(filled(_CHECKED[language()], rows=f"{made.rows:,}"), _address(file))


def _import(job: Job, progress: Progress) -> Outcome:
    file = _file(job)
    try:
        with transaction.atomic():  # the entries and that they are there, or neither
            action = ImportEntries(file.register, path_of(file), file.name, progress)
            made = action.do(_actor(job))
            _stands(file, FileState.IMPORTED, made)
    except CrossfootError as error:
        return _refused(file, error)
    clear(file)
    return Outcome(filled(_IMPORTED[language()], rows=f"{made.rows:,}"), _address(file))


def _refused(file: EntryFile, error: CrossfootError) -> Outcome:
    """Everything that is wrong stands with the file: messages of jobs are seen by managers too."""
    EntryFile.objects.filter(pk=file.pk).update(
        state=FileState.REFUSED.value, problems=[_plain(each) for each in error.problems]
    )
    clear(file)  # what is wrong is put right in another file
    count = f"{len(error.problems):,}"
    return Outcome(_REFUSED[language()].format(count=count), _address(file))


def _plain(said: Problem) -> dict[str, str]:
    return {"what": said.what, "where": said.where, "why": said.why, "remedy": said.remedy}


def _stands(file: EntryFile, state: FileState, made: Imported) -> None:
    EntryFile.objects.filter(pk=file.pk).update(
        state=state.value, opened=made.opened, changed=made.changed, same=made.same, problems=[]
    )


def _settle(job: Job) -> None:
    """Stopped, failed or died: the transaction took back all rows; the file can be tried again."""
    back = {
        FileState.CHECKING.value: FileState.REFUSED,
        FileState.IMPORTING.value: FileState.CHECKED,
    }
    file = _file(job)
    if file.state in back:
        EntryFile.objects.filter(pk=file.pk).update(state=back[file.state].value)
        if file.state == FileState.CHECKING.value:
            clear(file)
    elif file.state == FileState.IMPORTED.value:
        clear(file)


def _address(file: EntryFile) -> str:
    return f"/registers/{file.register}/imports/{file.pk}"


KINDS = {
    CHECK: Kind(Text("Check of a file of entries", "检查台账文件"), _check, _settle),
    IMPORT: Kind(Text("Import of a file of entries", "导入台账文件"), _import, _settle),
}
