"""The list of a register: found, sorted, paged; saved as a view; taken out; changed in bulk."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.records.messages import language
from crossfoot.records.register.actions.take_out import LOGGED, TakeOut
from crossfoot.records.register.filtering import MANY, filtered
from crossfoot.records.register.library import active
from crossfoot.web.exports import excel_answer
from crossfoot.web.listing import listed
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.bulk import bulk_form
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.columns import all_columns, columns, lines, sheet
from crossfoot.web.views.registers.filters import (
    DONE,
    OPEN,
    address,
    asked,
    filter_widgets,
    found,
)
from crossfoot.web.views.registers.saved import views_of
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.words import Words

#: records that are offered while one types
_OFFERED = 12


@require_GET
def records(request: HttpRequest, register: str) -> HttpResponse:
    """The records of a register."""
    return draw(request, seen(request, register))


def draw(
    request: HttpRequest, shown: Seen, error: CrossfootError | None = None, **more: Any
) -> HttpResponse:
    """The list, with what could not be done."""
    question = asked(request, shown)
    problems = list(question.wrong) + list(error.problems if error else ())
    try:
        entries = found(shown, question)
    except CrossfootError as refused:
        problems += refused.problems
        entries = shown.entries.none()
    page = listed(request, entries, MANY if question.looks_inside or question.order else 0)
    picked = columns(shown, question)
    choices = Choices(shown.person, shown.library, shown.language)
    words = Words(shown.language)
    drawn = shown.drawn(
        "register_list",
        page=_all_kept(request, page),
        rows=lines(shown, list(page.rows), picked),
        headings=[_heading(request, each, question.order) for each in picked],
        all_columns=[(each, each in picked) for each in all_columns(shown)],
        states=[
            (OPEN, words["register_all_open"], OPEN in question.states),
            (DONE, words["register_all_done"], DONE in question.states),
            *(
                (key, text[shown.language], key in question.states)
                for key, text in shown.definition.states.items()
            ),
        ],
        units=choices.units,
        asked=question,
        by_field=filter_widgets(shown, question, choices),
        views=views_of(shown),
        query=request.GET.urlencode(),
        kept=[(key, value) for key in request.GET for value in request.GET.getlist(key) if value],
        bulk=bulk_form(shown, choices),
        problems=problems,
        saved=error is None and not problems and "saved" in request.GET,
        **more,
    )
    return render(request, "registers/list.html", drawn, status=400 if error else 200)


@require_GET
def workbook(request: HttpRequest, register: str) -> HttpResponse:
    """The list as Excel, all its pages, with the columns that were chosen."""
    shown = seen(request, register)
    question = asked(request, shown)
    picked = columns(shown, question)
    if shown.definition.access.level in LOGGED:
        names = tuple(each.name for each in picked)
        TakeOut(register, request.GET.urlencode(), names).do(shown.person)
    rows = sheet(shown, found(shown, question).iterator(chunk_size=500), picked)
    answer = excel_answer(f"{register}.xlsx", [(shown.title, rows)])
    return cast(HttpResponse, answer)  # it streams; to Django both are answers


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Records whose number or words match what one types, for a form."""
    register, text = request.GET.get("register", ""), request.GET.get("q", "").strip()
    person, library = person_of(request), active()
    registers = list(library) if register == "any" else [register] if register in library else []
    labels: list[str] = []
    for each in registers if text else ():
        for entry in filtered(person, each, search=text)[:_OFFERED]:
            labels.append(f"{entry.ref_no} · {entry.title}" if entry.title else entry.ref_no)
        if len(labels) >= _OFFERED:
            break
    return JsonResponse({"found": labels[:_OFFERED], "language": language()})


def _heading(request: HttpRequest, column: Any, order: str) -> dict[str, Any]:
    down = order == column.name
    return {
        "column": column,
        "sort": "ascending" if down else "descending" if order == f"-{column.name}" else "",
        "address": address(request.GET, order=f"-{column.name}" if down else column.name),
    }


def _all_kept(request: HttpRequest, page: Any) -> Any:
    """The neighbouring pages of a list whose address has a word several times."""
    from dataclasses import replace

    return replace(
        page,
        earlier=address(request.GET, page=str(page.number - 1)) if page.earlier else "",
        later=address(request.GET, page=str(page.number + 1)) if page.later else "",
    )
