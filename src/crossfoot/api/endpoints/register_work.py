"""What registers are owed: overdue entries, duties that came back, statements of none."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.endpoints.entry_forms import EntryDueOf
from crossfoot.api.endpoints.register_forms import NewNil, NilOf, RegisterDutyOf
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.registers import (
    SEALED,
    open_register_of,
    period_of,
    said,
)
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.register.actions.attest_nil import AttestNil
from crossfoot.records.register.actions.open_duty import DoDuty
from crossfoot.records.register.cells import silent_units
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import DutyOpened, Entry, NilStatement
from crossfoot.records.register.queries import readable, units_listed
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.who import standing
from crossfoot.records.register.zones import Zones
from crossfoot.registers import dues

router = Router()


class OverdueOf(EntryDueOf):
    """A time limit of an entry that is over, or near."""

    register_id: str
    key: str
    ref_no: str
    title: str
    unit: str
    owner: str


class OverdueAsked(Schema):
    """How far ahead, and whose."""

    days: int = Field(0, ge=0, le=366, description="Days ahead that count too.")
    mine: bool = Field(False, description="Of which one is the person responsible.")
    register_id: str = Field("", description="Of this register alone.")
    limit: int = Field(100, ge=1, le=500, description="Entries at most; the soonest come first.")


@router.get("/register-overdue", response=list[OverdueOf], summary="Overdue entries", auth=READ)
def overdue(request: HttpRequest, asked: Query[OverdueAsked]) -> list[OverdueOf]:
    """Limits that are over, or within some days, of entries that the person may list."""
    person, library, zones = person_of(request), active(), Zones()
    until = timezone.now() + timedelta(days=asked.days)
    wanted = Q(next_due_at__lt=until)
    if asked.mine:
        wanted &= Q(owner__in=standing(person).names)
    parts = [
        readable(person, name).filter(wanted).order_by().only("pk", "next_due_at")
        for name, each in library.items()
        if each.access.level != SEALED and asked.register_id in ("", name)
    ]
    if not parts:
        raise MissingError
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    ids = [entry.pk for entry in every.order_by("next_due_at")[: asked.limit]]
    entries = list(with_history(Entry.objects.filter(pk__in=ids)))
    keys = Keyring(entry.reference for entry in entries if entry.sealed)
    found = []
    for entry in entries:
        definition = library[entry.register]
        record = record_of(entry, definition, keys, zones)
        context = context_for(entry.unit, zones=zones, library=library)
        found += [
            OverdueOf(
                register_id=entry.register,
                key=entry.key,
                ref_no=entry.ref_no,
                title=entry.title,
                unit=entry.unit,
                owner=entry.owner,
                name=each.name,
                label=said(each.label),
                roles=list(each.roles),
                deadline=each.due.deadline,
                over=each.due.deadline < context.now,
            )
            for each in dues.open_dues(definition, record, context)
            if each.due.deadline < until
        ]
    return sorted(found, key=lambda each: (each.deadline, each.key, each.name))


# -- duties ------------------------------------------------------------------------------------


@router.get(
    "/register-duties", response=Page[RegisterDutyOf], summary="Tasks of registers", auth=READ
)
def duties(request: HttpRequest, which: Which, done: bool = False) -> Page[RegisterDutyOf]:
    """Plain tasks that came back and that one's roles owe; those that were done if asked."""
    held, library = standing(person_of(request)), active()
    mine = Q(pk__in=())
    for role in {role for roles in held.held.values() for role in roles}:
        units = held.units_with((role,))
        mine |= Q(role=role) if units is None else Q(role=role, unit__in=units)
    found = DutyOpened.objects.filter(mine, opened="", done_at__isnull=not done)
    rows, more = piece_of(found.filter(register__in=library), which)
    items = [RegisterDutyOf.of(row, _label(row)) for row in rows]
    return Page[RegisterDutyOf](items=items, next=more)


@router.post(
    "/register-duties/{int:duty}/done", response=RegisterDutyOf, summary="Do a task", auth=ENTER
)
def do(request: HttpRequest, duty: int) -> RegisterDutyOf:
    """By who holds the role that owes it."""
    row = DutyOpened.objects.filter(pk=duty, opened="", done_at=None).first()
    if row is None or row.role not in standing(person_of(request)).roles_on(row.unit):
        raise MissingError
    done = DoDuty(duty).do(person_of(request))
    return RegisterDutyOf.of(done, _label(done))


# -- nil ---------------------------------------------------------------------------------------


@router.get(
    "/registers/{register_id}/nil", response=Page[NilOf], summary="Statements of none", auth=READ
)
def statements(request: HttpRequest, register_id: str, which: Which) -> Page[NilOf]:
    """Of units whose entries the person lists."""
    found = NilStatement.objects.filter(register=register_id)
    units = units_listed(person_of(request), open_register_of(request, register_id))
    rows, more = piece_of(found if units is None else found.filter(unit__in=units), which)
    return Page[NilOf](items=[NilOf.of(row) for row in rows], next=more)


@router.post(
    "/registers/{register_id}/nil",
    response={201: NilOf},
    summary="State that there was none",
    auth=ENTER,
)
def state(request: HttpRequest, register_id: str, new: NewNil) -> Status[NilOf]:
    """Refused where there are entries of the period; an entry that comes later voids it."""
    open_register_of(request, register_id)
    action = AttestNil(register_id, new.unit, period_of(new.period), new.basis)
    return Status(201, NilOf.of(action.do(person_of(request))))


@router.get(
    "/registers/{register_id}/silent",
    response=list[str],
    summary="Units that said nothing",
    auth=READ,
)
def silent(request: HttpRequest, register_id: str, period: str) -> list[str]:
    """Units that the person reads, without entries of a period and without a statement of none."""
    definition = open_register_of(request, register_id)
    units = units_listed(person_of(request), definition)
    found = silent_units(definition, period_of(period))
    return [each for each in found if units is None or each in units]


def _label(row: DutyOpened) -> str:
    definition = active()[row.register]
    known = next((each for each in definition.recurring if each.id == row.recurrence), None)
    return said(known.label) if known else row.recurrence
