"""The tables of the journal: entries, the tip of each stream, daily heads, keys of records."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class AppendOnly(models.QuerySet["Entry"]):
    """Entries that can be read and added, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise _refused()

    def delete(self) -> NoReturn:
        """Refused."""
        raise _refused()


class Entry(models.Model):
    """One change: who, when, what, why, from where.

    Attributes:
        stream: the chain that it belongs to: "accounts", "organisation".
        number: its place in the stream, from 1.
        at: when, UTC; never before the entry before.
        actor: who, by reference ("user:7"), so that a name can be forgotten.
        action: what was done: "organisation.change_unit".
        subject: what it was done to: "unit:hefei".
        reason: why, in the person's words.
        origin: from where: "web 10.0.0.5", "command line root".
        request: id that all entries of one request share.
        values: a salted hash of each value; it proves a value that somebody shows, and tells
            nothing without it.
        content: the values and their salt as JSON; encrypted where `key` names a key.
        key: name of the record's key; empty where the content is open.
        previous: hash of the entry before in the stream.
        hash: SHA-256 of all of the above.
    """

    stream = models.CharField(max_length=120)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=200, db_index=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, db_index=True)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    values = models.JSONField()
    content = models.TextField()
    key = models.CharField(max_length=120, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        """One entry per place of a stream."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["stream", "number"], name="entry_place")
        ]

    def __str__(self) -> str:
        """Its place, as messages name it."""
        return f"{self.stream}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; an entry that is there stays as it is."""
        if not self._state.adding:
            raise _refused()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise _refused()


class Tip(models.Model):
    """The last entry of a stream, so that an end that was cut off is seen."""

    stream = models.CharField(max_length=120, primary_key=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Its place."""
        return f"{self.stream}/{self.number}"


class Head(models.Model):
    """What all streams had come to at the end of a day (UTC), chained from day to day.

    Written down elsewhere (in a report, in a letter to the assurer), one head proves all that was
    done until that day.
    """

    day = models.DateField(unique=True)
    tips = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order of days."""

        ordering: ClassVar[list[str]] = ["day"]

    def __str__(self) -> str:
        """Day and hash."""
        return f"{self.day} {self.hash}"


class RecordKey(models.Model):
    """The key of one record's content, itself encrypted by the master key.

    `wrapped` is emptied to forget the record: its entries stay in the chain, unreadable.
    """

    name = models.CharField(max_length=120, primary_key=True)
    wrapped = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Its name."""
        return self.name


def _refused() -> TypeError:
    return TypeError("the journal is only ever added to")
