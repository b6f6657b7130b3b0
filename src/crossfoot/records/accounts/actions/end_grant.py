"""End a role of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.grant_role import granted
from crossfoot.records.accounts.models import Grant
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class EndGrant(Action[Grant]):
    """From a day on the person holds the role no more.

    Attributes:
        grant: its id.
        day: the first day without it.
    """

    verb = "accounts.end_grant"
    stream = "accounts"
    grant: int
    day: date

    def check(self, by: Actor) -> None:
        """Whoever ends it manages accounts there."""
        grant = self._grant()
        by.require(Duty.MANAGE_ACCOUNTS, grant.unit.code if grant.unit else "")

    def change(self, by: Actor) -> Done[Grant]:
        """Set the day; one that has not begun becomes empty, one that has ended stays."""
        grant = self._grant()
        end(grant, self.day)
        return Done(grant, grant.user.reference, granted(grant))

    def _grant(self) -> Grant:
        found = Grant.objects.select_related("unit", "user").filter(pk=self.grant).first()
        if found is None:
            raise CrossfootError(problem(Text("there is no such role", "没有该角色授权")))
        return found


def end(grant: Grant, day: date) -> None:
    """Let a grant hold until the day before, at most."""
    if grant.valid_to is None or grant.valid_to > day:
        grant.valid_to = max(day, grant.valid_from)
        grant.save(update_fields=["valid_to"])
