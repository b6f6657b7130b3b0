"""Figures that are counted from entries, statements of "none", and duties that came back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class FigureCell(models.Model):
    """A figure of a register's metric for a unit and period, as it was last counted.

    Attributes:
        metric: name of the register's metric.
        unit: code of the unit with all below it; empty for the whole organisation.
        dims: names of the breakdowns, joined by commas; empty for none.
        dirty: an entry changed since it was counted.
        cells: one per member: key, value, qualifier, basis, estimated, number of entries.
        counted_at: when.
    """

    metric = models.CharField(max_length=120)
    register = models.CharField(max_length=80)
    unit = models.CharField(max_length=100, blank=True)
    start = models.DateField()
    end = models.DateField()
    dims = models.CharField(max_length=400, blank=True)
    dirty = models.BooleanField(default=True)
    cells = models.JSONField(default=list)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        """One row each."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metric", "unit", "start", "end", "dims"], name="figure_cell_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "dirty"], name="figure_cell_dirty")
        ]

    def __str__(self) -> str:
        """What and when."""
        return f"{self.metric} {self.unit} {self.start}..{self.end}"


class ApprovedFigure(models.Model):
    """A figure that somebody approved, with the entries that it counted; never changed.

    A further approval of the same figure restates it.

    Attributes:
        catalogue: id of the figure in the catalogue of metrics; empty where it has none.
        dimensions: of the catalogue, as facts write them.
        key: members of the breakdowns, joined by a tab.
        value: Decimal as text; empty for none.
        entries: keys of the entries behind it.
        restates: the approval before.
        reason: why it was restated.
    """

    metric = models.CharField(max_length=120)
    register = models.CharField(max_length=80)
    catalogue = models.CharField(max_length=120, blank=True)
    dimensions = models.CharField(max_length=400, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    start = models.DateField()
    end = models.DateField()
    dims = models.CharField(max_length=400, blank=True)
    key = models.CharField(max_length=400, blank=True)
    value = models.CharField(max_length=80, blank=True)
    qualifier = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    nil = models.CharField(max_length=200, blank=True)
    entries = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    restates = models.ForeignKey("self", models.PROTECT, null=True, related_name="restated_by")
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of approval."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=[
                    "metric",
                    "unit",
                    "start",
                    "end",
                    "catalogue",
                    "dimensions",
                    "dims",
                    "key",
                    "revision",
                ],
                name="approved_figure_once",
            )
        ]

    def __str__(self) -> str:
        """What and when."""
        return f"{self.metric} {self.unit} {self.start}..{self.end}"


class NilStatement(models.Model):
    """Somebody states that there was nothing to record.

    Attributes:
        unit: code of the site or entity.
        basis: how it is known.
        voided_at: when an entry proved it wrong; None while it stands.
        voided_by: key of that entry.
    """

    register = models.CharField(max_length=80)
    unit = models.CharField(max_length=100)
    start = models.DateField()
    end = models.DateField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    basis = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=32, blank=True)

    class Meta:
        """In the order of writing."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "unit", "start"], name="nil_unit")
        ]

    def __str__(self) -> str:
        """Where and when."""
        return f"{self.register} {self.unit} {self.start}..{self.end}"


class DutyOpened(models.Model):
    """An occurrence of a duty that comes back, for one unit, supplier or entry: opened once.

    Attributes:
        per: code of the unit, or key of the entry, that it is for.
        opened: key of the entry that it opened; empty for a plain task.
        done_at: when a plain task was done, and `done_by` by whom.
    """

    register = models.CharField(max_length=80)
    recurrence = models.CharField(max_length=80)
    starts_on = models.DateField()
    due_on = models.DateField()
    per = models.CharField(max_length=100)
    unit = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField(default=False)
    opened = models.CharField(max_length=32, blank=True)
    told = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """Once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["register", "recurrence", "starts_on", "per"], name="duty_once"
            )
        ]

    def __str__(self) -> str:
        """What and when."""
        return f"{self.register}.{self.recurrence} {self.starts_on} {self.per}"


class Warned(models.Model):
    """A time limit of an entry of which somebody was told: none is told twice of one level.

    Attributes:
        name: of the step or clock.
        deadline: of which it was told.
        level: 80, 100 or 200.
    """

    entry = models.ForeignKey("register.Entry", models.CASCADE, related_name="warned")
    name = models.CharField(max_length=160)
    deadline = models.DateTimeField()
    level = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry", "name", "deadline", "level"], name="warned_once"
            )
        ]

    def __str__(self) -> str:
        """What and how far."""
        return f"{self.name} {self.level}"
