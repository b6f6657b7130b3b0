"""A record: its fields, the next step, what is due, what happened, what was said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.evidence.models import Revision
from crossfoot.records.evidence.queries import Proof, evidence_of
from crossfoot.records.evidence.sniffing import preview_of
from crossfoot.records.messages import language
from crossfoot.records.register.actions.amend_entry import may_amend
from crossfoot.records.register.actions.comment_entry import CONFIDENTIAL, CommentEntry
from crossfoot.records.register.confidential.actions.read_entry import ReadEntry
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.confidential.reading import PurposeNeededError, is_sealed
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Link
from crossfoot.records.register.queries import (
    UnknownEntryError,
    entry_for,
    readable,
    readable_fields,
)
from crossfoot.records.register.remarks import text_of
from crossfoot.records.register.stored import Kept, record_of
from crossfoot.records.register.who import standing
from crossfoot.registers import dues, reminders
from crossfoot.registers.context import Actor, Context
from crossfoot.registers.definition import SYSTEM
from crossfoot.registers.dues import ClockState
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.fields import Field
from crossfoot.registers.roles import roles
from crossfoot.web.access import refused
from crossfoot.web.requests import person_of
from crossfoot.web.views.registers.names import collected, named
from crossfoot.web.views.registers.printed import Printer
from crossfoot.web.views.registers.seen import Seen
from crossfoot.web.views.registers.timeline import changed_values, timeline
from crossfoot.web.words import Words

#: from so many days on the hours are not told
_DAYS_FROM = 2

#: percent of a time limit at which it is over
OVER = 100

#: fields that the head of the page shows, so that the list below need not
_IN_HEAD = frozenset({"ref_no", "title", "source"})

#: words of how a clock stands
_CLOCK_WORDS = {
    ClockState.STOPPED: "clock_stopped",
    ClockState.LATE: "clock_late",
    ClockState.DROPPED: "clock_dropped",
}


@dataclass(frozen=True)
class SeenEntry:
    """A record in the eyes of one person.

    Attributes:
        register: its register.
        entry, record: as it is kept, and as the engine takes it.
        fields: that the person sees.
        actor: the person with the roles that hold for the unit.
        context: the moment, and the parameters.
    """

    register: Seen
    entry: Entry
    record: Kept
    fields: tuple[Field, ...]
    actor: Actor
    context: Context

    @property
    def may_change(self) -> bool:
        """Whether the person may change fields."""
        return may_amend(self.register.definition, self.record, self.actor)

    @property
    def values(self) -> dict[str, Any]:
        """The values that the person sees."""
        found = {each.name: self.record.value(each.name) for each in self.fields}
        if "ref_no" in found:
            found["ref_no"] = self.entry.ref_no
        return found


def seen_entry(request: HttpRequest, key: str) -> SeenEntry:
    """The record; one that is not there, or that the person may not read, is no page.

    Raises:
        Http404: there is none.
        PurposeNeededError: it is confidential, and no purpose of reading it was registered.
    """
    person = person_of(request)
    try:
        entry = entry_for(person, key)
    except UnknownEntryError as error:
        raise Http404 from error
    if is_sealed(entry):
        ReadEntry(key).do(person)
    library = active()
    definition = library[entry.register]
    register = Seen(person, standing(person), library, definition, language())
    record = record_of(entry, definition)
    return SeenEntry(
        register,
        entry,
        record,
        readable_fields(person, entry),
        acting(person, definition, record, entry.unit),
        context_for(entry.unit, library=library),
    )


def for_a_purpose(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of a record that leads to where a purpose is registered, if one is needed."""

    @wraps(view)
    def read(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, key, *args, **kwargs)
        except PurposeNeededError as error:
            try:
                return HttpResponseRedirect(reverse("case", args=[key]))
            except NoReverseMatch:
                return refused(request, error)

    return read


@require_GET
@for_a_purpose
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """A record."""
    return draw(request, seen_entry(request, key))


