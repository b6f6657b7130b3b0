"""Batches of activity rows: what there is, and one of them from its arrival to its reversal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse as address_of
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action
from crossfoot.records.counting import filled
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.ledger import queries
from crossfoot.records.ledger.actions.ask import AskForImport
from crossfoot.records.ledger.actions.check import CheckBatch
from crossfoot.records.ledger.actions.drop import DropBatch
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from crossfoot.records.ledger.heads import Look, look
from crossfoot.records.ledger.models import OPEN, Batch, State
from crossfoot.records.ledger.said import rows_said
from crossfoot.records.ledger.values import activities, values_of
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.tables.ledger_rows import Filter, page
from crossfoot.tables.mapping import FIXED
from crossfoot.tables.schemas import ACTIVITY
from crossfoot.tables.text import fold
from crossfoot.web.listing import UnitChoice, listed, names_of, units_of
from crossfoot.web.requests import person_of
from crossfoot.web.templatetags.figures import decimal
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.jobs import shown as shown_job
from crossfoot.web.words import Words

#: rows shown of a batch that can be imported
PREVIEW = 10


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Batches with rows of sites that one may read."""
    person = person_of(request)
    units = units_of(person, Duty.READ)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    state = asked["state"] if asked["state"] in set(State) else ""
    found = listed(
        request, queries.batches(person, [unit.code for unit in units], state, asked["q"])
    )
    people = [reference for each in found.rows for reference in (each.by, each.imported_by)]
    names = names_of(people, Words(language())["command_line"])
    rows = [
        {
            "batch": each,
            "who": names[each.by],
            "state": _state(each),
            "colour": _STATES[each.state][1],
        }
        for each in found.rows
    ]
    said = {
        "rows": rows,
        "page": found,
        "asked": asked,
        "states": [(name, Words(language())[key]) for name, (key, _) in _STATES.items()],
        "site_names": site_names(units),
        "may_send": person.may_somewhere(Duty.ENTER),
    }
    return render(request, "ledger/list.html", said)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a file of rows."""
    person = person_of(request)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            action = ReceiveBatch(
                sent_file(request), request.POST.get("unit", ""), "estimated" in request.POST
            )
            return _to(action.do(person).pk)
        except CrossfootError as error:
            problems = error.problems
    said = {
        "units": units_of(person, Duty.ENTER),
        "whole": person.may(Duty.ENTER),
        "unit": request.POST.get("unit", ""),
        "limit": int(settings.LEDGER_MEGABYTES) << 20,
        "megabytes": settings.LEDGER_MEGABYTES,
        "columns": _columns(),
        "problems": problems,
    }
    return render(request, "ledger/send.html", said, status=400 if problems else 200)


@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A batch as it stands."""
    return _draw(request, _batch(request, number))


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """The columns are chosen; a job checks the rows."""
    found = _batch(request, number)
    post = request.POST
    mapping = _meanings(request, found)
    for column in ACTIVITY.columns:
        heading, fixed = post.get(f"of-{column.name}", ""), post.get(f"is-{column.name}", "")
        if heading == FIXED:
            mapping[column.name] = f"{FIXED}{fixed.strip()}"
        elif heading:
            mapping[column.name] = heading.removeprefix(":")
    action = CheckBatch(found.pk, mapping, post.get("sheet", ""))
    return _do(request, found, action, chosen=mapping, sheet=post.get("sheet", ""))


def _meanings(request: HttpRequest, found: Batch) -> dict[str, str]:
    """What words of the file mean: as was remembered, and as the form says."""
    try:
        before = look(found, person_of(request), request.POST.get("sheet", "")).mapping
    except CrossfootError:
        before = {}  # the check itself will say it
    meant = {key: meaning for key, meaning in before.items() if FIXED in key}
    said = zip(request.POST.getlist("word"), request.POST.getlist("mean"), strict=False)
    for key, meaning in said:
        folded = fold(key)
        meant = {each: value for each, value in meant.items() if fold(each) != folded}
        if FIXED in key and meaning.strip():
            meant[key] = meaning.strip()
    return meant


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """A job imports it."""
    found = _batch(request, number)
    return _do(request, found, AskForImport(found.pk, request.POST.get("reason", "")))


@require_POST
def reverse(request: HttpRequest, number: int) -> HttpResponse:
    """Its rows count no more."""
    found = _batch(request, number)
    return _do(request, found, ReverseBatch(found.pk, request.POST.get("reason", "")))


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """The file is not wanted."""
    found = _batch(request, number)
    return _do(request, found, DropBatch(found.pk), after=address_of("ledger"))


def readable_sites(request: HttpRequest) -> list[str]:
    """Codes of the units whose rows a person may read."""
    return [unit.code for unit in units_of(person_of(request), Duty.READ)]


def seen_batch(request: HttpRequest, number: int, sites: list[str]) -> Batch:
    """The batch; one of which nothing may be read is no page."""
    person = person_of(request)
    found = queries.batches(person, sites).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def site_names(units: Iterable[UnitChoice]) -> dict[str, str]:
    """Code of each unit → its name in the language of the reader."""
    return {unit.code: unit.name for unit in units}


def sites_of(batch: Batch) -> set[str]:
    """Sites that rows of a batch are of; its file is for those who may read them all."""
    return set(batch.totals.order_by().values_list("site", flat=True).distinct())


