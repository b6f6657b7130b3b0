"""Meters, and what they showed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from crossfoot.records.organisation.models import Unit


class Meter(models.Model):
    """Something that counts what is used; its bills are the rows whose source is its code.

    Attributes:
        code: as bills and rows name it.
        name: where it hangs.
        site: whose it is.
        activity: what it counts: "electricity.grid".
        measure: unit of the quantities: "kWh".
        multiplier: what a step of its reading stands for, in the measure.
        valid_from, valid_to: first and last day on which it stands; open where None.
        replaces: the meter that hung there before.
        automatic: its estimates are reversed by themselves when the bill has come.
    """

    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200, blank=True)
    site = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    activity = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    multiplier = models.DecimalField(max_digits=18, decimal_places=6)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    automatic = models.BooleanField(default=False)

    class Meta:
        """A code is one meter of a site."""

        app_label = "ledger"
        ordering: ClassVar[list[str]] = ["site_id", "activity", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "code"], name="meter_code"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="meter_span"
            ),
        ]

    def __str__(self) -> str:
        """Its code."""
        return self.code

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"meter:{self.pk}"


class MeterReading(models.Model):
    """What a meter showed at the end of a day; a wrong one is withdrawn, never changed.

    Attributes:
        withdrawn: why it counts no more; empty while it does.
    """

    meter = models.ForeignKey(Meter, models.PROTECT, related_name="readings")
    day = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    estimated = models.BooleanField(default=False)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    withdrawn = models.CharField(max_length=500, blank=True)

    class Meta:
        """One per day, while it counts."""

        app_label = "ledger"
        ordering: ClassVar[list[str]] = ["day", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meter", "day"], condition=Q(withdrawn=""), name="reading_of_day"
            )
        ]

    def __str__(self) -> str:
        """Meter and day."""
        return f"{self.meter} {self.day}"
