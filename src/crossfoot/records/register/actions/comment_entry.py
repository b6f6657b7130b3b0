"""Say something of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import seal
from crossfoot.records.messages import problem
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Remark
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.who import standing

_EMPTY = Text("the comment is empty", "批注为空")
_WRITE = Text("write what you want to say", "请填写批注内容")
#: registers whose remarks are encrypted
CONFIDENTIAL = ("sealed", "personal")


@dataclass(frozen=True)
class CommentEntry(Action[Remark]):
    """A remark that everybody who reads the entry can read (`remarks.text_of`).

    Attributes:
        key: of the entry.
        text: what is said.
    """

    verb = "register.comment"
    stream = "register"
    key: str
    text: str

    def check(self, by: Actor) -> None:
        """Whoever reads the entry."""
        standing(by).require_acting()
        entry_for(by, self.key)
        if not self.text.strip():
            raise CrossfootError(problem(_EMPTY, remedy=_WRITE))

    def change(self, by: Actor) -> Done[Remark]:
        """Write it."""
        entry = entry_for(by, self.key)
        secret = active()[entry.register].access.level in CONFIDENTIAL
        text = self.text.strip()
        remark = Remark.objects.create(
            entry=entry,
            by=by.reference,
            at=timezone.now(),
            text=seal(text, entry.reference) if secret else text,
        )
        key = entry.reference if secret else ""
        return Done(remark, entry.reference, {"text": text}, key)
