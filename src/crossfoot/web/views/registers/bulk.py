"""One step, or one field, for many records at once; each is told what was refused of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.messages import problem
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.registers.access import roles_of
from crossfoot.registers.fields import PERSONS, Field, FieldType
from crossfoot.web.views.registers.choices import Choices, Option
from crossfoot.web.views.registers.seen import Seen, seen

#: records that one form may change
MOST = 200

_NOTHING = Text("nothing was chosen", "未选择任何内容")
_CHOOSE = Text("tick records, and choose a step or a field", "请勾选记录，并选择步骤或字段")

#: fields that cannot be set for many
_NOT_MANY = frozenset({FieldType.ROWS, FieldType.ATTACHMENT, FieldType.GEO})


def bulk_form(shown: Seen, choices: Choices) -> dict[str, Any] | None:
    """What can be done with many records; None for those who only read."""
    definition, said = shown.definition, shown.language
    takes_part = any(held & roles_of(definition) for held in shown.standing.held.values())
    if shown.is_sealed or not takes_part:
        return None
    fields = [each for each in shown.fields() if _is_settable(each)]
    steps = [
        (
            each.key,
            f"{definition.states[each.sources[0]][said]} → {definition.step_label(each)[said]}",
        )
        for each in definition.transitions
        if not each.is_automatic
    ]
    values: dict[str, Option] = {}
    for each in fields:
        if each.options or each.type in PERSONS:
            for option in choices.options(each):
                values[option.label] = Option(option.label, each.label[said])
    return {
        "steps": steps,
        "fields": [{"name": each.name, "label": each.label[said]} for each in fields],
        "values": list(values.values()),
    }


@require_POST
def bulk(request: HttpRequest, register: str) -> HttpResponse:
    """Do it for each of the records that were ticked."""
    from crossfoot.web.views.registers.lists import draw

    shown, post = seen(request, register), request.POST
    keys = list(dict.fromkeys(post.getlist("entry")))[:MOST]
    step, name, note = post.get("step", ""), post.get("field", ""), post.get("note", "").strip()
    settable = {each.name: each for each in shown.fields() if _is_settable(each)}
    if not keys or not (step or name in settable):
        return draw(request, shown, CrossfootError(problem(_NOTHING, remedy=_CHOOSE)))
    numbers = dict(shown.entries.filter(key__in=keys).values_list("key", "ref_no"))
    refused: list[Problem] = []
    done = 0
    for key in (each for each in keys if each in numbers):
        try:
            changed: dict[str, Any] = {"note": note} if note else {}
            if name in settable:
                changed[name] = _value(settable[name], post.get("value", "").strip())
            if step:
                TakeStep(key, step, changed).do(shown.person)
            else:
                AmendEntry(key, changed).do(shown.person)
            done += 1
        except CrossfootError as error:
            refused += [
                Problem(each.what, numbers[key], each.why, each.remedy) for each in error.problems
            ]
    if refused:
        return draw(request, shown, CrossfootError.of(refused), bulk_done=done)
    query = post.get("query", "")
    address = reverse("register", args=[register])
    return HttpResponseRedirect(f"{address}?{query}{'&' if query else ''}saved=1")


def _is_settable(field: Field) -> bool:
    return not (field.is_computed or field.is_sealed or field.type in _NOT_MANY) and (
        field.name not in ("ref_no", "source", "opened_on", "closed_on", "entity")
    )


def _value(field: Field, text: str) -> str:
    """What was typed; a person by the name."""
    if field.type in PERSONS and text:
        found = User.objects.filter(is_active=True, name__iexact=text)[:2]
        if len(found) == 1:
            return found[0].reference
    return text
