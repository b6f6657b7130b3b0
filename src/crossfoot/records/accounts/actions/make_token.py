"""Make a token with which a program acts for a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.accounts.actions.invite import token_hash
from crossfoot.records.accounts.models import Token
from crossfoot.records.accounts.person import Person
from crossfoot.records.accounts.tokens import PREFIX, TokenPerson
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import DUTY_NAMES, Duty

#: days for which a token may serve
LONGEST = 366


@dataclass(frozen=True)
class Made:
    """The token; its text is kept nowhere else."""

    token: Token
    text: str


@dataclass(frozen=True)
class MakeToken(Action[Made]):
    """From now on who shows the token may do for the person what is named, until it expires.

    Attributes:
        name: what it is for.
        duties: of the person's own.
        days: for how many days it serves.
    """

    verb = "accounts.make_token"
    stream = "accounts"
    name: str
    duties: frozenset[Duty]
    days: int = 90

    def check(self, by: Actor) -> None:
        """One's own account, one's own duties; a token makes no token."""
        own_account(by)
        if isinstance(by, TokenPerson):
            raise CrossfootError(
                problem(
                    Text("a token cannot make a token", "不能用令牌创建令牌"),
                    remedy=Text("make it on your account page", "请在账户页面创建"),
                )
            )
        if not 0 < len(self.name.strip()) <= 200:
            raise CrossfootError(
                problem(
                    Text("the token has no name", "令牌缺少名称"),
                    remedy=Text("say what it is for", "请说明其用途"),
                )
            )
        if not 0 < self.days <= LONGEST:
            raise CrossfootError(
                problem(
                    Text(
                        "a token serves for 1 to {longest} days", "令牌有效期为 1 至 {longest} 天"
                    ),
                    longest=LONGEST,
                )
            )
        if not self.duties:
            raise CrossfootError(problem(Text("choose what it may do", "请选择令牌的权限")))
        for duty in sorted(self.duties):
            if isinstance(by, Person) and not by.may_somewhere(duty):
                raise CrossfootError(
                    problem(
                        Text("you may not {duty} yourself", "您本人无权{duty}"),
                        duty=DUTY_NAMES[duty][language()],
                    )
                )

    def change(self, by: Actor) -> Done[Made]:
        """Keep its hash."""
        user = own_account(by)
        text = PREFIX + secrets.token_urlsafe(32)
        now = timezone.now()
        token = Token.objects.create(
            user=user,
            name=self.name.strip(),
            digest=token_hash(text),
            duties=sorted(self.duties),
            created_at=now,
            expires_at=now + timedelta(days=self.days),
        )
        content = {
            "token": token.pk,
            "name": token.name,
            "duties": token.duties,
            "expires_at": token.expires_at.isoformat(),
        }
        return Done(Made(token, text), user.reference, content)
