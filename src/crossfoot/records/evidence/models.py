"""Stored files, the documents that they are revisions of, and what these are used for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crossfoot.records.organisation.models import Unit


class File(models.Model):
    """The bytes of a file, kept once whoever sends them.

    Attributes:
        sha256: hash of the bytes; names the file in the workspace.
        size: in bytes.
        media: what it is, by its content: "application/pdf".
        suffix: of its name in the workspace: ".pdf".
        stored_at: when it came first.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media = models.CharField(max_length=100)
    suffix = models.CharField(max_length=10, blank=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        """The hash."""
        return self.sha256


class Document(models.Model):
    """Something that proves figures: an invoice, a certificate, a reading.

    Attributes:
        unit: whom it belongs to; who may read the unit may read it.
        title: as people call it.
        kind: one of `kinds.KINDS`.
        valid_until: the last day on which it holds; None where it does not expire.
        kept_until: it may be deleted after this day, where nothing uses it.
        added_by: "user:7".
        deleted_at: when its files were deleted; None while it is there.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    valid_until = models.DateField(null=True)
    kept_until = models.DateField()
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-id"], name="document_of_unit"),
            models.Index(fields=["valid_until"], name="document_expiry"),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"evidence:{self.pk}"


class Revision(models.Model):
    """One state of a document; never changed.

    Attributes:
        number: counts from 1.
        file: its bytes; None after they were deleted.
        name: of the file, as it was sent.
        sha256: hash of the bytes, kept when they are deleted.
        note: what is new.
        added_by: "user:7".
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="revisions")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    note = models.CharField(max_length=500, blank=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number")
        ]

    def __str__(self) -> str:
        """Number and name."""
        return f"{self.number} {self.name}"


class Use(models.Model):
    """A revision proves something; a later revision does not take its place by itself.

    Attributes:
        subject: what is proved: "entry:12", "batch:3".
        revision: by what.
        page: where in it: "3", "3-5", "Sheet1!B7"; empty for the whole.
        ended_at: when it was taken away; None while it stands.
    """

    subject = models.CharField(max_length=100)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="uses")
    page = models.CharField(max_length=40, blank=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)

    class Meta:
        """A revision proves a subject once."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject"], name="use_of_subject")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "revision", "page"],
                condition=Q(ended_at=None),
                name="use_once",
            )
        ]

    def __str__(self) -> str:
        """What is proved by what."""
        return f"{self.subject}: {self.revision}"
