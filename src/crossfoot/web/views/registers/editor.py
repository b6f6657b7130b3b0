"""The definition of a register as text: read, checked with line numbers, previewed, kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.records.messages import language, problem
from crossfoot.records.register.actions.edit_definition import EditDefinition, checked
from crossfoot.records.register.library import FOLDER, active
from crossfoot.records.register.models import DefinitionVersion
from crossfoot.registers.definition import Definition
from crossfoot.registers.loading import BUILT_IN
from crossfoot.web.listing import names_of
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.editing import form_fields
from crossfoot.web.views.registers.seen import Seen, set_up
from crossfoot.web.views.registers.widgets import widgets
from crossfoot.web.words import Words

_EXAMPLE = Path(__file__).with_name("new_register.yaml")

_NO_ID = Text(
    "the definition has no line such as id: visitor_log", "定义缺少 id 行，如 id: visitor_log"
)
_TAKEN = Text("there is a register {name} already", "台账 {name} 已存在")


@require_http_methods(["GET", "POST"])
def definition(request: HttpRequest, register: str) -> HttpResponse:
    """The text, what is wrong in it, what its form would look like."""
    shown = set_up(request, register)
    text = request.POST.get("text", "").replace("\r\n", "\n") or text_of(shown)
    problems: tuple[Any, ...] = ()
    preview: Definition | None = None
    if request.method == "POST":
        try:
            if "keep" in request.POST:
                EditDefinition(register, text, request.POST.get("note", "").strip()).do(
                    shown.person
                )
                return HttpResponseRedirect(
                    f"{reverse('register_definition', args=[register])}?saved=1"
                )
            preview = checked(register, text)
        except CrossfootError as error:
            problems = error.problems
    versions = list(DefinitionVersion.objects.filter(register=register).order_by("-version"))
    names = names_of((each.by for each in versions), Words(shown.language)["command_line"])
    drawn = shown.drawn(
        "register_settings",
        text=text,
        lines=text.count("\n") + 1,
        note=request.POST.get("note", ""),
        version=shown.definition.version,
        versions=[{"row": each, "who": names.get(each.by, each.by)} for each in versions],
        preview=_preview(_choices(shown), preview, shown.language) if preview else None,
        problems=problems,
        saved=not problems and "saved" in request.GET,
    )
    return render(request, "registers/definition.html", drawn, status=400 if problems else 200)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A register that there is not yet: the text of its definition, from a short example on."""
    person, said = person_of(request), language()
    text = request.POST.get("text", "").replace("\r\n", "\n")
    text = text or _EXAMPLE.read_text(encoding="utf-8")
    problems: tuple[Any, ...] = ()
    preview: Definition | None = None
    if request.method == "POST":
        try:
            name = _id_of(text)
            if "keep" in request.POST:
                EditDefinition(name, text, request.POST.get("note", "").strip()).do(person)
                address = reverse("register_definition", args=[name])
                return HttpResponseRedirect(f"{address}?saved=1")
            preview = checked(name, text)
        except CrossfootError as error:
            problems = error.problems
    drawn = {
        "text": text,
        "note": request.POST.get("note", ""),
        "preview": _preview(Choices(person, active(), said), preview, said) if preview else None,
        "problems": problems,
    }
    return render(request, "registers/definition.html", drawn, status=400 if problems else 200)


def _id_of(text: str) -> str:
    """The id that a definition gives itself; one that there is already has a page of its own.

    Raises:
        CrossfootError: it gives none, or one that is taken.
    """
    found = re.search(r"^id:\s*([a-z][a-z0-9_]*)\s*$", text, re.MULTILINE)
    if found is None:
        raise CrossfootError(problem(_NO_ID))
    if found[1] in active():
        raise CrossfootError(problem(_TAKEN, name=found[1]))
    return found[1]


def text_of(shown: Seen) -> str:
    """The text of the definition in use."""
    id_, version = shown.definition.id, shown.definition.version
    kept = DefinitionVersion.objects.filter(register=id_, version=version).first()
    if kept is not None:
        return kept.text
    for folder in (Path(settings.WORKSPACE) / FOLDER, BUILT_IN):
        path = folder / f"{id_}.yaml"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def _choices(shown: Seen) -> Choices:
    return Choices(shown.person, shown.library, shown.language)


def _preview(choices: Choices, found: Definition, said: Language) -> dict[str, Any]:
    """What the pages would be made of."""
    fields = form_fields(tuple(found.every_field()))
    return {
        "title": found.title[said],
        "version": found.version,
        "widgets": widgets(fields, {}, choices, said, form="preview."),
        "states": [
            {
                "name": text[said],
                "final": state in found.finals,
                "steps": [
                    (found.step_label(each)[said], found.states[each.target][said], each.due)
                    for each in found.leaving(state)
                ],
            }
            for state, text in found.states.items()
        ],
        "metrics": [each.label[said] for each in found.metrics.values()],
    }
