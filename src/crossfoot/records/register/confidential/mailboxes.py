"""What the one who reported sees with the receipt code: how it stands, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.codes import mailbox_of
from crossfoot.records.register.confidential.files import name_of
from crossfoot.records.register.confidential.models import ConfidentialFile, Mailbox, Message
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.stored import record_of
from crossfoot.registers import dues
from crossfoot.registers.dues import ClockState
from crossfoot.registers.records import day_of

_UNKNOWN = Text("there is no mailbox with this code", "没有与该查询码对应的信箱")
_LOOK = Text(
    "compare it with your receipt; the mailbox of a deleted report is deleted too",
    "请与回执核对；举报删除后信箱一并删除",
)

#: how a report stands, in words that tell nothing of how it is handled
RECEIVED, HANDLED, CLOSED = "received", "handled", "closed"


class UnknownCodeError(CrossfootError):
    """Nobody was given this code."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A clock that runs for the one who reported, such as the acknowledgement.

    Attributes:
        label: what is owed.
        on: the day on which it was given; None while it is owed.
        until: the day by which it is owed; None where it is not.
    """

    label: Text
    on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class SentToReporter:
    """A file that came with a message of those who handle the report.

    Attributes:
        number: id of it.
        name: as it is saved.
        size: in bytes.
    """

    number: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is read.

    Attributes:
        mine: the one who reported wrote it.
        by: who wrote it ("user:7"); empty for the one who reported.
        kind: the clock that it answers; empty for an ordinary one.
        files: that came with it, from those who handle the report.
    """

    mine: bool
    by: str
    kind: str
    at: datetime
    text: str
    files: tuple[SentToReporter, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A mailbox that was opened with its code.

    Attributes:
        mailbox: it.
        title: of the register.
        stands: RECEIVED, HANDLED or CLOSED.
        received_on: when it was reported.
        answers: what is owed to the one who reported.
        said: messages, the oldest first.
        files: names of files that the one who reported sent.
        delete_on: when all of it will be deleted; None where it is not known yet.
    """

    mailbox: Mailbox
    title: Text
    stands: str
    received_on: date
    answers: tuple[Answered, ...]
    said: tuple[Said, ...]
    files: tuple[str, ...]
    delete_on: date | None


def open_mailbox(code: str) -> Opened:
    """The mailbox of a code.

    Raises:
        UnknownCodeError: nobody was given it.
    """
    mailbox = mailbox_of(code)
    if mailbox is None:
        raise UnknownCodeError(problem(_UNKNOWN, remedy=_LOOK))
    return opened(mailbox)


def opened(mailbox: Mailbox) -> Opened:
    """A mailbox as the one who reported sees it."""
    entry = mailbox.entry
    definition = active()[entry.register]
    record, context = record_of(entry, definition), context_for(entry.unit)
    answers = []
    for name, clock in definition.clocks.items():
        on = day_of(record.value(clock.stops))
        state = dues.clock_state(definition, clock, record, context)
        due = dues.of_clock(definition, clock, record, context)
        owed = state in (ClockState.RUNNING, ClockState.OVERDUE)
        if on is not None or owed:
            until = due.deadline.date() if due is not None and on is None else None
            answers.append(Answered(definition.clocks[name].label, on, until))
    stands = HANDLED
    if entry.state == definition.initial:
        stands = RECEIVED
    elif entry.state in definition.closing or entry.state in definition.finals:
        stands = CLOSED
    files = ConfidentialFile.objects.filter(entry=entry, by="").select_related("entry")
    return Opened(
        mailbox,
        definition.title,
        stands,
        record.history[0].at.date(),
        tuple(answers),
        said(mailbox),
        tuple(name_of(each) for each in files),
        day_of(record.value("delete_on")),
    )


def said(mailbox: Mailbox) -> tuple[Said, ...]:
    """The messages of a mailbox, for somebody who may read them."""
    name, keys = mailbox.entry.reference, Keyring()
    files: dict[int | None, list[SentToReporter]] = {}
    for file in ConfidentialFile.objects.filter(message__mailbox=mailbox).select_related("entry"):
        sent = SentToReporter(file.pk, name_of(file), file.size)
        files.setdefault(file.message_id, []).append(sent)
    return tuple(
        Said(
            not each.by,
            each.by,
            each.kind,
            each.at,
            keys.unseal(each.text, name),
            tuple(files.get(each.pk, ())),
        )
        for each in mailbox.messages.all()
    )


def file_for_reporter(code: str, number: int) -> ConfidentialFile | None:
    """A file that was sent to whom a code was given; None of all others.

    Raises:
        UnknownCodeError: nobody was given it.
    """
    mailbox = open_mailbox(code).mailbox
    sent = ConfidentialFile.objects.filter(pk=number, message__mailbox=mailbox)
    return sent.select_related("entry").first()


def waiting(keys: Any) -> frozenset[int]:
    """Of some entries, by their numbers, those whose last message nobody answered yet."""
    last: dict[int, str] = {}
    messages = Message.objects.filter(mailbox__entry__in=keys).order_by("id")
    for entry, by in messages.values_list("mailbox__entry", "by"):
        last[entry] = by
    return frozenset(entry for entry, by in last.items() if not by)
