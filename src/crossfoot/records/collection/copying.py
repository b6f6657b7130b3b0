"""Taking over from an earlier campaign what still fits: who does what, and what is left out."""

from __future__ import annotations

from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.actions.assign import ASSIGNED
from crossfoot.records.collection.asking import Asking
from crossfoot.records.collection.models import Campaign, Cell, Exclusion, Request


def asked_by(campaign: Campaign) -> list[str]:
    """Codes of the units that a campaign asks."""
    asked = Request.objects.filter(campaign=campaign).order_by("unit__code")
    return list(asked.values_list("unit__code", flat=True).distinct())


def take_over(earlier: Campaign, campaign: Campaign, asking: Asking) -> None:
    """Give a new campaign the people and the boundaries of an earlier one.

    A person who left, or has the duty no more, is passed over: whoever stands nearest keeps the
    task. A boundary is taken over where the unit is asked for the metric again.
    """
    before = {
        (request.unit_id, request.topic): request
        for request in Request.objects.filter(campaign=earlier).select_related(*ASSIGNED)
    }
    changed = []
    persons: dict[int, Person] = {}
    requests = list(Request.objects.filter(campaign=campaign).select_related("unit"))
    for request in requests:
        old = before.get((request.unit_id, request.topic))
        for name, duty in ASSIGNED.items():
            user = getattr(old, name, None)
            if user is None:
                continue
            person = persons.setdefault(user.pk, Person(user, ""))
            if person.may(duty, request.unit.code):
                setattr(request, name, user)
                changed.append(request)
    Request.objects.bulk_update(changed, [*ASSIGNED], batch_size=500)
    asked = {
        (cell.request.unit_id, cell.metric)
        for cell in Cell.objects.filter(request__campaign=campaign, outside=False).select_related(
            "request"
        )
    }
    excluded: dict[str, dict[str, str]] = {}
    standing = Exclusion.objects.filter(campaign=earlier, ended_at=None).select_related("unit")
    for each in standing:
        if (each.unit_id, each.metric) in asked:
            excluded.setdefault(each.metric, {})[each.unit.code] = each.reason
    asking.exclude(excluded)
