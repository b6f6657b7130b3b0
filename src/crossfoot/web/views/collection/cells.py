"""One figure: its versions, and a plain form to enter it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.actions.comment import AddComment
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.changes import Change
from crossfoot.records.collection.completeness import Line
from crossfoot.records.collection.history import Act, Version, versions
from crossfoot.records.collection.labels import (
    figure,
    metric_unit,
    people,
    request_title,
    unit_words,
)
from crossfoot.records.collection.models import Cell, Comment, Kind
from crossfoot.records.collection.proofs import proofs_of
from crossfoot.records.collection.variance import values_before, variance_of
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.shown import (
    KIND_WORDS,
    QUALIFIER_WORDS,
    TALKING,
    answer,
    attempt,
    converted,
    figure_row,
    request_seen,
)
from crossfoot.web.words import Words

#: parts in a figure, in their order
_HANDS = ("cell_entered_by", "cell_submitted_by", "cell_reviewed_by", "cell_approved_by")

_KINDS = (Kind.VALUE, Kind.NONE, Kind.NOT_APPLICABLE)


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, cell_id: int) -> HttpResponse:
    """Show a figure; take in its next version, or a comment."""
    found = Cell.objects.select_related("current", "approval").filter(pk=cell_id).first()
    if found is None:
        raise Http404
    _, found.request = request_seen(request, found.request_id)
    if request.method == "GET":
        return _page(request, found)
    if "text" in request.POST:
        error = attempt(request, AddComment(found.request_id, request.POST["text"], found.pk))
    else:
        error = attempt(request, SetCells(found.request_id, (_change(request, found),)))
    if error is not None:
        found.refresh_from_db()  # somebody may have been quicker
        return _page(request, found, error)
    return HttpResponseRedirect(f"{reverse('cell', args=[cell_id])}?saved=1")


def _change(request: HttpRequest, found: Cell) -> Change:
    post = request.POST
    version = post.get("version", "")
    kind = post.get("kind", "")
    return Change(
        found.pk,
        int(version) if version.isdecimal() else -1,
        value=post.get("value", ""),
        unit=post.get("unit", ""),
        kind=Kind(kind) if kind in (Kind.NONE, Kind.NOT_APPLICABLE) else None,
        qualifier=post.get("qualifier", Qualifier.EXACT.value),
        estimated="estimated" in post,
        comment=post.get("comment", "").strip(),
        explanation=post.get("explanation", "").strip(),
        reason=post.get("reason", "").strip(),
    )


def _page(request: HttpRequest, found: Cell, error: CrossfootError | None = None) -> HttpResponse:
    said, person = language(), person_of(request)
    words, unit = Words(said), metric_unit(found.metric)
    before = values_before([found]).get(found.pk)
    line = Line(found, before, variance_of(found, before))
    comments = list(Comment.objects.filter(cell=found).order_by("-id"))
    history = versions(found, said)
    proofs = proofs_of(found.request, {found.pk}).get(found.pk, ())
    names = people((each.by for each in comments), said)
    may_enter = (
        found.request.is_open
        and not found.outside
        and person.may(Duty.ENTER, found.request.unit.code)
    )
    shown: dict[str, Any] = {
        "cell": found,
        "asked": found.request,
        "title": figure(found, said),
        "about": request_title(found.request, said),
        "row": figure_row(line, said, words),
        "unit": unit_words(unit, said),
        "is_text": not unit,
        "versions": [
            {
                "version": each,
                "answer": answer(each.entry, unit, said, words),
                "converted": converted(each.entry, unit, said),
            }
            for each in history
        ],
        "hands": _hands(history),
        "proofs": [
            {"proof": each, "may_open": person.may(Duty.READ, each.unit)} for each in proofs
        ],
        "comments": [{"comment": each, "who": names[each.by]} for each in comments],
        "kinds": [(kind.value, words[KIND_WORDS[kind]]) for kind in _KINDS],
        "qualifiers": [(each.value, words[QUALIFIER_WORDS[each]]) for each in Qualifier],
        "given": request.POST if error else _standing(found),
        "may_enter": may_enter,
        "may_attach": may_enter and found.current is not None,
        "may_talk": any(person.may(duty, found.request.unit.code) for duty in TALKING),
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    return render(request, "collection/cell.html", shown, status=400 if error else 200)


def _hands(history: Sequence[Version]) -> list[tuple[str, Act]]:
    """Who entered what stands in the cell, and who let it pass: words of the part, and the act."""
    current = next((each for each in history if each.is_current), None)
    if current is None:
        return []
    entered = Act(current.who, current.entry.at)
    parts = (entered, current.submitted, current.reviewed, current.signed)
    return [(word, act) for word, act in zip(_HANDS, parts, strict=True) if act is not None]


def _standing(found: Cell) -> dict[str, Any]:
    """What stands in the cell, as the form shows it."""
    entry = found.current
    if entry is None:
        return {"kind": Kind.VALUE.value, "qualifier": Qualifier.EXACT.value}
    return {
        "kind": Kind.VALUE.value if entry.kind == Kind.EMPTY else entry.kind,
        "value": entry.text or entry.typed,
        "unit": entry.typed_unit,
        "qualifier": entry.qualifier,
        "estimated": entry.estimated,
        "comment": entry.comment,
        "explanation": entry.explanation,
        "reason": entry.reason,
    }
