"""A campaign whose sheets have months, texts, breakdowns and figures of the period before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from campaigns import ELECTRICITY, HEADCOUNT, Crew, crew, opened, plant, request, template
from crossfoot.records.collection.models import Campaign, Cell, Request
from crossfoot.records.collection.templates import Line

GAS, STEAM = "energy.fuel.natural_gas", "energy.steam.purchased"

ASKED = replace(
    template(
        Line(ELECTRICITY, each="month", kinds=("site",), threshold=Decimal(30)),
        Line(GAS, kinds=("site",), threshold=Decimal(30)),
        Line(STEAM, kinds=("site",), required=False),
        Line("energy.efficiency_targets", kinds=("site",), required=False),
        Line(HEADCOUNT, breakdowns=("gender=female", "gender=male"), kinds=("site",)),
    ),
    id="sheet",
)


def sheet(person: Any, units: tuple[str, ...] = ("hefei",)) -> tuple[Crew, Request]:
    """The people, and the request about energy of hefei."""
    plant()
    people = crew(person)
    campaign = opened(people.manager, units, asks=ASKED)
    before(campaign, GAS, "1000")
    return people, request("energy", "hefei", campaign)


def before(campaign: Campaign, metric: str, value: str) -> None:
    Cell.objects.filter(request__campaign=campaign, metric=metric).update(before=value)


def gas(found: Request) -> Cell:
    return Cell.objects.select_related("current").get(request=found, metric=GAS)


def steam(found: Request) -> Cell:
    return Cell.objects.select_related("current").get(request=found, metric=STEAM)


def months(found: Request) -> list[Cell]:
    cells = Cell.objects.select_related("current").filter(request=found, metric=ELECTRICITY)
    return list(cells.order_by("place"))
