"""Evidence: documents, what they prove, their bytes."""

from __future__ import annotations

from datetime import date, datetime

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import ENTER, READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.description import FILE
from crossfoot.api.files import received
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.records.accounts.person import Person
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.delete import DeleteEvidence
from crossfoot.records.evidence.actions.describe import DescribeEvidence
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.evidence.actions.revise import ReviseEvidence
from crossfoot.records.evidence.models import Document, Revision, Use
from crossfoot.records.evidence.queries import Proof, documents, evidence_of, latest, uses_of
from crossfoot.records.evidence.store import path_of
from crossfoot.records.evidence.subjects import closed
from crossfoot.records.evidence.subjects import subject as look_up
from crossfoot.records.roles import Duty

router = Router()

_ONE = "/evidence/{int:document}"


class DocumentOf(Schema):
    """A document."""

    id: int
    title: str
    kind: str
    unit: str
    valid_until: date | None
    kept_until: date | None

    @classmethod
    def of(cls, row: Document) -> DocumentOf:
        """From a row with its unit."""
        return cls(
            id=row.pk,
            title=row.title,
            kind=row.kind,
            unit=row.unit.code,
            valid_until=row.valid_until,
            kept_until=row.kept_until,
        )


class NewDocument(Schema):
    """What is said of a file that is sent with it."""

    unit: str
    title: str = ""
    kind: str = "other"
    valid_until: date | None = None


class RevisionOf(Schema):
    """A state of a document; its bytes never change."""

    number: int
    name: str
    sha256: str
    size: int = Field(description="In bytes; 0 after the file was deleted.")
    media: str
    note: str
    added_by: str
    added_at: datetime

    @classmethod
    def of(cls, row: Revision) -> RevisionOf:
        """From a row with its file."""
        return cls(
            number=row.number,
            name=row.name,
            sha256=row.sha256,
            size=row.file.size if row.file else 0,
            media=row.file.media if row.file else "",
            note=row.note,
            added_by=row.added_by,
            added_at=row.added_at,
        )


class NewRevision(Schema):
    """What is said of a later state."""

    note: str = ""


class Description(Schema):
    """What is said of a document."""

    title: str
    kind: str
    valid_until: date | None = None
    kept_until: date | None = Field(None, description="As it is where null.")


class UseOf(Schema):
    """A document that proves something."""

    use: int
    subject: str
    document: int
    title: str
    revision: int
    sha256: str
    page: str

    @classmethod
    def of(cls, row: Use) -> UseOf:
        """From a row with its revision and document."""
        return cls(
            use=row.pk,
            subject=row.subject,
            document=row.revision.document_id,
            title=row.revision.document.title,
            revision=row.revision.number,
            sha256=row.revision.sha256,
            page=row.page,
        )


class NewUse(Schema):
    """What a document is to prove."""

    subject: str
    page: str = ""


@router.get("/evidence", response=Page[DocumentOf], summary="Documents", auth=READ)
def listed(
    request: HttpRequest, which: Which, text: str = "", kind: str = "", unit: str = ""
) -> Page[DocumentOf]:
    """Those of units that the person may read."""
    person = person_of(request)
    found = documents(units_of(person), person, text=text, kind=kind, unit=unit)
    rows, more = piece_of(found, which)
    return Page[DocumentOf](items=[DocumentOf.of(row) for row in rows], next=more)


@router.post("/evidence", response={201: DocumentOf}, summary="Add a document", auth=ENTER)
def add(
    request: HttpRequest, about: Form[NewDocument], file: File[UploadedFile]
) -> Status[DocumentOf]:
    """A file and what is said of it, as a form with parts."""
    with received(request, file) as taken:
        made = AddEvidence(
            taken, about.unit, about.title, about.kind, valid_until=about.valid_until
        ).do(person_of(request))
    return Status(201, DocumentOf.of(made))


@router.get(_ONE, response=DocumentOf, summary="A document", auth=READ)
def one(request: HttpRequest, document: int) -> DocumentOf:
    """One of them."""
    return DocumentOf.of(_seen(person_of(request), document))


@router.put(_ONE, response=DocumentOf, summary="Describe a document", auth=ENTER)
def describe(request: HttpRequest, document: int, about: Description) -> DocumentOf:
    """Title, kind, expiry, retention; to keep it for less long is for managers."""
    person = person_of(request)
    kept = about.kept_until or _seen(person, document).kept_until
    done = DescribeEvidence(document, about.title, about.kind, about.valid_until, kept).do(person)
    return DocumentOf.of(done)


