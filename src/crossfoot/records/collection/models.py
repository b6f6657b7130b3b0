"""Campaigns, what they ask of each unit, and every version of every answer.

Nothing that a person entered is ever changed or removed: a new entry is the next version of its
cell. What was approved stands in `Approval`; a correction is a further approval with a reason.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.duty_models import Feed, Reminded
from crossfoot.records.collection.workflow import OPEN, State
from crossfoot.records.organisation.fiscal import named
from crossfoot.records.organisation.models import Unit

__all__ = [
    "Approval",
    "Campaign",
    "Cell",
    "Closing",
    "Comment",
    "Entry",
    "Exclusion",
    "Feed",
    "Kind",
    "Move",
    "Reminded",
    "Request",
    "TemplateVersion",
]

#: characters of a number kept as text: 30 digits before the point, 40 behind it, a sign
NUMBER = 80


class Kind(models.TextChoices):
    """What an entry says."""

    VALUE = "value"
    NONE = "none"  # none in this period, attested
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"  # taken back


class Campaign(models.Model):
    """Figures of one period, asked of many units.

    Attributes:
        name, name_zh: as pages show it.
        template: id of the template that it was opened from.
        content: the template as it was then, as JSON, so that units can be added later.
        start: the first day of the period.
        end: the last day.
        due: when all must be submitted.
        instructions, instructions_zh: what owners must know.
        opened_by: reference of who opened it ("user:7").
        version: of the template, as the pages number it; 0 for one that is a file.
        first_month: of the fiscal year that the period is named by; 1 for the calendar year.
        reminders: when who is reminded, as `reminders.Rule` writes it; empty for the usual rule.
        closed_at: since when it is read only; None while it is open.
    """

    name = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=80)
    content = models.JSONField()
    start = models.DateField()
    end = models.DateField()
    due = models.DateField()
    instructions = models.TextField(blank=True)
    instructions_zh = models.TextField(blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    first_month = models.PositiveSmallIntegerField(default=1)
    reminders = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)

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
    def words(self) -> Text:
        """The instructions in both languages."""
        return Text(self.instructions, self.instructions_zh)

    @property
    def period(self) -> Period:
        """The period that it asks about."""
        return Period(self.start, self.end)

    @property
    def period_name(self) -> Text:
        """The period as its readers call it: that of the fiscal year where it has one."""
        return named(self.period, self.first_month)

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.closed_at is not None

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"campaign:{self.pk}"


class Closing(models.Model):
    """A campaign was closed, or opened again with a reason."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="closings")
    closed = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """What and when."""
        return f"{'closed' if self.closed else 'reopened'} {self.at}"


class TemplateVersion(models.Model):
    """A template that was written on the pages; each change is the next version of it.

    Attributes:
        template: its id.
        version: from 1, without gaps.
        text: the YAML, as a file of the workspace would have it.
        retired: it is offered no more from this version on.
        note: what changed, in the words of who changed it.
    """

    template = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    text = models.TextField()
    retired = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["template", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["template", "version"], name="template_version")
        ]

    def __str__(self) -> str:
        """Id and version."""
        return f"{self.template} {self.version}"


class Request(models.Model):
    """What a campaign asks of one unit about one topic.

    Attributes:
        topic: id of a topic of the metric catalogue.
        owner, reviewer, approver: whose task it is; anybody with the duty may stand in.
        state: see `workflow`.
        round: counts how often it was opened: 1, and one more for each reopening.
        asked, answered: how many cells are asked for, and how many of them have an answer.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=80)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due = models.DateField(db_index=True)
    state = models.CharField(max_length=20, default=State.DRAFT.value, db_index=True)
    round = models.PositiveIntegerField(default=1)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        """A unit is asked once about a topic."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "unit", "topic"], name="request_once")
        ]

    def __str__(self) -> str:
        """Campaign, unit, topic."""
        return f"{self.campaign} · {self.unit} · {self.topic}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"request:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether cells may be changed."""
        return State(self.state) in OPEN


class Cell(models.Model):
    """One figure that is asked for: metric, breakdown, period.

    Attributes:
        place: order inside the request.
        metric: id in the catalogue.
        dimensions: the breakdown, as `Dimensions` writes it.
        start, end: first and last day of the figure's period.
        required: the request cannot be submitted without an answer.
        threshold: percent of change against the period before that asks for an explanation; None
            for never.
        hint: what the owner must know, in both languages: `{"en": "", "zh": ""}`.
        proof: the request cannot be submitted without evidence of a value.
        outside: left out of the metric's boundary; nothing is asked.
        before: the same figure one period earlier as it was known when the campaign was opened;
            empty where it was not. An approval since then counts instead.
        version: number of the current entry; 0 where there is none.
        current: the current entry.
        approval: the approval that counts.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="cells")
    place = models.PositiveIntegerField()
    metric = models.CharField(max_length=120)
    dimensions = models.CharField(max_length=400, blank=True)
    start = models.DateField()
    end = models.DateField()
    required = models.BooleanField(default=True)
    threshold = models.CharField(max_length=NUMBER, blank=True)
    hint = models.JSONField(default=dict)
    proof = models.BooleanField(default=False)
    outside = models.BooleanField(default=False)
    before = models.CharField(max_length=NUMBER, blank=True)
    version = models.PositiveIntegerField(default=0)
    current = models.OneToOneField("Entry", models.PROTECT, null=True, related_name="+")
    approval = models.OneToOneField("Approval", models.PROTECT, null=True, related_name="+")

    class Meta:
        """A figure is asked for once in a request."""

        ordering: ClassVar[list[str]] = ["request_id", "place"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metric", "end", "start"], name="cell_figure")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "metric", "dimensions", "start", "end"], name="cell_once"
            )
        ]

    def __str__(self) -> str:
        """What it is about, as messages name it."""
        return " · ".join(part for part in (self.metric, self.dimensions, str(self.period)) if part)

    @property
    def period(self) -> Period:
        """The period of the figure."""
        return Period(self.start, self.end)

    @property
    def breakdown(self) -> Dimensions:
        """The breakdown of the figure."""
        return Dimensions.parse(self.dimensions)

    @property
    def is_answered(self) -> bool:
        """Whether there is a value, an attestation or a reason."""
        return self.current is not None and self.current.kind != Kind.EMPTY


