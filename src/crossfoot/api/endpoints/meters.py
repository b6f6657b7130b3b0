"""Meters: their months, bills, readings and estimates."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Status

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.endpoints.ledger_forms import BatchOf, Why
from crossfoot.api.endpoints.meter_forms import (
    BillOf,
    DaysOf,
    MeterChange,
    MeterMonths,
    MeterOf,
    MonthOf,
    NewReading,
    OfBatch,
    OfMonth,
    ReadingOf,
    Replacement,
    TrueUpOf,
    WaitingOf,
)
from crossfoot.api.pages import Page, Which, piece_of, slice_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.records.ledger import meter_rows
from crossfoot.records.ledger import meters as asked_of
from crossfoot.records.ledger.actions.read_meter import ReadMeter, WithdrawReading
from crossfoot.records.ledger.actions.replace_meter import ReplaceMeter
from crossfoot.records.ledger.models import Meter
from crossfoot.records.ledger.periods import months_of_year
from crossfoot.records.ledger.true_ups import true_ups
from crossfoot.records.ledger.true_ups import waiting as estimates_waiting
from crossfoot.records.roles import Duty

router = Router()

_ONE = "/meters/{int:meter}"


@router.get("/meters", response=Page[MeterOf], summary="Meters", auth=READ)
def meters(request: HttpRequest, which: Which, text: str = "", site: str = "") -> Page[MeterOf]:
    """Those of the sites that the person may read."""
    found = asked_of.meters(units_of(person_of(request)), text, site)
    rows, more = piece_of(found, which)
    return Page[MeterOf](items=[MeterOf.of(row) for row in rows], next=more)


@router.post("/meters", response={201: MeterOf}, summary="Register a meter", auth=ENTER)
def register(request: HttpRequest, meter: MeterChange) -> Status[MeterOf]:
    """A new one."""
    return Status(201, MeterOf.of(meter.action(None).do(person_of(request))))


@router.get(
    "/meters/months",
    response=Page[MeterMonths],
    summary="How complete the months of meters are",
    auth=READ,
)
def completeness(
    request: HttpRequest, which: Which, year: int, text: str = "", site: str = ""
) -> Page[MeterMonths]:
    """Meter by month: what is missing, estimated, actual, or there twice."""
    months = months_of_year(year)
    rows, more = piece_of(asked_of.meters(units_of(person_of(request)), text, site), which)
    bills = asked_of.bills_of(rows)
    items = [
        MeterMonths(
            meter=row.pk,
            code=row.code,
            site=row.site.code,
            months=[MonthOf.of(each) for each in asked_of.months_of(row, bills[row.pk], months)],
        )
        for row in rows
    ]
    return Page[MeterMonths](items=items, next=more)


@router.get(
    "/meters/true-ups", response=list[WaitingOf], summary="Estimates to true up", auth=ENTER
)
def waiting(request: HttpRequest) -> list[WaitingOf]:
    """Estimates that stand although bills have come, of the sites whose figures one enters."""
    found = estimates_waiting(units_of(person_of(request), Duty.ENTER))
    return [WaitingOf.of_waiting(each) for each in found]


@router.get(_ONE, response=MeterOf, summary="A meter", auth=READ)
def one(request: HttpRequest, meter: int) -> MeterOf:
    """One of them."""
    return MeterOf.of(_seen(request, meter))


@router.put(_ONE, response=MeterOf, summary="Change a meter", auth=ENTER)
def change(request: HttpRequest, meter: int, change: MeterChange) -> MeterOf:
    """What is said of it."""
    _seen(request, meter)
    return MeterOf.of(change.action(meter).do(person_of(request)))


@router.get(f"{_ONE}/bills", response=Page[BillOf], summary="Bills of a meter", auth=READ)
def bills(request: HttpRequest, meter: int, which: Which) -> Page[BillOf]:
    """The rows of the ledger that count, in the order of their days, shared out to months."""
    seen = _seen(request, meter)
    shown, more = slice_of(asked_of.bills_of([seen])[seen.pk], which)
    return Page[BillOf](items=[BillOf.of(each) for each in shown], next=more)


@router.get(
    f"{_ONE}/oddities", response=list[DaysOf], summary="Gaps, overlaps, crossings", auth=READ
)
def oddities(request: HttpRequest, meter: int, year: int) -> list[DaysOf]:
    """Days of a year, until today, that no bill says, or several, or one over a month's end."""
    seen, months = _seen(request, meter), months_of_year(year)
    bills = asked_of.bills_of([seen])[seen.pk]
    last = date(year, 12, 31)
    found = asked_of.oddities_of(seen, bills, months[0], last)
    return [DaysOf.of(each, bills) for each in found]


