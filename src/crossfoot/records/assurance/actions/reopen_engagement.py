"""Open an engagement again that was closed: the work goes on, and must be concluded anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_managing
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.messages import problem

#: characters of a reason that are kept
_REASON = 1000


@dataclass(frozen=True)
class ReopenEngagement(Action[Engagement]):
    """What the team had concluded stands in the journal and counts no more.

    Attributes:
        engagement: id.
        why: what came up since.
    """

    verb = "assurance.reopen"
    stream = "assurance"
    engagement: int
    why: str

    def do(self, by: Actor, reason: str = "") -> Engagement:
        """Do it; the journal's reason is the one given here."""
        return super().do(by, reason or self.why.strip())

    def check(self, by: Actor) -> None:
        """Managers, once it is closed."""
        engagement = engagement_of(self.engagement)
        require_managing(by, engagement)
        if engagement.is_open:
            raise CrossfootError(
                problem(Text("the engagement is open", "该鉴证项目尚未结束")),
            )
        if not self.why.strip():
            raise CrossfootError(
                problem(
                    Text("the reason is missing", "缺少重新开启的原因"),
                    why=Text(
                        "who reads the conclusion later must know why it was taken back",
                        "日后查阅结论的人需要了解其被撤回的原因",
                    ),
                    remedy=Text("say what came up since", "请说明结束后出现的情况"),
                )
            )

    def change(self, by: Actor) -> Done[Engagement]:
        """Open it."""
        engagement = engagement_of(self.engagement)
        content = {
            "opinion": engagement.opinion,
            "closed_by": engagement.closed_by,
            "closed_at": engagement.closed_at.isoformat() if engagement.closed_at else "",
        }
        engagement.opinion, engagement.closed_by, engagement.closed_at = "", "", None
        engagement.reopened_by, engagement.reopened_at = by.reference, timezone.now()
        engagement.reopened_why = self.why.strip()[:_REASON]
        engagement.save()
        return Done(engagement, engagement.reference, content)
