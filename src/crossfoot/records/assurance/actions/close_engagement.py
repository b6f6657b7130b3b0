"""Close an engagement: what was done is kept, and nothing is added."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_manager
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class CloseEngagement(Action[Engagement]):
    """It ends with the conclusion of the team, or with the reason why there is none.

    Attributes:
        engagement: id.
        why: needed where the team has not concluded.
    """

    verb = "assurance.close"
    stream = "assurance"
    engagement: int
    why: str = ""

    def do(self, by: Actor, reason: str = "") -> Engagement:
        """Do it; the journal's reason is the one given here."""
        return super().do(by, reason or self.why.strip())

    def check(self, by: Actor) -> None:
        """Managers, while it is open."""
        engagement = engagement_of(self.engagement)
        require_manager(by, engagement)
        if not engagement.opinion and not self.why.strip():
            raise CrossfootError(
                problem(
                    Text("the team has not concluded yet", "项目组尚未形成结论"),
                    remedy=Text(
                        "wait for its conclusion, or say why there is none",
                        "请等待结论，或说明无结论的原因",
                    ),
                )
            )

    def change(self, by: Actor) -> Done[Engagement]:
        """Close it."""
        engagement = engagement_of(self.engagement)
        engagement.closed_at, engagement.closed_by = timezone.now(), by.reference
        engagement.save(update_fields=["closed_at", "closed_by"])
        return Done(engagement, engagement.reference, {"opinion": engagement.opinion})
