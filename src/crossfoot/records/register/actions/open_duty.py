"""Duties that come back: a record is opened, or a plain task; tasks are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.notices.telling import tell
from crossfoot.records.organisation.models import UnitState
from crossfoot.records.register.actions.run_clock import require_program
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import DutyOpened, Entry, RoleGrant
from crossfoot.records.register.owing import Holders
from crossfoot.records.register.who import EXTERNAL, standing
from crossfoot.records.register.writing import New, new_key, write_new
from crossfoot.records.register.zones import Zones
from crossfoot.registers import recurring
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import FieldType
from crossfoot.registers.records import SYSTEM_PERSON, Entered, Record
from crossfoot.registers.recurring import Duty
from crossfoot.registers.scores import with_computed
from crossfoot.registers.values import read_values

#: a duty is opened so long after its day, where the server stood still or a role was given late
_BACK = timedelta(days=31)
_KINDS = {"entity": ("company", "group"), "site": ("site",)}
_GONE = Text("there is no such task", "没有该任务")
_NOT_YOURS = Text("this task is not yours", "该任务不属于您")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A duty for one unit, supplier or entry.

    Attributes:
        register: id of the register.
        duty: what comes back, and when.
        unit: code of the unit where it is owed.
        per: the same, or key of the entry that it is for.
        entity: code of the entity of a record that it opens.
    """

    register: str
    duty: Duty
    unit: str
    per: str
    entity: str


@dataclass(frozen=True)
class OpenDuty(Action[DutyOpened]):
    """An occurrence is opened, once, and those who owe it are told.

    Attributes:
        occurrence: which.
        now: the moment.
    """

    verb = "register.open_duty"
    stream = "register"
    occurrence: Occurrence
    now: datetime

    def check(self, by: Actor) -> None:
        """The program itself, by its timer or the command line."""
        require_program(by)

    def change(self, by: Actor) -> Done[DutyOpened]:
        """Open it."""
        this, definition = self.occurrence, active()[self.occurrence.register]
        recurrence = this.duty.recurrence
        opened = self._record(definition) if recurrence.creates else None
        row = DutyOpened.objects.create(
            register=this.register,
            recurrence=recurrence.id,
            starts_on=this.duty.starts_on,
            due_on=this.duty.due_on,
            per=this.per,
            unit=this.unit,
            role=recurrence.role,
            provisional=this.duty.provisional,
            opened=opened.key if opened else "",
        )
        label = recurrence.label
        address = f"/registers/{this.register}/{opened.key}" if opened else "/registers"
        holders = Holders()
        told = holders.of_role(recurrence.role, this.unit)
        told += holders.users([opened.owner] if opened else [])
        for user in dict.fromkeys(told):
            tell(
                user,
                "register.duty",
                f"registers:{this.register}",
                address,
                what=Text(f"{this.unit}: {label.en}", f"{this.unit}：{label.zh}"),
                due=this.duty.due_on.isoformat(),
            )
        content = {
            "recurrence": recurrence.id,
            "per": this.per,
            "due_on": this.duty.due_on.isoformat(),
            "opened": row.opened,
        }
        return Done(row, f"registers:{this.register}", content)

    def _record(self, definition: Definition) -> Entry:
        """The record of a campaign: what it still lacks is filled by whoever goes on with it."""
        this = self.occurrence
        context = context_for(this.unit, self.now)
        given = {"entity": this.entity, **this.duty.values}
        if this.unit != this.entity:
            given["site"] = this.unit
        if this.per != this.unit:
            given |= dict.fromkeys(_pointing(definition, this.per), this.per)
            given |= _answering(this.per)
        values = read_values(definition, given, context.zone)
        started = _start(this.duty.starts_on, context)
        entered = Entered(definition.initial, started, SYSTEM_PERSON, recorded=context.now)
        blank = Record(new_key(), definition.id, values, (entered,), definition.version)
        record = with_computed(definition, blank, context)
        return write_new(definition, New(record, "system"), context).entry


def _start(day: date, context: Context) -> datetime:
    begin = datetime.combine(day, datetime.min.time(), context.zone)
    return min(begin, context.now)


