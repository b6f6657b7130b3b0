"""Who took which part in a round of a request: what four eyes go by."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from crossfoot.records.collection.models import Entry, Move, Request
from crossfoot.records.collection.workflow import Part, Step

#: parts that a step makes a person take
_PART_OF_STEP = {Step.SUBMIT: Part.ENTERED, Step.REVIEW: Part.REVIEWED}

Parts = dict[Part, frozenset[str]]


def parts_of(requests: Iterable[Request]) -> dict[int, Parts]:
    """References of those who entered and reviewed in the round of each request; two queries."""
    requests = list(requests)
    found: dict[int, dict[Part, set[str]]] = {
        request.pk: {part: set() for part in Part} for request in requests
    }
    entries = Entry.objects.filter(
        cell__request__in=requests, round=F("cell__request__round")
    ).order_by()
    for request, by in entries.values_list("cell__request", "by").distinct():
        found[request][Part.ENTERED].add(by)
    moves = Move.objects.filter(
        request__in=requests,
        round=F("request__round"),
        step__in=[step.value for step in _PART_OF_STEP],
    ).order_by()
    for request, step, by in moves.values_list("request", "step", "by").distinct():
        found[request][_PART_OF_STEP[Step(step)]].add(by)
    return {
        request: {part: frozenset(by) for part, by in parts.items()}
        for request, parts in found.items()
    }
