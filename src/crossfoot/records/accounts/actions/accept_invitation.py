"""Accept an invitation by setting a password."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.invite import token_hash
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.passwords import check_password_rules
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class AcceptInvitation(Action[User]):
    """The account becomes active; the invitation cannot be used again.

    Attributes:
        token: as it was sent.
        password: what the person will sign in with.
    """

    verb = "accounts.accept_invitation"
    stream = "accounts"
    token: str = field(repr=False)
    password: str = field(repr=False)

    def check(self, by: Actor) -> None:
        """Whoever holds the token may."""
        check_password_rules(self.password, self._user())

    def change(self, by: Actor) -> Done[User]:
        """Set the password."""
        user = self._user()
        user.set_password(self.password)
        user.is_active, user.invitation, user.invited_until = True, "", None
        user.save()
        return Done(user, user.reference)

    def _user(self) -> User:
        user = invited(self.token)
        if user is None:
            raise CrossfootError(
                problem(
                    Text("the invitation was used before or has expired", "邀请已被使用或已过期"),
                    remedy=Text("ask for a new one", "请申请新的邀请"),
                )
            )
        return user


def invited(token: str) -> User | None:
    """Whom a token invites; None where it is not valid any more."""
    return User.objects.filter(
        invitation=token_hash(token), invited_until__gt=timezone.now()
    ).first()