class Entry(models.Model):
    """One version of a cell, as somebody entered it; never changed.

    Attributes:
        version: from 1, without gaps.
        kind: a value, none in this period, not applicable, or taken back.
        typed: the value as it was typed.
        typed_unit: the unit as it was typed; empty for the metric's own.
        number: the value in the metric's unit, exactly; empty where it is no number.
        text: the value of a text metric.
        qualifier: as `quantities.qualifiers` has them.
        estimated: an estimate stands in for a measurement.
        comment: what the owner says of it.
        explanation: why it differs so much from the period before.
        reason: why nothing applies, or why it was corrected after an approval.
        round: of the request, in which it was entered.
        by: reference of who entered it ("user:7").
        via: how: "page", "excel", "api".
    """

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    typed = models.TextField(blank=True)
    typed_unit = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=NUMBER, blank=True)
    text = models.TextField(blank=True)
    qualifier = models.CharField(max_length=20, default="exact")
    estimated = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    round = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    via = models.CharField(max_length=20, default="page")

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["cell_id", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cell", "version"], name="entry_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="entry_from_one"),
        ]

    def __str__(self) -> str:
        """Its reference."""
        return self.reference

    @property
    def reference(self) -> str:
        """How evidence and the journal name it."""
        return f"entry:{self.pk}"

    @property
    def value(self) -> Decimal | None:
        """The number in the metric's unit; None where there is none."""
        return Decimal(self.number) if self.number else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; a version that is there stays as it is."""
        if not self._state.adding:
            raise _refused()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise _refused()


class Move(models.Model):
    """A step that was taken with a request: the history of its states.

    Attributes:
        step, source, target: as `workflow` has them.
        round: the round in which it was taken.
        reason: why, where the step asks for it.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="moves")
    step = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    round = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Step and states."""
        return f"{self.step}: {self.source} → {self.target}"


class Approval(models.Model):
    """An entry that was approved: one version of a fact. Earlier ones stand for what was before.

    Attributes:
        version: of the fact, from 1.
        entry: what was approved.
        reviewed, approved: the steps that let it pass.
        reason: why an earlier value was corrected; empty for the first version.
    """

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="approvals")
    version = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="approval")
    reviewed = models.ForeignKey(Move, models.PROTECT, related_name="+")
    approved = models.ForeignKey(Move, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cell", "version"], name="approval_version")
        ]

    def __str__(self) -> str:
        """Cell and version."""
        return f"{self.cell_id}/{self.version}"


class Comment(models.Model):
    """Something said about a request, or about one of its cells.

    Attributes:
        cell: None for the whole request.
        move: the return that it belongs to; None for a remark by the way.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="comments")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="comments")
    move = models.ForeignKey(Move, models.PROTECT, null=True, related_name="comments")
    text = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Its beginning."""
        return self.text[:60]


class Exclusion(models.Model):
    """A unit that a metric's boundary leaves out in a campaign, and why."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="exclusions")
    metric = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A unit is left out once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "metric", "unit"],
                condition=Q(ended_at=None),
                name="exclusion_once",
            )
        ]

    def __str__(self) -> str:
        """Metric and unit."""
        return f"{self.metric}: {self.unit}"


def _refused() -> TypeError:
    return TypeError("versions of a figure are only ever added to")
