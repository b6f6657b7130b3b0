"""Files of entries that were sent: what they are, what would come of them, and what did."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from crossfoot.records.jobs.models import Job


class FileState(StrEnum):
    """How a sent file stands."""

    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTING = "importing"
    IMPORTED = "imported"
    DROPPED = "dropped"


class EntryFile(models.Model):
    """A file of entries on its way into a register; its bytes lie beside the workspace's files.

    Attributes:
        register: id of the register.
        name: as the sender calls it.
        sha256: hash of its bytes.
        by: who sent it: "user:7"; nobody else sees it.
        state: one of `FileState`.
        opened, changed, same: rows that are new entries, that change one, that say nothing new.
        problems: what is wrong: `what`, `where`, `why` and `remedy` of each.
        job: the latest that works on it.
    """

    register = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default=FileState.CHECKING.value)
    opened = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "by", "-id"], name="entry_file_of")
        ]

    def __str__(self) -> str:
        """Register and name."""
        return f"{self.register} {self.name}"

    @property
    def reference(self) -> str:
        """How jobs and the journal name it."""
        return f"entry_file:{self.pk}"
