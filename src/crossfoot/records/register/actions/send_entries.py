"""Send a file of entries: a job says what would come of it; then have it imported, or drop it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.jobs.starting import start
from crossfoot.records.messages import language, problem
from crossfoot.records.register.importing.sent import OPEN, clear, folder_of, path_of, sent_by
from crossfoot.records.register.library import active, definition_of
from crossfoot.records.register.models import EntryFile, FileState
from crossfoot.records.register.who import standing

CHECK, IMPORT = "register.check_file", "register.import_file"

_SEALED = Text("entries of sealed registers do not come by file", "保密台账不接受文件导入")
_EMPTY = Text("the file is empty", "文件为空")
_SAVE = Text("export or save it again", "请重新导出或保存")
_NOT_NOW = Text("this file cannot be imported now", "目前不能导入该文件")
_FIRST = Text("it must have been checked without mistakes", "须先检查且无错误")


@dataclass(frozen=True)
class SendEntries(Action[EntryFile]):
    """The file is taken, and a job checks every row; nothing is kept of it in the register yet.

    Attributes:
        file: what was received; it is taken.
        register_id: the register.
    """

    verb = "register.send_entries"
    stream = "register"
    file: Received = field(repr=False)
    register_id: str

    def check(self, by: Actor) -> None:
        """A register that is not sealed, and a file with something in it."""
        standing(by).require_acting()
        if definition_of(self.register_id).access.level == "sealed":
            raise NotAllowedError(problem(_SEALED))
        if not self.file.size:
            raise CrossfootError(problem(_EMPTY, where=self.file.name, remedy=_SAVE))

    def change(self, by: Actor) -> Done[EntryFile]:
        """Keep the file where it waits, and begin the job."""
        made = EntryFile.objects.create(
            register=self.register_id,
            name=self.file.name,
            sha256=self.file.sha256,
            by=by.reference,
            at=timezone.now(),
        )
        folder_of(made).mkdir(parents=True, exist_ok=True)
        self.file.path.replace(folder_of(made) / made.name)
        _begin(CHECK, made, by)
        content = {"register": self.register_id, "sha256": made.sha256}
        return Done(made, made.reference, content)


@dataclass(frozen=True)
class AskForEntries(Action[EntryFile]):
    """A job imports a file that was checked: every row, or none.

    Attributes:
        number: id of the file.
    """

    verb = "register.ask_import"
    stream = "register"
    number: int

    def check(self, by: Actor) -> None:
        """Whoever sent it, when it was checked and nothing was wrong."""
        standing(by).require_acting()
        file = sent_by(by, self.number)
        if file.state != FileState.CHECKED.value:
            raise CrossfootError(problem(_NOT_NOW, why=_FIRST, where=file.name))
        path_of(file)

    def change(self, by: Actor) -> Done[EntryFile]:
        """Begin the job."""
        file = sent_by(by, self.number)
        file.state = FileState.IMPORTING.value
        _begin(IMPORT, file, by)
        return Done(file, file.reference, {"register": file.register})


@dataclass(frozen=True)
class DropEntries(Action[EntryFile]):
    """A file that waits is removed.

    Attributes:
        number: id of the file.
    """

    verb = "register.drop_entries"
    stream = "register"
    number: int

    def check(self, by: Actor) -> None:
        """Whoever sent it, while no job works on it."""
        standing(by).require_acting()
        file = sent_by(by, self.number)
        if file.state not in OPEN:
            raise CrossfootError(problem(_NOT_NOW, where=file.name))

    def change(self, by: Actor) -> Done[EntryFile]:
        """Remove it."""
        file = sent_by(by, self.number)
        clear(file)
        file.state, file.problems = FileState.DROPPED.value, []
        file.save(update_fields=["state", "problems"])
        return Done(file, file.reference, {"register": file.register})


def _begin(kind: str, file: EntryFile, by: Actor) -> None:
    """A job for the sender; others learn the register from it, and no name of a file."""
    label = active()[file.register].title[language()]
    file.job = start(kind, file.reference, by, label=label)
    file.save(update_fields=["state", "job"])
