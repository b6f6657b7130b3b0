"""Cases of those who handle them: the list, the purpose, the page, files, the log of readings."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.person import Person
from crossfoot.records.messages import language
from crossfoot.records.register.confidential.actions.read_entry import ReadEntry, RegisterPurpose
from crossfoot.records.register.confidential.files import bytes_of, name_of
from crossfoot.records.register.confidential.intake import intakes
from crossfoot.records.register.confidential.mailboxes import waiting
from crossfoot.records.register.confidential.models import ConfidentialFile
from crossfoot.records.register.confidential.purposes import OVERSEERS, PURPOSES
from crossfoot.records.register.confidential.reading import (
    is_sealed,
    open_visit,
    readings_seen,
)
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import UnknownEntryError, entry_for, readable
from crossfoot.records.register.who import standing
from crossfoot.registers.definition import Definition
from crossfoot.web.requests import person_of
from crossfoot.web.views.speak_up.drawn import draw_case, names_of, reading_shown

_MOST = 200
_PAGE = 100


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """How to report, and the cases that the person handles; nothing of their content."""
    by, said = person_of(request), language()
    library = active()
    found: list[Entry] = []
    for name, definition in library.items():
        if definition.access.level == "sealed":
            found += readable(by, name)[:_MOST]
        elif name in intakes():
            found += readable(by, name).filter(mailbox__isnull=False)[:_MOST]
    unanswered = waiting([entry.pk for entry in found])
    owners = names_of(entry.owner for entry in found)
    rows = [_row(entry, library[entry.register], unanswered, owners, said) for entry in found]
    rows.sort(key=lambda row: (row["done"], not row["waiting"]))
    held = standing(by)
    shown = {
        "rows": rows,
        "oversees": bool(OVERSEERS & {each for held_ in held.held.values() for each in held_})
        or any(row["sealed"] for row in rows),
        "report": request.build_absolute_uri(reverse("report")),
    }
    return render(request, "speak_up/cases.html", shown)


def _row(
    entry: Entry,
    definition: Definition,
    unanswered: frozenset[int],
    owners: dict[str, str],
    said: Language,
) -> dict[str, Any]:
    state = definition.states.get(entry.state)
    return {
        "entry": entry,
        "register": definition.title[said],
        "sealed": definition.access.level == "sealed",
        "state": state[said] if state else entry.state,
        "done": entry.state in definition.closing or entry.state in definition.finals,
        "waiting": entry.pk in unanswered,
        "owner": owners.get(entry.owner, entry.owner),
    }


@require_GET
def case(request: HttpRequest, key: str) -> HttpResponse:
    """A case, once its purpose is registered; each look at it is written down."""
    by, entry = person_of(request), found_entry(person_of(request), key)
    if is_sealed(entry):
        if open_visit(by, entry) is None:
            return ask_purpose(request, entry)
        ReadEntry(key).do(by)
    return draw_case(request, entry)


def found_entry(by: Person, key: str) -> Entry:
    """An entry that the person reads; of others nothing is said.

    Raises:
        Http404: there is none.
    """
    try:
        return entry_for(by, key)
    except UnknownEntryError as error:
        raise Http404 from error


def ask_purpose(request: HttpRequest, entry: Entry, problems: tuple[Any, ...] = ()) -> HttpResponse:
    """The page on which a purpose is registered."""
    shown = {
        "entry": entry,
        "register_title": active()[entry.register].title[language()],
        "purposes": [(name, text[language()]) for name, text in PURPOSES.items()],
        "to": request.POST.get("to") or request.GET.get("to", ""),
        "words_typed": request.POST.get("words", ""),
        "problems": problems,
    }
    return render(request, "speak_up/purpose.html", shown, status=400 if problems else 200)


@require_POST
def purpose(request: HttpRequest, key: str) -> HttpResponse:
    """Register a purpose, and go on to the case or its record."""
    by, entry = person_of(request), found_entry(person_of(request), key)
    try:
        RegisterPurpose(key, request.POST.get("purpose", ""), request.POST.get("words", "")).do(by)
    except CrossfootError as error:
        return ask_purpose(request, entry, error.problems)
    page = "entry" if request.POST.get("to") == "entry" else "case"
    return HttpResponseRedirect(reverse(page, args=[key]))


@require_GET
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A file of a case, for download alone: a browser runs nothing of it."""
    by, entry = person_of(request), found_entry(person_of(request), key)
    kept = ConfidentialFile.objects.select_related("entry").filter(pk=number, entry=entry).first()
    if kept is None:
        raise Http404
    if is_sealed(entry):
        if open_visit(by, entry) is None:
            return HttpResponseRedirect(reverse("case", args=[key]))
        ReadEntry(key, "evidence").do(by)
    response = HttpResponse(bytes_of(kept), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name_of(kept))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Who read which confidential case when and why: for handlers, and the head of compliance."""
    by, said = person_of(request), language()
    page = Paginator(readings_seen(by), _PAGE).get_page(request.GET.get("page"))
    names = names_of(each.by for each in page)
    mine = {
        pk
        for name, each in active().items()
        if each.access.level == "sealed"
        for pk in readable(by, name).values_list("pk", flat=True)
    }
    rows = [reading_shown(each, names, said) | {"mine": each.entry_id in mine} for each in page]
    return render(request, "speak_up/log.html", {"rows": rows, "page": page})
