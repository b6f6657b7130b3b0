"""Units of the organisation, and what held of them: from when to when, and as known when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Unit(models.Model):
    """A legal entity, site or department: what stays the same while all else about it changes.

    Attributes:
        code: short stable name, as data files use it.
    """

    code = models.CharField(max_length=100, unique=True)

    class Meta:
        """In the order in which they were first recorded."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Its code."""
        return self.code


class UnitState(models.Model):
    """What holds of a unit during a span of days; never changed, only superseded.

    Attributes:
        valid_from: the first day on which it holds.
        valid_to: the first day on which it holds no more; None for open.
        recorded_at: when it was recorded.
        superseded_at: when something else was recorded for these days; None while it stands.
        others: as `crossfoot.facts.entities.Entity` has them.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="states")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    name_en = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=20, blank=True)
    equity = models.DecimalField(max_digits=13, decimal_places=12)
    operational_control = models.BooleanField()
    financial_control = models.CharField(max_length=10)

    class Meta:
        """Spans that are none are refused by the database itself."""

        ordering: ClassVar[list[str]] = ["unit_id", "valid_from"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["superseded_at", "valid_from"], name="unit_state_standing")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="unit_state_span",
            ),
            models.CheckConstraint(
                condition=Q(equity__gte=0) & Q(equity__lte=1), name="unit_state_equity"
            ),
        ]

    def __str__(self) -> str:
        """Unit and span."""
        return f"{self.unit} {self.valid_from}..{self.valid_to or ''}"


class FiscalYear(models.Model):
    """From a day on the fiscal year of a unit, and of all below it, begins in a month.

    Attributes:
        first_month: 1 to 12.
        valid_from: the first day of it; the latest one before a day counts.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="fiscal_years")
    first_month = models.PositiveSmallIntegerField()
    valid_from = models.DateField()

    class Meta:
        """One from a day on."""

        ordering: ClassVar[list[str]] = ["unit_id", "valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="fiscal_year_once"),
            models.CheckConstraint(
                condition=Q(first_month__gte=1) & Q(first_month__lte=12), name="fiscal_month"
            ),
        ]

    def __str__(self) -> str:
        """Unit, month, day."""
        return f"{self.unit} {self.first_month} {self.valid_from}"


class Reporting(models.Model):
    """Whether a unit reports a metric during some days, where that is not as templates say.

    Attributes:
        metric: id in the catalogue.
        reports: it must, whatever its kind; or it need not, for the reason.
        reason: why it need not; it becomes the footnote of the figure.
        valid_from, valid_to: the days; `valid_to` is the first on which it holds no more.
        ended_at: when it was taken back; None while it stands.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reporting")
    metric = models.CharField(max_length=120)
    reports = models.BooleanField()
    reason = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A span has a day at least."""

        ordering: ClassVar[list[str]] = ["unit_id", "metric", "valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="reporting_span"
            )
        ]

    def __str__(self) -> str:
        """Unit and metric."""
        return f"{self.unit}: {self.metric}"
