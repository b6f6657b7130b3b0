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
