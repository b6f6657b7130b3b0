"""A new record, and fields of one that are changed without a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.confidential.intake import intakes
from crossfoot.records.register.zones import Zones
from crossfoot.registers.access import roles_of
from crossfoot.registers.fields import Field, FieldType
from crossfoot.web.access import refused
from crossfoot.web.views.registers.attached import LIMITS, with_files
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.entry import after, for_a_purpose, seen_entry, told
from crossfoot.web.views.registers.seen import Seen, seen
from crossfoot.web.views.registers.typed import arranged, changes, sent, typed_of, without_empty
from crossfoot.web.views.registers.widgets import Widget, widgets

#: filled by the engine, or by the way in which a record comes
_NOT_TYPED = frozenset({"ref_no", "source", "opened_on", "closed_on"})

#: that every form begins with
_FIRST = ("title", "entity", "site", "owner")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Open a record."""
    shown = seen(request, register)
    if not shown.creates:
        return refused(request)
    if shown.is_sealed and register in intakes() and not takes_part(shown):
        # signed in, the journal would name who reports; the public form names nobody
        return HttpResponseRedirect(reverse("report_form", args=[register]))
    fields = form_fields(
        shown.fields(request.POST.get("f.site") or request.POST.get("f.entity", ""))
    )
    typed = started(shown, fields, request.GET)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        typed |= sent(fields, request.POST)
        if not arranged(fields, typed, request.POST):
            try:
                made = opened(request, shown, fields, typed)
                return HttpResponseRedirect(_where(shown, made))
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = told(
                    error.problems, {each.name: each for each in fields}, shown.language
                )
    return _form(request, shown, fields, typed, problems, reverse("register", args=[register]))


def takes_part(shown: Seen) -> bool:
    """Whether the person has a role in the register somewhere."""
    units = shown.standing.units_with(roles_of(shown.definition))
    return units is None or bool(units)


def _where(shown: Seen, key: str) -> str:
    """The record that was opened; for those who only report, the form with thanks."""
    if shown.entries.filter(key=key).exists():
        return f"{reverse('entry', args=[key])}?saved=1"
    return f"{reverse('new_entry', args=[shown.definition.id])}?sent=1"


def opened(
    request: HttpRequest,
    shown: Seen,
    fields: Collection[Field],
    typed: dict[str, Any],
    source: str = "manual",
) -> str:
    """Open a record with what a form sent; its key.

    Raises:
        CrossfootError: it cannot be opened.
    """
    unit = str(typed.get("site") or typed.get("entity") or "")
    with_files(request, fields, typed, shown.definition.id, unit)
    choices = Choices(shown.person, shown.library, shown.language)
    given = choices.resolved(fields, without_empty(typed))
    given = {name: value for name, value in given.items() if value not in ("", [])}
    made = OpenEntry(shown.definition.id, given, source).do(shown.person)
    return str(made.key)


@require_http_methods(["GET", "POST"])
@for_a_purpose
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change fields of a record."""
    shown = seen_entry(request, key)
    if not shown.may_change:
        return refused(request)
    fields = form_fields(shown.fields)
    zone = shown.context.zone
    before = {each.name: typed_of(each, shown.record.value(each.name), zone) for each in fields}
    typed = dict(before)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        typed |= sent(fields, request.POST)
        if not arranged(fields, typed, request.POST):
            try:
                _amended(request, key, fields, before, typed)
                return after(key)
            except NotAllowedError:
                raise
            except CrossfootError as error:
                named = {each.name: each for each in fields}
                problems = told(error.problems, named, shown.register.language)
    return _form(
        request,
        shown.register,
        fields,
        typed,
        problems,
        reverse("entry", args=[key]),
        entry=shown.entry,
        revision=request.POST.get("revision") or shown.entry.revision,
    )


def _amended(
    request: HttpRequest,
    key: str,
    fields: Collection[Field],
    before: Mapping[str, Any],
    typed: dict[str, Any],
) -> None:
    shown = seen_entry(request, key)
    entry, seen_ = shown.entry, shown.register
    with_files(request, fields, typed, entry.register, entry.unit, entry.key)
    choices = Choices(seen_.person, seen_.library, seen_.language)
    changed = changes(before, choices.resolved(fields, without_empty(typed)))
    revision = request.POST.get("revision", "")
    if changed:
        AmendEntry(
            key,
            changed,
            int(revision) if revision.isdecimal() else entry.revision,
            "correction" in request.POST,
        ).do(seen_.person)


def form_fields(fields: Collection[Field]) -> list[Field]:
    """The fields of a form, those that every record has first."""
    named = {each.name: each for each in fields if not each.is_computed}
    names = [*(name for name in _FIRST if name in named), *named]
    return [named[name] for name in dict.fromkeys(names) if name not in _NOT_TYPED]


def started(shown: Seen, fields: Collection[Field], given: Mapping[str, str]) -> dict[str, Any]:
    """What a new form begins with: what its address gives, and what follows from who fills it in.

    A moment at which something begins is now, a person responsible the one who writes, the entity
    the one that there is.
    """
    typed: dict[str, Any] = {
        each.name: given[each.name] for each in fields if each.name in given and not each.rows
    }
    now = timezone.now().astimezone(Zones().of(""))
    for each in fields:
        if each.type is FieldType.DATETIME and each.name == shown.definition.begins:
            typed.setdefault(each.name, f"{now:%Y-%m-%dT%H:%M}")
    tree = shown.standing.organisation
    if tree is not None and any(each.name == "entity" for each in fields):
        held = [code for code in shown.standing.held if code in tree]
        typed.setdefault("entity", held[0] if len(held) == 1 else tree.root.id)
    return typed


def parts(
    fields: Collection[Field], typed: Mapping[str, Any], found: list[Widget]
) -> tuple[list[Widget], list[Widget]]:
    """What a form shows at once, and what it shows when it is asked for more."""
    first = {each.name for each in fields if each.required or each.name in _FIRST}
    first |= {name for name, value in typed.items() if value}
    return (
        [each for each in found if each.field in first],
        [each for each in found if each.field not in first],
    )


def _form(
    request: HttpRequest,
    shown: Seen,
    fields: list[Field],
    typed: dict[str, Any],
    problems: tuple[Any, ...],
    back: str,
    **more: Any,
) -> HttpResponse:
    choices = Choices(shown.person, shown.library, shown.language)
    choices.learn(fields, [typed])
    wrong = {
        each.name: problem.what
        for problem in problems
        for each in fields
        if problem.where in (each.name, each.label[shown.language])
    }
    found = widgets(fields, typed, choices, shown.language, wrong=wrong)
    first, rest = parts(fields, typed, found)
    drawn = shown.drawn(
        widgets=first,
        more_widgets=rest,
        more_open=bool(wrong) and any(each.wrong for each in rest),
        problems=problems,
        sent=not problems and "sent" in request.GET,
        back=back,
        notes=[each[shown.language] for each in shown.definition.notes],
        **LIMITS,
        **more,
    )
    return render(request, "registers/form.html", drawn, status=400 if problems else 200)
