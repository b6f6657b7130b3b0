"""What evidence can be attached to: what an assurer asked for."""

from __future__ import annotations

from collections.abc import Collection

from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.assurance.workflow import SETTLED, State
from crossfoot.records.evidence.subjects import Subject

_LONGEST = 18  # digits of an id


def inquiries(ids: Collection[str]) -> dict[str, Subject]:
    """What is known of requests, in one query; what was accepted keeps its evidence."""
    numbers = [int(each) for each in ids if each.isdecimal() and len(each) <= _LONGEST]
    found = Inquiry.objects.filter(pk__in=numbers).select_related("unit", "engagement")
    return {
        str(each.pk): Subject(
            unit=each.unit.code,
            label=str(each),
            address=f"/assurance/requests/{each.pk}",
            locked=State(each.state) in SETTLED or not each.engagement.is_open,
        )
        for each in found
    }
