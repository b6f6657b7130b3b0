"""The dashboard for programs: the same figures, changes and targets as the page, with lineage."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from crossfoot.api.bearer import READ, person_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Language
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.overview.board import Tile, board_of, periods_of
from crossfoot.records.overview.fresh import Freshness, kept_numbers
from crossfoot.records.overview.gaps import gaps_of
from crossfoot.records.overview.lineage import Node, Reader, lineage_of
from crossfoot.records.overview.store import Numbers
from crossfoot.reports.charts.values import printed

router = Router()


class PastOf(Schema):
    """The value of an earlier period."""

    start: date
    end: date
    value: Decimal | None


class TargetOf(Schema):
    """A target, and how the value stands to it."""

    title: str
    year: int
    value: Decimal
    planned: Decimal | None = Field(None, description="On the straight way to it, this year.")
    status: str = Field(description="achieved, on_track, behind, or empty.")


class HeadlineOf(Schema):
    """One figure of the dashboard; numbers have all their digits, `printed` those of a report."""

    group: str
    metric: str
    title: str
    value: Decimal | None
    printed: str
    unit: str
    estimated: bool
    waits: str = Field(description="Why there is no value; empty where there is one.")
    before: Decimal | None
    change: Decimal | None = Field(None, description="In percent, or in percentage points.")
    change_in_points: bool
    improved: bool | None
    target: TargetOf | None
    series: list[PastOf]

    @classmethod
    def of(cls, group: str, tile: Tile, said: Language) -> HeadlineOf:
        """From a tile of the page."""
        cell = tile.cell
        return cls(
            group=group,
            metric=tile.metric.id,
            title=tile.title[said],
            value=cell.fact.number if cell else None,
            printed=printed(cell, said) if cell else "",
            unit=tile.unit,
            estimated=bool(cell and cell.fact.estimated),
            waits=tile.waits,
            before=tile.before.fact.number if tile.before else None,
            change=tile.change.value if tile.change else None,
            change_in_points=bool(tile.change and tile.change.points),
            improved=tile.improved,
            target=_target(tile, said),
            series=[
                PastOf(start=period.start, end=period.end, value=past.fact.number if past else None)
                for period, past in zip(tile.periods, tile.cells, strict=True)
            ],
        )


class OverviewOf(Schema):
    """The dashboard of a unit and period."""

    unit: str
    start: date
    end: date
    as_of: datetime | None = Field(description="When the figures were calculated.")
    is_current: bool = Field(description="Nothing has changed since; else newer ones are begun.")
    run: str = Field(description="Id of the calculation.")
    periods: list[str] = Field(description="The periods in which the unit has figures.")
    gaps: dict[str, int] = Field(description="How much is missing, late, or does not foot.")
    headlines: list[HeadlineOf]


class NodeOf(Schema):
    """A value and what it was made of."""

    label: str
    value: str
    unit: str
    rule: str
    source: str
    metric: str
    unit_code: str
    period: str
    dimensions: dict[str, str]
    entry: str = Field(description="The approved entry (entry:40); empty for others.")
    hidden: bool = Field(description="Of a unit that the person may not read.")
    more: int = Field(description="Children that are not listed.")
    children: list[NodeOf]


@router.get("/overview", response=OverviewOf, summary="Dashboard", auth=READ)
def overview(request: HttpRequest, unit: str, period: str = "") -> OverviewOf:
    """Headlines of a unit that the person may read, as the dashboard shows them."""
    person = person_of(request)
    seen(person, unit)
    folder = Path(settings.WORKSPACE)
    with kept_numbers(folder) as (numbers, fresh):
        known = periods_of(numbers, unit) if numbers is not None else []
        asked = period_of(period) if period else _usual(numbers, known)
        shelves = board_of(numbers, folder, unit, asked).shelves if numbers is not None else ()
        said = language()
        return OverviewOf(
            unit=unit,
            start=asked.start,
            end=asked.end,
            **_standing(fresh, numbers),
            periods=[str(each) for each in known],
            gaps=gaps_of(person, numbers, unit).count(asked).here,
            headlines=[
                HeadlineOf.of(shelf.id, tile, said) for shelf in shelves for tile in shelf.tiles
            ],
        )


@router.get(
    "/figures/{metric}/{unit}/{period}",
    response=NodeOf,
    summary="Lineage of a figure",
    auth=READ,
)
def lineage(
    request: HttpRequest, metric: str, unit: str, period: str, breakdown: str = ""
) -> NodeOf:
    """What a figure was made of, down to entry, row and factor."""
    units = seen(person_of(request), unit)
    try:
        parts = Dimensions.parse(breakdown)
    except ValueError as error:
        raise MissingError from error
    asked, said = period_of(period), language()
    with kept_numbers(Path(settings.WORKSPACE)) as (numbers, _):
        if numbers is None:
            raise MissingError
        tree = organisation_on(timezone.now().date())
        names = {entity.id: entity.name[said] for entity in tree}
        reader = Reader(units, names, said)
        found = lineage_of(numbers, metric, unit, asked, parts, reader)
    if found is None:
        raise MissingError
    return _node(found.root)


def seen(person: Person, unit: str) -> frozenset[str]:
    """The units that a person may read; the one asked for is among them.

    Raises:
        MissingError: it is not, or there is none; who may not read it knows nothing of it.
    """
    units = units_of(person)
    if unit not in units:
        raise MissingError
    return units


def period_of(text: str) -> Period:
    """A period as an address has it.

    Raises:
        MissingError: it is none.
    """
    try:
        found = Period.parse(text.replace("~", "/"))
        found.previous()
    except (ValueError, OverflowError) as error:
        raise MissingError from error
    return found


def _usual(numbers: Numbers | None, known: list[Period]) -> Period:
    """The reporting year, where there is one."""
    if numbers is not None:
        return Period.year(numbers.said("year"))
    return known[-1] if known else Period.year(timezone.now().year)


def _standing(fresh: Freshness, numbers: Numbers | None) -> dict[str, Any]:
    return {
        "as_of": fresh.as_of,
        "is_current": fresh.is_current,
        "run": numbers.said("run") if numbers is not None else "",
    }


def _target(tile: Tile, said: Language) -> TargetOf | None:
    line = tile.target
    if line is None:
        return None
    return TargetOf(
        title=line.title[said],
        year=line.target.year,
        value=line.target.value,
        planned=line.planned,
        status=line.status,
    )


def _node(node: Node) -> NodeOf:
    fact = node.fact
    return NodeOf(
        label=node.label,
        value=node.value,
        unit=node.unit,
        rule=node.rule,
        source=node.source,
        metric=fact.metric if fact else "",
        unit_code=fact.entity if fact else "",
        period=str(fact.period) if fact else "",
        dimensions=dict(fact.dimensions) if fact else {},
        entry=f"entry:{node.signed.entry}" if node.signed else "",
        hidden=node.hidden,
        more=node.more,
        children=[_node(child) for child in node.children],
    )
