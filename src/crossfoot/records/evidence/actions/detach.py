"""Take a document away from what it proved."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.documents import document_of
from crossfoot.records.evidence.models import Use
from crossfoot.records.evidence.subjects import subject
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class Detach(Action[Use]):
    """The document proves the subject no more; the journal says that it did.

    Attributes:
        use: id.
    """

    verb = "evidence.detach"
    stream = "evidence"
    use: int

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the subject's unit, unless the subject is locked."""
        use = self._use()
        document_of(use.revision.document_id, by)
        proved = subject(use.subject, by)
        by.require(Duty.ENTER, proved.unit)
        if proved.locked:
            raise CrossfootError(
                problem(
                    Text("{label} is locked", "{label} 已锁定"),
                    why=Text("what proves a locked figure stays", "已锁定数据的证据须保留"),
                    remedy=Text("have it reopened first", "请先申请重新打开"),
                    label=proved.label,
                )
            )

    def change(self, by: Actor) -> Done[Use]:
        """End it."""
        use = self._use()
        use.ended_at, use.ended_by = timezone.now(), by.reference
        use.save(update_fields=["ended_at", "ended_by"])
        content = {"subject": use.subject, "revision": str(use.revision.number), "page": use.page}
        return Done(use, use.revision.document.reference, content)

    def _use(self) -> Use:
        found = (
            Use.objects.filter(pk=self.use, ended_at=None)
            .select_related("revision__document")
            .first()
        )
        if found is None:
            raise CrossfootError(problem(Text("it is not attached", "未关联该证据")))
        return found
