"""What is asked of evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from crossfoot.records.actions import Actor
from crossfoot.records.evidence.guards import open_to
from crossfoot.records.evidence.models import Document, Revision, Use


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that proves something.

    Attributes:
        use: id of the use.
        document, revision: ids.
        number: of the revision that is used.
        title, kind, name, media: what it is.
        sha256: hash of the bytes.
        page: where in it.
        unit: whom it belongs to.
        valid_until: the last day on which it holds.
    """

    use: int
    subject: str
    document: int
    revision: int
    number: int
    title: str
    kind: str
    name: str
    media: str
    sha256: str
    page: str
    unit: str
    valid_until: date | None


def evidence_of(subject: str) -> tuple[Proof, ...]:
    """What proves a subject ("entry:12"), in the order in which it was attached; one query."""
    return evidence_of_all([subject]).get(subject, ())


def evidence_of_all(subjects: Iterable[str]) -> dict[str, tuple[Proof, ...]]:
    """What proves each of some subjects, in one query."""
    found: dict[str, list[Proof]] = {}
    uses = Use.objects.filter(subject__in=list(subjects), ended_at=None).select_related(
        "revision__document__unit", "revision__file"
    )
    for use in uses:
        found.setdefault(use.subject, []).append(_proof(use))
    return {subject: tuple(proofs) for subject, proofs in found.items()}


def documents(
    units: Collection[str],
    by: Actor,
    *,
    text: str = "",
    kind: str = "",
    unit: str = "",
    expiring_by: date | None = None,
    unused: bool = False,
) -> QuerySet[Document]:
    """Documents of some units, latest first, with `used` (number of uses that stand).

    Args:
        units: codes of the units that may be read.
        by: who reads; what is closed to him is left out.
        text: part of the title or of the name of a file.
        kind: one of `kinds.KINDS`.
        unit: one unit alone.
        expiring_by: only those that hold until this day or less.
        unused: only those that nothing uses.
    """
    there = Document.objects.filter(deleted_at=None, unit__code__in=units)
    found = open_to(by, there).select_related("unit")
    if text:
        named = Revision.objects.filter(name__icontains=text).values("document_id")
        found = found.filter(Q(title__icontains=text) | Q(pk__in=named))
    if kind:
        found = found.filter(kind=kind)
    if unit:
        found = found.filter(unit__code=unit)
    standing = Count("revisions__uses", filter=Q(revisions__uses__ended_at=None))
    found = found.annotate(used=standing)
    if unused:
        found = found.filter(used=0)
    if expiring_by is not None:
        return found.filter(valid_until__lte=expiring_by).order_by("valid_until", "id")
    return found.order_by("-id")


def same_content(sha256: str, units: Collection[str], by: Actor) -> Document | None:
    """A document of these units that has a revision with the same bytes, and is open to `by`."""
    same = Document.objects.filter(deleted_at=None, unit__code__in=units, revisions__sha256=sha256)
    return open_to(by, same).select_related("unit").order_by("id").first()


def latest(document: Document) -> Revision:
    """The newest revision."""
    return document.revisions.select_related("file").order_by("-number")[0]


def uses_of(document: Document) -> QuerySet[Use]:
    """What a document is used for, with all its revisions."""
    return Use.objects.filter(revision__document=document, ended_at=None).select_related("revision")


def _proof(use: Use) -> Proof:
    revision = use.revision
    document = revision.document
    return Proof(
        use=use.pk,
        subject=use.subject,
        document=document.pk,
        revision=revision.pk,
        number=revision.number,
        title=document.title,
        kind=document.kind,
        name=revision.name,
        media=revision.file.media if revision.file else "",
        sha256=revision.sha256,
        page=use.page,
        unit=document.unit.code,
        valid_until=document.valid_until,
    )
