"""Adding to the journal: one entry, at the end of its stream, inside the caller's transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from crossfoot.records.journal.hashes import (
    NOTHING_BEFORE,
    canonical,
    entry_hash,
    head_hash,
    value_hash,
)
from crossfoot.records.journal.keys import Keyring, seal
from crossfoot.records.journal.models import Entry, Head, Tip

#: number of PostgreSQL's advisory lock: the letters of "crossfoot" by telephone
_LOCK = 276773668


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be written.

    Attributes:
        stream, action, subject, actor, origin, request, reason: as `Entry` has them.
        content: the values that were changed, as JSON can hold them.
        key: name of the record whose key encrypts the content; empty where it is open.
    """

    stream: str
    action: str
    subject: str
    actor: str
    origin: str
    request: str
    reason: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def append(line: Line) -> Entry:
    """Add an entry; it counts when the caller's transaction does.

    Writers queue up: on SQLite the transaction itself holds the file, on PostgreSQL a lock lasts
    to its end.

    Raises:
        RuntimeError: there is no transaction around it.
    """
    if not connection.in_atomic_block:
        message = "the journal is written in the transaction of the change"
        raise RuntimeError(message)
    queue_up()
    before = Entry.objects.order_by("-id").first()
    at = max(timezone.now(), before.at) if before else timezone.now()
    _close_day(before, at)
    tip = Tip.objects.filter(stream=line.stream).first()
    salt = secrets.token_hex(32)
    content = canonical({"salt": salt, "values": line.content})
    entry = Entry(
        stream=line.stream,
        number=tip.number + 1 if tip else 1,
        at=at,
        actor=line.actor,
        action=line.action,
        subject=line.subject,
        reason=line.reason,
        origin=line.origin,
        request=line.request,
        values={name: value_hash(salt, name, value) for name, value in line.content.items()},
        content=seal(content, line.key) if line.key else content,
        key=line.key,
        previous=tip.hash if tip else NOTHING_BEFORE,
    )
    entry.hash = entry_hash(entry)
    entry.save()
    Tip.objects.update_or_create(
        stream=line.stream, defaults={"number": entry.number, "hash": entry.hash}
    )
    return entry


def content_of(entry: Entry, keys: Keyring | None = None) -> dict[str, Any]:
    """The values of an entry.

    Args:
        entry: the entry.
        keys: the keys of several entries, where several are read.

    Raises:
        ForgottenError: they were forgotten.
        AlteredError: they are not what was written.
        CrossfootError: they are encrypted and there is no master key.
    """
    values: dict[str, Any] = json.loads(text_of(entry, keys or Keyring()))["values"]
    return values


def text_of(entry: Entry, keys: Keyring) -> str:
    """Values and salt of an entry as they were written; raises as `content_of` does."""
    return keys.unseal(entry.content, entry.key) if entry.key else entry.content


def tips() -> dict[str, list[Any]]:
    """Number and hash of the last entry of each stream."""
    return {tip.stream: [tip.number, tip.hash] for tip in Tip.objects.all()}


def queue_up() -> None:
    """Wait until no other transaction is writing to the journal, and keep others out."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _close_day(before: Entry | None, at: datetime) -> None:
    """Write the head of the last day that has entries, when the first of a later day comes."""
    if before is None:
        return
    day = before.at.astimezone(UTC).date()
    if day >= at.astimezone(UTC).date():
        return
    last = Head.objects.order_by("-day").first()
    previous = last.hash if last else NOTHING_BEFORE
    reached = tips()
    Head.objects.create(
        day=day, tips=reached, previous=previous, hash=head_hash(day, reached, previous)
    )
