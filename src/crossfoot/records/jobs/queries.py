"""Which jobs a person may see."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from crossfoot.records.actions import Actor
from crossfoot.records.jobs.models import Job
from crossfoot.records.roles import Duty


def may_see(by: Actor, job: Job) -> bool:
    """Its owner, and managers of its unit."""
    return job.by == by.reference or by.may(Duty.RUN_CAMPAIGNS, job.unit)


def jobs_of(by: Actor, managed: Collection[str]) -> QuerySet[Job]:
    """One's own jobs and those of the units that one manages, latest first.

    Args:
        by: who asks.
        managed: codes of the units.
    """
    if by.may(Duty.RUN_CAMPAIGNS):
        return Job.objects.all()
    return Job.objects.filter(Q(by=by.reference) | Q(unit__in=managed, unit__gt=""))
