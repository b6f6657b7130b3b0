"""Deactivate an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.records.accounts.actions.grant_role import account
from crossfoot.records.accounts.models import Session, Token, User
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class Deactivate(Action[User]):
    """The person is signed out everywhere and cannot sign in; what they did stays theirs.

    Attributes:
        user: id of the person.
    """

    verb = "accounts.deactivate"
    stream = "accounts"
    user: int

    def check(self, by: Actor) -> None:
        """Whoever does it manages accounts of the whole organisation."""
        account(self.user)
        by.require(Duty.MANAGE_ACCOUNTS)

    def change(self, by: Actor) -> Done[User]:
        """Close the account, its sessions and its invitation."""
        user = account(self.user)
        shut(user)
        return Done(user, user.reference)


def shut(user: User) -> None:
    """No way in any more."""
    user.is_active, user.invited_until = False, None
    user.save(update_fields=["is_active", "invited_until"])
    Session.objects.filter(user=user).delete()
    Token.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())
