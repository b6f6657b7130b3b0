"""Campaigns: what is asked, of whom, until when, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.actions.open_campaign import OpenCampaign
from crossfoot.records.collection.models import Campaign
from crossfoot.records.collection.templates import own_templates
from crossfoot.records.collection.workflow import State
from crossfoot.records.known import known_figures
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

router = Router()


class TemplateOf(Schema):
    """What a campaign can be opened from."""

    id: str
    title_en: str
    title_zh: str
    length: str
    metrics: list[str]


class CampaignOf(Schema):
    """A campaign, and how many of the requests that the person may read are in each state."""

    id: int
    name: str
    template: str
    start: date
    end: date
    due: date
    instructions: str
    opened_at: datetime
    requests: dict[State, int]


class NewCampaign(Schema):
    """A campaign to open. The period is one year, quarter or month, as the template says."""

    template: str
    name: str
    start: date
    end: date
    due: date
    units: list[str]
    instructions: str = ""


@router.get("/templates", response=list[TemplateOf], summary="Templates of campaigns", auth=READ)
def templates(request: HttpRequest) -> list[TemplateOf]:
    """Built-in ones, and those of the workspace."""
    person_of(request).require_somewhere(Duty.READ)
    return [
        TemplateOf(
            id=each.id,
            title_en=each.title.en,
            title_zh=each.title.zh,
            length=each.length,
            metrics=list(dict.fromkeys(line.metric for line in each.lines)),
        )
        for each in own_templates().values()
    ]


@router.get("/campaigns", response=Page[CampaignOf], summary="Campaigns", auth=READ)
def campaigns(request: HttpRequest, which: Which) -> Page[CampaignOf]:
    """Those that ask something of a unit that the person may read."""
    rows, more = piece_of(_seen(person_of(request)), which)
    return Page[CampaignOf](items=[_campaign(row) for row in rows], next=more)


@router.get("/campaigns/{int:campaign}", response=CampaignOf, summary="A campaign", auth=READ)
def campaign(request: HttpRequest, campaign: int) -> CampaignOf:
    """One of them."""
    found = _seen(person_of(request)).filter(pk=campaign).first()
    if found is None:
        raise MissingError
    return _campaign(found)


@router.post(
    "/campaigns", response={201: CampaignOf}, summary="Open a campaign", auth=RUN_CAMPAIGNS
)
def open_campaign(request: HttpRequest, new: NewCampaign) -> Status[CampaignOf]:
    """Every unit that is named is asked what the template says."""
    person = person_of(request)
    template = own_templates().get(new.template)
    if template is None:
        raise CrossfootError(
            problem(
                Text("there is no template {id}", "没有模板 {id}"),
                remedy=Text("choose of {ids}", "可选：{ids}"),
                where="template",
                id=repr(new.template),
                ids=", ".join(own_templates()),
            )
        )
    made = OpenCampaign(
        template=template,
        name=new.name,
        period=Period(new.start, new.end),
        units=tuple(new.units),
        due=new.due,
        instructions=new.instructions,
        known=known_figures(new.units, [line.metric for line in template.lines]),
    ).do(person)
    return Status(201, _campaign(_seen(person).get(pk=made.pk)))


def readable(person: Person, path: str = "") -> Q:
    """Requests of units that the person may read, as a condition.

    Args:
        person: who asks.
        path: how the request is reached from what is filtered: "requests__".
    """
    person.require_somewhere(Duty.READ)
    if person.may(Duty.READ):
        return Q()
    codes = person.units(Duty.READ, organisation_on(timezone.now().date()))
    return Q(**{f"{path}unit__code__in": codes})


def _seen(person: Person) -> QuerySet[Campaign]:
    within = readable(person, "requests__")
    counts = {
        f"in_{state.value}": Count(
            "requests", filter=within & Q(requests__state=state.value), distinct=True
        )
        for state in State
    }
    found = Campaign.objects.annotate(**counts)
    return found.filter(within).distinct() if within else found


def _campaign(row: Campaign) -> CampaignOf:
    return CampaignOf(
        id=row.pk,
        name=row.name,
        template=row.template,
        start=row.start,
        end=row.end,
        due=row.due,
        instructions=row.instructions,
        opened_at=row.opened_at,
        requests={state: getattr(row, f"in_{state.value}") for state in State},
    )
