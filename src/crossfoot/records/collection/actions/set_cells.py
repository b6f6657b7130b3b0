"""Write values into cells: the one way in for the grid, Excel and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import recount, request_of
from crossfoot.records.collection.changes import Change, Conflict, ConflictError
from crossfoot.records.collection.entering import Typed, read_typed
from crossfoot.records.collection.labels import figure, people, request_title
from crossfoot.records.collection.models import Cell, Entry, Kind, Request
from crossfoot.records.collection.workflow import STATE_NAMES, State
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty

#: what a change may say of an entry, and what a first one says; what is not said stays
_REMARKS: Mapping[str, Any] = {
    "qualifier": Qualifier.EXACT.value,
    "estimated": False,
    "comment": "",
    "explanation": "",
    "reason": "",
}


@dataclass(frozen=True)
class SetCells(Action[tuple[Cell, ...]]):
    """Each change is the next version of its cell; all are written, or none.

    A change that says nothing new writes nothing. Where somebody else wrote into one of the cells
    since the person looked, `ConflictError` says who and what, and nothing is written.

    Attributes:
        request: id of the request whose cells they are.
        changes: what to write, each with the version that the person saw.
        via: how it came: "page", "excel", "api".
    """

    verb = "collection.set_cells"
    stream = "collection"
    request: int
    changes: tuple[Change, ...]
    via: str = "page"

    def check(self, by: Actor) -> None:
        """Whoever enters for the unit, while the request is open."""
        request = request_of(self.request)
        by.require(Duty.ENTER, request.unit.code)
        if not request.is_open:
            raise CrossfootError(_closed(request))

    def change(self, by: Actor) -> Done[tuple[Cell, ...]]:
        """Write the versions; the result is the cells that changed, with their new entries."""
        request = request_of(self.request)
        writing = _Writing(request, by.reference, self.via, timezone.now())
        entries = writing.read(self.changes)
        writing.write(entries)
        recount([request])
        content = {str(entry.cell_id): _said(entry) for entry in entries}
        changed = tuple(writing.cells[entry.cell_id] for entry in entries)
        return Done(changed, request.reference, {"cells": content, "via": self.via})


@dataclass
class _Writing:
    """The writing of one action."""

    request: Request
    by: str
    via: str
    at: datetime

    @cached_property
    def cells(self) -> dict[int, Cell]:
        """The cells of the request that are asked for."""
        cells = Cell.objects.filter(request=self.request, outside=False)
        return {cell.pk: cell for cell in cells.select_related("current", "approval")}

    def read(self, changes: tuple[Change, ...]) -> list[Entry]:
        """The new entries, not yet written.

        Raises:
            CrossfootError: one of the changes cannot be used; every problem names its cell.
            ConflictError: somebody else wrote into one of the cells meanwhile.
        """
        problems, entries, late = [], [], []
        names = [change.cell for change in changes]
        for change in changes:
            cell = self.cells.get(change.cell)
            if cell is None or names.count(change.cell) > 1:
                problems.append(_foreign(change))
                continue
            try:
                entry = self._entry(cell, change)
            except CrossfootError as error:
                problems += error.problems
                continue
            if entry is None:
                continue
            if change.version == cell.version:
                entries.append(entry)
            else:
                late.append(change)
        if problems:
            raise CrossfootError.of(problems)
        if late:
            raise self._conflict(late)
        return entries

    def write(self, entries: list[Entry]) -> None:
        """Add the entries and make them the current ones."""
        Entry.objects.bulk_create(entries)
        changed = []
        for entry in entries:
            cell = self.cells[entry.cell_id]
            cell.version, cell.current = entry.version, entry
            changed.append(cell)
        Cell.objects.bulk_update(changed, ["version", "current"], batch_size=200)

    def _entry(self, cell: Cell, change: Change) -> Entry | None:
        """The next version of a cell; None where it says what stands there already."""
        where = figure(cell, language())
        kind, typed = _answer(cell, change, where)
        remarks = _remarks(cell, change)
        if kind == Kind.NOT_APPLICABLE and not remarks["reason"].strip():
            raise CrossfootError(_needs_reason(where))
        entry = Entry(
            cell=cell,
            version=cell.version + 1,
            kind=kind,
            typed=typed.typed,
            typed_unit=typed.unit,
            number="" if typed.number is None else str(typed.number),
            text=typed.text,
            round=self.request.round,
            by=self.by,
            at=self.at,
            via=self.via,
            **remarks,
        )
        return None if cell.current and _same(entry, cell.current) else entry

    def _conflict(self, late: list[Change]) -> ConflictError:
        there = [(change, self.cells[change.cell]) for change in late]
        current = {cell.pk: cell.current for _, cell in there if cell.current}
        names = people((entry.by for entry in current.values()), language())
        conflicts = [
            Conflict(change, entry, names[entry.by])
            for change, cell in there
            if (entry := current.get(cell.pk)) is not None
        ]
        problems = [
            problem(
                Text(
                    "{who} has entered {value} here meanwhile ({at:%H:%M} UTC)",
                    "{who} 已在此填入 {value}（{at:%H:%M} UTC）",
                ),
                why=Text("nothing of theirs is overwritten", "不会覆盖他人填报的内容"),
                remedy=Text(
                    "look at it, then enter yours again if it is right",
                    "请先核对，如仍需修改请重新填写",
                ),
                where=figure(self.cells[each.change.cell], language()),
                who=each.who,
                value=repr(f"{each.current.typed} {each.current.typed_unit}".strip()),
                at=each.current.at,
            )
            for each in conflicts
        ]
        return ConflictError(problems or [_foreign(late[0])], conflicts)


def _answer(cell: Cell, change: Change, where: str) -> tuple[str, Typed]:
    """What the next version says: its kind, and its value where it has one."""
    nothing = Typed("", "", None)
    if change.kind in (Kind.NONE, Kind.NOT_APPLICABLE, Kind.EMPTY):
        return change.kind, nothing
    if change.value is None:
        before = cell.current
        if before is None:
            return Kind.EMPTY, nothing
        return before.kind, Typed(before.typed, before.typed_unit, before.value, before.text)
    if not change.value.strip():
        return Kind.EMPTY, nothing
    metric = catalogue().find(cell.metric, where)
    return Kind.VALUE, read_typed(metric, change.value, change.unit, where)


def _remarks(cell: Cell, change: Change) -> Mapping[str, Any]:
    """What is said beside the value."""
    before = cell.current
    usual = {name: getattr(before, name) if before else word for name, word in _REMARKS.items()}
    if change.value is not None or change.kind is not None:
        usual["reason"] = ""  # it was of the version before
    said = {name: getattr(change, name) for name in _REMARKS}
    remarks = {name: usual[name] if said[name] is None else said[name] for name in _REMARKS}
    if remarks["qualifier"] not in set(Qualifier):
        raise CrossfootError(
            problem(
                Text("{word} is no qualifier", "{word} 不是限定词"),
                remedy=Text("choose of {known}", "可选：{known}"),
                where=figure(cell, language()),
                word=repr(remarks["qualifier"]),
                known=", ".join(Qualifier),
            )
        )
    return remarks


def _same(entry: Entry, current: Entry) -> bool:
    """Whether two versions say the same."""
    names = ("kind", "typed", "typed_unit", "number", "text", *_REMARKS)
    return all(getattr(entry, name) == getattr(current, name) for name in names)


def _said(entry: Entry) -> dict[str, Any]:
    """An entry as the journal keeps it."""
    names = ("kind", "typed", "typed_unit", "number", *_REMARKS)
    said = {name: getattr(entry, name) for name in names}
    return {
        "figure": str(entry.cell),
        "version": entry.version,
        **{name: value for name, value in said.items() if value not in ("", False, "exact")},
    }


def _closed(request: Request) -> Problem:
    return problem(
        Text("the request is {state} and cannot be changed", "填报单{state}，不能修改"),
        remedy=Text(
            "ask for its return, or have it reopened with a reason",
            "请申请退回，或说明原因后重新开放",
        ),
        where=request_title(request, language()),
        state=STATE_NAMES[State(request.state)][language()].lower(),
    )


def _foreign(change: Change) -> Problem:
    return problem(
        Text(
            "cell {cell} is not asked for, or named twice",
            "单元格 {cell} 不在填报范围或重复",
        ),
        remedy=Text("load the page again", "请重新打开页面"),
        cell=change.cell,
    )


def _needs_reason(where: str) -> Problem:
    return problem(
        Text("“not applicable” needs a reason", "“不适用”须说明原因"),
        remedy=Text("say why the unit has no such figure", "请说明本单位不涉及该指标的原因"),
        where=where,
    )
