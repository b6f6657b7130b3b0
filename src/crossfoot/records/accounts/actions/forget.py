"""Forget a person: what the law calls erasure."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.accounts.actions.deactivate import shut
from crossfoot.records.accounts.actions.grant_role import account
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import forget
from crossfoot.records.journal.verify import FORGET
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class Forget(Action[User]):
    """Name and address go, and with the person's key all that the journal says of them.

    The journal still names "user:7" as the one who did something; nobody can tell who that was.

    Attributes:
        user: id of the person.
    """

    verb = FORGET
    stream = "accounts"
    user: int

    def check(self, by: Actor) -> None:
        """Whoever does it manages accounts of the whole organisation."""
        account(self.user)
        by.require(Duty.MANAGE_ACCOUNTS)

    def change(self, by: Actor) -> Done[User]:
        """Close the account, blank it, delete the key."""
        user = account(self.user)
        shut(user)
        user.email, user.name = f"forgotten-{user.pk}", user.reference
        user.invitation = user.totp = ""
        user.set_unusable_password()
        user.save()
        user.identities.all().delete()
        forget(user.reference)
        return Done(user, user.reference)
