"""The sheet of a request: the page, its form, and what its script sends while a person types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import LANGUAGE_TAGS
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.changes import Change, Conflict
from crossfoot.records.collection.completeness import lines_of
from crossfoot.records.collection.labels import metric_unit, request_title, unit_words
from crossfoot.records.collection.models import Cell, Request
from crossfoot.records.collection.workflow import STATE_NAMES, State
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.templatetags.frame import ASSETS
from crossfoot.web.views.grid_cells import (
    change_of,
    content_of,
    known_of,
    malformed,
    state_of,
)
from crossfoot.web.views.grid_rows import answers, sheet_of
from crossfoot.web.views.grid_saving import Outcome, save
from crossfoot.web.words import Words

#: what the script says, by its keys
SCRIPT_WORDS = (
    *("grid_all_saved", "grid_saving", "grid_waiting", "grid_offline", "grid_wrong", "grid_ready"),
    *("grid_signed_out", "grid_range", "grid_copied", "grid_pasted", "grid_pasted_less"),
    *("grid_status_done", "grid_status_missing", "grid_status_optional", "grid_status_explain"),
    *("grid_status_wrong", "grid_status_waiting", "grid_from_zero", "grid_conflict_line"),
    *("grid_conflict_yours", "grid_conflict_empty", "grid_keep_theirs", "grid_write_mine"),
    *("grid_needs_reason", "grid_uploading", "grid_uploaded", "grid_upload_failed", "grid_undone"),
    *("grid_nothing_to_undo", "grid_exact", "grid_none", "grid_not_applicable", "grid_taken_back"),
    *("grid_approximate", "grid_at_least", "grid_more_than", "grid_less_than"),
    *("grid_evidence_count", "grid_evidence_none", "what_to_do", "grid_answered"),
    *("grid_lacks_explain", "grid_lacks_missing", "grid_lacks_evidence", "grid_status_evidence"),
)


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, request_id: int) -> HttpResponse:
    """The sheet; its form writes all rows that changed."""
    found = readable(request, request_id)
    if request.method == "GET":
        return _page(request, found)
    person = person_of(request)
    person.require(Duty.ENTER, found.unit.code)
    try:
        changes = _changes_of_form(request.POST)
    except CrossfootError as error:
        return _page(request, found, problems=error.problems)
    outcome = save(found, changes, person)
    if outcome.is_whole:
        return HttpResponseRedirect(f"{request.path}?{_view(request)}saved=1")
    typed = {change.cell: _typed(change, outcome) for change in changes}
    kept = {cell: each for cell, each in typed.items() if each}
    return _page(request, found, typed=kept, problems=outcome.refused)


@require_POST
def cells(request: HttpRequest, request_id: int) -> HttpResponse:
    """Write cells that changed, and say what stands in them now: `{"changes": [...]}`."""
    found = readable(request, request_id)
    person = person_of(request)
    if not person.may(Duty.ENTER, found.unit.code):
        return JsonResponse({"problems": []}, status=403)
    try:
        changes = _changes_of_json(request)
    except CrossfootError as error:
        return JsonResponse({"problems": _problems(error.problems)}, status=400)
    outcome = save(found, changes, person)
    return JsonResponse(
        answer_of(found, {change.cell for change in changes}, outcome),
        status=409 if outcome.refused else 200,
    )


def answer_of(found: Request, asked: set[int], outcome: Outcome) -> dict[str, Any]:
    """What the script is told after a change."""
    said = language()
    lines = [line for line in lines_of(found) if line.cell.pk in asked]
    known = known_of(found, lines, said)
    found.refresh_from_db(fields=["asked", "answered"])
    refused = outcome.problems.keys() | outcome.conflicts.keys()
    return {
        "cells": [
            state_of(line, known, said)
            for line in lines
            if line.cell.pk not in refused and not outcome.refused
        ],
        "errors": {cell: _problems(each) for cell, each in outcome.problems.items()},
        "conflicts": {
            cell: _conflict(conflict, said) for cell, conflict in outcome.conflicts.items()
        },
        "problems": _problems(outcome.refused),
        "asked": found.asked,
        "answered": found.answered,
    }


def readable(request: HttpRequest, request_id: int) -> Request:
    """A request that the person may read; others learn nothing of it."""
    person = person_of(request)
    found = Request.objects.select_related("unit", "campaign").filter(pk=request_id).first()
    if found is None or not person.may(Duty.READ, found.unit.code):
        raise Http404
    return found


def may_enter(person: Person, found: Request) -> bool:
    """Whether the person may change the figures now."""
    return found.is_open and person.may(Duty.ENTER, found.unit.code)


def address(name: str, *args: object) -> str:
    """Address of a page; empty where there is none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _page(
    request: HttpRequest,
    found: Request,
    *,
    typed: dict[int, dict[str, Any]] | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    said, words = language(), Words(language())
    as_list = request.GET.get("view") == "list"
    lines = lines_of(found)
    known = known_of(found, lines, said)
    shown = {
        "sheet": sheet_of(lines, known, said, as_list=as_list, typed=typed),
        "found": found,
        "title": request_title(found, said),
        "campaign": found.campaign.title[said],
        "instructions": found.campaign.words[said],
        "state": STATE_NAMES[State(found.state)][said],
        "is_open": found.is_open,
        "may_enter": may_enter(person_of(request), found),
        "as_list": as_list,
        "percent": round(100 * found.answered / found.asked) if found.asked else 100,
        "explain": sum(line.needs_explanation for line in lines),
        "answers": answers("exact", said),
        "script": _script(),
        "script_words": json.dumps({key: words[key] for key in SCRIPT_WORDS}, ensure_ascii=False),
        "tag": LANGUAGE_TAGS[said],
        "request_address": address("request", found.pk),
        "evidence_address": address("evidence_document", 0),
        "saved": "saved" in request.GET and not (typed or problems),
        "problems": problems,
        "wrong": len(typed or ()),
    }
    return render(request, "grid/grid.html", shown, status=400 if typed or problems else 200)


def _changes_of_json(request: HttpRequest) -> list[Change]:
    try:
        sent = json.loads(request.body)
        changes = sent["changes"]
    except (ValueError, KeyError, TypeError) as error:
        raise malformed() from error
    if not isinstance(changes, list) or not all(isinstance(each, dict) for each in changes):
        raise malformed()
    return [change_of(each) for each in changes]


def _changes_of_form(form: QueryDict) -> list[Change]:
    """The cells of the page's form; a unit may stand for a whole row of months."""
    units: dict[str, str] = {}
    for key, value in form.items():
        if key.startswith("units-"):
            units |= dict.fromkeys(key[6:].split("-"), str(value))
    ids = [key[8:] for key in form if key.startswith("version-")]
    return [change_of(_cell_of_form(form, id_, units.get(id_))) for id_ in ids]


def _cell_of_form(form: QueryDict, id_: str, unit: str | None) -> Mapping[str, Any]:
    """One cell; a field that the view does not show stays as it is."""
    names = ("value", "unit", "answer", "comment", "explanation", "reason")
    sent: dict[str, Any] = {name: form.get(f"{name}-{id_}") for name in names}
    sent["unit"] = sent["unit"] if unit is None else unit
    if not sent["value"] and f"keep-{id_}" in form:
        sent["value"] = None  # it says that there is none; the view of months shows no more
    whole = sent["answer"] is not None
    return {
        **sent,
        "cell": id_,
        "version": form.get(f"version-{id_}"),
        "estimated": f"estimated-{id_}" in form if whole else None,
    }


def _typed(change: Change, outcome: Outcome) -> dict[str, Any]:
    """What stands in the fields of a cell again, with what is wrong; empty where all is well."""
    problems, conflict = outcome.problems.get(change.cell), outcome.conflicts.get(change.cell)
    if not problems and not conflict and not outcome.refused:
        return {}
    fields = {
        "value": change.value,
        "unit": change.unit,
        "answer": change.kind or change.qualifier,
        "estimated": change.estimated,
        "comment": change.comment,
        "explanation": change.explanation,
        "reason": change.reason,
    }
    told: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if conflict:  # the page shows what is theirs in words; whoever saves again has seen it
        told["conflict"] = _conflict(conflict, language())
        told["version"] = conflict.current.version
    told["problems"] = problems or ()
    told["refused"] = True
    return told


def _conflict(conflict: Conflict, said: Any) -> dict[str, Any]:
    """What somebody else wrote."""
    current = conflict.current
    cell: Cell = current.cell
    own = metric_unit(cell.metric)
    unit = current.typed_unit or own
    return {
        **content_of(current, own),
        "version": current.version,
        "who": conflict.who,
        "at": current.at.isoformat(),
        "unit_label": unit_words(unit, said) if current.typed else "",
        "kind": current.kind,
    }


def _problems(problems: Any) -> list[dict[str, str]]:
    return [{"what": each.what, "why": each.why, "remedy": each.remedy} for each in problems]


def _view(request: HttpRequest) -> str:
    return "view=list&" if request.GET.get("view") == "list" else ""


@cache
def _script() -> str:
    """Address of the script; new where any of its modules is, as they are loaded by it."""
    digest = hashlib.sha256()
    for path in sorted((ASSETS / "grid").glob("*.js")):
        digest.update(path.read_bytes())
    return f"{settings.STATIC_URL}grid/main.js?v={digest.hexdigest()[:12]}"
