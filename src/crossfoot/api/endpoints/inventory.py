"""The greenhouse-gas inventory for programs: the same sums and lines as the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from crossfoot.api.bearer import READ, person_of
from crossfoot.api.endpoints.overview import seen
from crossfoot.api.problems import MissingError
from crossfoot.calculation.lines import tonnes
from crossfoot.records.overview.fresh import kept_numbers
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.gaps import left_out
from crossfoot.records.overview.inventory.kept import Kept, Tables, open_kept
from crossfoot.records.overview.inventory.lines import count_lines, document_of
from crossfoot.records.overview.inventory.lines import lines as lines_of
from crossfoot.records.roles import Duty
from crossfoot.runs.kept import kept_runs

router = Router()

_MOST = 1000


class InventoryOf(Schema):
    """Totals of a unit and year, in tonnes of CO2e; scope 2 by both methods, never added."""

    unit: str
    year: int
    gwp: str
    approach: str
    as_of: datetime = Field(description="When it was calculated.")
    years: list[int]
    scope1: Decimal
    scope2_location: Decimal
    scope2_market: Decimal
    scope3: Decimal
    total_location: Decimal
    total_market: Decimal
    outside_scopes: dict[str, Decimal] = Field(description="Mass of each gas, in tonnes of it.")
    unresolved: int = Field(description="Rows of these sites that are in no total.")


class InventoryPartOf(Schema):
    """A part of a sum; all parts add up to it."""

    name: str
    milligrams: int
    tonnes: Decimal


class InventorySumOf(Schema):
    """A sum, split by a level."""

    milligrams: int
    tonnes: Decimal
    parts: list[InventoryPartOf]


class InventoryLineOf(Schema):
    """A row of activity data, or the part of it that is asked for."""

    file: str
    row: int
    site: str
    activity: str
    quantity: str = Field(description="Of the whole row, as entered.")
    unit: str
    start: date
    end: date
    factor: str
    factor_source: str
    milligrams: int


class InventoryLinesOf(Schema):
    """Lines of a sum, the largest first."""

    count: int
    milligrams: int = Field(description="The sum of all of them.")
    items: list[InventoryLineOf]


class UnresolvedRowsOf(Schema):
    """Rows of one site and activity without a factor."""

    site: str
    activity: str
    unit: str
    kind: str = Field(description="factor, unit, site or instrument.")
    reason: str
    count: int
    file: str
    row: int


class KeptInventoryOf(Schema):
    """An inventory that was kept under a name."""

    id: str
    names: list[str]
    kept: datetime
    gwp: str
    approach: str
    year: int | None


Level = Literal["scope", "category", "site", "month"]


class Asked(Schema):
    """Which part of the inventory."""

    unit: str
    year: int = Field(0, ge=0, le=2999, description="Else the reporting year.")
    gwp: str = Field("", description="AR4, AR5, AR6; else that of the report.")
    approach: str = Field("", description="Else that of the settings.")
    method: Literal["location", "market"] = "location"
    scope: str = ""
    category: str = ""
    site: str = ""
    month: str = Field("", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")


@dataclass(frozen=True)
class Opened:
    """The kept inventory, open, and the part that is asked for."""

    kept: Kept
    tables: Tables
    part: Selection
    approach: str


@contextmanager
def opened_part(request: HttpRequest, asked: Asked) -> Iterator[Opened]:
    """The part that is asked for.

    Raises:
        MissingError: there is no inventory yet, or no such unit, set, approach, or site.
    """
    person = person_of(request)
    readable = seen(person, asked.unit)
    folder = Path(settings.WORKSPACE)
    with ExitStack() as open_ones:
        open_ones.enter_context(kept_numbers(folder))  # begins newer ones where it is out of date
        kept = open_kept(folder)
        if kept is None or kept.is_empty:
            raise MissingError
        approach, gwp = asked.approach or kept.approaches[0], asked.gwp or kept.gwp_sets[0]
        sites = kept.below(asked.unit)
        if not person.may(Duty.READ):
            sites &= readable
        is_known = approach in kept.approaches and gwp in kept.gwp_sets
        if not is_known or (asked.site and asked.site not in sites):
            raise MissingError
        year = asked.year or int(asked.month[:4] or kept.said["year"])
        part = Selection(
            sites,
            year,
            kept.gwp_sets.index(gwp),
            *(asked.method, asked.scope, asked.category, asked.site, asked.month),
        )
        yield Opened(kept, open_ones.enter_context(kept.opened(approach)), part, approach)


def _tonnes(name: str, milligrams: int) -> InventoryPartOf:
    return InventoryPartOf(name=name, milligrams=milligrams, tonnes=tonnes(milligrams))


@router.get("/inventory", response=InventoryOf, summary="Inventory of a year", auth=READ)
def inventory(request: HttpRequest, asked: Query[Asked]) -> InventoryOf:
    """Totals of a unit that the person may read, as the page shows them."""
    with opened_part(request, asked) as opened:
        kept, tables, part = opened.kept, opened.tables, opened.part
        sums = figures.totals(tables, part)
        outside = figures.by_gas(tables, part, outside=True)
        rows = left_out(kept, part.sites, part.year, unknown=False)
        return InventoryOf(
            unit=asked.unit,
            year=part.year,
            gwp=kept.gwp_sets[part.gwp],
            approach=opened.approach,
            as_of=datetime.fromisoformat(kept.said["as_of"]),
            years=tables.years,
            **{name: tonnes(mass) for name, mass in sums.items()},
            outside_scopes={gas: tonnes(mass) for gas, mass, _ in outside},
            unresolved=sum(each.count for each in rows),
        )


@router.get("/inventory/parts", response=InventorySumOf, summary="A sum and its parts", auth=READ)
def parts(request: HttpRequest, asked: Query[Asked], by: Level = "scope") -> InventorySumOf:
    """A part of the inventory, split by scope, category, site or month."""
    with opened_part(request, asked) as opened:
        found = figures.parts(opened.tables, opened.part, by)
        whole = figures.total(opened.tables, opened.part)
        return InventorySumOf(
            milligrams=whole,
            tonnes=tonnes(whole),
            parts=[_tonnes(each.name, each.milligrams) for each in found],
        )


@router.get("/inventory/lines", response=InventoryLinesOf, summary="Lines of a sum", auth=READ)
def lines(
    request: HttpRequest, asked: Query[Asked], start: int = 0, limit: int = 100
) -> InventoryLinesOf:
    """The lines that a part of the inventory is the sum of."""
    with opened_part(request, asked) as opened:
        tables, files = opened.tables, opened.kept.said["files"]
        some = lines_of(tables, opened.part, max(start, 0), min(max(limit, 1), _MOST))
        return InventoryLinesOf(
            count=count_lines(tables, opened.part),
            milligrams=figures.total(tables, opened.part),
            items=[
                InventoryLineOf(
                    file=document_of(files, each.document)["name"],
                    row=each.row,
                    site=each.site,
                    activity=each.activity,
                    quantity=each.entered,
                    unit=each.unit,
                    start=each.start,
                    end=each.end,
                    factor=tables.factors[each.factor]["id"],
                    factor_source=tables.factors[each.factor]["source"],
                    milligrams=each.milligrams,
                )
                for each in some
            ],
        )


@router.get(
    "/inventory/unresolved", response=list[UnresolvedRowsOf], summary="Rows in no total", auth=READ
)
def unresolved(request: HttpRequest, asked: Query[Asked]) -> list[UnresolvedRowsOf]:
    """Rows without a factor, many of a kind together."""
    with opened_part(request, asked) as opened:
        files = opened.kept.said["files"]
        return [
            UnresolvedRowsOf(
                site=each.site,
                activity=each.activity,
                unit=each.unit,
                kind=each.kind,
                reason=each.reason,
                count=each.count,
                file=document_of(files, each.document)["name"],
                row=each.row,
            )
            for each in left_out(opened.kept, opened.part.sites, opened.part.year, unknown=False)
        ]


@router.get(
    "/inventory/runs", response=list[KeptInventoryOf], summary="Kept inventories", auth=READ
)
def runs(request: HttpRequest) -> list[KeptInventoryOf]:
    """Inventories that were kept under a name, the earliest first."""
    person_of(request).require_somewhere(Duty.READ)
    return [
        KeptInventoryOf(
            id=each.id,
            names=list(each.names),
            kept=datetime.fromisoformat(each.content["kept"]),
            gwp=each.content["gwp"],
            approach=each.content["approach"],
            year=each.content["year"],
        )
        for each in kept_runs(Path(settings.WORKSPACE))
    ]
