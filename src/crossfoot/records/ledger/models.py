"""Batches of activity rows, and mappings of columns that are remembered."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from crossfoot.records.jobs.models import Job
from crossfoot.records.ledger.meter_models import Meter, MeterReading
from crossfoot.records.organisation.models import Unit


class BatchState(StrEnum):
    """How a batch stands; rows of `standing` batches count, all others do not."""

    RECEIVED = "received"
    CHECKING = "checking"
    REFUSED = "refused"
    CHECKED = "checked"
    IMPORTING = "importing"
    STANDING = "standing"
    REVERSED = "reversed"
    DROPPED = "dropped"


State = BatchState

#: states in which a file waits for what its sender does next
OPEN = (State.RECEIVED, State.REFUSED, State.CHECKED)


__all__ = [
    "Batch",
    "BatchState",
    "BatchTotal",
    "ColumnMapping",
    "Meter",
    "MeterReading",
    "State",
]


class Batch(models.Model):
    """A file of activity rows, from its arrival on.

    Attributes:
        state: one of `State`.
        name: of the file, as it was sent.
        sha256, size: of its bytes.
        sheet: of a workbook that has several.
        mapping: see `crossfoot.tables.mapping`.
        estimated: the rows are estimates, until bills come.
        unit: for whom it was sent.
        by: who sent it.
        meter: whose rows they are, where they were made here and not sent.
        job: that works on it, or did.
        rows: number of them, when they were checked.
        words: those of the file, as `crossfoot.records.ledger.values` counts them.
        warnings, problems: what the check said; each with sheet, row, column, what, why, remedy.
        problems_beyond: how many more problems there are.
        reason, imported_by, imported_at: of the import.
        reversed_by, reversed_at, reversal: of the reversal.
    """

    state = models.CharField(max_length=10, db_index=True)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    sheet = models.CharField(max_length=255, blank=True)
    mapping = models.JSONField(default=dict)
    estimated = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    meter = models.ForeignKey(Meter, models.PROTECT, null=True, related_name="batches")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveBigIntegerField(default=0)
    words = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    problems_beyond = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    imported_by = models.CharField(max_length=100, blank=True)
    imported_at = models.DateTimeField(null=True)
    reversed_by = models.CharField(max_length=100, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversal = models.TextField(blank=True)

    class Meta:
        """The latest first; a file counts once."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sha256", "sheet"],
                condition=models.Q(state="standing"),
                name="batch_counts_once",
            )
        ]

    def __str__(self) -> str:
        """File and sheet."""
        return f"{self.name} · {self.sheet}" if self.sheet else self.name

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"batch:{self.pk}"


class BatchTotal(models.Model):
    """What the rows of a batch come to, by site, activity, unit and month of their first day."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="totals")
    site = models.CharField(max_length=100)
    activity = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    month = models.DateField()
    rows = models.PositiveBigIntegerField()
    quantity = models.DecimalField(max_digits=30, decimal_places=6)

    class Meta:
        """As `crossfoot.tables.ledger_rows` orders them."""

        ordering: ClassVar[list[str]] = ["site", "activity", "unit", "month"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "activity", "month"], name="batch_total_of_site")
        ]

    def __str__(self) -> str:
        """Site, activity, month."""
        return f"{self.site} {self.activity} {self.month}"


class ColumnMapping(models.Model):
    """The mapping that a person last used for files of a shape.

    Attributes:
        shape: hash of the headings, in any order.
        by: who.
        mapping: see `crossfoot.tables.mapping`.
        used_at: when last.
    """

    shape = models.CharField(max_length=64)
    by = models.CharField(max_length=100)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        """One per person and shape."""

        ordering: ClassVar[list[str]] = ["-used_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shape", "by"], name="mapping_of_shape")
        ]

    def __str__(self) -> str:
        """Shape and person."""
        return f"{self.shape[:12]} {self.by}"
