"""Jobs: what is being done, for whom, and how far it has come."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models


class JobState(StrEnum):
    """How a job stands; `broken` means that its process died."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    BROKEN = "broken"


State = JobState

#: states that nothing follows
ENDED = (State.DONE, State.FAILED, State.STOPPED, State.BROKEN)


class Job(models.Model):
    """Long work.

    Attributes:
        kind: a name of `kinds`.
        subject: what it works on: "batch:3".
        label: what it works on, as people call it.
        unit: code of the unit whose managers see it too; empty for the whole organisation.
        by: who began it: "user:7".
        language: of messages.
        parameters: what the work needs to know.
        done, total: how much of how much, in units of the kind's own.
        state: one of `State`.
        message: how it ended, in words.
        address: of the page that shows what came of it.
        stop_asked: somebody wants it to stop.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=100, db_index=True)
    label = models.CharField(max_length=255, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=100, db_index=True)
    language = models.CharField(max_length=2, default="en")
    parameters = models.JSONField(default=dict)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, default=State.WAITING.value)
    message = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    stop_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"], name="job_state")]

    def __str__(self) -> str:
        """Kind and subject."""
        return f"{self.kind} {self.subject}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"job:{self.pk}"
