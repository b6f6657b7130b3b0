"""Keep a file for an entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.actions.add import add_revision, added, check_file, retention
from crossfoot.records.evidence.models import Document
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.register.library import definition_of
from crossfoot.records.register.models import Attached
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.who import standing

_LONGEST = 200
_NO_UNIT = Text(
    "name the site or the entity before a file is added", "请先选择场所或主体再添加文件"
)
_SEALED = Text(
    "files of confidential entries are not kept among the evidence", "保密记录的文件不存入证据库"
)


#: names of files tell of whom they are
_TELLING = frozenset({"title", "file"})


@dataclass(frozen=True)
class KeepFile(Action[Document]):
    """A file that a field of an entry is going to name: a document of the entry's unit.

    Whoever writes the entry may send it, without the duty to enter figures of the unit.

    Attributes:
        file: what was received; it is taken, so that it can be used once.
        register_id: the register.
        unit: code of the unit that the entry belongs to.
        key: of the entry; empty where it is about to be opened.
    """

    verb = "register.keep_file"
    stream = "register"
    file: Received = field(repr=False)
    register_id: str
    unit: str
    key: str = ""

    def check(self, by: Actor) -> None:
        """A register that is not sealed, an entry that the actor reads, a file that can be kept."""
        standing(by).require_acting()
        if definition_of(self.register_id).access.level == "sealed":
            raise CrossfootError(problem(_SEALED))
        if self.key:
            entry_for(by, self.key)
        if not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(problem(_NO_UNIT))
        check_file(self.file)

    def change(self, by: Actor) -> Done[Document]:
        """Put the file in its place."""
        now = timezone.now()
        picture = self.file.name.lower().endswith((".jpg", ".jpeg", ".png", ".heic", ".webp"))
        document = Document.objects.create(
            unit=Unit.objects.get(code=self.unit),
            title=self.file.name[:_LONGEST],
            kind="photo" if picture else "other",
            kept_until=retention(now.date()),
            added_by=by.reference,
            added_at=now,
        )
        revision = add_revision(document, 1, self.file, by)
        Attached.objects.create(document=document.pk, register=self.register_id)
        content = added(document, revision)
        if definition_of(self.register_id).access.level == "personal":
            content = {name: text for name, text in content.items() if name not in _TELLING}
        return Done(document, document.reference, content)
