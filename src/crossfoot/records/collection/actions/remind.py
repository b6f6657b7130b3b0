"""Remind those whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import requests_of
from crossfoot.records.collection.notices import tell_of, whose_turn
from crossfoot.records.roles import Duty


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom it reached: how many people, of how many requests."""

    people: int
    requests: int


@dataclass(frozen=True)
class Remind(Action[Reminded]):
    """Each person gets one notice per request that waits for them.

    Attributes:
        requests: ids of the requests; those that wait for nobody are passed over.
    """

    verb = "collection.remind"
    stream = "collection"
    requests: tuple[int, ...]

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there."""
        for request in requests_of(self.requests):
            by.require(Duty.RUN_CAMPAIGNS, request.unit.code)

    def change(self, by: Actor) -> Done[Reminded]:
        """Tell them."""
        found = requests_of(self.requests)
        told = [
            (person, request) for request in found if (person := whose_turn(request)) is not None
        ]
        tell_of(told, "collection.reminder")
        content = [{"request": request.pk, "who": person.reference} for person, request in told]
        reached = Reminded(len({person.pk for person, _ in told}), len(told))
        return Done(reached, found[0].campaign.reference, {"told": content})
