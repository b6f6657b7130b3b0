"""Rows of a file on their way into a register, each as if it had been typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor, NotAllowedError
from crossfoot.records.messages import language, problem
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.open_entry import OpenEntry, opened_by
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.context import context_for
from crossfoot.records.register.importing.rows import FileRow, labels_of
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import entry_for, readable
from crossfoot.records.register.stored import localised, record_of
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
_SEVERAL = re.compile(r"[;；、\n]")
#: a step and, behind it, the day on which it was taken
_DATED = re.compile(r"(?P<step>.+?)(?:\s*@?\s*(?P<day>\d{4}-\d{2}-\d{2}))?", re.DOTALL)
_POINTS = (FieldType.REF, FieldType.SUPPLIER)


@dataclass(frozen=True, slots=True)
class _Told:
    """A step that a row tells of, and when it was taken; now where it does not say."""

    step: Transition
    since: datetime | None = None


class Taking:
    """One file on its way into a register."""

    def __init__(self, definition: Definition, by: Actor) -> None:
        self.definition = definition
        self.by = by
        self.opened = self.changed = self.same = 0
        self.keys: list[str] = []
        self._labels = labels_of(definition)
        self._zones = Zones()

    def take(self, row: FileRow) -> None:
        """A row becomes an entry, or changes one."""
        values = self._resolved(row)
        entry = Entry.objects.filter(
            register=self.definition.id, external_id=row.external_id
        ).first()
        is_new = entry is None
        changes: dict[str, Any] = {}
        if entry is None:
            entry = self._open(row, values)
        else:
            entry = self._mine(entry, row)
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

    def placed(self, said: Problem, row: FileRow) -> Problem:
        """A problem with where it stands in the file."""
        label = said.where.split("，")[0].split(", ")[0]
        name = self._labels.get(said.where) or self._labels.get(label, "")
        where = row.where(name)
        return Problem(
            said.what, f"{where} ({said.where})" if said.where else where, said.why, said.remedy
        )

    def _open(self, row: FileRow, values: dict[str, Any]) -> Entry:
        unit = str(values.get("site") or values.get("entity") or "")
        taken = (each.since for each in self._told(row.step, self._zones.of(unit)))
        since = next((each for each in taken if each is not None), None)
        action = OpenEntry(self.definition.id, values, "import", row.external_id, since=since)
        action.check(self.by)
        entry, _ = opened_by(action, self.by, self.definition, context_for(unit, zones=self._zones))
        return entry

    def _mine(self, entry: Entry, row: FileRow) -> Entry:
        try:
            return entry_for(self.by, entry.key)
        except CrossfootError as error:
            name = repr(row.external_id)
            raise NotAllowedError(problem(_NOT_YOURS, name=name)) from error

    def _different(self, entry: Entry, values: dict[str, Any]) -> dict[str, Any]:
        """What the file says otherwise than the entry."""
        record, zone = record_of(entry, self.definition), self._zones.of(entry.unit)
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
        if elsewhere and entry.passed.filter(state=targets[-1]).exists():
            return False  # it went on since the file was written
        if entry.state in targets:
            told = told[len(targets) - targets[::-1].index(entry.state) :]
        for each in told:
            keys = [
                one.key for one in self.definition.leaving(entry.state) if _alike(one, each.step)
            ]
            key = keys[0] if keys else each.step.key
            action = TakeStep(entry.key, key, changes, since=each.since)
            action.check(self.by)
            entry = action.change(self.by).result
            changes = {}
        return True

    def _told(self, steps: str, zone: tzinfo) -> list[_Told]:
        """The steps of a cell, each with its day where one stands behind it."""
        return [self._one(each.strip(), zone) for each in _SEVERAL.split(steps) if each.strip()]

    def _one(self, said: str, zone: tzinfo) -> _Told:
        found = _DATED.fullmatch(said)
        if found is None or not found["day"]:
            return _Told(self._known(said))
        try:
            day = date.fromisoformat(found["day"])
        except ValueError as error:
            raise CrossfootError(problem(_NO_DAY, day=found["day"])) from error
        return _Told(self._known(found["step"]), datetime.combine(day, time.min, zone))

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
            user = User.objects.filter(email__iexact=text).first()
            return user.reference if user else text
        if kind not in _POINTS or register in ("", "any") or register not in active():
            return text
        seen = readable(self.by, register)
        target = seen.filter(key=text).first() or seen.filter(ref_no=text).first()
        target = target or seen.filter(external_id=text).first()
        if target is None:
            name = active()[register].title[language()]
            raise CrossfootError(problem(_NO_TARGET, name=repr(text), register=name))
        return target.key


def _alike(one: Transition, other: Transition) -> bool:
    """Two steps of one label lead from different states to the same."""
    return one.label == other.label and one.target == other.target


def _says(old: Any, new: Any, zone: tzinfo) -> bool:
    return bool(to_json(old) == to_json(localised(new, zone)))