@router.post(f"{_ONE}/replace", response={201: MeterOf}, summary="Replace a meter", auth=ENTER)
def replace(request: HttpRequest, meter: int, by: Replacement) -> Status[MeterOf]:
    """The old one ends with its final reading, the new one begins with its first."""
    action = ReplaceMeter(_entered(request, meter), **by.dict())
    return Status(201, MeterOf.of(action.do(person_of(request))))


@router.get(f"{_ONE}/readings", response=Page[ReadingOf], summary="Readings", auth=READ)
def readings(request: HttpRequest, meter: int, which: Which) -> Page[ReadingOf]:
    """As they were entered; a withdrawn one says why it counts no more."""
    rows, more = piece_of(_seen(request, meter).readings.all(), which)
    return Page[ReadingOf](items=[ReadingOf.of(row) for row in rows], next=more)


@router.post(f"{_ONE}/readings", response={201: ReadingOf}, summary="Enter a reading", auth=ENTER)
def read(request: HttpRequest, meter: int, new: NewReading) -> Status[ReadingOf]:
    """What the register shows at the end of a day."""
    _seen(request, meter)
    action = ReadMeter(meter, new.day, new.value, new.estimated)
    return Status(201, ReadingOf.of(action.do(person_of(request))))


@router.post(
    f"{_ONE}/readings/{{int:reading}}/withdraw",
    response=ReadingOf,
    summary="Withdraw a reading",
    auth=ENTER,
)
def withdraw(request: HttpRequest, meter: int, reading: int, why: Why) -> ReadingOf:
    """It was wrong; it stays to be seen."""
    if not _seen(request, meter).readings.filter(pk=reading).exists():
        raise MissingError
    return ReadingOf.of(WithdrawReading(reading, why.reason).do(person_of(request)))


@router.post(
    f"{_ONE}/count", response={201: BatchOf}, summary="Take readings into the ledger", auth=ENTER
)
def count(request: HttpRequest, meter: int) -> Status[BatchOf]:
    """What lies between readings becomes rows, unless it counts already."""
    return Status(
        201, BatchOf.of(meter_rows.count_readings(_entered(request, meter), person_of(request)))
    )


@router.post(f"{_ONE}/estimates", response={201: BatchOf}, summary="Estimate a month", auth=ENTER)
def estimate(request: HttpRequest, meter: int, of: OfMonth) -> Status[BatchOf]:
    """A month that is missing, from the mean per day of those with bills."""
    found = _entered(request, meter)
    made = meter_rows.estimate_month(found, of.month.replace(day=1), person_of(request))
    return Status(201, BatchOf.of(made))


@router.get(
    f"{_ONE}/estimates", response=list[TrueUpOf], summary="Estimates and true-ups", auth=READ
)
def estimates(request: HttpRequest, meter: int) -> list[TrueUpOf]:
    """Each beside what bills of its days come to."""
    seen = _seen(request, meter)
    found = true_ups(seen, asked_of.bills_of([seen])[seen.pk])
    return [TrueUpOf.of(each) for each in found]


@router.post(f"{_ONE}/true-up", response=BatchOf, summary="Reverse an estimate", auth=ENTER)
def true_up(request: HttpRequest, meter: int, of: OfBatch) -> BatchOf:
    """A bill has come; the difference stands in the reason."""
    return BatchOf.of(meter_rows.true_up(_entered(request, meter), of.batch, person_of(request)))


def _seen(request: HttpRequest, number: int) -> Meter:
    """The meter; one of a site that the person may not read is not there."""
    found = Meter.objects.filter(pk=number).select_related("site", "replaces").first()
    if found is None or not person_of(request).may(Duty.READ, found.site.code):
        raise MissingError
    return found


def _entered(request: HttpRequest, number: int) -> int:
    """Its id, where the person enters figures of its site."""
    person_of(request).require(Duty.ENTER, _seen(request, number).site.code)
    return number
