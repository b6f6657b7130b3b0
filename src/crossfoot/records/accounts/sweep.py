"""Sweeping what nobody needs any more: sessions that are over, attempts of strangers.

No journal entry: nothing of it is a record.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from crossfoot.records.accounts.models import Session, Stranger

#: how long failed attempts with unknown addresses are kept after the last one
STRANGERS = timedelta(days=7)


def sweep() -> int:
    """Remove it; how many rows there were."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    strangers, _ = Stranger.objects.filter(at__lt=now - STRANGERS).delete()
    return sessions + strangers
