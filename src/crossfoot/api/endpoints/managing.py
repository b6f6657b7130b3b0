"""A campaign that is open: further units, due days, closing; templates as they are written."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.endpoints.ledger_forms import Why
from crossfoot.api.endpoints.requests import RequestOf
from crossfoot.api.problems import MissingError
from crossfoot.records.collection.actions.add_units import AddUnits
from crossfoot.records.collection.actions.close_campaign import CloseCampaign, ReopenCampaign
from crossfoot.records.collection.actions.save_template import (
    RetireTemplate,
    SaveTemplate,
    newest,
)
from crossfoot.records.collection.actions.set_due import SetDue
from crossfoot.records.collection.models import Request, TemplateVersion
from crossfoot.records.collection.stored import text_of
from crossfoot.records.collection.visible import Visible

router = Router()

_ONE = "/campaigns/{int:campaign}"


class MoreUnits(Schema):
    """Units that are to be asked too."""

    units: list[str] = Field(min_length=1, max_length=5000)
    due: date | None = Field(None, description="That of the campaign where null.")


class DueDay(Schema):
    """A new due day."""

    due: date
    requests: list[int] = Field([], description="Of which requests; of all where empty.")


class Counted(Schema):
    """How many requests were changed."""

    requests: int


class TemplateText(Schema):
    """A template as it is written."""

    id: str
    version: int = Field(description="0 where it is a file.")
    text: str = Field(description="YAML.")


class TemplateChange(Schema):
    """The next version of a template."""

    text: str
    seen: int = Field(0, description="The version that was seen; 0 where it was a file, or none.")
    note: str = ""


class TemplateVersionOf(Schema):
    """A version that was kept."""

    version: int
    retired: bool
    note: str
    by: str
    at: datetime
    text: str

    @classmethod
    def of(cls, row: TemplateVersion) -> TemplateVersionOf:
        """From a row."""
        return cls.from_orm(row)


@router.post(
    f"{_ONE}/units", response={201: list[RequestOf]}, summary="Ask more units", auth=RUN_CAMPAIGNS
)
def add_units(request: HttpRequest, campaign: int, more: MoreUnits) -> Status[list[RequestOf]]:
    """What the others are asked, by the template as it was when the campaign was opened."""
    _seen(request, campaign)
    asked = AddUnits(campaign, tuple(more.units), more.due).do(person_of(request))
    rows = Request.objects.filter(pk__in=[each.pk for each in asked]).select_related("unit")
    return Status(201, [RequestOf.of(row) for row in rows])


@router.post(f"{_ONE}/due", response=Counted, summary="Move due days", auth=RUN_CAMPAIGNS)
def set_due(request: HttpRequest, campaign: int, day: DueDay) -> Counted:
    """Of some requests, or of the campaign and all that is not approved yet."""
    _seen(request, campaign)
    moved = SetDue(campaign, day.due, tuple(day.requests)).do(person_of(request))
    return Counted(requests=moved)


@router.post(f"{_ONE}/close", response={204: None}, summary="Close a campaign", auth=RUN_CAMPAIGNS)
def close(request: HttpRequest, campaign: int) -> Status[None]:
    """Once all requests are approved; nothing of it changes from then on."""
    _seen(request, campaign)
    CloseCampaign(campaign).do(person_of(request))
    return Status(204, None)


@router.post(
    f"{_ONE}/reopen", response={204: None}, summary="Reopen a campaign", auth=RUN_CAMPAIGNS
)
def reopen(request: HttpRequest, campaign: int, why: Why) -> Status[None]:
    """With a reason; its requests can then be reopened again."""
    _seen(request, campaign)
    ReopenCampaign(campaign, why.reason).do(person_of(request))
    return Status(204, None)


@router.get("/templates/{template}", response=TemplateText, summary="A template", auth=READ)
def template(request: HttpRequest, template: str) -> TemplateText:
    """As it is written now."""
    text = _text(template)
    return TemplateText(id=template, version=newest(template), text=text)


@router.get(
    "/templates/{template}/versions",
    response=list[TemplateVersionOf],
    summary="Versions of a template",
    auth=READ,
)
def template_versions(request: HttpRequest, template: str) -> list[TemplateVersionOf]:
    """Those that were written here, the first first."""
    found = TemplateVersion.objects.filter(template=template).order_by("version")
    if not found and not text_of(template):
        raise MissingError
    return [TemplateVersionOf.of(row) for row in found]


@router.put(
    "/templates/{template}",
    response=TemplateVersionOf,
    summary="Write a template",
    auth=RUN_CAMPAIGNS,
)
def save_template(request: HttpRequest, template: str, change: TemplateChange) -> TemplateVersionOf:
    """Its next version; campaigns that are open keep theirs."""
    action = SaveTemplate(template, change.text, change.seen, change.note)
    return TemplateVersionOf.of(action.do(person_of(request)))


@router.delete(
    "/templates/{template}",
    response={204: None},
    summary="Offer a template no more",
    auth=RUN_CAMPAIGNS,
)
def retire_template(request: HttpRequest, template: str) -> Status[None]:
    """Its versions stay."""
    RetireTemplate(template).do(person_of(request))
    return Status(204, None)


def _text(template: str) -> str:
    text = "" if "/" in template or "\0" in template else text_of(template)
    if not text:
        raise MissingError
    return text


def _seen(request: HttpRequest, number: int) -> None:
    """One that asks nothing of the units that the person may read is not there."""
    if not Visible(person_of(request)).campaigns.filter(pk=number).exists():
        raise MissingError
