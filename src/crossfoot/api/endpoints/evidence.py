"""Evidence: documents, what they prove, their bytes."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.records.accounts.person import Person
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.evidence.models import Document
from crossfoot.records.evidence.queries import Proof, documents, evidence_of, latest
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.evidence.store import path_of
from crossfoot.records.evidence.subjects import subject as look_up
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

router = Router()


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


class UseOf(Schema):
    """A document that proves something."""

    use: int
    document: int
    title: str
    revision: int
    sha256: str
    page: str


class NewUse(Schema):
    """What a document is to prove."""

    subject: str
    page: str = ""


@router.get("/evidence", response=Page[DocumentOf], summary="Documents")
def listed(
    request: HttpRequest, which: Which, text: str = "", kind: str = "", unit: str = ""
) -> Page[DocumentOf]:
    """Those of units that the person may read."""
    found = documents(_units(person_of(request)), text=text, kind=kind, unit=unit)
    rows, more = piece_of(found, which)
    return Page[DocumentOf](items=[DocumentOf.of(row) for row in rows], next=more)


@router.post("/evidence", response={201: DocumentOf}, summary="Add a document")
def add(
    request: HttpRequest, about: Form[NewDocument], file: File[UploadedFile]
) -> Status[DocumentOf]:
    """A file and what is said of it, as a form with parts."""
    taken = getattr(file, "received", None) or receive(file.chunks(), file.name or "")
    action = AddEvidence(taken, about.unit, about.title, about.kind, valid_until=about.valid_until)
    try:
        made = action.do(person_of(request))
    finally:
        taken.drop()
    return Status(201, DocumentOf.of(made))


@router.get("/evidence/{int:document}/file", summary="The newest file of a document")
def file(request: HttpRequest, document: int) -> HttpResponse:
    """Its bytes, as an attachment."""
    revision = latest(_seen(person_of(request), document))
    if revision.file is None:
        raise MissingError
    response = FileResponse(
        path_of(revision.file).open("rb"), as_attachment=True, filename=revision.name
    )
    response.headers["Content-Type"] = "application/octet-stream"
    return response  # type: ignore[return-value]


@router.post("/evidence/{int:document}/uses", response={201: UseOf}, summary="Attach a document")
def attach(request: HttpRequest, document: int, new: NewUse) -> Status[UseOf]:
    """To what it proves: "entry:12"."""
    person = person_of(request)
    _seen(person, document)
    use = Attach(new.subject, document, new.page).do(person)
    (made,) = [each for each in evidence_of(new.subject) if each.use == use.pk]
    return Status(201, _use(made))


@router.get("/uses", response=list[UseOf], summary="What proves something")
def uses(request: HttpRequest, subject: str) -> list[UseOf]:
    """Documents of a subject ("entry:12") of a unit that the person may read."""
    person_of(request).require(Duty.READ, look_up(subject).unit)
    return [_use(each) for each in evidence_of(subject)]


@router.delete("/uses/{int:use}", response={204: None}, summary="Detach a document")
def detach(request: HttpRequest, use: int, reason: str = "") -> Status[None]:
    """It proves this no more; refused where the subject is locked."""
    Detach(use).do(person_of(request), reason)
    return Status(204, None)


def _units(person: Person) -> frozenset[str]:
    person.require_somewhere(Duty.READ)
    return person.units(Duty.READ, organisation_on(timezone.now().date()))


def _seen(person: Person, number: int) -> Document:
    found = documents(_units(person)).filter(pk=number).first()
    if found is None:
        raise MissingError
    return found


def _use(proof: Proof) -> UseOf:
    return UseOf(
        use=proof.use,
        document=proof.document,
        title=proof.title,
        revision=proof.number,
        sha256=proof.sha256,
        page=proof.page,
    )
