"""Let a person in again who lost password, telephone or both."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.grant_role import account
from crossfoot.records.accounts.actions.invite import LASTS, Invitation, token_hash
from crossfoot.records.accounts.models import Session
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class ResetAccess(Action[Invitation]):
    """The person is invited anew: roles and history stay, password and codes go.

    Until the link is used, or the identity provider proves who it is, nobody comes in as this
    person, nor do programs with their tokens: what was lost may have been found by somebody else.

    Attributes:
        user: id of the person.
    """

    verb = "accounts.reset_access"
    stream = "accounts"
    user: int

    def check(self, by: Actor) -> None:
        """Whoever keeps the accounts of the whole; nobody their own, and none that was closed."""
        by.require(Duty.MANAGE_ACCOUNTS)
        user = account(self.user)
        if by.reference == user.reference:
            raise CrossfootError(
                problem(
                    Text("you cannot reset your own account", "不能重置自己的账户"),
                    remedy=Text(
                        "change your password on your account page, or ask a colleague",
                        "请在账户页面修改密码，或请其他管理员处理",
                    ),
                )
            )
        if not user.is_active and user.invited_until is None:
            raise CrossfootError(problem(Text("the account is closed", "该账户已停用")))

    def change(self, by: Actor) -> Done[Invitation]:
        """Close every way in but the link."""
        user, token = account(self.user), secrets.token_urlsafe(32)
        user.is_active, user.totp, user.totp_counter = False, "", 0
        user.failures, user.paused_until = 0, None
        user.invitation, user.invited_until = token_hash(token), timezone.now() + LASTS
        user.set_unusable_password()
        user.save()
        Session.objects.filter(user=user).delete()
        return Done(Invitation(user, token), user.reference)
