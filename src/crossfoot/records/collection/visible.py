"""What a person may see of campaigns: the units on which they read."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.collection.workflow import DONE, OPEN, TURNS
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

_OPEN = [state.value for state in OPEN]
_DONE = [state.value for state in DONE]


def is_late(day: date) -> Q:
    """Not handed in though it was due before a day."""
    return Q(due__lt=day, state__in=_OPEN)


class Visible:
    """Campaigns and requests as one person sees them; the tree is read once.

    Args:
        person: who looks.
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self.today = timezone.now().date()

    @cached_property
    def organisation(self) -> Organisation | None:
        """The units of today; None where there are none."""
        try:
            return organisation_on(self.today)
        except CrossfootError:
            return None

    def on(self, duty: Duty) -> Q:
        """Requests of units on which the person has a duty."""
        if self.person.may(duty):
            return Q()
        tree = self.organisation
        return Q(unit__code__in=self.person.units(duty, tree) if tree else ())

    @property
    def requests(self) -> QuerySet[Request]:
        """Requests of units that the person may read."""
        return Request.objects.filter(self.on(Duty.READ)).select_related("unit", "campaign")

    @property
    def campaigns(self) -> QuerySet[Campaign]:
        """Campaigns that ask units which the person may read."""
        seen = self.requests.order_by().values("campaign")
        return Campaign.objects.filter(pk__in=seen)

    def counts(self, campaigns: list[Campaign]) -> dict[int, dict[str, Any]]:
        """How far campaigns are: requests, figures asked and answered, done and late ones."""
        found = (
            self.requests.filter(campaign__in=campaigns)
            .order_by()
            .values("campaign")
            .annotate(
                total=Count("id"),
                figures=Sum("asked"),
                filled=Sum("answered"),
                done=Count("id", filter=Q(state__in=_DONE)),
                late=Count("id", filter=is_late(self.today)),
            )
        )
        return {row["campaign"]: dict(row) for row in found}

    def tasks(self, duty: Duty) -> QuerySet[Request]:
        """What waits for the person: theirs, nobody's, and theirs who left; the first due first."""
        name = {Duty.ENTER: "owner", Duty.REVIEW: "reviewer", Duty.APPROVE: "approver"}[duty]
        states = [state.value for state, asked in TURNS.items() if asked is duty]
        theirs = Q(**{name: self.person.user})
        nobodys = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__is_active": False})
        waiting = self.requests.filter(self.on(duty), theirs | nobodys, state__in=states)
        return waiting.order_by("due", "id")
