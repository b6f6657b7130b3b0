"""What the pages of the collection share: badges of states, numbers, steps that are open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action, NotAllowedError
from crossfoot.records.collection.actions import steps
from crossfoot.records.collection.actions.move import MoveRequests, refusals
from crossfoot.records.collection.completeness import Line
from crossfoot.records.collection.labels import figure, members, metric_title, unit_words
from crossfoot.records.collection.labels import metric_unit as unit_of
from crossfoot.records.collection.models import Entry, Kind, Request
from crossfoot.records.collection.visible import Visible
from crossfoot.records.collection.workflow import STEP_NAMES, State, Step, steps_from
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words

#: the action of each step
ACTIONS: dict[Step, type[MoveRequests]] = {
    kind.step: kind
    for kind in (
        steps.Submit,
        steps.Review,
        steps.Return,
        steps.Approve,
        steps.Lock,
        steps.Reopen,
    )
}

#: words of what an entry says
KIND_WORDS = {
    Kind.VALUE: "cell_value",
    Kind.NONE: "cell_none",
    Kind.NOT_APPLICABLE: "cell_not_applicable",
    Kind.EMPTY: "cell_empty",
}

QUALIFIER_WORDS = {
    Qualifier.EXACT: "qualifier_exact",
    Qualifier.APPROXIMATE: "qualifier_approximate",
    Qualifier.AT_LEAST: "qualifier_at_least",
    Qualifier.MORE_THAN: "qualifier_more_than",
    Qualifier.LESS_THAN: "qualifier_less_than",
}

#: whoever has one of these duties takes part in the talk
TALKING = (Duty.ENTER, Duty.REVIEW, Duty.APPROVE, Duty.RUN_CAMPAIGNS)

#: icons of the steps
ICONS = {
    Step.SUBMIT: "send",
    Step.REVIEW: "check",
    Step.RETURN: "arrow-back-up",
    Step.APPROVE: "checklist",
    Step.LOCK: "lock",
    Step.REOPEN: "lock-open",
}


@dataclass(frozen=True, slots=True)
class Button:
    """A step that a person may take now."""

    step: str
    name: str
    icon: str
    with_reason: bool


def buttons(request: Request, person: Person, language: Language) -> list[Button]:
    """The steps that are open to a person: state, duty and four eyes let them."""
    found = []
    for transition in steps_from(State(request.state)):
        if not any(person.may(duty, request.unit.code) for duty in transition.duties):
            continue
        if next(refusals([request], transition, person.reference), None) is None:
            name = STEP_NAMES[transition.step][language]
            icon = ICONS[transition.step]
            found.append(Button(transition.step.value, name, icon, transition.with_reason))
    return found


def attempt(request: HttpRequest, action: Action[Any]) -> CrossfootError | None:
    """Do an action; what was wrong where it could not be done.

    Raises:
        NotAllowedError: the person may not; the guard of the page says so.
    """
    try:
        action.do(person_of(request))
    except NotAllowedError:
        raise
    except CrossfootError as error:
        return error
    return None


def step_action(step: str, requests: Sequence[int], why: str = "", **more: Any) -> Action[Any]:
    """The action of a step as a form names it.

    Raises:
        Http404: there is no such step.
    """
    try:
        kind = ACTIONS[Step(step)]
    except ValueError:
        raise Http404 from None
    given = more if kind is steps.Return else {}
    return kind(tuple(requests), why=why, **given)


def request_seen(request: HttpRequest, request_id: int) -> tuple[Visible, Request]:
    """A request that the person may read; whoever may not learns nothing of it.

    Raises:
        Http404: there is none.
    """
    seen = Visible(person_of(request))
    found = seen.requests.select_related("owner", "reviewer", "approver").filter(pk=request_id)
    first = found.first()
    if first is None:
        raise Http404
    return seen, first


def answer(entry: Entry | None, unit: str, language: Language, words: Words) -> str:
    """What an entry says, in the digits and the unit that were typed, thousands apart."""
    if entry is None or entry.kind == Kind.EMPTY:
        return ""
    if entry.kind in (Kind.NONE, Kind.NOT_APPLICABLE):
        return words[KIND_WORDS[Kind(entry.kind)]]
    if entry.text:
        return entry.text
    typed_unit = entry.typed_unit or unit_words(unit, language)
    return f"{_grouped(entry.typed)} {typed_unit}".strip()


def _grouped(typed: str) -> str:
    """A plain number with thousands apart; whatever else was typed stays as it is."""
    return f"{Decimal(typed):,f}" if _PLAIN.fullmatch(typed) else typed


_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def converted(entry: Entry | None, unit: str, language: Language) -> str:
    """The value in the metric's unit, where it was typed in another one."""
    if entry is None or not entry.typed_unit or entry.value is None or entry.typed_unit == unit:
        return ""
    return f"{plain(entry.value)} {unit_words(unit, language)}".strip()


def plain(number: Decimal | None) -> str:
    """A number with thousands separated and no needless zeros.

    >>> plain(Decimal("1234.50")), plain(Decimal("12E+3"))
    ('1,234.5', '12,000')
    """
    if number is None:
        return ""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_row(line: Line, language: Language, words: Words) -> dict[str, Any]:
    """A cell as a row of a table."""
    cell, entry = line.cell, line.cell.current
    unit = unit_of(cell.metric)
    return {
        "cell": cell,
        "entry": entry,
        "line": line,
        "title": metric_title(cell.metric)[language],
        "members": members(cell.breakdown, language),
        "period": cell.period.label(language),
        "name": figure(cell, language),
        "answer": answer(entry, unit, language, words),
        "converted": converted(entry, unit, language),
        "before": f"{plain(line.before)} {unit_words(unit, language)}".strip()
        if line.before is not None
        else "",
        "change": _change(line),
        "qualifier": words[QUALIFIER_WORDS[Qualifier(entry.qualifier)]]
        if entry and entry.qualifier != Qualifier.EXACT
        else "",
    }


def grid_address(request: Request) -> str:
    """Address of the spreadsheet-like page; empty where there is none."""
    try:
        return reverse("grid", args=[request.pk])
    except NoReverseMatch:
        return ""


def _change(line: Line) -> str:
    if line.variance is None:
        return ""
    percent = line.variance.percent
    return "" if percent is None else f"{percent:+,f} %"
