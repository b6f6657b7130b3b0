"""Requests that were given to a person by name pass to the successor."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from crossfoot.records.collection.actions.assign import ASSIGNED
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.workflow import DONE


def pass_requests(user: int, successor: int, day: date) -> int:
    """Give the successor what is not approved yet; how many requests in how many parts.

    Where the first day is still to come, what is due before it stays.
    """
    open_ones = Request.objects.filter(campaign__closed_at=None).exclude(
        state__in=[state.value for state in DONE]
    )
    if day > timezone.now().date():
        open_ones = open_ones.filter(due__gte=day)
    return sum(open_ones.filter(**{name: user}).update(**{name: successor}) for name in ASSIGNED)
