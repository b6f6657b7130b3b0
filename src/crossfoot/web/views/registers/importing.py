"""Entries by file: the template, sending a filled one, what would come of it, importing it."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.register.actions.send_entries import (
    AskForEntries,
    DropEntries,
    SendEntries,
)
from crossfoot.records.register.importing.template import write_template
from crossfoot.records.register.models import EntryFile
from crossfoot.web.access import refused
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.jobs import shown as shown_job
from crossfoot.web.views.registers.attached import LIMITS
from crossfoot.web.views.registers.seen import Seen, seen

#: files that the page lists
_LATEST = 10
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: colours and words of how a file stands
_STATES = {
    "checking": ("azure", "register_file_checking"),
    "checked": ("open", "register_file_checked"),
    "refused": ("late", "register_file_refused"),
    "importing": ("azure", "register_file_importing"),
    "imported": ("done", "register_file_imported"),
    "dropped": ("secondary", "register_file_dropped"),
}


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, register: str) -> HttpResponse:
    """The template, and a form for the filled one; with the files that one sent."""
    shown = seen(request, register)
    if not shown.imports:
        return refused(request)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            made = SendEntries(sent_file(request), register).do(shown.person)
            return HttpResponseRedirect(reverse("register_file", args=[register, made.pk]))
        except CrossfootError as error:
            problems = error.problems
    files = EntryFile.objects.filter(register=register, by=shown.person.reference)[:_LATEST]
    drawn = shown.drawn(files=[_stands(each) for each in files], problems=problems, **LIMITS)
    return render(request, "registers/import.html", drawn, status=400 if problems else 200)


@require_GET
def template(request: HttpRequest, register: str) -> HttpResponse:
    """The workbook to fill: a column for each field, a sheet for each repeating group."""
    shown = seen(request, register)
    if not shown.imports:
        return refused(request)
    book = io.BytesIO()
    write_template(shown.definition, book, shown.language)
    answer = HttpResponse(book.getvalue(), content_type=_EXCEL)
    answer.headers["Content-Disposition"] = f'attachment; filename="{register}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, register: str, number: int) -> HttpResponse:
    """A file that one sent: what would come of it, everything that is wrong, the next step."""
    shown = seen(request, register)
    found = EntryFile.objects.filter(
        pk=number, register=register, by=shown.person.reference
    ).select_related("job")
    sent = found.first()
    if sent is None:
        raise Http404
    if request.method == "POST":
        action = DropEntries(number) if "drop" in request.POST else AskForEntries(number)
        try:
            action.do(shown.person)
        except CrossfootError as error:
            return _draw(request, shown, sent, error)
        place = reverse("register_file", args=[register, number])
        return HttpResponseRedirect(place)
    return _draw(request, shown, sent)


def _draw(
    request: HttpRequest, shown: Seen, sent: EntryFile, error: CrossfootError | None = None
) -> HttpResponse:
    job = shown_job(sent.job) if sent.job else None
    working = sent.state in ("checking", "importing")
    drawn = shown.drawn(
        file=_stands(sent),
        found=sent.problems,
        job=job if job and (working or not job["ended"]) else None,
        stopped=job if job and job["state"] in ("stopped", "failed", "broken") else None,
        rows=sent.opened + sent.changed + sent.same,
        problems=error.problems if error else (),
    )
    return render(request, "registers/import_file.html", drawn, status=400 if error else 200)


def _stands(file: EntryFile) -> dict[str, Any]:
    colour, word = _STATES[file.state]
    return {
        "number": file.pk,
        "name": file.name,
        "at": file.at,
        "state": file.state,
        "colour": colour,
        "word": word,
        "opened": file.opened,
        "changed": file.changed,
        "same": file.same,
    }
