"""Notices, where they go, and the chats that are told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.notices.kinds import kinds


class Notice(models.Model):
    """Something that a person should know.

    Attributes:
        user: who; None where only chats are told.
        kind: a name of `kinds.toml`.
        subject: what it is about, as the journal names it.
        address: the page that it leads to.
        values: what is put into the words; in both languages where it has two.
        at: when.
        read_at: when the person had seen it; None before.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    address = models.CharField(max_length=400, blank=True)
    values = models.JSONField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Latest first; the unread of a person are counted on every page."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        """Kind and person."""
        return f"{self.kind} {self.user_id or '*'}"

    def said(self, language: Language) -> str:
        """Its words."""
        kind = kinds().get(self.kind)
        return kind.said(self.values, language) if kind else self.kind


class Chat(models.Model):
    """A chat of a team that is told of what concerns all.

    Attributes:
        name: as people call it.
        format: a name of `channels.FORMATS`.
        language: of its messages.
        target: address and secret as JSON, encrypted with the key of the chat.
    """

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="zh")
    target = models.TextField()

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def reference(self) -> str:
        """How the journal names it; also the name of its key."""
        return f"chat:{self.pk}"

    @property
    def reads(self) -> Language:
        """Language of its messages."""
        return "zh" if self.language == "zh" else "en"


class Delivery(models.Model):
    """A notice on its way out.

    Attributes:
        notice: what is told.
        chat: the chat; None for an e-mail to the person.
        due_at: when it is tried next; None when it is done or given up.
        tries: how often it was tried.
        sent_at: when it went out; None before.
        error: why the last try failed.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    chat = models.ForeignKey(Chat, models.CASCADE, null=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        """Those that are due are found at once."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="delivery_due")
        ]

    def __str__(self) -> str:
        """Notice and channel."""
        return f"{self.notice_id} {self.chat or 'e-mail'}"


class Preference(models.Model):
    """How a person wants to be told; without one: on the page and by e-mail.

    Attributes:
        email: by e-mail too.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True)
    email = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Person and choice."""
        return f"{self.user}: {'e-mail' if self.email else 'page'}"

    @classmethod
    def wants_email(cls, user: User) -> bool:
        """Whether a person is told by e-mail."""
        found: Any = cls.objects.filter(user=user).first()
        return found is None or bool(found.email)


class Regular(models.Model):
    """Something that the server does by itself again and again; one process at a time.

    Attributes:
        name: which.
        due_at: no process takes it up before.
        done_at: when it was done last.
        said: what it said then, or why it failed.
    """

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Its name."""
        return self.name
