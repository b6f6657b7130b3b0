"""Who did what."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.roles import Duty

router = Router()


class EntryOf(Schema):
    """One change; `hash` covers all of it and the entry before in the stream."""

    id: int
    stream: str
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    origin: str
    request: str
    values: dict[str, str]
    previous: str
    hash: str


@router.get("/journal", response=Page[EntryOf], summary="The journal, oldest first")
def journal(
    request: HttpRequest,
    which: Which,
    stream: str = "",
    actor: str = "",
    action: str = "",
    subject: str = "",
) -> Page[EntryOf]:
    """Entries with the salted hashes of their values, as an assurer proves them."""
    person_of(request).require(Duty.READ_JOURNAL)
    given = {"stream": stream, "actor": actor, "action": action, "subject": subject}
    found = Entry.objects.filter(**{name: value for name, value in given.items() if value})
    rows, more = piece_of(found, which)
    return Page[EntryOf](items=[EntryOf.from_orm(row) for row in rows], next=more)
