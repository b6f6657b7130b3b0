"""Delete the files of a document whose retention is over."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.documents import document_of
from crossfoot.records.evidence.models import Document, File
from crossfoot.records.evidence.queries import uses_of
from crossfoot.records.evidence.store import sweep
from crossfoot.records.evidence.subjects import subjects
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class DeleteEvidence(Action[Document]):
    """The bytes of all revisions are gone; their hashes and the journal stay.

    Bytes that another document has too stay for that one.

    Attributes:
        document: id.
    """

    verb = "evidence.delete"
    stream = "evidence"
    document: int

    def check(self, by: Actor) -> None:
        """A manager of the unit, after the retention, where nothing uses it."""
        document = document_of(self.document, by)
        by.require(Duty.RUN_CAMPAIGNS, document.unit.code)
        used = [use.subject for use in uses_of(document)]
        if used:
            known = subjects(used)
            locked = [each for each in used if each in known and known[each].locked]
            names = [known[each].label if each in known else each for each in (locked or used)]
            said = (
                Text("locked figures rest on it: {names}", "已锁定的数据以其为证：{names}")
                if locked
                else Text("it is used by {names}", "正被使用：{names}")
            )
            raise CrossfootError(
                problem(
                    said,
                    why=Text("their proof would be gone", "其证据将丢失"),
                    remedy=Text(
                        "take it away there first; what proves a locked figure stays",
                        "请先在该处取消关联；已锁定数据的证据须保留",
                    ),
                    names=", ".join(dict.fromkeys(names)),
                )
            )
        if document.kept_until >= timezone.now().date():
            raise CrossfootError(
                problem(
                    Text("it is kept until {day}", "保留至 {day}"),
                    remedy=Text(
                        "delete it after that day, or change the day",
                        "请在该日之后删除，或修改保留期",
                    ),
                    day=document.kept_until,
                )
            )

    def change(self, by: Actor) -> Done[Document]:
        """Let go of the bytes; they are removed after the commit, where nobody else has them."""
        document = document_of(self.document, by)
        hashes = sorted({revision.sha256 for revision in document.revisions.all()})
        document.revisions.update(file=None)
        File.objects.filter(sha256__in=hashes, revisions=None).delete()
        document.deleted_at = timezone.now()
        document.save(update_fields=["deleted_at"])
        transaction.on_commit(lambda: sweep(only=hashes))
        return Done(
            document, document.reference, {"title": document.title, "sha256": ", ".join(hashes)}
        )