@require_GET
@for_a_purpose
def moved(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """A record by its register too, as evidence and notices name it."""
    shown = seen_entry(request, key)
    if shown.entry.register != register:
        raise Http404
    return HttpResponseRedirect(reverse("entry", args=[key]))


def draw(
    request: HttpRequest,
    shown: SeenEntry,
    *,
    problems: tuple[Any, ...] = (),
    step: str = "",
    typed: Mapping[str, Any] | None = None,
    remark: str = "",
) -> HttpResponse:
    """The page of a record; with a step that was refused, as it was filled in."""
    from crossfoot.web.views.registers.steps import step_forms

    seen, said = shown.register, shown.register.language
    definition, words = seen.definition, Words(seen.language)
    proofs = evidence_of(shown.entry.reference)
    remarks = list(shown.entry.remarks.all())
    printer = _printer(shown, remarks)
    changes = changed_values(shown.entry, shown.entry.changes.all(), definition, printer)
    fields = [printer.shown(each, shown.values.get(each.name)) for each in shown.fields]
    own = [each for each in fields if each.name not in _IN_HEAD]
    secret = definition.access.level in CONFIDENTIAL
    forms = step_forms(shown, step, typed or {})
    state = definition.states.get(shown.entry.state)
    drawn = seen.drawn(
        entry=shown.entry,
        heading=shown.entry.title or shown.entry.ref_no,
        state=state[said] if state else shown.entry.state,
        done=seen.done(shown.entry.state),
        since=printer.moment(shown.record.history[-1].at) if shown.record.history else "",
        unit=printer.names.unit(shown.entry.unit),
        owner=printer.names.person(shown.entry.owner) if shown.entry.owner else "",
        source=_source(shown, printer),
        values=[each for each in own if not each.is_empty],
        empty=[each.label for each in own if each.is_empty],
        steps=forms,
        others=_others(shown, [each["key"] for each in forms], printer),
        dues=_dues(shown, printer),
        clocks=_clocks(shown, printer, words),
        happened=timeline(
            definition, shown.record, changes, shown.fields, printer, words["register_system"]
        ),
        remarks=[
            {
                "text": text_of(each, shown.entry) if secret else each.text,
                "who": printer.names.person(each.by),
                "at": printer.moment(each.at),
            }
            for each in remarks
        ],
        links=_links(shown),
        pictures=_pictures(shown, proofs),
        proofs=[_proof(shown.entry, each) for each in proofs],
        may_change=shown.may_change,
        case=_case(shown),
        notes=[each[said] for each in definition.notes],
        problems=() if step else problems,
        step_problems=problems if step else (),
        remark=remark,
        saved=not problems and "saved" in request.GET,
    )
    return render(request, "registers/entry.html", drawn, status=400 if problems else 200)


def _printer(shown: SeenEntry, remarks: list[Any]) -> Printer:
    seen = shown.register
    ids = collected(shown.fields, [shown.values])
    ids["unit"].add(shown.entry.unit)
    for change in shown.entry.changes.all():
        for values in (change.before, change.after):
            for sort, each in collected(shown.fields, [_listed(values)]).items():
                ids[sort] |= each
        ids["person"].add(change.by)
    ids["person"] |= {each.by for each in shown.record.history} | {each.by for each in remarks}
    ids["person"] -= {"", SYSTEM}
    if shown.entry.owner:
        ids["person"].add(shown.entry.owner)
    names = named(ids, seen.person, seen.library, seen.language, shown.entry.key)
    return Printer(names, seen.language, shown.context.zone)


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _source(shown: SeenEntry, printer: Printer) -> str:
    known = shown.register.definition.field("source")
    return printer.text(known, shown.entry.source) if known else ""


def _dues(shown: SeenEntry, printer: Printer) -> list[dict[str, Any]]:
    """What is owed, soonest first, and by whom."""
    seen, now = shown.register, shown.context.now
    found = dues.open_dues(seen.definition, shown.record, shown.context)
    return [
        {
            "label": each.label[seen.language],
            "by": role_names(each.roles, shown),
            "until": printer.moment(each.due.deadline),
            "over": now > each.due.deadline,
            "mark": due_mark(reminders.level(each.due, now)),
            "left": _left(each.due.deadline, now, seen.language),
            "provisional": each.due.provisional,
            "address": _where_filled(shown, each.name),
        }
        for each in found
    ]


def _where_filled(shown: SeenEntry, name: str) -> str:
    """Where the field that stops a clock is filled; a step has its button."""
    clock = shown.register.definition.clocks.get(name)
    if clock is None or not shown.may_change:
        return ""
    return f"{reverse('edit_entry', args=[shown.entry.key])}#f-{clock.stops}"


def _clocks(shown: SeenEntry, printer: Printer, words: Words) -> list[dict[str, Any]]:
    """The clocks that run no more, and how they ended; those that run are among what is owed."""
    found, definition = [], shown.register.definition
    for clock in definition.clocks.values():
        state = dues.clock_state(definition, clock, shown.record, shown.context)
        due = dues.of_clock(definition, clock, shown.record, shown.context)
        if state in _CLOCK_WORDS and due is not None:
            found.append(
                {
                    "label": clock.label[shown.register.language],
                    "state": state.value,
                    "state_name": words[_CLOCK_WORDS[state]],
                    "until": printer.moment(due.deadline),
                    "by": role_names(clock.roles, shown),
                }
            )
    return found


def _others(shown: SeenEntry, mine: list[str], printer: Printer) -> list[dict[str, str]]:
    """Steps that others take from here, who, and until when; not those that are ruled out."""
    definition, said = shown.register.definition, shown.register.language
    evaluator = Evaluator(definition, shown.context)
    found = []
    for each in definition.leaving(shown.record.state):
        holds = evaluator.holds(each.when, shown.record)
        if each.key in mine or not (holds or dues.undecided(each, shown.record)):
            continue
        entered = shown.record.history[-1]
        due = dues.of_step(definition, each, shown.record, entered, shown.context)
        found.append(
            {
                "label": definition.step_label(each)[said],
                "by": role_names(each.roles, shown),
                "until": printer.moment(due.deadline) if due else "",
            }
        )
    return found


def _links(shown: SeenEntry) -> list[dict[str, Any]]:
    """Records that point to this one, by register; those that the person may read."""
    pointing = Link.objects.filter(target=shown.entry.key).select_related("entry")
    by_register: dict[str, list[int]] = {}
    for each in pointing[:500]:
        by_register.setdefault(each.entry.register, []).append(each.entry_id)
    found = []
    for register, ids in by_register.items():
        definition = shown.register.library.get(register)
        if definition is None:
            continue
        for one in readable(shown.register.person, register).filter(pk__in=ids)[:50]:
            state = definition.states.get(one.state)
            found.append(
                {
                    "register": definition.title[shown.register.language],
                    "number": one.ref_no,
                    "title": one.title,
                    "address": reverse("entry", args=[one.key]),
                    "state": state[shown.register.language] if state else one.state,
                }
            )
    return found


def _proof(entry_: Entry, proof: Proof) -> dict[str, Any]:
    address = reverse("entry_file", args=[entry_.key, proof.document])
    return {"proof": proof, "address": address}


def _case(shown: SeenEntry) -> str:
    """Where messages and files of a confidential record are; empty of others."""
    try:
        return reverse("case", args=[shown.entry.key]) if shown.register.is_sealed else ""
    except NoReverseMatch:
        return ""


def _pictures(shown: SeenEntry, proofs: Iterable[Proof]) -> list[dict[str, str]]:
    """Pictures that the record names, or that prove it."""
    ids = {
        int(each) for each in collected(shown.fields, [shown.values])["file"] if each.isdecimal()
    }
    ids |= {each.document for each in proofs}
    if not ids:
        return []
    revisions = Revision.objects.filter(document__in=ids, document__deleted_at=None)
    newest = {
        each.document_id: each
        for each in revisions.select_related("document", "file").order_by("number")
    }
    return [
        {
            "label": each.document.title,
            "address": reverse("entry_file", args=[shown.entry.key, number]),
        }
        for number, each in newest.items()
        if each.file is not None and preview_of(each.file.media) == "image"
    ]


def due_mark(level: int) -> str:
    """The style of a time limit: near its end, or over."""
    return "stand-late" if level >= OVER else "stand-soon" if level else ""


def role_names(names: tuple[str, ...], shown: SeenEntry) -> str:
    """Roles as people call them; a role that a field of the register names, by its field."""
    said, fields = shown.register.language, shown.register.definition.fields
    known = roles()
    found = [
        fields[each].label[said] if each in fields else known[each][said] if each in known else each
        for each in names
    ]
    return ("、" if said == "zh" else ", ").join(found)


def _left(deadline: datetime, now: datetime, said: str) -> str:
    """How long is left, or how long it has been over: in days, below two of them in hours."""
    seconds = abs((deadline - now).total_seconds())
    hours, days = int(seconds // 3600), int(seconds // 86400)
    words = Words("zh" if said == "zh" else "en")
    if days >= _DAYS_FROM:
        return f"{days} {words['register_days']}"
    word = "register_hours" if hours else "register_minutes"
    return f"{hours or int(seconds // 60)} {words[word]}"


@require_POST
@for_a_purpose
def comment(request: HttpRequest, key: str) -> HttpResponse:
    """Say something of a record."""
    shown = seen_entry(request, key)
    text = request.POST.get("text", "")
    try:
        CommentEntry(key, text).do(shown.register.person)
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return draw(request, shown, problems=error.problems, remark=text)
    return after(key, "#said")


def after(key: str, part: str = "") -> HttpResponse:
    """Back to the record."""
    return HttpResponseRedirect(f"{reverse('entry', args=[key])}?saved=1{part}")


def told(problems: tuple[Any, ...], fields: Mapping[str, Field], said: str) -> tuple[Any, ...]:
    """Problems with the label of the field in place of its name; nothing is said twice."""
    found = []
    for each in problems:
        known = fields.get(each.where)
        label = known.label["zh" if said == "zh" else "en"] if known else each.where
        found.append(replace(each, where="" if known and label in each.what else label))
    counted = Counter(found)
    return tuple(counted)
