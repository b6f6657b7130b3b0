"""Rows of a file on their way into a register, each as if it had been typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any

from django.db import transaction

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor, NotAllowedError
from crossfoot.records.messages import language, problem
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry, opened_by
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.context import context_for
from crossfoot.records.register.importing.new_entries import (
    Fresh,
    NewEntries,
    Told,
    looks_at_itself,
    step_from,
    unit_of,
)
from crossfoot.records.register.importing.rows import MOST, FileRow, labels_of
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import readable
from crossfoot.records.register.stored import localised, record_of, with_history
from crossfoot.records.register.zones import Zones
from crossfoot.registers.definition import Definition, Transition
from crossfoot.registers.fields import PERSONS, FieldType
from crossfoot.registers.values import read_values, to_json

_NO_TARGET = Text("there is no entry {name} in {register}", "{register} 中没有记录 {name}")
_NOT_YOURS = Text(
    "an entry with the ID {name} is not yours to change", "您无权修改编号为 {name} 的记录"
)
_NO_STEP = Text("the register has no step {name}", "台账没有步骤 {name}")
_NO_DAY = Text("{day} is no day", "{day} 不是有效日期")
#: rows that are taken together
_AT_ONCE = 500
_SEVERAL = re.compile(r"[;；、\n]")
#: a step and, behind it, the day on which it was taken
_DATED = re.compile(r"(?P<step>.+?)(?:\s*@?\s*(?P<day>\d{4}-\d{2}-\d{2}))?", re.DOTALL)
_POINTS = (FieldType.REF, FieldType.SUPPLIER)


class Taking:
    """One file on its way into a register."""

    def __init__(self, definition: Definition, by: Actor) -> None:
        self.definition = definition
        self.by = by
        self.opened = self.changed = self.same = 0
        self.keys: list[str] = []
        self._labels = labels_of(definition)
        self._zones = Zones()
        self._library = active()
        self._new = NewEntries(definition, by, self._zones)
        self._at_once = 1 if looks_at_itself(definition) else _AT_ONCE
        self._persons: dict[str, str] = {}
        self._targets: dict[tuple[str, str], str] = {}

    def take(
        self, rows: Sequence[FileRow], told: Callable[[int, int], None] | None
    ) -> list[Problem]:
        """Rows become entries, or change them; what is wrong with some of them.

        Args:
            rows: of the file.
            told: of rows done and of all.
        """
        problems: list[Problem] = []
        for begin in range(0, len(rows), self._at_once):
            some = range(begin, min(begin + self._at_once, len(rows)))
            for place, wrong in sorted(self._take(rows, some, told).items()):
                problems += [self.placed(each, rows[place]) for each in wrong]
            if len(problems) >= MOST:
                break
        return problems

    def _take(
        self, rows: Sequence[FileRow], some: range, told: Callable[[int, int], None] | None
    ) -> dict[int, Sequence[Problem]]:
        """Some of the rows, new entries together; what is wrong, by their places."""
        there = self._there(rows[some.start : some.stop])
        mine = self._mine(there.values())
        wrong: dict[int, Sequence[Problem]] = {}
        fresh: dict[int, Fresh] = {}
        for place in some:
            row = rows[place]
            if told is not None:
                told(place + 1, len(rows))
            try:
                entry = there.get(row.external_id)
                values = self._resolved(row)
                if entry is None and self._new.may_wait(unit_of(values)):
                    fresh[place] = self._opened(row, values)
                    continue
                with transaction.atomic():
                    self._one(row, values, entry, mine)
            except CrossfootError as error:
                wrong[place] = error.problems
        self._new.number(list(fresh.values()))
        for place, each in tuple(fresh.items()):
            try:
                self._moved(each, rows[place])
            except CrossfootError as error:
                wrong[place] = error.problems
                del fresh[place]
        self._new.write(list(fresh.values()))
        self.opened += len(fresh)
        self.keys += [each.record.id for each in fresh.values()]
        return wrong

    def _there(self, rows: Sequence[FileRow]) -> dict[str, Entry]:
        """The entries that have the names of some rows."""
        names = [row.external_id for row in rows]
        found = Entry.objects.filter(register=self.definition.id, external_id__in=names)
        return {each.external_id: each for each in with_history(found)}

    def _mine(self, entries: Iterable[Entry]) -> frozenset[int]:
        """Numbers of those entries that the actor reads."""
        keys = [each.pk for each in entries]
        if not keys:
            return frozenset()
        found = readable(self.by, self.definition.id).filter(pk__in=keys)
        return frozenset(found.values_list("pk", flat=True))

    def _opened(self, row: FileRow, values: dict[str, Any]) -> Fresh:
        unit = unit_of(values)
        return self._new.opened(self._opening(row, values, unit), unit)

    def _opening(self, row: FileRow, values: dict[str, Any], unit: str) -> OpenEntry:
        """The row as an entry that began when its first step was taken, or that begins now."""
        taken = (each.since for each in self._told(row.step, self._zones.of(unit)))
        since = next((each for each in taken if each is not None), None)
        return OpenEntry(self.definition.id, values, "import", row.external_id, since=since)

    def _moved(self, entry: Fresh, row: FileRow) -> None:
        told = self._told(row.step, self._zones.of(unit_of(entry.record.values)))
        if told and told[-1].step.target != entry.record.state:
            self._new.move(entry, self._left(told, entry.record.state))

    def _one(
        self,
        row: FileRow,
        values: dict[str, Any],
        entry: Entry | None,
        mine: frozenset[int],
    ) -> None:
        """One row by itself: an entry that is there, or one that must be kept before it moves."""
        is_new = entry is None
        changes: dict[str, Any] = {}
        if entry is None:
            entry = self._alone(row, values)
        elif entry.pk not in mine:
            raise NotAllowedError(problem(_NOT_YOURS, name=repr(row.external_id)))
        else:
            changes = self._different(entry, values)
        if row.step and self._steps(entry, row.step, changes):
            changes = {"": row.step}
        elif changes:
            action = AmendEntry(entry.key, changes)
            action.check(self.by)
            action.change(self.by)
        self.opened += is_new
        self.changed += not is_new and bool(changes)
        self.same += not is_new and not changes
        if is_new or changes:
            self.keys.append(entry.key)

    def _alone(self, row: FileRow, values: dict[str, Any]) -> Entry:
        unit = unit_of(values)
        action = self._opening(row, values, unit)
        action.check(self.by)
        entry, _ = opened_by(action, self.by, self.definition, context_for(unit, zones=self._zones))
        return entry

    def placed(self, said: Problem, row: FileRow) -> Problem:
        """A problem with where it stands in the file."""
        label = said.where.split("，")[0].split(", ")[0]
        name = self._labels.get(said.where) or self._labels.get(label, "")
        where = row.where(name)
        return Problem(
            said.what, f"{where} ({said.where})" if said.where else where, said.why, said.remedy
        )

    def _different(self, entry: Entry, values: dict[str, Any]) -> dict[str, Any]:
        """What the file says otherwise than the entry."""
        record, zone = (
            record_of(entry, self.definition, zones=self._zones),
            self._zones.of(entry.unit),
        )
        given = read_values(self.definition, values, zone, language())
        return {
            name: value
            for name, value in values.items()
            if name != "ref_no" and not _says(record.value(name), given.get(name), zone)
        }

    def _steps(self, entry: Entry, steps: str, changes: dict[str, Any]) -> bool:
        """Take steps from where the entry stands; none where it stands where they lead."""
        told = self._told(steps, self._zones.of(entry.unit))
        targets = [each.step.target for each in told]
        if not told or targets[-1] == entry.state:
            return False
        elsewhere = entry.state not in targets and entry.state not in told[0].step.sources
        if elsewhere and targets[-1] in {each.state for each in entry.passed.all()}:
            return False  # it went on since the file was written
        for each in self._left(told, entry.state):
            key = step_from(self.definition, entry.state, each.step)
            action = TakeStep(entry.key, key, changes, since=each.since)
            action.check(self.by)
            entry = action.change(self.by).result
            changes = {}
        return True

    def _left(self, told: list[Told], state: str) -> list[Told]:
        """The steps behind the one that led to where an entry stands."""
        targets = [each.step.target for each in told]
        return told[len(targets) - targets[::-1].index(state) :] if state in targets else told

    def _told(self, steps: str, zone: tzinfo) -> list[Told]:
        """The steps of a cell, each with its day where one stands behind it."""
        return [self._step(each.strip(), zone) for each in _SEVERAL.split(steps) if each.strip()]

    def _step(self, said: str, zone: tzinfo) -> Told:
        found = _DATED.fullmatch(said)
        if found is None or not found["day"]:
            return Told(self._known(said))
        try:
            day = date.fromisoformat(found["day"])
        except ValueError as error:
            raise CrossfootError(problem(_NO_DAY, day=found["day"])) from error
        return Told(self._known(found["step"]), datetime.combine(day, time.min, zone))

    def _known(self, step: str) -> Transition:
        """A step by its key, or by its label in either language."""
        for each in self.definition.transitions:
            label = self.definition.step_label(each)
            if step in (each.key, label.en, label.zh):
                return each
        raise CrossfootError(problem(_NO_STEP, name=repr(step)))

    def _resolved(self, row: FileRow) -> dict[str, Any]:
        """Values whose persons and entries are named as the register names them."""
        found = dict(row.values)
        for name, value in row.values.items():
            known = self.definition.field(name)
            if known is None or known.type is FieldType.ROWS:
                continue
            if isinstance(value, list):
                found[name] = [self._named(known.type, known.register, each) for each in value]
            else:
                found[name] = self._named(known.type, known.register, value)
        return found

    def _named(self, kind: FieldType, register: str, text: str) -> str:
        if kind in PERSONS and "@" in text:
            if text not in self._persons:
                user = User.objects.filter(email__iexact=text).first()
                self._persons[text] = user.reference if user else text
            return self._persons[text]
        if kind not in _POINTS or register in ("", "any") or register not in self._library:
            return text
        place = (register, text)
        if place not in self._targets:
            found = self._target(register, text)
            if register == self.definition.id:
                return found  # a row of this file may be what is meant, the next time
            self._targets[place] = found
        return self._targets[place]

    def _target(self, register: str, text: str) -> str:
        seen = readable(self.by, register)
        target = seen.filter(key=text).first() or seen.filter(ref_no=text).first()
        target = target or seen.filter(external_id=text).first()
        if target is None:
            name = self._library[register].title[language()]
            raise CrossfootError(problem(_NO_TARGET, name=repr(text), register=name))
        return target.key


def _says(old: Any, new: Any, zone: tzinfo) -> bool:
    return bool(to_json(old) == to_json(localised(new, zone)))
