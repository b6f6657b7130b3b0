"""A short form for the telephone: a photo, the place, one sentence; what it asks is data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.models import Passed
from crossfoot.records.register.taking_part import may_create
from crossfoot.records.register.who import Standing
from crossfoot.registers.definition import Definition
from crossfoot.web.access import refused
from crossfoot.web.views.registers.attached import LIMITS
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.editing import opened, started
from crossfoot.web.views.registers.entry import told
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.views.registers.typed import arranged, sent
from crossfoot.web.views.registers.widgets import widgets

#: the page may ask the telephone where it is, and for nothing else
_SENSES = "camera=(), microphone=(), geolocation=(self)"

#: units that every quick form asks
_UNITS = ("entity", "site")


def quick_forms(
    who: Standing, library: Mapping[str, Definition], said: Language
) -> list[dict[str, str]]:
    """The quick forms that a person may use."""
    return [
        {"id": each.id, "label": each.quick.label[said]}
        for each in library.values()
        if each.quick is not None and may_create(who.by, each)
    ]


@require_http_methods(["GET", "POST"])
def quick(request: HttpRequest, register: str) -> HttpResponse:
    """The form; what was sent is a record like any other."""
    shown = seen(request, register)
    form = shown.definition.quick
    if form is None:
        raise Http404
    if not shown.creates:
        return refused(request)
    names = (*form.fields, *_UNITS)
    fields = [each for name in names if (each := shown.definition.field(name)) is not None]
    typed = started(shown, fields, request.GET) | _last_place(shown)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        typed |= sent(fields, request.POST)
        if not arranged(fields, typed, request.POST):
            try:
                key = opened(request, shown, fields, typed, "app")
                return HttpResponseRedirect(
                    f"{reverse('register_quick', args=[register])}?sent={key}"
                )
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = told(
                    error.problems, {each.name: each for each in fields}, shown.language
                )
    answer = render(
        request,
        "registers/quick.html",
        _drawn(request, shown, list(fields), typed, problems),
        status=400 if problems else 200,
    )
    answer.headers["Permissions-Policy"] = _SENSES
    return answer


def _drawn(
    request: HttpRequest,
    shown: Seen,
    fields: list[Any],
    typed: dict[str, Any],
    problems: tuple[Any, ...],
) -> dict[str, Any]:
    form = shown.definition.quick
    choices = Choices(shown.person, shown.library, shown.language)
    choices.learn(fields, [typed])
    made = shown.entries.filter(key=request.GET.get("sent", "")).first()
    return shown.drawn(
        label=form.label[shown.language] if form else "",
        widgets=widgets(fields, typed, choices, shown.language),
        problems=problems,
        made=made,
        sent="sent" in request.GET,
        **LIMITS,
    )


def _last_place(shown: Seen) -> dict[str, str]:
    """Entity and site of the last record that the person opened: most report where they are."""
    last = (
        Passed.objects.filter(
            by=shown.person.reference, place=0, entry__register=shown.definition.id
        )
        .select_related("entry")
        .order_by("-id")
        .first()
    )
    if last is None:
        return {}
    return {"entity": last.entry.entity, "site": last.entry.site}
