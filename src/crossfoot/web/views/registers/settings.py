"""Parameters and due times of a register: the product's defaults, and what is set instead."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.set_parameter import EndParameter, SetParameter, written
from crossfoot.records.register.models import ParameterOverride
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import Definition
from crossfoot.web.forms import day_of
from crossfoot.web.listing import names_of, units_of, whole_number
from crossfoot.web.views.registers.seen import Seen, set_up
from crossfoot.web.words import Words


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, register: str) -> HttpResponse:
    """What holds, and setting something else from a day on."""
    shown = set_up(request, register)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            _set(request, shown)
            return HttpResponseRedirect(f"{reverse('register_settings', args=[register])}?saved=1")
        except NotAllowedError:
            raise
        except CrossfootError as error:
            problems = error.problems
    person, said = shown.person, shown.language
    rows = list(ParameterOverride.objects.filter(register=register, ended_at=None))
    units = {each.code: each.name for each in units_of(person, Duty.READ)}
    names = names_of((each.by for each in rows), Words(said)["command_line"])
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda each: each.valid_from, reverse=True):
        by_name.setdefault(row.name, []).append(
            {
                "row": row,
                "unit": units.get(row.entity, row.entity),
                "who": names.get(row.by, row.by),
                "ahead": row.valid_from > timezone.now().date(),
            }
        )
    drawn = shown.drawn(
        "register_settings",
        parameters=[
            {**each, "overrides": by_name.get(each["name"], [])} for each in parameters(shown)
        ],
        dues=[{**each, "overrides": by_name.get(each["name"], [])} for each in due_times(shown)],
        units=units_of(person, Duty.RUN_CAMPAIGNS),
        may_set=person.may_somewhere(Duty.RUN_CAMPAIGNS),
        may_set_all=person.may(Duty.RUN_CAMPAIGNS),
        may_edit=person.may(Duty.CHANGE_ORGANISATION),
        may_grant=person.may_somewhere(Duty.MANAGE_ACCOUNTS),
        today=timezone.now().date(),
        given=request.POST,
        version=shown.definition.version,
        access=shown.definition.access.level,
        serves=[
            (name.upper(), ", ".join(codes)) for name, codes in shown.definition.serves.items()
        ],
        problems=problems,
        saved=not problems and "saved" in request.GET,
    )
    return render(request, "registers/settings.html", drawn, status=400 if problems else 200)


def _set(request: HttpRequest, shown: Seen) -> None:
    post = request.POST
    if "end" in post:
        EndParameter(whole_number(post["end"]) or 0).do(shown.person)
        return
    day = day_of(post.get("valid_from", "")) or date.today()  # noqa: DTZ011  # a day, no moment
    SetParameter(
        shown.definition.id,
        post.get("name", ""),
        post.get("value", "").strip(),
        day,
        post.get("entity", ""),
        post.get("when", "").strip(),
        post.get("why", "").strip(),
    ).do(shown.person)


def parameters(shown: Seen) -> list[dict[str, Any]]:
    """The parameters with their defaults, and whose they are."""
    said = shown.language
    return [
        {
            "name": each.name,
            "label": each.label[said],
            "default": _option(each, written(each.value), said),
            "found_in": each.found_in,
        }
        for each in shown.definition.params.values()
    ]


def _option(param: Any, word: str, said: str) -> str:
    known = param.options.get(word)
    return known["zh" if said == "zh" else "en"] if known else word


def due_times(shown: Seen) -> list[dict[str, Any]]:
    """The time limits of steps and clocks, as the definition writes them."""
    definition, said = shown.definition, shown.language
    labels = {each.name: each.label for each in definition.every_field()}
    found = [
        {
            "name": f"due.{each.key}",
            "label": f"{_sources(definition, each, said)} → {definition.step_label(each)[said]}",
            "default": str(each.due),
            "said": each.due.label(labels)[said],
            "found_in": "",
        }
        for each in definition.transitions
        if each.due is not None
    ]
    found += [
        {
            "name": f"due.{clock.name}",
            "label": clock.label[said],
            "default": str(clock.due),
            "said": clock.due.label(labels)[said],
            "found_in": "",
        }
        for clock in definition.clocks.values()
    ]
    return found


def _sources(definition: Definition, step: Any, said: str) -> str:
    tag = "zh" if said == "zh" else "en"
    return " / ".join(
        definition.states[each]["zh" if tag == "zh" else "en"] for each in step.sources
    )
