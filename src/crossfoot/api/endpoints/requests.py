"""Requests of campaigns: their cells, entering figures, and the steps to approval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from crossfoot.api.bearer import ENTER, READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.endpoints.campaigns import readable
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.records.collection.actions.assign import Assign
from crossfoot.records.collection.actions.comment import AddComment
from crossfoot.records.collection.actions.move import MoveRequests
from crossfoot.records.collection.actions.remind import Remind
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.actions.steps import (
    Approve,
    Lock,
    Reopen,
    Return,
    Review,
    Submit,
)
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.completeness import Line, lines_of
from crossfoot.records.collection.labels import metric_unit
from crossfoot.records.collection.models import Kind, Request
from crossfoot.records.collection.workflow import State, Step

router = Router()

#: the action of each step; all take requests and a reason
STEPS: dict[Step, Callable[..., MoveRequests]] = {
    Step.SUBMIT: Submit,
    Step.REVIEW: Review,
    Step.RETURN: Return,
    Step.APPROVE: Approve,
    Step.LOCK: Lock,
    Step.REOPEN: Reopen,
}


class RequestOf(Schema):
    """What a campaign asks of a unit about a topic."""

    id: int
    campaign: int
    unit: str
    topic: str
    state: State
    due: date
    round: int
    asked: int
    answered: int
    owner: int | None
    reviewer: int | None
    approver: int | None

    @classmethod
    def of(cls, row: Request) -> RequestOf:
        """From a row with its unit."""
        return cls(
            id=row.pk,
            campaign=row.campaign_id,
            unit=row.unit.code,
            topic=row.topic,
            state=State(row.state),
            due=row.due,
            round=row.round,
            asked=row.asked,
            answered=row.answered,
            owner=row.owner_id,
            reviewer=row.reviewer_id,
            approver=row.approver_id,
        )


class CellOf(Schema):
    """A figure that is asked for, with its current version. `value` is in `unit`."""

    id: int
    version: int = Field(description="Send it back with a change.")
    metric: str
    dimensions: dict[str, str]
    start: date
    end: date
    required: bool
    unit: str
    kind: Kind
    value: Decimal | str | None
    qualifier: str
    estimated: bool
    comment: str
    explanation: str
    reason: str
    by: str
    at: datetime | None
    before: Decimal | None = Field(description="The same figure one period earlier.")
    needs_explanation: bool

    @classmethod
    def of(cls, line: Line) -> CellOf:
        """From a cell with what stands beside it."""
        cell, entry = line.cell, line.cell.current
        return cls(
            id=cell.pk,
            version=cell.version,
            metric=cell.metric,
            dimensions=dict(cell.breakdown),
            start=cell.start,
            end=cell.end,
            required=cell.required,
            unit=metric_unit(cell.metric),
            kind=Kind(entry.kind) if entry else Kind.EMPTY,
            value=(entry.value if entry.number else entry.text or None) if entry else None,
            qualifier=entry.qualifier if entry else "",
            estimated=bool(entry and entry.estimated),
            comment=entry.comment if entry else "",
            explanation=entry.explanation if entry else "",
            reason=entry.reason if entry else "",
            by=entry.by if entry else "",
            at=entry.at if entry else None,
            before=line.before,
            needs_explanation=line.needs_explanation,
        )


class CellChange(Schema):
    """The next version of a cell; what is null stays as it is."""

    cell: int
    version: int = Field(ge=0, description="The version that was seen; 0 where it was empty.")
    value: str | None = Field(None, description="As typed; the empty text takes it back.")
    unit: str = Field("", description="Empty for the metric's own.")
    kind: Kind | None = None
    qualifier: str | None = None
    estimated: bool | None = None
    comment: str | None = None
    explanation: str | None = None
    reason: str | None = None


class Changes(Schema):
    """Cells to write: all or none."""

    changes: list[CellChange] = Field(min_length=1, max_length=5000)
    reason: str = ""


class Moved(Schema):
    """A step of requests: all or none."""

    requests: list[int] = Field(min_length=1, max_length=1000)
    why: str = ""


class Assignment(Schema):
    """Who does what, and until when; what is null stays as it is."""

    requests: list[int] = Field(min_length=1, max_length=1000)
    owner: int | None = None
    reviewer: int | None = None
    approver: int | None = None
    due: date | None = None


class Remark(Schema):
    """Words about a request, or about one of its cells."""

    text: str
    cell: int | None = None


class Reminded(Schema):
    """How many people were reminded."""

    reminded: int


@router.get("/requests", response=Page[RequestOf], summary="Requests", auth=READ)
def requests(
    request: HttpRequest,
    which: Which,
    campaign: int | None = None,
    unit: str = "",
    topic: str = "",
    state: State | None = None,
    mine: bool = False,
) -> Page[RequestOf]:
    """Those of units that the person may read; `mine` for those whose owner the person is."""
    person = person_of(request)
    found = Request.objects.select_related("unit").filter(readable(person))
    given = {"campaign": campaign, "unit__code": unit, "topic": topic, "state": state}
    found = found.filter(**{name: value for name, value in given.items() if value})
    rows, more = piece_of(found.filter(owner=person.user) if mine else found, which)
    return Page[RequestOf](items=[RequestOf.of(row) for row in rows], next=more)


@router.get("/requests/{int:request_id}", response=RequestOf, summary="A request", auth=READ)
def one(request: HttpRequest, request_id: int) -> RequestOf:
    """One of them."""
    return RequestOf.of(seen_requests(request, [request_id])[0])


@router.get(
    "/requests/{int:request_id}/cells",
    response=list[CellOf],
    summary="Cells of a request",
    auth=READ,
)
def cells(request: HttpRequest, request_id: int) -> list[CellOf]:
    """In the order of the form, with the figures of the period before."""
    return [CellOf.of(line) for line in lines_of(seen_requests(request, [request_id])[0])]


@router.post(
    "/requests/{int:request_id}/cells",
    response=list[CellOf],
    summary="Enter figures",
    auth=ENTER,
)
def set_cells(request: HttpRequest, request_id: int, body: Changes) -> list[CellOf]:
    """All changes or none. 409 where somebody else changed a cell since it was seen."""
    (found,) = seen_requests(request, [request_id])
    changes = tuple(Change(**each.dict()) for each in body.changes)
    done = SetCells(request_id, changes, via="api").do(person_of(request), body.reason)
    touched = {cell.pk for cell in done}
    return [CellOf.of(line) for line in lines_of(found) if line.cell.pk in touched]


@router.post("/requests/steps/{step}", response=list[RequestOf], summary="Take a step", auth=READ)
def take_step(request: HttpRequest, step: Step, body: Moved) -> list[RequestOf]:
    """Submit, review, return, approve, lock or reopen requests; four eyes are asked for."""
    seen_requests(request, body.requests)
    STEPS[step](tuple(body.requests), why=body.why).do(person_of(request), body.why)
    return [RequestOf.of(row) for row in seen_requests(request, body.requests)]


@router.post("/requests/assign", response=list[RequestOf], summary="Assign requests", auth=READ)
def assign(request: HttpRequest, body: Assignment) -> list[RequestOf]:
    """Give requests to people, or another due date."""
    seen_requests(request, body.requests)
    Assign(
        tuple(body.requests),
        owner=body.owner,
        reviewer=body.reviewer,
        approver=body.approver,
        due=body.due,
    ).do(person_of(request))
    return [RequestOf.of(row) for row in seen_requests(request, body.requests)]


@router.post("/requests/remind", response=Reminded, summary="Remind people", auth=RUN_CAMPAIGNS)
def remind(request: HttpRequest, body: Moved) -> Reminded:
    """Tell those whose turn it is."""
    seen_requests(request, body.requests)
    return Reminded(reminded=Remind(tuple(body.requests)).do(person_of(request)).people)


@router.post(
    "/requests/{int:request_id}/comments", response={201: None}, summary="Comment", auth=READ
)
def comment(request: HttpRequest, request_id: int, body: Remark) -> Status[None]:
    """On the request, or on a cell."""
    seen_requests(request, [request_id])
    AddComment(request_id, body.text, body.cell).do(person_of(request))
    return Status(201, None)


def seen_requests(request: HttpRequest, ids: list[int]) -> list[Request]:
    """The requests that are named; whoever may not read one of them learns nothing of it."""
    found = Request.objects.select_related("unit", "campaign").filter(
        readable(person_of(request)), pk__in=ids
    )
    rows = list(found.order_by("pk"))
    if len(rows) != len(set(ids)) or not rows:
        raise MissingError
    return rows
