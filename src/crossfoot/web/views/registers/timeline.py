"""What happened to a record, newest first: states that it entered, fields that were changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crossfoot.records.register.models import Change, Entry
from crossfoot.records.register.stored import decoded, opened
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field
from crossfoot.registers.records import Record
from crossfoot.web.views.registers.printed import Printer
from crossfoot.web.words import Words

#: set by the engine itself; a change of them says nothing of its own
_SILENT = frozenset({"closed_on", "ref_no", "source", "opened_on"})

#: the most that a page shows
MOST = 200


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that was changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened.

    Attributes:
        at: when it was recorded.
        moment: the same, in the time of the unit.
        by: who did it.
        state: that was entered; empty where only fields were changed.
        step: by which step.
        since: since when the state holds, where that is another time.
        edits: fields that were changed.
        corrected: what stood there had been wrong from the start.
    """

    at: datetime
    moment: str
    by: str
    state: str = ""
    step: str = ""
    since: str = ""
    edits: tuple[Edit, ...] = ()
    corrected: bool = False


def changed_values(
    entry: Entry, changes: Iterable[Change], definition: Definition, printer: Printer
) -> list[tuple[Change, Mapping[str, Any], Mapping[str, Any]]]:
    """The changes of an entry with typed values, what is sealed among them."""
    found: list[tuple[Change, Mapping[str, Any], Mapping[str, Any]]] = []
    for each in changes:
        sealed = opened(each.sealed, entry.reference)
        before = {**each.before, **sealed.get("before", {})}
        after = {**each.after, **sealed.get("after", {})}
        found.append(
            (
                each,
                decoded(definition, before, printer.zone),
                decoded(definition, after, printer.zone),
            )
        )
    return found


def _who(reference: str, printer: Printer, system: str) -> str:
    """Who did something, as people call him, the system or the command line."""
    known = {"system": system, "command line": Words(printer.language)["command_line"]}
    return known.get(reference) or printer.names.person(reference)


def timeline(
    definition: Definition,
    record: Record,
    changes: Iterable[tuple[Change, Mapping[str, Any], Mapping[str, Any]]],
    fields: Collection[Field],
    printer: Printer,
    system: str,
) -> list[Happened]:
    """What happened, newest first, as far as the reader sees the fields.

    Args:
        definition: the register.
        record: with its states.
        changes: of fields (`changed_values`).
        fields: that the reader sees.
        printer: shows values.
        system: what the system is called.
    """
    said = printer.language
    found: list[Happened] = []
    for entered in record.history:
        state = definition.states.get(entered.state)
        step = definition.transition(entered.transition) if entered.transition else None
        recorded = entered.recorded or entered.at
        by = _who(entered.by, printer, system)
        found.append(
            Happened(
                recorded,
                printer.moment(recorded),
                by,
                state[said] if state else entered.state,
                definition.step_label(step)[said] if step else "",
                _apart(printer.moment(entered.at), printer.moment(recorded)),
            )
        )
    for change, before, after in changes:
        edits = tuple(
            Edit(
                each.label[said],
                printer.text(each, before.get(each.name)),
                printer.text(each, after.get(each.name)),
            )
            for each in fields
            if each.name in after and each.name not in _SILENT
        )
        if edits:
            found.append(
                Happened(
                    change.recorded,
                    printer.moment(change.recorded),
                    _who(change.by, printer, system),
                    edits=edits,
                    corrected=change.holds_from is None,
                )
            )
    return _joined(sorted(found, key=lambda each: each.at, reverse=True))[:MOST]


def _apart(since: str, recorded: str) -> str:
    """Since when a state holds, where that is not when it was recorded."""
    return "" if since == recorded else since


def _joined(found: list[Happened]) -> list[Happened]:
    """A step and the fields that it filled are one thing."""
    joined: list[Happened] = []
    for each in found:
        last = joined[-1] if joined else None
        together = last is not None and last.at == each.at and last.by == each.by
        if last is not None and together and bool(last.state) != bool(each.state):
            state = last if last.state else each
            edits = last.edits or each.edits
            joined[-1] = Happened(
                state.at, state.moment, state.by, state.state, state.step, state.since, edits
            )
        else:
            joined.append(each)
    return joined
