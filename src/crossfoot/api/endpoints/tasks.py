"""What waits for a person, and what is due when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import READ, person_of
from crossfoot.api.endpoints.requests import RequestOf
from crossfoot.api.pages import Page, Which, slice_of
from crossfoot.records.collection.duties import duties
from crossfoot.records.collection.visible import Visible
from crossfoot.records.roles import Duty

router = Router(auth=READ)


class Turn(StrEnum):
    """What is to be done with a request."""

    ENTER = "enter"
    REVIEW = "review"
    APPROVE = "approve"


class DueOf(Schema):
    """The requests of a campaign that are due on a day, of units that the person may read."""

    day: date
    campaign: int
    name: str
    total: int
    done: int
    late: int
    mine: int


@router.get("/tasks", response=Page[RequestOf], summary="What waits for the person")
def tasks(request: HttpRequest, which: Which, turn: Turn) -> Page[RequestOf]:
    """Theirs, and what nobody was given; the first due first."""
    seen = Visible(person_of(request))
    waiting = seen.tasks(Duty(turn.value))
    start = which.after or 0
    shown = list(waiting[start : start + which.limit + 1])
    more = start + which.limit if len(shown) > which.limit else None
    return Page[RequestOf](items=[RequestOf.of(row) for row in shown[: which.limit]], next=more)


@router.get("/duties", response=Page[DueOf], summary="The calendar of duties")
def calendar(request: HttpRequest, which: Which, month: date) -> Page[DueOf]:
    """What is due in the month of a day, by day and campaign."""
    found = duties(Visible(person_of(request)), month.year, month.month)
    shown, more = slice_of(found, which)
    items = [DueOf(**{name: getattr(each, name) for name in DueOf.model_fields}) for each in shown]
    return Page[DueOf](items=items, next=more)
