"""What the collection has the server do by itself."""

from __future__ import annotations

from django.utils import timezone

from crossfoot.records.actions import CommandLine


def remind() -> int:
    """Send the reminders of today; how many notices there were."""
    from crossfoot.records.collection.actions.run_reminders import remind_of

    by = CommandLine()
    by.origin = "timer of the server"
    return remind_of(timezone.now().date(), by)
