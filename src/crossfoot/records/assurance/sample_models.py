"""Samples with their lines and test results, and misstatements."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from django.db import models

from crossfoot.records.assurance.projection import REST, Outcome, Result, Stratum, strata_of
from crossfoot.records.assurance.sampling import Method, Plan

NUMBER = 80


class Sample(models.Model):
    """A sample that was drawn; only the results of its lines change.

    Attributes:
        number: counts within the engagement.
        purpose: what it is to show.
        source: a `population.Source`.
        metric: what its values are of; may be empty for rows of the ledger.
        unit: in which the values are.
        basis: what the population was made of, so that it can be made again: see `population`.
        method, size, seed, threshold: the plan.
        procedure: name of the way of drawing.
        digest: SHA-256 of the population.
        count, total: of the population.
        interval, start: of a value-weighted sample, as fractions ("2500/3").
        unreached: items that a value-weighted sample cannot select.
        strata: name to number of items and sum of values.
        lines_count, tested: how many lines there are, and how many have a result.
    """

    engagement = models.ForeignKey("assurance.Engagement", models.PROTECT, related_name="samples")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20)
    metric = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    basis = models.JSONField()
    method = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=200)
    threshold = models.CharField(max_length=NUMBER, blank=True)
    procedure = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    total = models.CharField(max_length=NUMBER)
    interval = models.CharField(max_length=200, blank=True)
    start = models.CharField(max_length=200, blank=True)
    unreached = models.PositiveIntegerField(default=0)
    strata = models.JSONField(default=dict)
    lines_count = models.PositiveIntegerField()
    tested = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Latest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["engagement", "number"], name="sample_number")
        ]

    def __str__(self) -> str:
        """Its number and purpose."""
        return f"{self.code} {self.purpose}".strip()

    @property
    def code(self) -> str:
        """Its short name."""
        return f"S{self.number}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"sample:{self.pk}"

    @property
    def plan(self) -> Plan:
        """How it was drawn."""
        threshold = Decimal(self.threshold) if self.threshold else None
        return Plan(Method(self.method), self.size, self.seed, threshold)

    @property
    def interval_value(self) -> Fraction | None:
        """The selection interval of a value-weighted sample."""
        return Fraction(self.interval) if self.interval else None

    @property
    def parts(self) -> tuple[Stratum, ...]:
        """The strata of the population."""
        return strata_of(
            {name: (int(count), Decimal(total)) for name, (count, total) in self.strata.items()}
        )


class SampleLine(models.Model):
    """An item of a sample, with what its test came to.

    Attributes:
        place: in the order of the population, from 1.
        item: reference in the population: "approval:12", "row:3:17", "use:5", "fact:0:17".
        subject: what evidence proves: "entry:12", "batch:3".
        address: of the page that shows the item.
        label, label_zh: as people call it.
        unit: code of the unit that it belongs to.
        book: the value as the records had it; empty where it has none.
        stratum: for the projection.
        result, audited, note: what the test came to.
    """

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    item = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    address = models.CharField(max_length=200, blank=True)
    label = models.TextField()
    label_zh = models.TextField()
    unit = models.CharField(max_length=100)
    book = models.CharField(max_length=NUMBER, blank=True)
    stratum = models.CharField(max_length=100, default=REST)
    result = models.CharField(max_length=20, blank=True)
    audited = models.CharField(max_length=NUMBER, blank=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the population; an item stands in a sample once."""

        ordering: ClassVar[list[str]] = ["sample_id", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "item"], name="sample_line_once")
        ]

    def __str__(self) -> str:
        """Sample and place."""
        return f"{self.sample_id}/{self.place}"

    @property
    def outcome(self) -> Outcome:
        """As the projection takes it."""
        return Outcome(
            self.stratum,
            Decimal(self.book or 0),
            Result(self.result) if self.result else None,
            Decimal(self.audited) if self.audited else None,
        )


class Misstatement(models.Model):
    """A difference between what is reported and what should be.

    Attributes:
        number: counts within the engagement.
        kind: factual, judgemental or projected.
        metric: of which.
        unit: code of the unit; empty for the whole.
        amount: in the metric's unit; above zero where too much is reported.
        text: what is wrong, and why.
        line: of a sample, where it was found.
        sample: whose errors were projected.
        state: open, corrected or withdrawn.
        correction: entry that corrected it: "entry:12".
        settled_by, settled_at, why: of the correction or withdrawal.
    """

    engagement = models.ForeignKey(
        "assurance.Engagement", models.PROTECT, related_name="misstatements"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    metric = models.CharField(max_length=120)
    unit = models.CharField(max_length=100, blank=True)
    amount = models.CharField(max_length=NUMBER)
    text = models.TextField()
    line = models.ForeignKey(SampleLine, models.PROTECT, null=True, related_name="misstatements")
    sample = models.ForeignKey(Sample, models.PROTECT, null=True, related_name="misstatements")
    state = models.CharField(max_length=20, default="open")
    correction = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        """In the order in which they were found."""

        ordering: ClassVar[list[str]] = ["engagement_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["engagement", "number"], name="misstatement_number")
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"M{self.number}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"misstatement:{self.pk}"

    @property
    def value(self) -> Decimal:
        """The amount."""
        return Decimal(self.amount)
