"""The calendar of duties: what is due on which day of a month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from crossfoot.languages import Text
from crossfoot.records.collection.visible import Visible, is_late
from crossfoot.records.collection.workflow import DONE
from crossfoot.records.messages import language


@dataclass(frozen=True, slots=True)
class Due:
    """The requests of a campaign that are due on a day.

    Attributes:
        day: the day.
        campaign: id of the campaign.
        name: its name.
        total, done, late: how many requests, how many approved, how many late.
        mine: how many of them were given to the person in some part.
    """

    day: date
    campaign: int
    name: str
    total: int
    done: int
    late: int
    mine: int


def duties(seen: Visible, year: int, month: int) -> list[Due]:
    """What is due in a month, by day and campaign; one query."""
    user = seen.person.user
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    mine = Q(owner=user) | Q(reviewer=user) | Q(approver=user)
    rows = (
        seen.requests.filter(due__gte=first, due__lte=last)
        .order_by("due", "campaign_id")
        .values("due", "campaign_id", "campaign__name", "campaign__name_zh")
        .annotate(
            total=Count("id"),
            done=Count("id", filter=Q(state__in=[state.value for state in DONE])),
            late=Count("id", filter=is_late(seen.today)),
            mine=Count("id", filter=mine),
        )
    )
    return [
        Due(
            row["due"],
            row["campaign_id"],
            Text(row["campaign__name"], row["campaign__name_zh"])[language()],
            row["total"],
            row["done"],
            row["late"],
            row["mine"],
        )
        for row in rows
    ]
