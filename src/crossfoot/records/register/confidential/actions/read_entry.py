"""Read a confidential entry: a purpose is registered, and each reading is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import seal
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.actions.write_message import handled
from crossfoot.records.register.confidential.identities import identities
from crossfoot.records.register.confidential.models import Visit
from crossfoot.records.register.confidential.purposes import KINDS, PURPOSES
from crossfoot.records.register.confidential.reading import VISIT, require_purpose
from crossfoot.records.register.models import Entry, Reading
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.who import standing

_NO_PURPOSE = Text("choose for what you read it", "请选择查阅目的")
_NO_REASON = Text("say why you must know who reported", "请说明为何需要知道举报人身份")
_MOST = 400


@dataclass(frozen=True)
class RegisterPurpose(Action[Visit]):
    """Say for what an entry is going to be read; it can be read for half an hour.

    Attributes:
        key: of the entry.
        purpose: a word of `PURPOSES`.
        words: more of it.
    """

    verb = "register.register_purpose"
    stream = "register"
    key: str
    purpose: str
    words: str = field(default="", repr=False)

    def check(self, by: Actor) -> None:
        """Whoever may read the entry."""
        standing(by).require_acting()
        entry_for(by, self.key)
        if self.purpose not in PURPOSES:
            raise CrossfootError(problem(_NO_PURPOSE))

    def change(self, by: Actor) -> Done[Visit]:
        """Register it."""
        entry, now = entry_for(by, self.key), timezone.now()
        words = self.words.strip()[:_MOST]
        visit = Visit.objects.create(
            entry=entry,
            by=by.reference,
            purpose=self.purpose,
            words=seal(words, entry.reference) if words else "",
            begun_at=now,
            until=now + VISIT,
        )
        content = {"purpose": self.purpose, "words": words}
        return Done(visit, entry.reference, content, entry.reference)


@dataclass(frozen=True)
class ReadEntry(Action[Entry]):
    """One reading, written down; a page of a confidential entry begins with it.

    Attributes:
        key: of the entry.
        kind: what of it is read: a word of `KINDS`.
    """

    verb = "register.read"
    stream = "register"
    key: str
    kind: str = "entry"

    def check(self, by: Actor) -> None:
        """Whoever may read the entry, and has registered a purpose."""
        if self.kind not in KINDS:
            raise ValueError(self.kind)
        require_purpose(by, entry_for(by, self.key))

    def change(self, by: Actor) -> Done[Entry]:
        """Write it down."""
        entry = entry_for(by, self.key)
        _written_down(by, entry, self.kind)
        return Done(entry, entry.reference, {"kind": self.kind})


@dataclass(frozen=True)
class ReadIdentity(Action[Mapping[str, str]]):
    """Who reported, by field of the register; told to whoever handles the entry, for a reason.

    Attributes:
        key: of the entry.
        reason: why it must be known.
    """

    verb = "register.read_identity"
    stream = "register"
    key: str
    reason: str = field(repr=False)

    def check(self, by: Actor) -> None:
        """Whoever handles the entry, with a reason."""
        handled(by, self.key)
        if not self.reason.strip():
            raise CrossfootError(problem(_NO_REASON))

    def change(self, by: Actor) -> Done[Mapping[str, str]]:
        """Write it down, and open it."""
        entry = entry_for(by, self.key)
        _written_down(by, entry, "identity")
        content = {"reason": self.reason.strip()[:_MOST]}
        return Done(identities(entry.key), entry.reference, content, entry.reference)


def _written_down(by: Actor, entry: Entry, kind: str) -> Reading:
    visit = require_purpose(by, entry)
    return Reading.objects.create(
        entry=entry,
        by=by.reference,
        at=timezone.now(),
        kind=kind,
        purpose=visit.purpose if visit else "",
        origin=by.origin,
    )
