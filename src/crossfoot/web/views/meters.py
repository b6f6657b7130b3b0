"""Meters: their months, bills, readings, estimates; and what is done to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.ledger import meter_rows, queries
from crossfoot.records.ledger import meters as asked_of
from crossfoot.records.ledger.actions.read_meter import ReadMeter, WithdrawReading
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.models import Meter
from crossfoot.records.ledger.periods import Month, Status, split
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty
from crossfoot.tables.numbers import read_number
from crossfoot.web.forms import day_of
from crossfoot.web.listing import listed, units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words

#: how a month stands: key of its words, colour of its mark
_STATUSES = {
    Status.OUTSIDE: ("meter_outside", "secondary"),
    Status.MISSING: ("meter_missing", "red"),
    Status.PARTIAL: ("meter_partial", "orange"),
    Status.ESTIMATED: ("meter_estimated", "purple"),
    Status.ACTUAL: ("meter_actual", "green"),
    Status.TWICE: ("meter_twice", "yellow"),
}


@require_GET
def completeness(request: HttpRequest) -> HttpResponse:
    """Meter by month: what is missing, estimated, actual."""
    person = person_of(request)
    units = units_of(person, Duty.READ)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "site")}
    year = _year(request)
    page = listed(
        request, asked_of.meters([unit.code for unit in units], asked["q"], asked["site"])
    )
    bills = asked_of.bills_of(page.rows)
    rows = [
        {
            "meter": meter,
            "months": [_cell(each) for each in asked_of.months_of(meter, bills[meter.pk], year)],
        }
        for meter in page.rows
    ]
    said = {
        "rows": rows,
        "page": page,
        "months": year,
        "year": year[0].year,
        "units": units,
        "asked": asked,
        "legend": [_status(status) for status in Status],
        "may_enter": person.may_somewhere(Duty.ENTER),
    }
    return render(request, "meters/list.html", said)


@require_GET
def meter(request: HttpRequest, number: int) -> HttpResponse:
    """One meter, with its year."""
    return _draw(request, _meter(request, number))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register one; with `?replaces=`, in the place of another."""
    old = Meter.objects.filter(pk=whole_number(request.GET.get("replaces", "")) or 0).first()
    given = {"multiplier": "1"}
    if old is not None and person_of(request).may(Duty.READ, old.site.code):
        given |= {
            "site": old.site.code,
            "activity": old.activity,
            "measure": old.measure,
            "name": old.name,
            "replaces": str(old.pk),
        }
    return _form(request, given)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is said of one."""
    found = _meter(request, number)
    given = {
        "code": found.code,
        "name": found.name,
        "site": found.site.code,
        "activity": found.activity,
        "measure": found.measure,
        "multiplier": f"{found.multiplier.normalize():f}",
        "valid_from": found.valid_from.isoformat(),
        "valid_to": found.valid_to.isoformat() if found.valid_to else "",
        "replaces": str(found.replaces_id or ""),
    }
    return _form(request, given, found)


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    """A reading."""
    post = request.POST

    def work(found: Meter) -> None:
        day = _needed_day(post.get("day", ""))
        value = read_number(post.get("value", "").strip(), Words(language())["meter_reading"])
        ReadMeter(found.pk, day, value, "estimated" in post).do(person_of(request))

    return _do(request, number, work)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """A reading was wrong."""
    post = request.POST

    def work(found: Meter) -> None:
        reading = found.readings.filter(pk=whole_number(post.get("reading", "")) or 0).first()
        if reading is None:
            raise Http404
        WithdrawReading(reading.pk, post.get("reason", "")).do(person_of(request))

    return _do(request, number, work)


@require_POST
def count(request: HttpRequest, number: int) -> HttpResponse:
    """What lies between readings becomes rows of the ledger."""
    return _do(request, number, lambda found: _enter(request, found, meter_rows.count_readings))


@require_POST
def estimate(request: HttpRequest, number: int) -> HttpResponse:
    """A month that is missing is estimated."""

    def work(found: Meter) -> None:
        month = _needed_day(f"{request.POST.get('month', '')}-01")
        person_of(request).require(Duty.ENTER, found.site.code)
        meter_rows.estimate_month(found.pk, month, person_of(request))

    return _do(request, number, work)


@require_POST
def true(request: HttpRequest, number: int) -> HttpResponse:
    """A bill has come for an estimate."""

    def work(found: Meter) -> None:
        batch = whole_number(request.POST.get("batch", "")) or 0
        meter_rows.true_up(found.pk, batch, person_of(request))

    return _do(request, number, work)


def _enter(request: HttpRequest, found: Meter, work: Callable[..., Any]) -> None:
    person_of(request).require(Duty.ENTER, found.site.code)
    work(found.pk, person_of(request))


def _meter(request: HttpRequest, number: int) -> Meter:
    """The meter; one of a site that one may not read is no page."""
    found = Meter.objects.filter(pk=number).select_related("site", "replaces").first()
    if found is None or not person_of(request).may(Duty.READ, found.site.code):
        raise Http404
    return found


def _do(request: HttpRequest, number: int, work: Callable[[Meter], None]) -> HttpResponse:
    found = _meter(request, number)
    try:
        work(found)
    except CrossfootError as error:
        if type(error) is not CrossfootError:
            raise  # it is not allowed: the guard says so
        return _draw(request, found, error)
    year = request.POST.get("year", "")
    query = f"?year={year}&saved=1" if year.isdecimal() else "?saved=1"
    return HttpResponseRedirect(reverse("meter", args=[found.pk]) + query)


def _draw(request: HttpRequest, found: Meter, error: CrossfootError | None = None) -> HttpResponse:
    person = person_of(request)
    year = _year(request)
    bills = asked_of.bills_of([found])[found.pk]
    after = Meter.objects.filter(replaces=found).first()
    shown = [each for each in bills if each.bill.start <= _end(year) and each.bill.end >= year[0]]
    said = {
        "meter": found,
        "after": after,
        "year": year[0].year,
        "months": [_cell(each) for each in asked_of.months_of(found, bills, year)],
        "bills": [
            {"each": each, "parts": split(each.bill.quantity, each.bill.start, each.bill.end)}
            for each in shown
        ],
        "readings": found.readings.order_by("-day", "-id")[:50],
        "used": asked_of.used_of(found),
        "true_ups": asked_of.true_ups(found, bills),
        "may_enter": person.may(Duty.ENTER, found.site.code),
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "meters/meter.html", said, status=400 if error else 200)


def _form(request: HttpRequest, given: dict[str, str], found: Meter | None = None) -> HttpResponse:
    person = person_of(request)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        given = {name: str(value).strip() for name, value in request.POST.items()}
        try:
            meter = _action(given, found).do(person)
            return HttpResponseRedirect(f"{reverse('meter', args=[meter.pk])}?saved=1")
        except CrossfootError as error:
            if type(error) is not CrossfootError:
                raise
            problems = error.problems
    sites = units_of(person, Duty.ENTER)
    said = {
        "meter": found,
        "given": given,
        "units": sites,
        "others": asked_of.meters([unit.code for unit in sites]).exclude(
            pk=found.pk if found else 0
        )[:500],
        "problems": problems,
    }
    return render(request, "meters/form.html", said, status=400 if problems else 200)


def _action(given: dict[str, str], found: Meter | None) -> SetMeter:
    words = Words(language())
    return SetMeter(
        code=given.get("code", ""),
        site=given.get("site", ""),
        activity=given.get("activity", ""),
        measure=given.get("measure", ""),
        valid_from=_needed_day(given.get("valid_from", "")),
        valid_to=day_of(given.get("valid_to", "")),
        multiplier=read_number(given.get("multiplier", "") or "1", words["meter_multiplier"]),
        name=given.get("name", ""),
        replaces=whole_number(given.get("replaces", "")),
        meter=found.pk if found else None,
    )


def _needed_day(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise CrossfootError(problem(Text("a day is missing", "缺少日期")))
    return found


def _year(request: HttpRequest) -> list[date]:
    """First days of the months of the year that is asked for; of the last with rows otherwise."""
    text = request.GET.get("year", "") or request.POST.get("year", "")
    year = int(text) if text.isdecimal() and 1990 <= int(text[:4]) <= 2100 else None
    if year is None:
        year = queries.last_year() or timezone.now().year
    return [date(int(str(year)[:4]), month, 1) for month in range(1, 13)]


def _end(year: list[date]) -> date:
    return date(year[0].year, 12, 31)


def _status(status: Status) -> dict[str, str]:
    key, colour = _STATUSES[status]
    return {"name": Words(language())[key], "colour": colour, "key": status.value}


def _cell(month: Month) -> dict[str, Any]:
    return {
        "month": month,
        **_status(month.status),
        "shown": month.quantity if month.actual else month.estimate or Decimal(0),
    }
