"""Hand a person's duties over to a successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.end_grant import end
from crossfoot.records.accounts.actions.grant_role import account, granted
from crossfoot.records.accounts.models import Grant
from crossfoot.records.accounts.succession import pass_all
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class HandOver(Action[tuple[Grant, ...]]):
    """From a day on the successor holds each role that the person would have held.

    What was given to the person by name and is still to be done passes too.

    Attributes:
        user: id of the person.
        successor: id of the one who follows.
        day: the successor's first day.
    """

    verb = "accounts.hand_over"
    stream = "accounts"
    user: int
    successor: int
    day: date

    def check(self, by: Actor) -> None:
        """Whoever does it manages accounts of every unit concerned, and gains nothing by it."""
        account(self.user)
        follower = account(self.successor)
        units = [grant.unit.code if grant.unit else "" for grant in self._grants()]
        for unit in units or [""]:
            by.require(Duty.MANAGE_ACCOUNTS, unit)
        if self.user == self.successor or by.reference == follower.reference:
            raise CrossfootError(
                problem(
                    Text("you cannot hand duties over to yourself", "不能将职责移交给自己"),
                    remedy=Text("name somebody else", "请指定其他人"),
                )
            )

    def change(self, by: Actor) -> Done[tuple[Grant, ...]]:
        """End what the person holds on the day, and give the rest of it to the successor."""
        passed = []
        for grant in self._grants():
            until = grant.valid_to
            passed.append(
                Grant.objects.create(
                    user_id=self.successor,
                    role=grant.role,
                    unit=grant.unit,
                    valid_from=max(self.day, grant.valid_from),
                    valid_to=until,
                )
            )
            end(grant, self.day)
        content = {
            "successor": f"user:{self.successor}",
            "day": self.day.isoformat(),
            "grants": [granted(grant) for grant in passed],
            **pass_all(self.user, self.successor, self.day),
        }
        return Done(tuple(passed), f"user:{self.user}", content)

    def _grants(self) -> list[Grant]:
        after = Q(valid_to=None) | Q(valid_to__gt=self.day)
        return list(Grant.objects.select_related("unit").filter(after, user_id=self.user))