@router.delete(_ONE, response={204: None}, summary="Delete a document", auth=RUN_CAMPAIGNS)
def delete(request: HttpRequest, document: int, reason: str = "") -> Status[None]:
    """One that nothing uses, after its retention; hashes and journal stay."""
    person = person_of(request)
    _seen(person, document)
    DeleteEvidence(document).do(person, reason)
    return Status(204, None)


@router.get(
    f"{_ONE}/revisions", response=list[RevisionOf], summary="Revisions of a document", auth=READ
)
def revisions(request: HttpRequest, document: int) -> list[RevisionOf]:
    """In the order in which they came."""
    found = _seen(person_of(request), document).revisions.select_related("file")
    return [RevisionOf.of(row) for row in found]


@router.post(f"{_ONE}/revisions", response={201: RevisionOf}, summary="Add a revision", auth=ENTER)
def revise(
    request: HttpRequest, document: int, about: Form[NewRevision], file: File[UploadedFile]
) -> Status[RevisionOf]:
    """A later state of the document; uses of earlier ones stay as they are."""
    _seen(person_of(request), document)
    with received(request, file) as taken:
        made = ReviseEvidence(document, taken, about.note).do(person_of(request))
    return Status(201, RevisionOf.of(made))


@router.get(f"{_ONE}/file", summary="The file of a document", auth=READ, openapi_extra=FILE)
def file(request: HttpRequest, document: int, revision: int | None = None) -> HttpResponse:
    """The bytes of a revision, of the newest unless one is named, as an attachment."""
    seen = _seen(person_of(request), document)
    wanted = (
        latest(seen)
        if revision is None
        else seen.revisions.select_related("file").filter(number=revision).first()
    )
    if wanted is None or wanted.file is None:
        raise MissingError
    response = FileResponse(
        path_of(wanted.file).open("rb"), as_attachment=True, filename=wanted.name
    )
    response.headers["Content-Type"] = "application/octet-stream"
    return response  # type: ignore[return-value]


@router.get(f"{_ONE}/uses", response=list[UseOf], summary="What a document proves", auth=READ)
def proves(request: HttpRequest, document: int) -> list[UseOf]:
    """All that uses any of its revisions."""
    person = person_of(request)
    found = list(uses_of(_seen(person, document)).select_related("revision__document"))
    hidden = closed([use.subject for use in found], person)
    return [UseOf.of(use) for use in found if use.subject not in hidden]


@router.post(f"{_ONE}/uses", response={201: UseOf}, summary="Attach a document", auth=ENTER)
def attach(request: HttpRequest, document: int, new: NewUse) -> Status[UseOf]:
    """To what it proves: "entry:12"."""
    person = person_of(request)
    _seen(person, document)
    use = Attach(new.subject, document, new.page).do(person)
    (made,) = [each for each in evidence_of(new.subject) if each.use == use.pk]
    return Status(201, _use(made))


@router.get("/uses", response=list[UseOf], summary="What proves something", auth=READ)
def uses(request: HttpRequest, subject: str) -> list[UseOf]:
    """Documents of a subject ("entry:12") of a unit that the person may read."""
    person = person_of(request)
    person.require(Duty.READ, look_up(subject, person).unit)
    return [_use(each) for each in evidence_of(subject)]


@router.delete("/uses/{int:use}", response={204: None}, summary="Detach a document", auth=ENTER)
def detach(request: HttpRequest, use: int, reason: str = "") -> Status[None]:
    """It proves this no more; refused where the subject is locked."""
    found = Use.objects.filter(pk=use).select_related("revision").first()
    if found is None:
        raise MissingError
    _seen(person_of(request), found.revision.document_id)
    Detach(use).do(person_of(request), reason)
    return Status(204, None)


def _seen(person: Person, number: int) -> Document:
    found = documents(units_of(person), person).filter(pk=number).first()
    if found is None:
        raise MissingError
    return found


def _use(proof: Proof) -> UseOf:
    return UseOf(
        use=proof.use,
        subject=proof.subject,
        document=proof.document,
        title=proof.title,
        revision=proof.number,
        sha256=proof.sha256,
        page=proof.page,
    )
