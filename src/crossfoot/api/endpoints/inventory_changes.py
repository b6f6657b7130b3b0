"""What changes the inventory: own factors, runs that are kept, runs that are compared."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.endpoints.jobs import JobOf
from crossfoot.api.files import received
from crossfoot.records.overview.inventory.actions.add_factors import AddFactors
from crossfoot.records.overview.inventory.actions.explain_difference import ExplainDifference
from crossfoot.records.overview.inventory.actions.keep_run import KeepRun

router = Router()


class AddedFactorsOf(Schema):
    """A file of factors that counts from now on."""

    name: str


class NewKeptInventory(Schema):
    """An inventory to be calculated and kept under a name."""

    name: str
    year: int | None = Field(None, description="All years where null.")
    approach: str
    gwp: str
    as_of: date | None = Field(None, description="Only factors published by that day.")


class RunsToCompare(Schema):
    """Two kept inventories, by id or name."""

    base: str
    new: str
    unit: str


@router.post(
    "/inventory/factors", response={201: AddedFactorsOf}, summary="Add factors", auth=RUN_CAMPAIGNS
)
def add_factors(request: HttpRequest, file: File[UploadedFile]) -> Status[AddedFactorsOf]:
    """A CSV file as a form with parts; its factors are used before all others."""
    with received(request, file) as taken:
        made = AddFactors(taken).do(person_of(request))
    return Status(201, AddedFactorsOf(name=made))


@router.post(
    "/inventory/runs/keep", response={202: JobOf}, summary="Keep an inventory", auth=RUN_CAMPAIGNS
)
def keep_run(request: HttpRequest, new: NewKeptInventory) -> Status[JobOf]:
    """A job calculates it; it stays as it is for good."""
    action = KeepRun(new.name, new.year, new.approach, new.gwp, new.as_of)
    return Status(202, JobOf.of(action.do(person_of(request))))


@router.post("/inventory/comparisons", response={202: JobOf}, summary="Compare two runs", auth=READ)
def compare(request: HttpRequest, two: RunsToCompare) -> Status[JobOf]:
    """A job compares them line by line; the pages show what it finds."""
    return Status(
        202, JobOf.of(ExplainDifference(two.base, two.new, two.unit).do(person_of(request)))
    )
