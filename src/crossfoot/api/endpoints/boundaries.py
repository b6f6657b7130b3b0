"""Which units each metric of a campaign covers."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Router, Schema

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.problems import MissingError
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.boundaries import Boundary, boundaries
from crossfoot.records.collection.models import Campaign
from crossfoot.records.collection.visible import Visible
from crossfoot.records.messages import language

router = Router()

_ALL = "/campaigns/{int:campaign}/boundaries"


class LeftOutOf(Schema):
    """A unit that a metric does not cover, and why."""

    unit: str
    reason: str


class BoundaryOf(Schema):
    """What a metric of a campaign covers, of the units that the person may read."""

    metric: str
    units: list[str] = Field(description="Those that the campaign asks.")
    left_out: list[LeftOutOf]
    note: str = Field(description="The footnote; empty where all are covered.")

    @classmethod
    def of(cls, each: Boundary) -> BoundaryOf:
        """From the room of records."""
        return cls(
            metric=each.metric,
            units=[code for code, _ in each.asked],
            left_out=[LeftOutOf(unit=out.code, reason=out.reason) for out in each.left_out],
            note=each.note,
        )


class BoundaryChange(Schema):
    """A unit leaves the boundary of a metric, or comes back."""

    metric: str
    unit: str
    outside: bool
    reason: str = ""


@router.get(_ALL, response=list[BoundaryOf], summary="Boundaries of a campaign", auth=READ)
def listed(request: HttpRequest, campaign: int) -> list[BoundaryOf]:
    """One for each metric, in the order of the form."""
    seen, found = _seen(request, campaign)
    return [BoundaryOf.of(each) for each in boundaries(seen, found, language())]


@router.post(_ALL, response=list[BoundaryOf], summary="Set a boundary", auth=RUN_CAMPAIGNS)
def set_boundary(request: HttpRequest, campaign: int, change: BoundaryChange) -> list[BoundaryOf]:
    """Leaving a unit out needs a reason; the report prints it as a footnote."""
    seen, found = _seen(request, campaign)
    SetBoundary(campaign, **change.dict()).do(person_of(request), change.reason)
    return [
        BoundaryOf.of(each)
        for each in boundaries(seen, found, language())
        if each.metric == change.metric
    ]


def _seen(request: HttpRequest, number: int) -> tuple[Visible, Campaign]:
    """One that asks nothing of the units that the person may read is not there."""
    seen = Visible(person_of(request))
    found = seen.campaigns.filter(pk=number).first()
    if found is None:
        raise MissingError
    return seen, found
