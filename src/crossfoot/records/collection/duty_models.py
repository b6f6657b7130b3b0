"""What people are told of their duties: reminders that went out, calendars that read along."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from crossfoot.records.accounts.models import User


class Reminded(models.Model):
    """A reminder that went out: none goes out twice for the same due day.

    Attributes:
        due: the day of which it was.
        mark: which of the rule: "before 5", "due", "after 3", "escalated 5".
        to: reference of who was told; empty where it was passed over, as a later one was near.
    """

    request = models.ForeignKey("collection.Request", models.PROTECT, related_name="reminded")
    due = models.DateField()
    mark = models.CharField(max_length=20)
    to = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "due", "mark"], name="reminded_once")
        ]

    def __str__(self) -> str:
        """Request and mark."""
        return f"{self.request_id} {self.mark}"


class Feed(models.Model):
    """An address at which a calendar program reads a person's duties.

    Attributes:
        digest: SHA-256 of the secret in the address, which is kept nowhere.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose."""
        return str(self.user)
