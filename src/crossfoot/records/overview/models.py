"""Figures as the auditor has them, and drafts: all figures as they were at one moment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.db import models

from crossfoot.quantities.periods import Period
from crossfoot.records.organisation.models import Unit


class Audited(models.Model):
    """One version of an audited figure: never changed, the last one counts.

    Attributes:
        unit: whose figure it is.
        metric: id in the catalogue: revenue, headcount and the like.
        start, end: the period.
        version: from 1, without gaps.
        typed, typed_unit: the value as it was typed.
        number: the value in the metric's unit, exactly; empty where it was taken back.
        source: where it stands: "Annual report 2023, p. 88".
        reason: why an earlier one was corrected.
        by: reference of who entered it ("user:7").
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    metric = models.CharField(max_length=120)
    start = models.DateField()
    end = models.DateField()
    version = models.PositiveIntegerField()
    typed = models.CharField(max_length=80, blank=True)
    typed_unit = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "metric", "start", "end", "version"], name="audited_version"
            )
        ]

    def __str__(self) -> str:
        """What it is about."""
        return f"{self.metric} · {self.unit} · {self.period}"

    @property
    def period(self) -> Period:
        """The period."""
        return Period(self.start, self.end)

    @property
    def reference(self) -> str:
        """How evidence and the journal name it."""
        return f"audited:{self.pk}"

    @property
    def value(self) -> Decimal | None:
        """The number in the metric's unit; None where it was taken back."""
        return Decimal(self.number) if self.number else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; a version that is there stays as it is."""
        if not self._state.adding:
            raise _refused()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise _refused()


class Draft(models.Model):
    """All figures of one moment, kept under a name to be compared with later ones.

    Attributes:
        name: as people call it.
        run: id of the calculation.
        as_of: the moment of the figures.
        sha256: hash of the file, which names it in `drafts/` of the workspace.
        by: reference of who kept it ("user:7").
    """

    name = models.CharField(max_length=200)
    run = models.CharField(max_length=40)
    as_of = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Latest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"draft:{self.pk}"


def _refused() -> TypeError:
    return TypeError("versions of an audited figure are only ever added to")
