"""The person's own notices."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.records.messages import language
from crossfoot.records.notices.reading import mark_read, notices_of

router = Router()


class NoticeOf(Schema):
    """Something that the person should know."""

    id: int
    kind: str
    subject: str
    address: str
    words: str
    at: datetime
    read_at: datetime | None


class Seen(Schema):
    """Which notices were seen; all where null."""

    ids: list[int] | None = None


class SeenNow(Schema):
    """How many were new."""

    read: int


@router.get("/notices", response=Page[NoticeOf], summary="Notices, oldest first")
def notices(request: HttpRequest, which: Which, unread: bool = False) -> Page[NoticeOf]:
    """The person's own."""
    found = notices_of(person_of(request).user)
    rows, more = piece_of(found.filter(read_at=None) if unread else found, which)
    said = language()
    items = [
        NoticeOf(
            id=row.pk,
            kind=row.kind,
            subject=row.subject,
            address=row.address,
            words=row.said(said),
            at=row.at,
            read_at=row.read_at,
        )
        for row in rows
    ]
    return Page[NoticeOf](items=items, next=more)


@router.post("/notices/read", response=SeenNow, summary="Mark notices as read")
def read(request: HttpRequest, seen: Seen) -> SeenNow:
    """Those that are named, or all."""
    return SeenNow(read=mark_read(person_of(request).user, seen.ids))
