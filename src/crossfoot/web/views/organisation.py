"""The organisation on a day, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.export import as_csv
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree."""

    entity: Entity
    name: str
    depth: int
    kind: str
    financial_control: str


@require_GET
def organisation(request: HttpRequest) -> HttpResponse:
    """The part of the tree that the person may see."""
    day, known = request.GET.get("on", ""), request.GET.get("known", "")
    person = person_of(request)
    shown = {
        "on": day or timezone.now().date().isoformat(),
        "known": known,
        "may_change": person.may_somewhere(Duty.CHANGE_ORGANISATION),
        "may_import": person.may(Duty.CHANGE_ORGANISATION),
        "may_whole": person.may(Duty.MANAGE_ACCOUNTS),
        "saved": "saved" in request.GET,
    }
    try:
        tree = _seen(request)
    except CrossfootError as error:
        refused = {**shown, "problems": error.problems}
        return render(
            request, "web/organisation.html", refused, status=400 if day or known else 200
        )
    rows = list(_rows(tree)) if tree else []
    return render(request, "web/organisation.html", {**shown, "rows": rows})


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file, in the columns of an import."""
    try:
        tree = _seen(request)
    except CrossfootError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(as_csv(tree), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.csv"'
    return response


def _seen(request: HttpRequest) -> tuple[Entity, ...]:
    """Units that the person may read on the day that is asked for, parents first."""
    person = person_of(request)
    day = day_of(request.GET.get("on", "")) or timezone.now().date()
    until = day_of(request.GET.get("known", ""))
    known = datetime.combine(until, time.max, UTC) if until else None
    tree = organisation_on(day, known)
    units = person.units(Duty.READ, tree)
    return tuple(entity for entity in tree.below(tree.root.id) if entity.id in units)


def _rows(entities: tuple[Entity, ...]) -> Iterator[Row]:
    words = Words(language())
    depths: dict[str, int] = {}
    for entity in entities:
        depths[entity.id] = depth = depths.get(entity.parent, -1) + 1
        yield Row(
            entity,
            entity.name[language()],
            depth,
            words[entity.kind],
            words[entity.financial_control.value],
        )
