"""Engagements, their teams and subject matter, and what they ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.models import User
from crossfoot.records.assurance.materiality import Materiality, Measure
from crossfoot.records.assurance.sample_models import Misstatement, Sample, SampleLine
from crossfoot.records.assurance.standards import STANDARDS, level_name
from crossfoot.records.assurance.workflow import State
from crossfoot.records.organisation.models import Unit

__all__ = [
    "Engagement",
    "Inquiry",
    "Member",
    "Message",
    "MethodNote",
    "Misstatement",
    "Sample",
    "SampleLine",
    "SubjectMatter",
]

#: characters of a number kept as text
NUMBER = 80


class Engagement(models.Model):
    """What an assurer was engaged to look at.

    Attributes:
        name, name_zh: as pages show it.
        standard: a key of `standards.STANDARDS`.
        level: limited or reasonable.
        start, end: the period.
        units: codes of the units, each with all below it; empty for the whole organisation.
        terms: what else was agreed.
        opened_by: reference of who opened it.
        closed_at: when it was closed; None while it is open.
        opinion: what the team concluded.
        reopened_at, reopened_by, reopened_why: when it was last opened again after its end.
    """

    name = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200, blank=True)
    standard = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    start = models.DateField()
    end = models.DateField()
    units = models.JSONField(default=list)
    terms = models.TextField(blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True)
    reopened_by = models.CharField(max_length=200, blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_why = models.TextField(blank=True)

    class Meta:
        """Latest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def title(self) -> Text:
        """Its name in both languages."""
        return Text(self.name, self.name_zh)

    @property
    def reference(self) -> str:
        """How the journal names it; also the name of the key of what the team keeps to itself."""
        return f"engagement:{self.pk}"

    @property
    def period(self) -> Period:
        """The period that is looked at."""
        return Period(self.start, self.end)

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done in it."""
        return self.closed_at is None

    @property
    def standard_title(self) -> Text:
        """The standard as reports name it."""
        return STANDARDS[self.standard].title

    @property
    def level_title(self) -> Text:
        """The level as its standard calls it."""
        return level_name(self.standard, self.level)


class Member(models.Model):
    """A person of the team; ended, never removed."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A person belongs to a team once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["engagement", "user"], condition=Q(ended_at=None), name="member_once"
            )
        ]

    def __str__(self) -> str:
        """Who."""
        return str(self.user)


class SubjectMatter(models.Model):
    """A metric that is looked at, and what is material for it.

    Attributes:
        metric: id in the catalogue.
        measure, value: of materiality; empty where none was set.
        base: the total on which a percentage rests.
        base_metric: the metric whose total that was; empty where the team typed it.
        performance, trivial: percent of materiality.
        set_by, set_at: of materiality.
        removed_at: when the metric was taken out; None while it is looked at.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="subjects")
    metric = models.CharField(max_length=120)
    measure = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=NUMBER, blank=True)
    base = models.CharField(max_length=NUMBER, blank=True)
    base_metric = models.CharField(max_length=120, blank=True)
    performance = models.CharField(max_length=NUMBER, default="75")
    trivial = models.CharField(max_length=NUMBER, default="5")
    set_by = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """A metric is looked at once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["engagement", "metric"], name="subject_once")
        ]

    def __str__(self) -> str:
        """The metric."""
        return self.metric

    @property
    def materiality(self) -> Materiality | None:
        """What is material; None where it was not set."""
        if not self.measure:
            return None
        return Materiality(
            Measure(self.measure),
            Decimal(self.value),
            Decimal(self.base) if self.base else None,
            Decimal(self.performance),
            Decimal(self.trivial),
        )


class Inquiry(models.Model):
    """Something that the team asks the entity for.

    Attributes:
        number: counts within the engagement.
        title, text: what is asked.
        metric: id of the metric that it is about; may be empty.
        unit: whose people answer.
        figure: the cell that it is about ("cell:12") or a line of a sample; may be empty.
        owner: who is to answer; anybody who enters figures of the unit may.
        due: until when.
        state: see `workflow`.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="inquiries")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    metric = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    figure = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due = models.DateField(db_index=True)
    state = models.CharField(max_length=20, default=State.ASKED.value, db_index=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order in which it was asked."""

        ordering: ClassVar[list[str]] = ["engagement_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["engagement", "number"], name="inquiry_number")
        ]

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"

    @property
    def reference(self) -> str:
        """How evidence and the journal name it."""
        return f"inquiry:{self.pk}"


class Message(models.Model):
    """What was said to a request: an answer, why it was asked again; never changed."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="messages")
    step = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Its beginning."""
        return self.text[:60]


class MethodNote(models.Model):
    """How a metric is measured here, in both languages: versions, never changed.

    Attributes:
        version: from 1 for each metric.
        text, text_zh: definition, sources, method, estimates as they are done here.
    """

    metric = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["metric", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metric", "version"], name="method_version")
        ]

    def __str__(self) -> str:
        """Metric and version."""
        return f"{self.metric}/{self.version}"

    @property
    def words(self) -> Text:
        """The note in both languages."""
        return Text(self.text, self.text_zh)
