"""One figure: what stands there, what stood there before; and what became of a request."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import cast

from django.http import HttpRequest
from ninja import Field, Router, Schema

from crossfoot.api.bearer import READ
from crossfoot.api.endpoints.requests import CellOf, seen_requests
from crossfoot.api.problems import MissingError
from crossfoot.records.collection.completeness import lines_of
from crossfoot.records.collection.history import Version, events, versions
from crossfoot.records.collection.labels import metric_unit
from crossfoot.records.collection.models import Cell, Kind
from crossfoot.records.messages import language

router = Router(auth=READ)


class VersionOf(Schema):
    """A version of a figure, as somebody entered it; `value` is in the metric's unit."""

    version: int
    subject: str = Field(description="As evidence and the journal name it.")
    kind: Kind
    typed: str
    typed_unit: str
    value: Decimal | str | None
    unit: str
    qualifier: str
    estimated: bool
    comment: str
    explanation: str
    reason: str
    by: str
    name: str
    at: datetime
    via: str
    approved: bool

    @classmethod
    def of(cls, row: Version, unit: str) -> VersionOf:
        """From the room of records."""
        entry = row.entry
        same = ("version", "typed", "typed_unit", "qualifier", "estimated", "comment")
        more = ("explanation", "reason", "by", "at", "via")
        return cls(
            subject=entry.reference,
            kind=Kind(entry.kind),
            value=entry.value if entry.number else entry.text or None,
            unit=unit,
            name=row.who,
            approved=row.approved,
            **{name: getattr(entry, name) for name in (*same, *more)},
        )


class EventOf(Schema):
    """A step that was taken with a request, or a comment on it."""

    at: datetime
    name: str
    step: str
    state: str
    text: str
    cell: int | None


@router.get("/cells/{int:cell}", response=CellOf, summary="A figure")
def one(request: HttpRequest, cell: int) -> CellOf:
    """As it stands, with the figure of the period before."""
    found = _seen(request, cell)
    return next(CellOf.of(line) for line in lines_of(found.request) if line.cell.pk == cell)


@router.get("/cells/{int:cell}/versions", response=list[VersionOf], summary="Versions of a figure")
def history(request: HttpRequest, cell: int) -> list[VersionOf]:
    """The latest first."""
    found = _seen(request, cell)
    unit = metric_unit(found.metric)
    return [VersionOf.of(each, unit) for each in versions(found, language())]


@router.get(
    "/requests/{int:request_id}/history", response=list[EventOf], summary="History of a request"
)
def request_history(request: HttpRequest, request_id: int) -> list[EventOf]:
    """Steps and comments, the latest first."""
    (found,) = seen_requests(request, [request_id])
    return [
        EventOf(
            at=cast(datetime, each.at),
            name=each.who,
            step=each.what,
            state=each.code,
            text=each.text,
            cell=each.about.pk if each.about else None,
        )
        for each in events(found, language())
    ]


def _seen(request: HttpRequest, number: int) -> Cell:
    """The figure; one of a unit that the person may not read is not there."""
    found = Cell.objects.select_related("current", "approval").filter(pk=number).first()
    if found is None:
        raise MissingError
    (found.request,) = seen_requests(request, [found.request_id])
    return found