def _batch(request: HttpRequest, number: int) -> Batch:
    return seen_batch(request, number, readable_sites(request))


def _do(
    request: HttpRequest,
    found: Batch,
    action: Action[Any],
    *,
    after: str = "",
    chosen: Mapping[str, str] | None = None,
    sheet: str = "",
) -> HttpResponse:
    try:
        action.do(person_of(request))
    except CrossfootError as error:
        return _draw(request, found, error, chosen, sheet)
    return HttpResponseRedirect(after) if after else _to(found.pk)


def _draw(
    request: HttpRequest,
    found: Batch,
    error: CrossfootError | None = None,
    chosen: Mapping[str, str] | None = None,
    sheet: str = "",
) -> HttpResponse:
    person = person_of(request)
    names = site_names(units_of(person, Duty.READ))
    sites, own = list(names), sites_of(found)
    words = Words(language())
    totals = queries.totals_of(found, sites)
    by_activity = queries.by_activity(totals)
    named = [found.by, found.imported_by, found.reversed_by]
    problems = list(error.problems) if error else []
    said: dict[str, Any] = {
        "batch": found,
        "state": _state(found),
        "colour": _STATES[found.state][1],
        "names": names_of(named, words["command_line"]),
        "site_names": names,
        "may_enter": _may_enter(person, found, own),
        "may_see_file": own <= set(sites),
        "own_rows": "" if own <= set(sites) else _own_rows(found, by_activity),
        "job": shown_job(found.job) if found.job and found.state in _WORKING else None,
        "failed": _failed(found),
        "wrong": rows_said(found.problems, language()),
        "warnings": rows_said(found.warnings, language()),
        "by_activity": by_activity,
        "months": queries.by_month(totals),
        "proofs": evidence_of(found.reference),
        "problems": problems,
    }
    for name in ("by", "imported_by", "reversed_by"):
        said[f"{name}_name"] = said["names"].get(getattr(found, name), "")
    if found.state in OPEN and said["may_enter"]:
        try:
            said |= _choosing(
                request, found, look(found, person, sheet or request.GET.get("sheet", "")), chosen
            )
        except CrossfootError as unreadable:
            problems += unreadable.problems
    rows = queries.parquet_of(found)
    if found.state == State.CHECKED and rows:
        said["preview"] = page(rows, Filter(sites=sites), most=PREVIEW)
    said["has_rows"] = rows is not None
    return render(request, "ledger/batch.html", said, status=400 if error else 200)


def _failed(found: Batch) -> str:
    """What a job said that ended before its work was done; the check's own problems are a table."""
    if found.job is None or found.state != State.RECEIVED:
        return ""
    seen = shown_job(found.job)
    message: str = seen["message"] if seen["ended"] and seen["state"] != "done" else ""
    return message


def _choosing(
    request: HttpRequest, found: Batch, seen: Look, chosen: Mapping[str, str] | None
) -> dict[str, Any]:
    """The form in which columns are chosen."""
    mapping = seen.mapping if chosen is None else chosen
    lines = []
    for column in _columns():
        value = mapping.get(column["name"], "")
        fixed = value.startswith(FIXED)
        lines.append(
            {
                **column,
                "heading": "" if fixed else value,
                "fixed": value.removeprefix(FIXED) if fixed else "",
                "is_fixed": fixed,
            }
        )
    words = values_of(found, person_of(request))
    return {
        "look": seen,
        "lines": lines,
        "several": len(seen.heads) > 1,
        "values": [
            {"value": each, "title": ACTIVITY[each.column].title[language()]}
            for each in words
            if not each.known or each.meaning
        ],
        "unknown": sum(not each.known for each in words),
        "units": units_of(person_of(request), Duty.ENTER) if words else (),
        "activities": [(name, title[language()]) for name, title in activities().items()]
        if any(each.column == "activity" and not each.known for each in words)
        else (),
    }


def _own_rows(found: Batch, seen: Iterable[Mapping[str, Any]]) -> str:
    """How many of the rows the totals are of, where they are not of all."""
    rows = decimal(sum(each["count"] for each in seen))
    return filled(Words(language())["ledger_own_rows"], own=rows, rows=decimal(found.rows))


def _may_enter(person: Person, found: Batch, own: set[str]) -> bool:
    """Whether the person may do something with the batch."""
    if found.state in (State.STANDING, State.CHECKED):
        return all(person.may(Duty.ENTER, site) for site in own)
    return person.may(Duty.ENTER, found.unit.code if found.unit else "")


def _columns() -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "title": column.title[language()],
            "required": column.required,
        }
        for column in ACTIVITY.columns
    ]


_WORKING = (State.CHECKING, State.IMPORTING)

#: how a batch stands: key of the words, colour of the badge
_STATES = {
    "received": ("ledger_received", "azure"),
    "checking": ("ledger_checking", "azure"),
    "refused": ("ledger_refused", "red"),
    "checked": ("ledger_checked", "azure"),
    "importing": ("ledger_importing", "azure"),
    "standing": ("ledger_standing", "green"),
    "reversed": ("ledger_reversed", "orange"),
    "dropped": ("ledger_dropped", "secondary"),
}


def _state(found: Batch) -> str:
    return Words(language())[_STATES[found.state][0]]


def _to(number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of("ledger_batch", args=[number]))
