"""Close a campaign, or open it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import campaign_of
from crossfoot.records.collection.labels import request_title
from crossfoot.records.collection.models import Campaign, Closing, Request
from crossfoot.records.collection.workflow import DONE
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import Duty

#: requests that a refusal names
_NAMED = 10


@dataclass(frozen=True)
class CloseCampaign(Action[Campaign]):
    """Nothing of it changes from now on.

    Attributes:
        campaign: its id.
    """

    verb = "collection.close_campaign"
    stream = "collection"
    campaign: int

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns on all of its units, once all requests are approved."""
        campaign = campaign_of(self.campaign)
        require_all(by, campaign)
        if campaign.is_closed:
            raise CrossfootError(problem(Text("it is closed already", "该填报任务已关闭")))
        waiting = Request.objects.filter(campaign=campaign).exclude(
            state__in=[state.value for state in DONE]
        )
        count = waiting.count()
        if count:
            said = language()
            some = waiting.select_related("unit")[:_NAMED]
            raise CrossfootError(
                problem(
                    Text(
                        "{count} {count:request is|requests are} not approved yet: {names}",
                        "尚有 {count} 份填报单未审批：{names}",
                    ),
                    remedy=Text(
                        "approve them, or leave their units out of the boundary",
                        "请先审批，或将相关单位排除在统计边界之外",
                    ),
                    count=count,
                    names="; ".join(request_title(each, said) for each in some)
                    + ("…" if count > _NAMED else ""),
                )
            )

    def change(self, by: Actor) -> Done[Campaign]:
        """Close it."""
        return _write(self.campaign, by, closed=True)


@dataclass(frozen=True)
class ReopenCampaign(Action[Campaign]):
    """Its requests can be reopened again, each with a reason of its own.

    Attributes:
        campaign: its id.
        why: what people read beside it.
    """

    verb = "collection.reopen_campaign"
    stream = "collection"
    campaign: int
    why: str

    def do(self, by: Actor, reason: str = "") -> Campaign:
        """Do it; the journal's reason is the same unless another is given."""
        return super().do(by, reason or self.why)

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns on all of its units, with a reason."""
        campaign = campaign_of(self.campaign)
        require_all(by, campaign)
        if not campaign.is_closed:
            raise CrossfootError(problem(Text("it is open already", "该填报任务未关闭")))
        if not self.why.strip():
            raise CrossfootError(
                problem(
                    Text("opening it again needs a reason", "重新开放须说明原因"),
                    remedy=Text("say why in a sentence", "请用一句话说明"),
                )
            )

    def change(self, by: Actor) -> Done[Campaign]:
        """Open it."""
        return _write(self.campaign, by, closed=False, reason=self.why.strip())


def require_all(by: Actor, campaign: Campaign) -> None:
    """Go on where the actor runs campaigns on every unit that is asked.

    Raises:
        NotAllowedError: on one of them not.
    """
    if by.may(Duty.RUN_CAMPAIGNS):
        return
    asked = Request.objects.filter(campaign=campaign).order_by("unit__code")
    for unit in asked.values_list("unit__code", flat=True).distinct():
        by.require(Duty.RUN_CAMPAIGNS, unit)


def _write(campaign_id: int, by: Actor, *, closed: bool, reason: str = "") -> Done[Campaign]:
    campaign, now = campaign_of(campaign_id), timezone.now()
    campaign.closed_at = now if closed else None
    campaign.save(update_fields=["closed_at"])
    Closing.objects.create(campaign=campaign, closed=closed, reason=reason, by=by.reference, at=now)
    return Done(campaign, campaign.reference, {"closed": closed})
