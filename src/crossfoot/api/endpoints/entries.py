"""Entries of registers: found, read, opened, changed, moved, talked about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import ENTER, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.endpoints.entry_forms import (
    EntryChange,
    EntryEditOf,
    EntryRemarkOf,
    NewEntry,
    NewRemark,
    RegisterEntryOf,
    RegisterRowOf,
    SealedReadingOf,
    StepToTake,
    edits_of,
    rows_of,
)
from crossfoot.api.endpoints.evidence import DocumentOf
from crossfoot.api.files import received
from crossfoot.api.pages import Page, Piece, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.registers import entry_of, open_register_of, require_create
from crossfoot.api.unchanged import counted, expected
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.evidence.queries import latest
from crossfoot.records.evidence.store import bytes_of
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.comment_entry import CommentEntry
from crossfoot.records.register.actions.keep_file import KeepFile
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.take_out import LOGGED, TakeOut
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.confidential.reading import readings_seen
from crossfoot.records.register.filtering import filtered
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.queries import readable_fields
from crossfoot.records.register.stored import record_of, with_history
from crossfoot.records.register.who import standing
from crossfoot.registers.fields import FieldType

router = Router()

_ONE = "/entries/{key}"
_ALL = "/registers/{register_id}/entries"


class EntriesAsked(Piece):
    """Which entries of a register, in what order."""

    filter: str = Field("", description='A condition, as guards have it: state = "closed".')
    search: str = Field("", description="Words that an entry must all have.", max_length=200)
    state: list[str] = Field([], description="Of these states alone.")
    unit: str = Field("", description="Of a unit and all below it.")
    since: date | None = Field(None, description="First day of the period date.")
    until: date | None = Field(None, description="Last day of the period date.")
    mine: bool = Field(False, description="Of which one is the person responsible.")
    overdue: bool = False
    external_id: str = ""
    order: str = Field(
        "", description='A field, due, period or state; "-" before it turns it. Newest first else.'
    )


class NewFile(Schema):
    """What a file is sent for."""

    unit: str
    entry: str = Field("", description="Key of the entry; empty where it is about to be opened.")


@router.get(_ALL, response=Page[RegisterRowOf], summary="Entries", auth=READ)
def entries(
    request: HttpRequest, register_id: str, asked: Query[EntriesAsked]
) -> Page[RegisterRowOf]:
    """Those that the person may list; of sealed registers a program reads none.

    The journal keeps who asked for lists of restricted and personal registers.
    """
    definition, person = open_register_of(request, register_id), person_of(request)
    found = filtered(
        person,
        register_id,
        condition=asked.filter,
        search=asked.search.replace("\0", ""),
        states=asked.state,
        units=(asked.unit,) if asked.unit else (),
        overdue=asked.overdue,
        order=asked.order,
    )
    if asked.since:
        found = found.filter(period_day__gte=asked.since)
    if asked.until:
        found = found.filter(period_day__lte=asked.until)
    if asked.mine:
        found = found.filter(owner__in=standing(person).names)
    if asked.external_id:
        found = found.filter(external_id=asked.external_id)
    if definition.access.level in LOGGED and asked.after is None:
        TakeOut(register_id, request.GET.urlencode(), ("values",)).do(person)
    shown, more = _piece(found, asked)
    return Page[RegisterRowOf](items=rows_of(shown, person), next=more)


@router.post(_ALL, response={201: RegisterEntryOf}, summary="Open an entry", auth=ENTER)
def open_(request: HttpRequest, register_id: str, new: NewEntry) -> Status[RegisterEntryOf]:
    """In the first state, and on by itself where the system acts."""
    open_register_of(request, register_id)
    person = person_of(request)
    made = OpenEntry(register_id, new.values, "api", new.external_id, new.qualifiers, new.bases).do(
        person
    )
    return Status(201, RegisterEntryOf.of(made, person))


@router.get(_ONE, response=RegisterEntryOf, summary="An entry", auth=READ)
def one(request: HttpRequest, key: str) -> RegisterEntryOf:
    """With the steps that the person could take, what is owed, and what speaks against a step.

    The number before the dash in its `ETag` is the revision; send the tag back as `If-Match`.
    """
    found = entry_of(request, key)
    counted(request, found.revision)
    return RegisterEntryOf.of(found, person_of(request))


@router.patch(_ONE, response=RegisterEntryOf, summary="Change fields", auth=ENTER)
def amend(request: HttpRequest, key: str, change: EntryChange) -> RegisterEntryOf:
    """In the state in which it stands; refused where somebody else wrote meanwhile."""
    entry_of(request, key)
    person = person_of(request)
    done = AmendEntry(
        key,
        change.changes,
        expected(request, change.revision),
        change.correction,
        change.qualifiers,
        change.bases,
    ).do(person)
    return RegisterEntryOf.of(done, person)


@router.post(f"{_ONE}/steps/{{step}}", response=RegisterEntryOf, summary="Take a step", auth=ENTER)
def take(request: HttpRequest, key: str, step: str, with_: StepToTake) -> RegisterEntryOf:
    """One of the `steps` of the entry, with the fields that it needs."""
    entry_of(request, key)
    person = person_of(request)
    revision = expected(request, with_.revision)
    return RegisterEntryOf.of(TakeStep(key, step, with_.changes, revision).do(person), person)


@router.get(f"{_ONE}/changes", response=list[EntryEditOf], summary="Changes", auth=READ)
def changes(request: HttpRequest, key: str) -> list[EntryEditOf]:
    """Of the fields that the person sees, the earliest first."""
    return edits_of(entry_of(request, key), person_of(request))


@router.get(f"{_ONE}/comments", response=list[EntryRemarkOf], summary="Comments", auth=READ)
def comments(request: HttpRequest, key: str) -> list[EntryRemarkOf]:
    """What was said of it."""
    found = entry_of(request, key)
    return [EntryRemarkOf.of(row, found) for row in found.remarks.all()]


@router.post(f"{_ONE}/comments", response={201: EntryRemarkOf}, summary="Comment", auth=ENTER)
def comment(request: HttpRequest, key: str, new: NewRemark) -> Status[EntryRemarkOf]:
    """Everybody who reads the entry reads it."""
    found = entry_of(request, key)
    return Status(201, EntryRemarkOf.of(CommentEntry(key, new.text).do(person_of(request)), found))


@router.post(
    "/registers/{register_id}/files", response={201: DocumentOf}, summary="Send a file", auth=ENTER
)
def keep(
    request: HttpRequest, register_id: str, about: Form[NewFile], file: File[UploadedFile]
) -> Status[DocumentOf]:
    """As a form with parts; its id is what a field for attachments then holds."""
    definition, person = open_register_of(request, register_id), person_of(request)
    if about.entry:
        entry_of(request, about.entry)
    else:
        require_create(person, definition)
    with received(request, file) as taken:
        made = KeepFile(taken, register_id, about.unit, about.entry).do(person)
    return Status(201, DocumentOf.of(made))


@router.get(
    f"{_ONE}/files/{{int:document}}",
    summary="A file of an entry",
    auth=READ,
    openapi_extra=FILE,
)
def file(request: HttpRequest, key: str, document: int) -> HttpResponse:
    """The newest revision of a document that a field names, or that proves the entry."""
    found = entry_of(request, key)
    row = Document.objects.filter(pk=document, deleted_at=None).first()
    if row is None or not _names(request, found, document):
        raise MissingError
    revision = latest(row)
    if revision.file is None:
        raise MissingError
    response = FileResponse(
        bytes_of(revision.file).open("rb"), as_attachment=True, filename=revision.name
    )
    response.headers["Content-Type"] = "application/octet-stream"
    return response  # type: ignore[return-value]


@router.get(
    "/register-readings",
    response=Page[SealedReadingOf],
    summary="Readings of sealed entries",
    auth=READ,
)
def readings(request: HttpRequest, which: Which) -> Page[SealedReadingOf]:
    """Who read which sealed entry for what, for those who oversee it; never what it says."""
    rows, more = piece_of(readings_seen(person_of(request)), which)
    return Page[SealedReadingOf](items=[SealedReadingOf.of(row) for row in rows], next=more)


def _piece(found: QuerySet[Entry], asked: EntriesAsked) -> tuple[list[Entry], int | None]:
    """The newest first by their ids; in another order by their places in it."""
    if asked.order:
        start = asked.after or 0
        rows = list(with_history(found)[start : start + asked.limit + 1])
        return rows[: asked.limit], start + asked.limit if len(rows) > asked.limit else None
    if asked.after is not None:
        found = found.filter(pk__lt=asked.after)
    rows = list(with_history(found.order_by("-pk"))[: asked.limit + 1])
    shown = rows[: asked.limit]
    return shown, shown[-1].pk if len(rows) > asked.limit else None


def _names(request: HttpRequest, entry: Entry, document: int) -> bool:
    """Whether a field that the reader sees names a document, or it was attached."""
    record = record_of(entry, active()[entry.register])
    named: set[str] = set()
    for field in readable_fields(person_of(request), entry):
        rows = record.value(field.name) or () if field.type is FieldType.ROWS else ()
        if field.type is FieldType.ATTACHMENT:
            named |= _several(record.value(field.name))
        for inner in field.rows.values():
            if inner.type is FieldType.ATTACHMENT:
                named |= {each for row in rows for each in _several(row.get(inner.name))}
    if str(document) in named:
        return True
    proofs = Use.objects.filter(subject=entry.reference, revision__document=document, ended_at=None)
    return proofs.exists()


def _several(value: Any) -> set[str]:
    return {str(each) for each in value} if isinstance(value, tuple) else {str(value or "")}
