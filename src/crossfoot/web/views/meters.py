"""Meters: their months, bills, readings, estimates; and what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.ledger import meter_rows
from crossfoot.records.ledger import meters as asked_of
from crossfoot.records.ledger.actions.read_meter import ReadMeter, WithdrawReading
from crossfoot.records.ledger.actions.replace_meter import ReplaceMeter
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.meters import MeterBill
from crossfoot.records.ledger.models import Meter
from crossfoot.records.ledger.periods import split
from crossfoot.records.ledger.spans import Finding, Oddity
from crossfoot.records.ledger.true_ups import true_ups
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty
from crossfoot.tables.numbers import read_number
from crossfoot.web.forms import day_of
from crossfoot.web.listing import units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.ledger import site_names
from crossfoot.web.views.meter_lists import cell, year_of
from crossfoot.web.words import Words


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
        "automatic": "on" if found.automatic else "",
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
    year = year_of(request)
    bills = asked_of.bills_of([found])[found.pk]
    after = Meter.objects.filter(replaces=found).first()
    used = asked_of.used_of(found)
    fresh = asked_of.uncounted(used, bills)
    months = [cell(each, fresh) for each in asked_of.months_of(found, bills, year)]
    shown = [each for each in bills if each.bill.start <= _end(year) and each.bill.end >= year[0]]
    said = {
        "meter": found,
        "after": after,
        "year": year[0].year,
        "site_names": site_names(units_of(person, Duty.READ)),
        "months": months,
        "uncounted": any(each["key"] == "read" for each in months),
        "bills": [
            {"each": each, "parts": split(each.bill.quantity, each.bill.start, each.bill.end)}
            for each in shown
        ],
        "readings": found.readings.order_by("-day", "-id")[:50],
        "used": used,
        "true_ups": true_ups(found, bills),
        "oddities": _oddities(found, bills, year),
        "may_enter": person.may(Duty.ENTER, found.site.code),
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "meters/meter.html", said, status=400 if error else 200)


def _oddities(found: Meter, bills: Sequence[MeterBill], year: list[date]) -> list[dict[str, Any]]:
    """Days of the year, until today, that no bill says or several do."""
    words = Words(language())
    return [
        {
            "finding": each,
            "name": words[_oddity(each, bills)],
            "batches": sorted({bills[place].batch for place in each.bills}),
        }
        for each in asked_of.oddities_of(found, bills, year[0], _end(year), crossing=False)
    ]


def _oddity(each: Finding, bills: Sequence[MeterBill]) -> str:
    """Key of the words: a bill beside an estimate is less odd than two bills."""
    estimated = any(bills[place].bill.estimated for place in each.bills)
    return "meter_overlap_estimate" if estimated else _ODDITIES[each.oddity]


#: words of what is odd about days
_ODDITIES = {
    Oddity.GAP: "meter_gap",
    Oddity.OVERLAP: "meter_overlap",
    Oddity.CROSSING: "meter_crossing",
}


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, number: int) -> HttpResponse:
    """It was taken down, and another one hangs in its place."""
    found = _meter(request, number)
    person_of(request).require(Duty.ENTER, found.site.code)
    problems: tuple[Any, ...] = ()
    given = {"day": "", "final": "", "code": "", "first": "0", "multiplier": ""}
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        try:
            made = _replacement(found, given).do(person_of(request))
            return HttpResponseRedirect(f"{reverse('meter', args=[made.pk])}?saved=1")
        except CrossfootError as error:
            if type(error) is not CrossfootError:
                raise
            problems = error.problems
    last = found.readings.filter(withdrawn="").order_by("-day").first()
    said = {"meter": found, "given": given, "last": last, "problems": problems}
    return render(request, "meters/replace.html", said, status=400 if problems else 200)


def _replacement(found: Meter, given: dict[str, str]) -> ReplaceMeter:
    words = Words(language())

    def number(name: str, title: str) -> Decimal | None:
        return read_number(given[name], words[title]) if given[name] else None

    return ReplaceMeter(
        meter=found.pk,
        day=_needed_day(given["day"]),
        final=number("final", "meter_final"),
        code=given["code"],
        first=number("first", "meter_first") or Decimal(0),
        multiplier=number("multiplier", "meter_multiplier"),
    )


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
        automatic=bool(given.get("automatic")),
    )


def _needed_day(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise CrossfootError(problem(Text("a day is missing", "缺少日期")))
    return found


def _end(year: list[date]) -> date:
    return date(year[0].year, 12, 31)
