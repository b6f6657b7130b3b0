"""The next step: what it needs, what speaks against it, and taking it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.who import superiors
from crossfoot.registers.definition import Definition
from crossfoot.registers.dues import open_dues
from crossfoot.registers.expressions.tree import fields_of as expression_fields
from crossfoot.registers.fields import Field, FieldType
from crossfoot.registers.transitions import Possible, possible
from crossfoot.web.views.registers.attached import LIMITS, with_files
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.entry import (
    SeenEntry,
    after,
    draw,
    for_a_purpose,
    seen_entry,
    told,
)
from crossfoot.web.views.registers.typed import arranged, changes, sent, typed_of, without_empty
from crossfoot.web.views.registers.widgets import widgets

#: asked in every step: a word about why
_NOTE = "note"

#: what a verification rests on
_EVIDENCE = "evidence"


def offered(shown: SeenEntry) -> list[Possible]:
    """Steps that the person's roles allow now."""
    return possible(
        shown.register.definition, shown.record, shown.actor, shown.context, superiors()
    )


def step_forms(shown: SeenEntry, refused: str, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps that the person could take, each with its form; what can be done comes first.

    Args:
        shown: the record.
        refused: key of a step that was refused; empty where none was.
        typed: what was filled in for it.
    """
    seen, said = shown.register, shown.register.language
    found = offered(shown)
    fields = {each.transition.key: fields_of(shown, each) for each in found}
    choices = Choices(seen.person, seen.library, said)
    texts = {
        key: (
            typed_values(shown, asked)
            | _taken_now(shown, key)
            | (dict(typed) if key == refused else {})
        )
        for key, asked in fields.items()
    }
    every = [field for asked in fields.values() for field in asked]
    choices.learn(every, texts.values())
    forms = []
    owed = {each.name for each in open_dues(seen.definition, shown.record, shown.context)}
    for each in found:
        key = each.transition.key
        required = set(each.transition.require) - set(each.transition.set)
        due = each.due if key in owed else None
        forms.append(
            {
                "key": key,
                "id": f"step-{key.replace('.', '-')}",
                "label": each.label[said],
                "target": seen.definition.states[each.transition.target][said],
                "address": reverse("entry_step", args=[shown.entry.key, key]),
                "widgets": widgets(
                    fields[key],
                    texts[key],
                    choices,
                    said,
                    required=required,
                    form=f"{key}.",
                ),
                "missing": [
                    field.label[said]
                    for name in each.missing
                    if (field := seen.definition.field(name)) is not None
                ],
                "against": [reason[said] for reason in each.against],
                "verifies": each.transition.verifies,
                "until": f"{due.deadline:%Y-%m-%d %H:%M}" if due else "",
                "late": bool(due and shown.context.now > due.deadline),
                "open": key == refused,
                **LIMITS,
            }
        )
    return sorted(forms, key=lambda form: bool(form["against"]))


def fields_of(shown: SeenEntry, each: Possible) -> list[Field]:
    """Fields that a step's form asks: those it needs, those its guard looks at, and a note.

    Where rows are asked, also what they are computed from: a load needs the flow.
    """
    definition = shown.register.definition
    behind = [
        name
        for name in _behind_rows(definition, each.transition.require)
        if shown.record.value(name) is None
    ]
    names = [*behind, *each.transition.require, *each.missing]
    if each.transition.verifies:
        names.append(_EVIDENCE)
    names.append(_NOTE)
    readable = {field.name for field in shown.fields}
    found = []
    for name in dict.fromkeys(names):
        field = shown.register.definition.field(name)
        filled_by_step = name in each.transition.set and name not in each.missing
        if field is not None and name in readable and not field.is_computed and not filled_by_step:
            found.append(field)
    return found


def _behind_rows(definition: Definition, required: Iterable[str]) -> Iterator[str]:
    """Fields of the record from which the rows that are asked compute something."""
    for field in filter(None, map(definition.field, required)):
        for inner in field.rows.values():
            node = inner.default or inner.formula
            looked_at = expression_fields(node) if node is not None else set()
            yield from sorted(looked_at & (set(definition.fields) - set(field.rows)))


def typed_values(shown: SeenEntry, fields: list[Field]) -> dict[str, Any]:
    """What the fields of a form hold now; a note is written anew each time."""
    zone = shown.context.zone
    return {
        each.name: "" if each.name == _NOTE else typed_of(each, shown.record.value(each.name), zone)
        for each in fields
    }


def _taken_now(shown: SeenEntry, key: str) -> dict[str, Any]:
    """The field that says when a step was taken begins with now, unless something stands there."""
    definition, now = shown.register.definition, shown.context.now
    transition = definition.transition(key)
    field = definition.field(transition.effective) if transition else None
    if field is None or shown.record.value(field.name) is not None:
        return {}
    moment = now.date() if field.type is FieldType.DATE else now
    return {field.name: typed_of(field, moment, shown.context.zone)}


@require_http_methods(["GET", "POST"])
@for_a_purpose
def step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Take a step; without a script its form is open on the record's page."""
    shown = seen_entry(request, key)
    wanted = next((each for each in offered(shown) if each.transition.key == step), None)
    if request.method == "GET":
        if wanted is None:
            raise Http404
        return draw(request, shown, step=step)
    fields = fields_of(shown, wanted) if wanted else []
    before = typed_values(shown, fields)
    typed = sent(fields, request.POST)
    if arranged(fields, typed, request.POST):
        return draw(request, shown, step=step, typed=typed)
    try:
        entry = shown.entry
        with_files(request, fields, typed, entry.register, entry.unit, entry.key)
        choices = Choices(shown.register.person, shown.register.library, shown.register.language)
        changed = changes(before, choices.resolved(fields, without_empty(typed)))
        revision = request.POST.get("revision", "")
        TakeStep(key, step, changed, int(revision) if revision.isdecimal() else entry.revision).do(
            shown.register.person
        )
    except CrossfootError as error:
        by_name = {each.name: each for each in fields}
        problems = told(error.problems, by_name, shown.register.language)
        if wanted is None:
            return draw(request, shown, problems=problems)
        return draw(request, shown, problems=problems, step=step, typed=typed)
    return after(key)
