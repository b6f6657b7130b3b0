"""Move the due day of many requests at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.close_campaign import require_all
from crossfoot.records.collection.actions.requests import open_campaign_of, requests_of
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.collection.notices import tell_of
from crossfoot.records.collection.workflow import DONE
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class SetDue(Action[int]):
    """The requests that are named, or the campaign and all that is not approved yet.

    Attributes:
        campaign: its id.
        due: the new day.
        requests: ids of requests of the campaign; empty for all.
    """

    verb = "collection.set_due"
    stream = "collection"
    campaign: int
    due: date
    requests: tuple[int, ...] = ()

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns there; no earlier than the period ends."""
        campaign = open_campaign_of(self.campaign)
        if self.requests:
            for request in self._named():
                by.require(Duty.RUN_CAMPAIGNS, request.unit.code)
        else:
            require_all(by, campaign)
        if self.due < campaign.start:
            raise CrossfootError(
                problem(
                    Text("{due} lies before the period begins", "{due} 早于期间开始日"),
                    remedy=Text("choose a later day", "请选择更晚的日期"),
                    due=self.due,
                )
            )

    def change(self, by: Actor) -> Done[int]:
        """Write it, and tell whoever's task it is; the result is how many requests were moved."""
        campaign = open_campaign_of(self.campaign)
        found = self._named() if self.requests else self._waiting(campaign)
        moved = [request for request in found if request.due != self.due]
        for request in moved:
            request.due = self.due
        Request.objects.bulk_update(moved, ["due"], batch_size=500)
        if not self.requests:
            Campaign.objects.filter(pk=campaign.pk).update(due=self.due)
        owners = [
            (request.owner, request)
            for request in moved
            if request.is_open and request.owner and request.owner.reference != by.reference
        ]
        tell_of(owners, "collection.due_moved")
        content = {"due": self.due.isoformat(), "requests": [each.pk for each in moved]}
        return Done(len(moved), campaign.reference, content)

    def _named(self) -> list[Request]:
        found = requests_of(self.requests)
        if any(request.campaign_id != self.campaign for request in found):
            raise CrossfootError(problem(Text("there is no such request", "没有该填报单")))
        return found

    def _waiting(self, campaign: Campaign) -> list[Request]:
        states = [state.value for state in DONE]
        waiting = Request.objects.filter(campaign=campaign).exclude(state__in=states)
        return list(waiting.select_related("unit", "campaign", "owner"))
