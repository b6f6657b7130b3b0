"""Who did what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from crossfoot.api.bearer import READ_JOURNAL, person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.journal_search import Reader, Sought, entries
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
    content: dict[str, Any] | None = Field(
        description="What was changed; null where it is encrypted and not for this person."
    )
    previous: str
    hash: str

    @classmethod
    def of(cls, row: Entry, reader: Reader) -> EntryOf:
        """An entry, with its values where the person may know them."""
        return cls(
            id=row.pk,
            stream=row.stream,
            number=row.number,
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            reason=row.reason,
            origin=row.origin,
            request=row.request,
            values=row.values,
            content=reader.values(row),
            previous=row.previous,
            hash=row.hash,
        )


class SoughtOf(Schema):
    """What is looked for, as on the page."""

    stream: str = Field("", description="The chain.")
    actor: str = Field("", description='"user:7", or part of a name, or an address.')
    action: str = Field("", description='"collection.submit", or "collection".')
    subject: str = Field("", description='"request:5", or "request".')
    unit: str = Field("", description="Code of the unit that the subject belongs to.")
    first: date | None = Field(None, description="The first day (UTC).")
    last: date | None = Field(None, description="The last day (UTC).")
    request: str = Field("", description="Id that all entries of one request share.")
    text: str = Field("", description="Part of reason, subject, or open values.")


@router.get(
    "/journal", response=Page[EntryOf], summary="The journal, oldest first", auth=READ_JOURNAL
)
def journal(
    request: HttpRequest, which: Which, sought: Annotated[SoughtOf, Query(...)]
) -> Page[EntryOf]:
    """Entries that match, with the salted hashes of their values, as an assurer proves them."""
    person = person_of(request)
    person.require(Duty.READ_JOURNAL)
    found = entries(
        Sought(
            who=_clean(sought.actor),
            verb=_clean(sought.action),
            stream=_clean(sought.stream),
            subject=_clean(sought.subject),
            unit=_clean(sought.unit),
            first=sought.first,
            last=sought.last,
            request=_clean(sought.request),
            text=_clean(sought.text),
        )
    )
    rows, more = piece_of(found, which)
    reader = Reader(person, rows)
    return Page[EntryOf](items=[EntryOf.of(row, reader) for row in rows], next=more)


def _clean(text: str) -> str:
    """Without what PostgreSQL does not take."""
    return text.replace("\0", "")