def _answering(key: str) -> dict[str, str]:
    """Who answers for an entry that a duty is for: a user of the portal, else who is responsible.

    People of a supplier see what they own or opened, and nothing else.
    """
    entry = Entry.objects.filter(key=key).first()
    if entry is None:
        return {}
    opener = entry.passed.filter(place=0).values_list("by", flat=True).first() or ""
    held = RoleGrant.objects.filter(role__in=EXTERNAL).select_related("user")
    people = {each.user.reference for each in held}
    found = next((each for each in (entry.owner, opener) if each in people), entry.owner)
    return {"owner": found} if found else {}


def _pointing(definition: Definition, key: str) -> list[str]:
    """Fields that may point to the entry that a duty is for."""
    register = Entry.objects.filter(key=key).values_list("register", flat=True).first()
    points = (FieldType.REF, FieldType.SUPPLIER)
    fields = (each for each in definition.fields.values() if each.type in points)
    return [each.name for each in fields if each.register == register and not each.many][:1]


def duties_due(now: datetime, holders: Holders) -> Iterator[Occurrence]:
    """What came back and was not opened yet, for units where somebody holds the role.

    A register that nobody has used yet owes no plain tasks, as there would be nothing to look at.
    """
    zones, day = Zones(), now.date()
    known = set(
        DutyOpened.objects.filter(starts_on__gte=day - _BACK).values_list(
            "register", "recurrence", "starts_on", "per"
        )
    )
    used = set(Entry.objects.order_by().values_list("register", flat=True).distinct())
    for definition in active().values():
        owed = tuple(each for each in definition.recurring if each.creates or definition.id in used)
        for each in _occurrences(replace(definition, recurring=owed), day, zones, holders):
            place = (each.register, each.duty.recurrence.id, each.duty.starts_on, each.per)
            if place not in known:
                yield each


def _occurrences(
    definition: Definition, day: date, zones: Zones, holders: Holders
) -> Iterator[Occurrence]:
    for recurrence in definition.recurring:
        one = replace(definition, recurring=(recurrence,))
        since = _held_since(recurrence.role)
        for unit, per, entity in _places(definition, recurrence.per, day):
            if since is None or not holders.of_role(recurrence.role, unit):
                continue
            first = max(day - _BACK, since)
            for duty in recurring.duties(one, first, day, zones.calendar(unit)):
                yield Occurrence(definition.id, duty, unit, per, entity)


def _held_since(role: str) -> date | None:
    """The first day on which somebody held a role: nothing is owed from before."""
    grants = RoleGrant.objects.filter(role=role).order_by("valid_from")
    return grants.values_list("valid_from", flat=True).first()


def _places(definition: Definition, per: str, day: date) -> Iterable[tuple[str, str, str]]:
    """Units, suppliers or entries for which a duty comes back: unit, what it is for, entity."""
    if per in _KINDS:
        states = UnitState.objects.filter(superseded_at=None, kind__in=_KINDS[per])
        held = [each for each in states.select_related("unit", "parent") if _holds(each, day)]
        for state in held:
            code = state.unit.code
            yield code, code, _entity_of(state) if per == "site" else code
        return
    register = "supplier" if per == "supplier" else definition.id
    if register not in active():
        return
    closed = active()[register].closing | active()[register].finals
    for entry in Entry.objects.filter(register=register).exclude(state__in=closed):
        yield entry.unit, entry.key, entry.entity


def _holds(state: UnitState, day: date) -> bool:
    return state.valid_from <= day and (state.valid_to is None or state.valid_to > day)


def _entity_of(state: UnitState) -> str:
    return state.parent.code if state.parent else state.unit.code


@dataclass(frozen=True)
class DoDuty(Action[DutyOpened]):
    """A plain task was done.

    Attributes:
        duty: its id.
    """

    verb = "register.do_duty"
    stream = "register"
    duty: int

    def check(self, by: Actor) -> None:
        """Whoever holds the role that owes it."""
        standing(by).require_acting()
        row = self._row()
        if row.role not in standing(by).roles_on(row.unit):
            raise NotAllowedError(problem(_NOT_YOURS))

    def change(self, by: Actor) -> Done[DutyOpened]:
        """Note who and when."""
        row = self._row()
        row.done_at, row.done_by = timezone.now(), by.reference
        row.save(update_fields=["done_at", "done_by"])
        content = {"recurrence": row.recurrence, "per": row.per}
        return Done(row, f"registers:{row.register}", content)

    def _row(self) -> DutyOpened:
        found = DutyOpened.objects.filter(pk=self.duty, opened="", done_at=None).first()
        if found is None:
            raise CrossfootError(problem(_GONE))
        return found
