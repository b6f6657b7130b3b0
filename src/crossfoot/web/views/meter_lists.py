"""Lists of meters: how complete their months are, on a page and as a file; estimates to true up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError, Problem
from crossfoot.records.accounts.person import Person
from crossfoot.records.ledger import meter_rows
from crossfoot.records.ledger import meters as asked_of
from crossfoot.records.ledger.models import Meter
from crossfoot.records.ledger.periods import (
    Month,
    Status,
    Used,
    months_of_year,
    next_month,
    trimmed,
)
from crossfoot.records.ledger.true_ups import waiting
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.exports import csv_answer
from crossfoot.web.listing import listed, units_of, whole_number
from crossfoot.web.requests import person_of
from crossfoot.web.views.ledger import site_names
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

#: as pages show a missing month whose days lie between readings that are no rows yet
_READ = {"words": "meter_read_uncounted", "colour": "azure", "key": "read"}

#: meters of a page: each has the bills of twelve months to look through
_SHOWN = 25

#: meters whose bills are looked up at once for a file
_PIECE = 200


@require_GET
def completeness(request: HttpRequest) -> HttpResponse:
    """Meter by month: what is missing, estimated, actual."""
    person = person_of(request)
    units = units_of(person, Duty.READ)
    asked = _asked(request)
    year = year_of(request)
    page = listed(
        request,
        asked_of.meters([unit.code for unit in units], asked["q"], asked["site"]),
        size=_SHOWN,
    )
    bills = asked_of.bills_of(page.rows)
    fresh = asked_of.uncounted_of(page.rows, bills)
    rows: list[dict[str, Any]] = [
        {
            "meter": meter,
            "months": [
                cell(each, fresh[meter.pk], places=2)
                for each in asked_of.months_of(meter, bills[meter.pk], year)
            ],
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
        "site_names": site_names(units),
        "legend": [*(status_shown(status) for status in Status), _read_shown()],
        "uncounted": any(each["key"] == _READ["key"] for row in rows for each in row["months"]),
        "may_enter": person.may_somewhere(Duty.ENTER),
    }
    return render(request, "meters/list.html", said)


@require_GET
def completeness_file(request: HttpRequest) -> HttpResponse:
    """The same of all meters, as CSV: for each month what it comes to, and how it stands."""
    units = [unit.code for unit in units_of(person_of(request), Duty.READ)]
    asked, year, words = _asked(request), year_of(request), Words(language())
    names = ("meter_code", "meter_site", "ledger_activity", "ledger_unit")
    months = [f"{month:%Y-%m}" for month in year]
    headings = [
        *(words[name] for name in names),
        *(f"{month}{more}" for month in months for more in ("", f" {words['ledger_state']}")),
    ]
    meters = asked_of.meters(units, asked["q"], asked["site"])
    rows = _file_rows(list(meters), year)
    return csv_answer(f"meters-{year[0].year}.csv", headings, rows)  # type: ignore[return-value]


def _file_rows(meters: list[Meter], year: list[date]) -> Iterator[list[object]]:
    for start in range(0, len(meters), _PIECE):
        piece = meters[start : start + _PIECE]
        bills = asked_of.bills_of(piece)
        fresh = asked_of.uncounted_of(piece, bills)
        for meter in piece:
            row: list[object] = [meter.code, meter.site.code, meter.activity, meter.measure]
            for month in asked_of.months_of(meter, bills[meter.pk], year):
                seen = cell(month, fresh[meter.pk])
                stands = month.actual or month.estimated
                row += [f"{seen['shown']:f}" if stands else "", seen["name"]]
            yield row


@require_http_methods(["GET", "POST"])
def true_ups(request: HttpRequest) -> HttpResponse:
    """Estimates for which bills have come; those that are chosen are reversed."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _reverse(request, person_of(request))
            return HttpResponseRedirect(f"{reverse('meter_true_ups')}?saved=1")
        except CrossfootError as error:
            if type(error) is not CrossfootError:
                raise  # it is not allowed: the guard says so
            problems = error.problems
    names = site_names(units_of(person_of(request), Duty.ENTER))
    said = {
        "rows": waiting(list(names)),
        "site_names": names,
        "problems": problems,
        "saved": not problems and "saved" in request.GET,
    }
    return render(request, "meters/true_ups.html", said, status=400 if problems else 200)


def _reverse(request: HttpRequest, person: Person) -> None:
    chosen = {whole_number(each) for each in request.POST.getlist("batch")}
    units = [unit.code for unit in units_of(person, Duty.ENTER)]
    for each in waiting(units):
        if each.true_up.batch.pk in chosen:
            meter_rows.true_up(each.meter.pk, each.true_up.batch.pk, person)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "site")}


def year_of(request: HttpRequest) -> list[date]:
    """First days of the months of a year: as asked for, or the last with rows or readings."""
    text = request.GET.get("year", "") or request.POST.get("year", "")
    year = int(text) if text.isdecimal() and 1990 <= int(text[:4]) <= 2100 else None
    if year is None:
        year = asked_of.last_year() or timezone.now().year
    return months_of_year(int(str(year)[:4]))


def status_shown(status: Status) -> dict[str, str]:
    """How a month stands, in words and colour."""
    key, colour = _STATUSES[status]
    return {"name": Words(language())[key], "colour": colour, "key": status.value}


def _read_shown() -> dict[str, str]:
    return {**_READ, "name": Words(language())[_READ["words"]]}


def cell(month: Month, fresh: Sequence[Used] = (), places: int | None = None) -> dict[str, Any]:
    """A month as pages show it.

    Args:
        month: of a meter.
        fresh: what was used between readings and is no row yet; a month with such days is not
            missing, only not counted.
        places: to round to, where many stand beside each other.
    """
    end = next_month(month.month)
    read = month.status is Status.MISSING and any(
        each.start < end and each.end >= month.month for each in fresh
    )
    shown = month.quantity if month.actual else month.estimate
    return {
        "month": month,
        **(_read_shown() if read else status_shown(month.status)),
        "shown": trimmed(shown if places is None else round(shown, places)),
    }
