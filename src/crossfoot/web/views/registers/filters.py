"""What a list is asked for: states, units, time, words, values of fields; as an address has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from crossfoot.errors import CrossfootError
from crossfoot.records.register.filtering import filtered
from crossfoot.records.register.models import Entry
from crossfoot.registers.fields import Field, FieldType
from crossfoot.web.forms import day_of
from crossfoot.web.views.registers.choices import Choices
from crossfoot.web.views.registers.seen import Seen
from crossfoot.web.views.registers.typed import PREFIX

#: types whose values are few enough to choose from
_CHOOSABLE = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.BOOLEAN})

#: "all that is open", "all that is done" beside the states
OPEN, DONE = "open", "done"

#: the column of the unit, by which permissions go
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a list.

    Attributes:
        states: ids; "open" and "done" stand for several.
        unit: code of a unit, with all below it.
        since, until: first and last day of the period date.
        text: words that are looked for.
        mine: of whom one is the person responsible.
        late: whose time is over.
        values: by name of a field.
        condition: in the language of guards.
        order: what it is sorted by; "-" before it for the other way round.
        columns: names of fields; empty for those that a register begins with.
        wrong: what was not understood.
    """

    states: tuple[str, ...] = ()
    unit: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    mine: bool = False
    late: bool = False
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    condition: str = ""
    order: str = ""
    columns: tuple[str, ...] = ()
    wrong: tuple[Any, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(
            (
                self.states,
                self.unit,
                self.since,
                self.until,
                self.text,
                self.mine,
                self.late,
                self.values,
                self.condition,
            )
        )

    @property
    def looks_inside(self) -> bool:
        """Whether more is asked than states and units, of which the numbers are at hand."""
        asked = (self.since, self.until, self.text, self.mine, self.late)
        return any((*asked, self.values, self.condition))


def asked(request: HttpRequest | None, seen: Seen, given: QueryDict | None = None) -> Asked:
    """What an address asks for; what cannot be read is said, and left out."""
    query = given if given is not None else request.GET if request else QueryDict()
    wrong: list[Any] = []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = day_of(str(query.get(name, "")).strip())
        except CrossfootError as error:
            wrong += error.problems
    known = {each.name for each in choosable(seen)}
    states = {*seen.definition.states, OPEN, DONE}
    return Asked(
        tuple(each for each in query.getlist("state") if each in states),
        str(query.get("unit", "")).strip(),
        days.get("since"),
        days.get("until"),
        str(query.get("q", "")).strip()[:200],
        "mine" in query,
        "late" in query,
        {
            key.removeprefix(PREFIX): str(value).strip()
            for key, value in query.items()
            if key.removeprefix(PREFIX) in known and key.startswith(PREFIX) and str(value).strip()
        },
        str(query.get("filter", "")).strip(),
        str(query.get("order", "")).strip(),
        tuple(dict.fromkeys(each for each in query.getlist("column") if each)),
        tuple(wrong),
    )


def choosable(seen: Seen) -> Iterator[Field]:
    """Fields that a list can be narrowed by, by choosing."""
    readable = {each.name for each in seen.fields()}
    for each in seen.definition.fields.values():
        if each.name in readable and each.type in _CHOOSABLE and not each.is_sealed:
            yield each


def found(seen: Seen, question: Asked) -> QuerySet[Entry]:
    """The records that answer a question, among those that the person may list.

    Raises:
        CrossfootError: the condition is none, or names what the register does not have.
    """
    states = _states(seen, question.states) if question.states else ()
    by_unit = question.order.removeprefix("-") == UNIT
    entries = filtered(
        seen.person,
        seen.definition.id,
        condition=condition_of(seen, question),
        search=question.text,
        states=states,
        units=(question.unit,) if question.unit else (),
        overdue=question.late,
        order="" if by_unit else question.order,
    )
    if question.since:
        entries = entries.filter(period_day__gte=question.since)
    if question.until:
        entries = entries.filter(period_day__lte=question.until)
    if question.mine:
        entries = entries.filter(owner__in=seen.standing.names)
    return entries.order_by(question.order, "-id") if by_unit else entries


def condition_of(seen: Seen, question: Asked) -> str:
    """What is asked of fields, in the language of guards; empty where nothing is."""
    parts = []
    for name, value in question.values.items():
        known = seen.definition.fields[name]
        word = "=" if known.type is not FieldType.MULTI else "has"
        if known.type is FieldType.BOOLEAN:
            value = "true" if value == "true" else "false"
        else:
            value = '"' + value.replace('"', "") + '"'
        parts.append(f"{name} {word} {value}")
    if question.condition:
        parts.append(f"({question.condition})" if parts else question.condition)
    return " and ".join(parts)


def address(query: QueryDict, **changed: str) -> str:
    """The query with some words changed, always at its first page; empty words are left out."""
    kept = [(key, value) for key in query for value in query.getlist(key) if value]
    kept = [(key, value) for key, value in kept if key not in {*changed, "page"}]
    kept += [(key, value) for key, value in changed.items() if value]
    return f"?{urlencode(kept)}"


def _states(seen: Seen, states: tuple[str, ...]) -> tuple[str, ...]:
    """The states that are asked for; "open" and "done" stand for several."""
    return tuple(
        state
        for state in seen.definition.states
        if state in states or (DONE if seen.done(state) else OPEN) in states
    )


def filter_widgets(seen: Seen, question: Asked, choices: Choices) -> list[dict[str, Any]]:
    """What the form of filters asks, field by field."""
    return [
        {
            "name": f"{PREFIX}{each.name}",
            "id": f"by-{each.name}",
            "label": each.label[seen.language],
            "value": question.values.get(each.name, ""),
            "options": choices.options(each),
        }
        for each in choosable(seen)
        if each.options or each.type is FieldType.BOOLEAN
    ]
