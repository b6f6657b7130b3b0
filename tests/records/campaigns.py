"""A small campaign and the people in it, as the tests of the collection share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import CommandLine
from crossfoot.records.collection.actions.open_campaign import OpenCampaign
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.actions.steps import Approve, Lock, Review, Submit
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.models import Campaign, Cell, Kind, Request
from crossfoot.records.collection.templates import CampaignTemplate, Line
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from test_organisation import entity

Y2020 = date(2020, 1, 1)
YEAR = Period.year(2024)
TREE = Organisation(
    [
        entity("group", "", kind="group"),
        entity("cells", kind="company"),
        entity("hefei", "cells"),
        entity("yibin", "cells"),
        entity("penang"),
    ]
)
ELECTRICITY, WATER, FATALITIES, HEADCOUNT, ENERGY_TEXT = (
    "energy.electricity.purchased",
    "water.use",
    "safety.fatalities",
    "workforce.headcount",
    "energy.efficiency_targets",
)


def template(*lines: Line, length: str = "year") -> CampaignTemplate:
    return CampaignTemplate(
        "-".join(line.metric for line in lines), Text("Small", "小"), length, lines
    )


SMALL = template(
    Line(ELECTRICITY, kinds=("site",), threshold=Decimal(30)),
    Line(WATER, kinds=("site",), threshold=Decimal(30)),
    Line(FATALITIES, kinds=("site",), required=False),
)


@dataclass
class Crew:
    """Who does what; one person per duty, all of hefei's company but the manager."""

    manager: Person
    owner: Person
    reviewer: Person
    approver: Person


def crew(person: Callable[..., Person]) -> Crew:
    return Crew(
        person(Role.ESG_MANAGER),
        person(Role.DATA_OWNER, "cells"),
        person(Role.REVIEWER, "cells"),
        person(Role.APPROVER, "cells"),
    )


def plant() -> None:
    ImportOrganisation(TREE, Y2020).do(CommandLine())


def opened(
    by: Any,
    units: tuple[str, ...] = ("hefei",),
    period: Period = YEAR,
    asks: CampaignTemplate = SMALL,
    **more: Any,
) -> Campaign:
    return OpenCampaign(asks, Text("Data", "数据"), period, units, date(2025, 2, 1), **more).do(by)


def request(
    topic: str = "energy", unit: str = "hefei", campaign: Campaign | None = None
) -> Request:
    found = Request.objects.select_related("unit", "campaign").filter(topic=topic, unit__code=unit)
    return (found.filter(campaign=campaign) if campaign else found).latest("id")


def cell(request: Request, metric: str = "") -> Cell:
    found = Cell.objects.select_related("current", "approval__entry").filter(request=request)
    return (found.filter(metric=metric) if metric else found).earliest("place")


def put(by: Any, at: Cell, value: str | None = None, **more: Any) -> Cell:
    at.refresh_from_db()
    change = Change(at.pk, more.pop("version", at.version), value, **more)
    SetCells(at.request_id, (change,)).do(by)
    at.refresh_from_db()
    return at


def fill(by: Any, request: Request, value: str = "100") -> None:
    cells = Cell.objects.filter(request=request, outside=False)
    changes = tuple(Change(each.pk, each.version, value) for each in cells)
    SetCells(request.pk, changes).do(by)


def through(people: Crew, request: Request, *, lock: bool = True) -> None:
    Submit((request.pk,)).do(people.owner)
    Review((request.pk,)).do(people.reviewer)
    Approve((request.pk,)).do(people.approver)
    if lock:
        Lock((request.pk,)).do(people.approver)
    request.refresh_from_db()


NONE = Kind.NONE
NOT_APPLICABLE = Kind.NOT_APPLICABLE
