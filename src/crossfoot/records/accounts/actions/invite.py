"""Invite a person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.records.accounts.models import User, address
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty

#: how long an invitation can be accepted
LASTS = timedelta(days=7)

#: characters of a name
LONGEST_NAME = 200


@dataclass(frozen=True)
class Invitation:
    """What the person is sent; the token is kept nowhere else."""

    user: User
    token: str


@dataclass(frozen=True)
class Invite(Action[Invitation]):
    """Make an account that becomes active when the person sets a password.

    Inviting somebody again who has not accepted replaces the invitation.

    Attributes:
        email: address.
        name: as pages show it.
        language: of the person's pages.
    """

    verb = "accounts.invite"
    stream = "accounts"
    email: str
    name: str
    language: Language = "en"

    def check(self, by: Actor) -> None:
        """Whoever invites manages accounts of the whole organisation."""
        by.require(Duty.MANAGE_ACCOUNTS)
        try:
            validate_email(address(self.email))
        except ValidationError as error:
            raise CrossfootError(
                problem(
                    Text("{email} is no e-mail address", "{email} 不是邮箱地址"),
                    email=repr(self.email),
                )
            ) from error
        if not 0 < len(self.name.strip()) <= LONGEST_NAME:
            raise CrossfootError(
                problem(
                    Text(
                        "the name is missing, or longer than {longest} characters",
                        "缺少姓名，或超过 {longest} 个字符",
                    ),
                    longest=LONGEST_NAME,
                )
            )
        if User.objects.filter(email=address(self.email), invitation="").exists():
            raise CrossfootError(
                problem(
                    Text("{email} has an account already", "{email} 已有账户"), email=self.email
                )
            )

    def change(self, by: Actor) -> Done[Invitation]:
        """Make the user and the token."""
        token = secrets.token_urlsafe(32)
        user = User.objects.filter(email=address(self.email)).first() or User()
        user.email, user.name, user.language = (
            address(self.email),
            self.name.strip(),
            self.language,
        )
        user.invitation, user.invited_until = token_hash(token), timezone.now() + LASTS
        user.set_unusable_password()
        user.save()
        content = {"email": user.email, "name": user.name}
        return Done(Invitation(user, token), user.reference, content, key=user.reference)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
