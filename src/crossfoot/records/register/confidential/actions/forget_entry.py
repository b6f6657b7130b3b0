"""Forget the content of an entry that has reached its day of deletion."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, CommandLine, Done, NotAllowedError
from crossfoot.records.journal.append import Line, append
from crossfoot.records.journal.keys import forget
from crossfoot.records.journal.models import RecordKey
from crossfoot.records.journal.verify import FORGET
from crossfoot.records.messages import problem
from crossfoot.records.register import projection
from crossfoot.records.register.confidential.models import (
    ConfidentialFile,
    Identity,
    Mailbox,
    Visit,
    identity_key,
)
from crossfoot.records.register.confidential.stubs import stub
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Concern, Entry, Link, Remark
from crossfoot.records.register.stored import opened
from crossfoot.registers.definition import Definition

_DELETED = "deleted_on"
_NOT_YET = Text("it has not reached its day of deletion", "尚未到删除日期")
_BY_TIME = Text("content is deleted by its time limit alone", "内容仅按期限自动删除")


@dataclass(frozen=True)
class ForgetEntry(Action[Entry]):
    """The keys of an entry are deleted, with messages, files, identity, comments and links.

    What stays in clear is what figures are counted from (`stubs`), the states it passed, and who
    read it. The entries of the journal stay in their chain, unreadable.

    Attributes:
        key: of the entry.
    """

    verb = FORGET
    stream = "register"
    key: str

    def check(self, by: Actor) -> None:
        """The clock of the server, once the entry is in its last state."""
        if not isinstance(by, CommandLine):
            raise NotAllowedError(problem(_BY_TIME))
        entry = Entry.objects.get(key=self.key)
        if not is_over(entry, active()[entry.register]):
            raise CrossfootError(problem(_NOT_YET))

    def change(self, by: Actor) -> Done[Entry]:
        """Forget it."""
        entry = Entry.objects.get(key=self.key)
        definition = active()[entry.register]
        apart = identity_key(entry.key)
        _shorten(entry, definition)
        Identity.objects.filter(entry_key=entry.key).delete()
        for table in (Remark, Concern, Link, ConfidentialFile, Mailbox):
            table.objects.filter(entry=entry).delete()
        Visit.objects.filter(entry=entry).exclude(words="").update(words="")
        forget(entry.reference)
        if RecordKey.objects.filter(name=apart).exists():
            forget(apart)
            append(Line(self.stream, FORGET, apart, by.reference, by.origin, by.request))
        projection.keep(entry, definition, context_for(entry.unit))
        return Done(entry, entry.reference)


def is_over(entry: Entry, definition: Definition) -> bool:
    """Whether an entry of a sealed register is in a last state that says it is deleted."""
    return (
        definition.access.level == "sealed"
        and entry.state in definition.finals
        and definition.field(_DELETED) is not None
        and bool(entry.sealed)
    )


def forget_due() -> int:
    """Forget all that has reached its day; how many entries."""
    by = CommandLine()
    by.origin = "timer of the server"
    found = [
        entry
        for definition in active().values()
        if definition.access.level == "sealed"
        for entry in Entry.objects.filter(register=definition.id, state__in=definition.finals)
        if is_over(entry, definition)
    ]
    for entry in found:
        ForgetEntry(entry.key).do(by)
    return len(found)


def _shorten(entry: Entry, definition: Definition) -> None:
    """Leave what is counted, in the entry and in the history of its fields."""
    for change in entry.changes.all():
        sealed = opened(change.sealed, entry.reference)
        before = {**change.before, **sealed.get("before", {})}
        after = {**change.after, **sealed.get("after", {})}
        change.before = dict.fromkeys(before) | stub(definition, before)
        change.after = dict.fromkeys(after) | stub(definition, after)
        change.sealed = ""
        change.save(update_fields=["before", "after", "sealed"])
    content = {**entry.content, **opened(entry.sealed, entry.reference)}
    entry.content, entry.sealed = stub(definition, content), ""
    entry.title = entry.owner = entry.words = ""
    entry.revision += 1
    entry.save()
