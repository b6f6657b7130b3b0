"""A person's own notices. That they were seen is no record: nobody else is shown it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from crossfoot.records.accounts.models import User
from crossfoot.records.notices.models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """Latest first."""
    return Notice.objects.filter(user=user)


def unread(user: User) -> int:
    """How many the person has not seen."""
    return notices_of(user).filter(read_at=None).count()


def mark_read(user: User, ids: Collection[int] | None = None) -> int:
    """The person has seen these; all where none are named. Others' are left alone."""
    mine = notices_of(user).filter(read_at=None)
    if ids is not None:
        mine = mine.filter(pk__in=ids)
    return mine.update(read_at=timezone.now())
