"""The conclusion of the team."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class Conclude(Action[Engagement]):
    """What the team says in the end; a later one takes its place, and the journal keeps both.

    Attributes:
        engagement: id.
        opinion: in the team's words.
    """

    verb = "assurance.conclude"
    stream = "assurance"
    engagement: int
    opinion: str

    def check(self, by: Actor) -> None:
        """The team, while it is open."""
        require_team(by, engagement_of(self.engagement))
        if not self.opinion.strip():
            raise CrossfootError(problem(Text("the conclusion is empty", "结论为空")))

    def change(self, by: Actor) -> Done[Engagement]:
        """Write it."""
        engagement = engagement_of(self.engagement)
        engagement.opinion = self.opinion.strip()
        engagement.save(update_fields=["opinion"])
        return Done(engagement, engagement.reference, {"opinion": engagement.opinion})
