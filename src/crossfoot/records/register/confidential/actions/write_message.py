"""Messages between the one who reported and those who handle the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.journal.keys import seal
from crossfoot.records.messages import problem
from crossfoot.records.notices.telling import tell
from crossfoot.records.register.actions.amend_entry import AmendEntry, may_amend
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.confidential.cleaning import Cleaned, check_number
from crossfoot.records.register.confidential.files import keep_files
from crossfoot.records.register.confidential.mailboxes import open_mailbox
from crossfoot.records.register.confidential.models import Mailbox, Message
from crossfoot.records.register.confidential.reading import require_purpose
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import entry_for
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.who import standing
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import FieldType

LONGEST = 20_000

_EMPTY = Text("the message is empty", "消息为空")
_LONG = Text("the message is longer than {limit} letters", "消息超过 {limit} 字")
_PARTS = Text("send it in parts, or as a file", "请分次发送，或作为文件发送")
_NO_BOX = Text("this entry has no mailbox", "该记录没有信箱")
_OTHERWISE = Text("answer by the way on which it came", "请通过原渠道答复")
_NOT_YOURS = Text("you may read this entry, not answer it", "您只能查看该记录，不能答复")
_NO_CLOCK = Text("nothing of that kind is owed: {kind}", "没有待完成的事项：{kind}")


@dataclass(frozen=True)
class AnswerReport(Action[Message]):
    """The one who reported writes, or sends files, with the receipt code.

    Attributes:
        code: the receipt code.
        text: what is said; may be empty where files come.
        form: the form that was sent, which is taken once.
        files: sent along, cleaned.
    """

    verb = "register.answer_report"
    stream = "register"
    code: str = field(repr=False)
    text: str = field(repr=False)
    form: forms.Form
    files: tuple[Cleaned, ...] = ()

    def check(self, by: Actor) -> None:
        """Whoever has the code, with something to say."""
        open_mailbox(self.code)
        check_text(self.text, empty=bool(self.files))
        check_number(len(self.files))
        forms.check_age(self.form)

    def change(self, by: Actor) -> Done[Message]:
        """Keep it, and tell the person responsible."""
        forms.take(self.form)
        mailbox = open_mailbox(self.code).mailbox
        entry = mailbox.entry
        kept = keep_files(entry, self.files, "")
        message = written(mailbox, self.text.strip(), "")
        if entry.owner.startswith("user:"):
            user = User.objects.get(pk=int(entry.owner.removeprefix("user:")))
            tell(
                user, "register.answered", entry.reference, f"/cases/{entry.key}", what=entry.ref_no
            )
        content = {"text": self.text.strip(), "files": len(kept)}
        return Done(message, entry.reference, content, entry.reference)


@dataclass(frozen=True)
class WriteToReporter(Action[Message]):
    """Who handles an entry writes to the one who reported.

    Attributes:
        key: of the entry.
        text: what is said.
        kind: the clock that is answered with it: its field is filled with today; empty for none.
        files: sent along, cleaned, so that they tell nothing of who handles the entry.
    """

    verb = "register.write_to_reporter"
    stream = "register"
    key: str
    text: str = field(repr=False)
    kind: str = ""
    files: tuple[Cleaned, ...] = field(default=(), repr=False)

    def check(self, by: Actor) -> None:
        """Whoever handles the entry, for a purpose that was registered."""
        entry = handled(by, self.key)
        if not Mailbox.objects.filter(entry=entry).exists():
            raise CrossfootError(problem(_NO_BOX, remedy=_OTHERWISE))
        check_text(self.text, empty=bool(self.files))
        check_number(len(self.files))
        if self.kind and self.kind not in answerable(entry):
            raise CrossfootError(problem(_NO_CLOCK, kind=self.kind))

    def change(self, by: Actor) -> Done[Message]:
        """Keep it, and stop the clock."""
        entry = entry_for(by, self.key)
        if self.kind:
            clock = active()[entry.register].clocks[self.kind]
            today = context_for(entry.unit).now.date()
            AmendEntry(self.key, {clock.stops: today}).change(by)
        message = written(
            Mailbox.objects.get(entry=entry), self.text.strip(), by.reference, self.kind
        )
        kept = keep_files(entry, self.files, by.reference, message)
        content = {"text": self.text.strip(), "kind": self.kind, "files": len(kept)}
        return Done(message, entry.reference, content, entry.reference)


def written(mailbox: Mailbox, text: str, by: str, kind: str = "") -> Message:
    """A message, encrypted."""
    name = mailbox.entry.reference
    return Message.objects.create(
        mailbox=mailbox, by=by, at=timezone.now(), kind=kind, text=seal(text, name)
    )


def answerable(entry: Entry) -> tuple[str, ...]:
    """Clocks that a message can answer: whose field is a day, and empty."""
    definition = active()[entry.register]
    record = record_of(entry, definition)
    return tuple(
        name
        for name, clock in definition.clocks.items()
        if record.value(clock.stops) is None and _is_day(definition, clock.stops)
    )


def handled(by: Actor, key: str) -> Entry:
    """An entry that an actor handles, and has registered a purpose for.

    Raises:
        UnknownEntryError: there is none that the actor may read.
        NotAllowedError: the actor reads it only.
        PurposeNeededError: no purpose was registered.
    """
    standing(by).require_acting()
    entry = entry_for(by, key)
    require_purpose(by, entry)
    definition = active()[entry.register]
    record = record_of(entry, definition)
    if not may_amend(definition, record, acting(by, definition, record, entry.unit)):
        raise NotAllowedError(problem(_NOT_YOURS))
    return entry


def check_text(text: str, *, empty: bool = False) -> None:
    """Go on where something is said, and not too much.

    Raises:
        CrossfootError: nothing is, or too much.
    """
    if not text.strip() and not empty:
        raise CrossfootError(problem(_EMPTY))
    if len(text) > LONGEST:
        raise CrossfootError(problem(_LONG, remedy=_PARTS, limit=LONGEST))


def _is_day(definition: Definition, name: str) -> bool:
    known = definition.field(name)
    return known is not None and known.type is FieldType.DATE
