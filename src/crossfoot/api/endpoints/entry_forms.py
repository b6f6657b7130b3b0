"""Entries of registers as programs see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from crossfoot.api.registers import said
from crossfoot.records.accounts.person import Person
from crossfoot.records.journal.keys import Keyring
from crossfoot.records.register.actions.amend_entry import may_amend
from crossfoot.records.register.confidential.appointing import acting
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Change, Entry, Reading, Remark
from crossfoot.records.register.queries import readable_fields
from crossfoot.records.register.remarks import text_of
from crossfoot.records.register.stored import Kept, opened, record_of
from crossfoot.records.register.who import standing, superiors
from crossfoot.records.register.zones import Zones
from crossfoot.registers import access, dues, transitions
from crossfoot.registers.values import to_json

_COLUMNS = (
    *("key", "ref_no", "title", "state", "entity", "site", "owner", "period_day", "opened_on"),
    *("closed_on", "next_due_at", "external_id", "source", "revision"),
)


class RegisterRowOf(Schema):
    """An entry of a register, as lists have it."""

    register_id: str
    key: str = Field(description="Its name in addresses.")
    ref_no: str
    title: str
    state: str
    entity: str
    site: str
    owner: str = Field(description='"user:7", or the key of a worker.')
    period_day: date | None
    opened_on: date
    closed_on: date | None
    next_due_at: datetime | None
    external_id: str
    source: str
    revision: int = Field(description="Name it when you write.")
    values: dict[str, Any] = Field(description="By field, as they are written back.")


class EntryStateOf(Schema):
    """A state that an entry entered."""

    state: str
    at: datetime
    by: str
    step: str
    recorded: datetime | None


class EntryStepOf(Schema):
    """A step that the person could take."""

    key: str
    label: str
    target: str
    missing: list[str] = Field(description="Fields to be filled with it.")
    against: list[str] = Field(description="Why it cannot be taken now; empty where it can.")
    due: datetime | None
    verifies: bool


class EntryDueOf(Schema):
    """Something that is owed."""

    name: str
    label: str
    roles: list[str]
    deadline: datetime
    over: bool


class RegisterEntryOf(RegisterRowOf):
    """An entry, with what can be done next."""

    state_label: str
    qualifiers: dict[str, str]
    bases: dict[str, str]
    passed: list[EntryStateOf]
    steps: list[EntryStepOf]
    dues: list[EntryDueOf]
    may_amend: bool

    @classmethod
    def of(cls, entry: Entry, by: Person) -> RegisterEntryOf:
        """An entry in the eyes of one person."""
        definition = active()[entry.register]
        record, context = record_of(entry, definition), context_for(entry.unit)
        actor = acting(by, definition, record, entry.unit)
        seen = {each.name for each in readable_fields(by, entry)}
        state = definition.states.get(entry.state)
        return cls(
            **_columns(entry),
            values=_values(record, seen, entry),
            state_label=said(state) if state else entry.state,
            qualifiers={name: word for name, word in record.qualifiers.items() if name in seen},
            bases={name: word for name, word in record.bases.items() if name in seen},
            passed=[
                EntryStateOf(
                    state=each.state,
                    at=each.at,
                    by=each.by,
                    step=each.transition,
                    recorded=each.recorded,
                )
                for each in record.history
            ],
            steps=[
                EntryStepOf(
                    key=each.transition.key,
                    label=said(each.label),
                    target=each.transition.target,
                    missing=list(each.missing),
                    against=[said(reason) for reason in each.against],
                    due=each.due.deadline if each.due else None,
                    verifies=each.transition.verifies,
                )
                for each in transitions.possible(definition, record, actor, context, superiors())
            ],
            dues=[
                EntryDueOf(
                    name=each.name,
                    label=said(each.label),
                    roles=list(each.roles),
                    deadline=each.due.deadline,
                    over=each.due.deadline < context.now,
                )
                for each in dues.open_dues(definition, record, context)
            ],
            may_amend=may_amend(definition, record, actor),
        )


class NewEntry(Schema):
    """What a new entry holds."""

    values: dict[str, Any] = Field(description="By field; a repeating group is a list of rows.")
    external_id: str = Field("", description="Its name in your system; unique in the register.")
    qualifiers: dict[str, str] = Field(default_factory=dict)
    bases: dict[str, str] = Field(default_factory=dict)


class EntryChange(Schema):
    """Fields that get other values; an empty text empties one."""

    changes: dict[str, Any]
    revision: int | None = Field(None, description="That you read; or send If-Match.")
    correction: bool = Field(False, description="It was wrong from the start.")
    qualifiers: dict[str, str] = Field(default_factory=dict)
    bases: dict[str, str] = Field(default_factory=dict)


class StepToTake(Schema):
    """A step, with the fields that are filled by it."""

    changes: dict[str, Any] = Field(default_factory=dict)
    revision: int | None = Field(None, description="That you read; or send If-Match.")


class EntryEditOf(Schema):
    """A change of fields."""

    revision: int
    recorded: datetime
    holds_from: datetime | None = Field(description="Null where it was wrong from the start.")
    by: str
    before: dict[str, Any]
    after: dict[str, Any]


class EntryRemarkOf(Schema):
    """Something that was said of an entry."""

    id: int
    by: str
    at: datetime
    text: str

    @classmethod
    def of(cls, row: Remark, entry: Entry) -> EntryRemarkOf:
        """From a row, for who reads the entry."""
        return cls(id=row.pk, by=row.by, at=row.at, text=text_of(row, entry))


class NewRemark(Schema):
    """What is said."""

    text: str


class SealedReadingOf(Schema):
    """Somebody read a confidential entry; never what it says."""

    id: int
    ref_no: str
    kind: str
    purpose: str
    by: str
    at: datetime

    @classmethod
    def of(cls, row: Reading) -> SealedReadingOf:
        """From a row with its entry."""
        names = ("kind", "purpose", "by", "at")
        more = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, ref_no=row.entry.ref_no, **more)


def rows_of(entries: Sequence[Entry], by: Person) -> list[RegisterRowOf]:
    """Entries as lists have them, in a number of queries that does not grow with them."""
    library, zones = active(), Zones()
    keys = Keyring(entry.reference for entry in entries if entry.sealed)
    found = []
    for entry in entries:
        definition = library[entry.register]
        fields = access.readable_fields(definition, standing(by).actor(entry.unit))
        seen = {each.name for each in fields if not each.is_sealed}
        record = record_of(entry, definition, keys, zones)
        found.append(RegisterRowOf(**_columns(entry), values=_values(record, seen, entry)))
    return found


def edits_of(entry: Entry, by: Person) -> list[EntryEditOf]:
    """The changes of an entry, as far as the reader sees the fields; the earliest first."""
    seen = {each.name for each in readable_fields(by, entry)}
    found = []
    for row in entry.changes.all():
        before, after = _both(row, entry, seen)
        if before or after:
            found.append(
                EntryEditOf(
                    revision=row.revision,
                    recorded=row.recorded,
                    holds_from=row.holds_from,
                    by=row.by,
                    before=before,
                    after=after,
                )
            )
    return found


def _both(row: Change, entry: Entry, seen: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    sealed = opened(row.sealed, entry.reference)

    def kept(values: Mapping[str, Any], name: str) -> dict[str, Any]:
        every = {**values, **sealed.get(name, {})}
        return {each: value for each, value in every.items() if each in seen}

    return kept(row.before, "before"), kept(row.after, "after")


def _columns(entry: Entry) -> dict[str, Any]:
    return {"register_id": entry.register, **{name: getattr(entry, name) for name in _COLUMNS}}


def _values(record: Kept, seen: set[str], entry: Entry) -> dict[str, Any]:
    values = {name: to_json(record.value(name)) for name in sorted(seen)}
    values |= {"ref_no": entry.ref_no, "source": entry.source}
    return {name: value for name, value in values.items() if value not in (None, "", [])}
