"""How uncertain the inventory is, for programs: intervals at once, drawn inventories by a job."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from crossfoot.api.bearer import READ, person_of
from crossfoot.api.endpoints.inventory import Asked, opened_part
from crossfoot.api.endpoints.jobs import JobOf
from crossfoot.calculation.lines import tonnes
from crossfoot.calculation.monte_carlo import DRAWS, SEED
from crossfoot.calculation.uncertainty import propagated
from crossfoot.calculation.uncertainty_statements import Statements
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.actions.draw_inventories import DrawInventories
from crossfoot.records.overview.inventory.asked import TOTALS
from crossfoot.records.overview.inventory.simulating import Drawn
from crossfoot.records.overview.inventory.spread import errors_of, in_total
from crossfoot.records.overview.inventory.views import statements

router = Router()


class IntervalOf(Schema):
    """A total with its 95 % interval; what is not stated counts as exact."""

    total: str
    tonnes: Decimal
    lower: Decimal | None
    upper: Decimal | None
    percent: Decimal | None = Field(description="Half width of what is stated.")
    stated_percent: Decimal | None = Field(description="Share of the total that is stated.")


class ErrorOf(Schema):
    """An error that makes the total by market uncertain."""

    of: str = Field(description="quantity or factor.")
    site: str
    activity: str
    factor: str
    half_width: Decimal = Field(description="In tonnes.")
    share: Decimal = Field(description="Of the variance, 0 to 1.")


class UncertaintyOf(Schema):
    """Intervals by error propagation, and the errors that they come from."""

    intervals: list[IntervalOf]
    errors: list[ErrorOf]


class NewDraws(Schema):
    """Inventories to be drawn."""

    unit: str
    year: int
    gwp: str = ""
    approach: str = ""
    draws: int = DRAWS
    seed: int = SEED


@router.get(
    "/inventory/uncertainty", response=UncertaintyOf, summary="Uncertainty of a year", auth=READ
)
def uncertainty(request: HttpRequest, asked: Query[Asked]) -> UncertaintyOf:
    """As the page shows it; nothing is assumed that is not stated."""
    with opened_part(request, asked) as opened:
        known = figures.sources(opened.tables, opened.part)
    stated = statements(Path(settings.WORKSPACE)) or Statements()
    intervals = []
    for name, *_ in TOTALS:
        found = propagated(in_total(known, name), stated).to_json()
        whole = tonnes(sum(each.milligrams for each in in_total(known, name)))
        half = None
        if found["percent"] is not None:
            share = (found["stated_percent"] or Decimal(0)) / 100
            half = abs(whole) * share * found["percent"] / 100
        intervals.append(
            IntervalOf(
                total=name,
                tonnes=whole,
                lower=None if half is None else whole - half,
                upper=None if half is None else whole + half,
                percent=found["percent"],
                stated_percent=found["stated_percent"],
            )
        )
    errors = [
        ErrorOf(
            of=each.of,
            site=each.site,
            activity=each.activity,
            factor=each.factor,
            half_width=each.half_width.scaleb(-9),
            share=each.share,
        )
        for each in errors_of(in_total(known, "total_market"), stated)
    ]
    return UncertaintyOf(intervals=intervals, errors=errors)


@router.post("/inventory/draws", response={202: JobOf}, summary="Draw inventories", auth=READ)
def draw(request: HttpRequest, new: NewDraws) -> Status[JobOf]:
    """A job draws them; the page shows the distribution."""
    asked = Asked(unit=new.unit, year=new.year, gwp=new.gwp, approach=new.approach, month="")
    with opened_part(request, asked) as opened:
        gwp = opened.kept.gwp_sets[opened.part.gwp]
        drawn = Drawn(
            sorted(opened.part.sites), opened.part.year, gwp, opened.approach, new.draws, new.seed
        )
    return Status(202, JobOf.of(DrawInventories(new.unit, drawn).do(person_of(request))))
