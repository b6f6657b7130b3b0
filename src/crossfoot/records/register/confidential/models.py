"""What confidential registers keep beside their entries: mailboxes, identities, readings asked for.

All text in here is encrypted with a key of one entry (`journal.keys`), so that deleting the key
deletes it everywhere, in the journal and in backups that are restored afterwards too.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from crossfoot.records.register.entry_models import Entry


class Mailbox(models.Model):
    """The way back to somebody who reported without signing in.

    Attributes:
        digest: keyed hash of the receipt code, which is kept nowhere.
        opened_on: when it was reported.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="mailbox")
    digest = models.CharField(max_length=64, unique=True)
    opened_on = models.DateField()

    def __str__(self) -> str:
        """The number of its entry."""
        return str(self.entry_id)


class Message(models.Model):
    """What one side wrote to the other.

    Attributes:
        by: who handles the entry ("user:7"); empty for the one who reported.
        kind: the clock that it answers (`acknowledgement`); empty for an ordinary message.
        text: encrypted.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="messages")
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=80, blank=True)
    text = models.TextField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """When."""
        return f"{self.at}"


class ConfidentialFile(models.Model):
    """A file of a confidential entry: it lies encrypted in the database, never among the evidence.

    Attributes:
        by: who sent it ("user:7"); empty for the one who reported.
        name: as the sender calls it, encrypted.
        media: what it is, by its content.
        size: in bytes.
        cleaned: whether what a file says of its maker and place was taken out: "yes", "no", or
            "part" where only some of it could be.
        content: its bytes, encrypted.
        message: with which it was sent to the one who reported; None where it was not.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="confidential_files")
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    name = models.TextField()
    media = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    cleaned = models.CharField(max_length=4)
    content = models.TextField()
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="files")

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """When, and how large."""
        return f"{self.at} {self.size}"


class Identity(models.Model):
    """Who reported: apart from the content, with a key of its own.

    Attributes:
        entry_key: key of the entry.
        field: which field it was written in.
        text: encrypted.
    """

    entry_key = models.CharField(max_length=32)
    field = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        """One per field of an entry."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry_key", "field"], name="reporter_identity_once")
        ]

    def __str__(self) -> str:
        """Of which entry; not whose."""
        return self.entry_key

    @property
    def key_name(self) -> str:
        """The name of its key, apart from that of the entry."""
        return identity_key(self.entry_key)


def identity_key(entry_key: str) -> str:
    """The name of the key with which the identity behind an entry is encrypted."""
    return f"identity:{entry_key}"


class Visit(models.Model):
    """A purpose that somebody registered before reading; for some minutes it opens the entry.

    Attributes:
        purpose: a word of `purposes.PURPOSES`.
        words: more of it, encrypted; empty where nothing was said.
        until: what is read later needs a new one.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="visits")
    by = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "by", "until"], name="visit_open")
        ]

    def __str__(self) -> str:
        """Who and why."""
        return f"{self.by} {self.purpose}"


class SentForm(models.Model):
    """A public form that was sent, so that none is taken twice, and how many come is known.

    Attributes:
        digest: hash of the random name of the form; tells nothing of who sent it.
        hour: the hour in which it came.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    hour = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """The hour."""
        return f"{self.hour}"


class WrongCodes(models.Model):
    """Receipt codes that nobody was given, counted by the hour; by whom is not known."""

    hour = models.DateTimeField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Hour and count."""
        return f"{self.hour} {self.count}"


class CodeKey(models.Model):
    """The key of the hashes of receipt codes, itself encrypted; one row.

    Attributes:
        sealed: 32 random bytes in base64, encrypted with a key of the journal's keys.
    """

    sealed = models.TextField()

    def __str__(self) -> str:
        """Nothing of it."""
        return "key of receipt codes"
