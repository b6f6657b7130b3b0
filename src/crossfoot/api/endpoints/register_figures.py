"""Figures of registers: counted from entries, approved, restated; with the entries behind them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from crossfoot.api.bearer import READ, Bearer, person_of
from crossfoot.api.endpoints.entry_forms import RegisterRowOf, rows_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.registers import SEALED, open_register_of, period_of, register_of
from crossfoot.records.accounts.person import Person
from crossfoot.records.register.actions.approve_figures import ApproveFigures
from crossfoot.records.register.approvals import changed, entries_behind
from crossfoot.records.register.cells import cells_of, units_below
from crossfoot.records.register.figures import rollup
from crossfoot.records.register.library import active
from crossfoot.records.register.models import ApprovedFigure
from crossfoot.records.register.queries import may_list, units_listed
from crossfoot.records.register.stored import with_history
from crossfoot.records.roles import Duty
from crossfoot.registers.rollups.cells import Cell
from crossfoot.registers.rollups.figures import hidden_cells

router = Router()

#: of people's registers small cells are hidden
_PEOPLE = "personal"


class RegisterCellOf(Schema):
    """A figure, or one member of a breakdown."""

    members: list[str] = Field(description="One per breakdown that was asked for.")
    value: Decimal | None
    qualifier: str
    basis: str
    hidden: bool = Field(description="Too few people stand behind it, or it would tell of them.")


class RegisterFigureOf(Schema):
    """A figure of a unit and period, as it is counted now."""

    metric: str
    unit: str
    start: date
    end: date
    unit_of_measure: str
    by: list[str]
    partial: bool = Field(description="Only units that the person reads are counted.")
    cells: list[RegisterCellOf]


class FigureAsked(Schema):
    """Which figure."""

    metric: str
    period: str = Field(description="2024, 2024-Q2 or 2024-03.")
    unit: str = Field("", description="With all below it; empty for the whole organisation.")
    by: list[str] = Field([], description="Breakdowns of the metric.")


class ApprovedFigureOf(Schema):
    """A figure that somebody approved; a later approval restates it."""

    id: int
    metric: str
    catalogue: str
    dimensions: str
    unit: str
    start: date
    end: date
    by: list[str]
    members: list[str]
    value: str
    qualifier: str
    basis: str
    entries: int = Field(description="How many it counted.")
    revision: int
    restates: int | None
    reason: str
    approved_by: str
    at: datetime
    now: str | None = Field(None, description="As it is counted today, where that was asked.")

    @classmethod
    def of(cls, row: ApprovedFigure, now: str | None = None) -> ApprovedFigureOf:
        """From a row."""
        names = (
            *("metric", "catalogue", "dimensions", "unit", "start", "end", "value"),
            *("qualifier", "basis", "revision", "reason", "at"),
        )
        return cls(
            id=row.pk,
            by=row.dims.split(",") if row.dims else [],
            members=row.key.split("\t") if row.dims else [],
            entries=len(row.entries),
            restates=row.restates_id,
            approved_by=row.by,
            now=now,
            **{name: getattr(row, name) for name in names},
        )


class NewApproval(Schema):
    """Figures that are to count."""

    metric: str
    period: str = Field(description="2024, 2024-Q2 or 2024-03; it must be over.")
    unit: str = ""
    why: str = Field("", description="The reason, where an approved figure is restated.")


class EntriesBehindOf(Schema):
    """The entries that an approved figure counted."""

    items: list[RegisterRowOf]
    others: int = Field(description="How many more the person may not read.")


@router.get(
    "/registers/{register_id}/figures", response=RegisterFigureOf, summary="A figure", auth=READ
)
def figure(request: HttpRequest, register_id: str, asked: Query[FigureAsked]) -> RegisterFigureOf:
    """Counted from the entries of the units that the person reads."""
    person, definition = person_of(request), open_register_of(request, register_id)
    metric = definition.metrics.get(asked.metric)
    if metric is None or not may_list(person, register_id):
        raise MissingError
    period, by = period_of(asked.period), tuple(asked.by)
    below, mine = units_below(asked.unit, period), units_listed(person, definition)
    seen = below if mine is None else mine if below is None else below & mine
    whole = seen == below
    if whole:
        cells = cells_of(asked.metric, period, asked.unit, by)
    else:
        cells = rollup(period, seen, unit=asked.unit).cells(asked.metric, by)
    hidden: frozenset[tuple[str, ...]] = frozenset()
    if by and definition.access.level in (SEALED, _PEOPLE):
        # few are counted by their ids, which the figures above need not tell
        counting = rollup(period, seen, unit=asked.unit, with_ids=True)
        hidden = hidden_cells(counting, asked.metric, by)
    values = cells.values if by else {(): cells.only}
    return RegisterFigureOf(
        metric=asked.metric,
        unit=asked.unit,
        start=period.start,
        end=period.end,
        unit_of_measure=metric.unit,
        by=list(by),
        partial=not whole,
        cells=[_cell(key, cell, key in hidden) for key, cell in sorted(values.items())],
    )


@router.get(
    "/registers/{register_id}/approvals",
    response=Page[ApprovedFigureOf],
    summary="Approved figures",
    auth=READ,
)
def approvals(
    request: HttpRequest, register_id: str, which: Which, metric: str = "", period: str = ""
) -> Page[ApprovedFigureOf]:
    """Of units that the person reads; of sealed registers there is nothing else to read."""
    definition = active().get(register_id)
    if definition is None:
        raise MissingError
    if definition.access.level != SEALED:
        register_of(request, register_id)
    found = ApprovedFigure.objects.filter(register=register_id)
    if not person_of(request).may(Duty.READ):
        found = found.filter(unit__in=_read(person_of(request)))
    if metric:
        found = found.filter(metric=metric)
    if period:
        span = period_of(period)
        found = found.filter(start=span.start, end=span.end)
    rows, more = piece_of(found, which)
    return Page[ApprovedFigureOf](items=[ApprovedFigureOf.of(row) for row in rows], next=more)


@router.post(
    "/register-approvals",
    response={201: list[ApprovedFigureOf]},
    summary="Approve figures",
    auth=Bearer(Duty.APPROVE),
)
def approve(request: HttpRequest, new: NewApproval) -> Status[list[ApprovedFigureOf]]:
    """A metric of a unit and period with its breakdowns; from then on they are facts."""
    if new.metric not in active().metrics:
        raise MissingError
    action = ApproveFigures(new.metric, period_of(new.period), new.unit, new.why)
    made = action.do(person_of(request))
    return Status(201, [ApprovedFigureOf.of(row) for row in made])


@router.get(
    "/registers/{register_id}/restatements",
    response=list[ApprovedFigureOf],
    summary="Approved figures that would be others today",
    auth=Bearer(Duty.APPROVE),
)
def restatements(request: HttpRequest, register_id: str) -> list[ApprovedFigureOf]:
    """Late entries or corrections have changed them; of units whose figures the person approves."""
    if register_id not in active():
        raise MissingError
    person = person_of(request)
    return [
        ApprovedFigureOf.of(each.approved, "" if each.now is None else f"{each.now:f}")
        for each in changed(register_id)
        if person.may(Duty.APPROVE, each.approved.unit)
    ]


@router.get(
    "/register-approvals/{int:figure}/entries",
    response=EntriesBehindOf,
    summary="Entries behind a figure",
    auth=READ,
)
def behind(request: HttpRequest, figure: int, limit: int = 100) -> EntriesBehindOf:
    """Those that it counted and that the person may read, and how many others."""
    person = person_of(request)
    row = ApprovedFigure.objects.filter(pk=figure).first()
    if row is None or row.register not in active() or not person.may(Duty.READ, row.unit):
        raise MissingError
    seen, others = entries_behind(person, row)
    shown = list(with_history(seen.order_by("pk"))[: min(max(limit, 1), 1000)])
    return EntriesBehindOf(items=rows_of(shown, person), others=others)


def _cell(key: tuple[str, ...], cell: Cell, hidden: bool) -> RegisterCellOf:
    return RegisterCellOf(
        members=list(key),
        value=None if hidden else cell.value,
        qualifier=cell.qualifier,
        basis=cell.basis,
        hidden=hidden,
    )


def _read(person: Person) -> frozenset[str]:
    from crossfoot.api.units import units_of

    return units_of(person)
